"""Whether what is kept beside the facts still agrees with them, wherever it came from.

The newest rows are looked at, not all: `headway audit verify` and `headway rebuild-answers` go over
everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from config.findings import ERROR, FINE, WARNING, Finding
from headway.foundation.audit.verifying import verify_end
from headway.monitoring.indicators.models import IndicatorText, Kept
from headway.monitoring.indicators.queries.answers import answers as judged
from headway.monitoring.indicators.queries.kept import read, short, standing_on
from headway.monitoring.strategy.models import Edition, NodeText, Responsibility, Strategy
from headway.monitoring.strategy.queries.editions import day_of, in_force
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

REASON = "the doctor looks at everything, and shows none of it"
NEWEST = 25
"""Answers of each strategy that are judged anew."""
LINKS = 1_000
"""Links at the end of the chain that are computed anew."""


def editions(_now: datetime) -> Iterator[Finding]:
    """Check that every text belongs to an edition that is a draft or in force."""
    lost = sum(
        model.objects.unrestricted(reason=REASON).filter(~Exists(_its_edition())).count()
        for model in (NodeText, Responsibility, IndicatorText)
    )
    if lost:
        remedy = "Restore the last backup beside this installation and compare."
        yield Finding("editions", ERROR, f"{lost} texts belong to no edition.", remedy)
    else:
        known = Edition.objects.unrestricted(reason=REASON).count()
        yield Finding("editions", FINE, f"{known}, each text in one.")


def _its_edition() -> Exists:
    """Find an edition that the text of the outer query holds in."""
    standing = Edition.objects.unrestricted(reason=REASON).filter(
        state__in=(EditionState.DRAFT, EditionState.IN_FORCE)
    )
    return Exists(
        standing.filter(
            strategy=OuterRef("strategy"),
            number__gte=OuterRef("from_number"),
            number__lt=OuterRef("until_number"),
        )
    )


def answers(now: datetime) -> Iterator[Finding]:
    """Judge the newest kept answers anew, and look for indicators that have none."""
    checked, other, missing = 0, 0, 0
    for strategy in Strategy.objects.filter(indicators__isnull=False).distinct():
        today = day_of(strategy, now)
        in_turn = Edition.objects.unrestricted(reason=REASON).filter(
            strategy=strategy, state=EditionState.IN_FORCE
        )
        edition = in_force(tuple(in_turn.select_related("strategy").order_by("-number")), on=today)
        if edition is None:
            continue
        texts = IndicatorText.objects.of(edition)
        missing += texts.filter(indicator__kept__isnull=True).count()
        kept = Kept.objects.unrestricted(reason=REASON).filter(standing_on(today))
        newest = kept.filter(strategy=strategy).order_by("-pk")[:NEWEST]
        rows = {row.pk: row for row in newest}
        for said in judged(edition, on=today, indicators=rows):
            checked += 1
            other += short(said) != read(rows[said.text.indicator_id])
    yield _answers(checked, other, missing)


def _answers(checked: int, other: int, missing: int) -> Finding:
    remedy = "Run `headway rebuild-answers`."
    if other:
        sentence = f"{other} of the newest {checked} are others than their values give."
        return Finding("kept answers", ERROR, sentence, remedy)
    if missing:
        sentence = f"{missing} indicators have none yet; pages are slower meanwhile."
        return Finding("kept answers", WARNING, sentence, f"Run `headway work`, or {remedy[4:]}")
    return Finding("kept answers", FINE, f"the newest {checked} are what their values give.")


def chain(_now: datetime) -> Iterator[Finding]:
    """Compute the end of the audit trail's chain anew, and hold the daily heads against it."""
    found = verify_end(LINKS)
    if found.broken:
        yield Finding("audit trail", ERROR, found.broken, "Run `headway audit verify`.")
    else:
        yield Finding("audit trail", FINE, f"the last {found.entries} entries are in their chain.")
