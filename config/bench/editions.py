"""A strategy that was amended many times, and what reading and comparing its editions costs."""

from __future__ import annotations

import gc
import time
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils import translation

from config.bench.data import BENCH, make
from config.bench.pages import LANGUAGE, Case, client_of, of_case
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.statistics import renew_statistics
from headway.foundation.core.texts import TranslatedText
from headway.monitoring.amendments.services import (
    add_operation,
    adopt_amendment,
    create_amendment,
    propose_amendment,
)
from headway.monitoring.strategy.models import Edition, NodeText
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.states import ActVerb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from headway.monitoring.strategy.models import Strategy

REASON = "the bench made it a moment ago"
SLUG = "amended"
MEASURES_EACH = 10
"""Measures for each amendment: 200 amendments change a strategy of 2,000."""
TIMES, FEWEST = 10, 3
"""How often each page is asked for; a document, which takes longer, the fewest."""
DOCUMENT = "as a "
FIRST_DAY, A_WEEK = date(2021, 1, 4), timedelta(days=7)
"""The first amendment is in force from that day, each other a week after the one before."""
ADDED = {"lt": "ir žaliąją energetiką", "en": "and of green energy"}
BODY = TranslatedText.of({"lt": "Taryba", "en": "Council"})


def measured(amendments: int, *, at: datetime) -> dict[str, Any]:
    """Make a strategy with so many amendments and return what its editions cost to read."""
    begun = time.perf_counter()
    strategy = amended(amendments, at=at)
    renew_statistics()
    gc.collect()
    gc.freeze()  # no server holds what was made, so no page is to wait while it is looked through
    took = time.perf_counter() - begun
    times = TIMES if amendments >= TIMES else FEWEST
    with translation.override(LANGUAGE):
        pages = [
            asdict(of_case(case, FEWEST if DOCUMENT in case.name else times))
            for case in _cases(strategy, amendments)
        ]
    newest = Edition.objects.unrestricted(reason=REASON).filter(strategy=strategy).latest("number")
    return {
        "database": connection.vendor,
        "nodes": NodeText.objects.of(newest).count(),
        "amendments": amendments,
        "made_in_s": round(took, 1),
        "pages": pages,
    }


def amended(amendments: int, *, at: datetime) -> Strategy:
    """Make a strategy of ten measures for each amendment; each amendment changes five nodes."""
    edition = make(amendments * MEASURES_EACH, at=at, slug=SLUG)
    depth = edition.frame.counted_depth
    rows = NodeText.objects.of(edition).filter(depth=depth).select_related("node", "parent")
    texts = list(rows.order_by("path"))
    for number in range(amendments):
        _amend(edition.strategy, texts, number, at=at)
    return edition.strategy


@transaction.atomic
def _amend(strategy: Strategy, texts: list[NodeText], number: int, *, at: datetime) -> None:
    title = TranslatedText.of({"lt": f"Pakeitimas {number}", "en": f"Amendment {number}"})
    amendment = create_amendment(strategy_id=strategy.pk, title=title, by=BENCH, at=at)
    for kind, thing, said in _operations(texts, number):
        add_operation(
            amendment_id=amendment.pk, kind=kind, thing=thing, said=said, by=BENCH, at=at,
        )  # fmt: skip
    propose_amendment(amendment_id=amendment.pk, by=BENCH, at=at)
    day = PartialDate.of(FIRST_DAY + number * A_WEEK)
    act = Act(in_force_on=day, body=BODY, verb=ActVerb.ADOPT, number=f"T2-{number + 1}", date=day)
    adopt_amendment(amendment_id=amendment.pk, act=act, outcomes={}, by=BENCH, at=at)


def _operations(texts: list[NodeText], number: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield what one amendment does: words of two measures, a date, a new measure, one that ends.

    Each amendment has ten measures of its own, so that none is changed twice.
    """
    own = texts[number * MEASURES_EACH : (number + 1) * MEASURES_EACH]
    for text in own[:2]:
        description = {
            language: {"words": f"{text.description.words(language)} {words}."}
            for language, words in ADDED.items()
        }
        yield "reword_node", text.node.key, {"description": description}
    yield "set_dates", own[2].node.key, {"due": "2029"}
    new = {language: {"words": f"{words} {number}"} for language, words in ADDED.items()}
    parent = own[3].parent
    place = {"parent": parent.key if parent else "", "after": own[3].node.key}
    yield "add_node", "", {"code": f"9.{number}", "title": new, **place}
    yield "end_node", own[4].node.key, {}


def _cases(strategy: Strategy, amendments: int) -> Iterator[Case]:
    reader = client_of()
    page = reverse("portal:strategy", args=[strategy.slug])
    middle, newest = amendments // 2 + 1, amendments + 1
    days = (date(2020, 6, 1), FIRST_DAY + (middle - 2) * A_WEEK)
    for name, day in zip(("first", "middle"), days, strict=True):
        yield Case(f"the strategy on a day of the {name} edition", reader, f"{page}?on={day}")
    yield Case("the strategy today", reader, page)
    measure = reverse("portal:measure", args=[strategy.slug, "1.1.1"])
    yield Case("a measure on a day of the first edition", reader, f"{measure}?on={days[0]}")
    for name, number in (("first", 1), ("second", 2), ("middle", middle), ("newest", newest)):
        address = reverse("portal:edition", args=[strategy.slug, number])
        yield Case(f"the {name} edition", reader, address)
    compare = reverse("portal:compare", args=[strategy.slug])
    yield Case("the first and the newest compared", reader, f"{compare}?from=1&to={newest}")
    for ending in ("pdf", "docx"):
        document = reverse("portal:comparison_document", args=[strategy.slug, ending])
        name = f"the first and the newest compared {DOCUMENT}{ending.upper()}"
        yield Case(name, reader, f"{document}?from=1&to={newest}")
        text = reverse("portal:consolidated_text", args=[strategy.slug, middle, "lt", ending])
        yield Case(f"the middle edition {DOCUMENT}{ending.upper()}", reader, text)
