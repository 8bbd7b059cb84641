"""What of a strategy waits to be talked about: measures that are past their own day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.agenda import ProposedPoint
from headway.foundation.core.texts import TranslatedText
from headway.foundation.core.words import worded
from headway.monitoring.strategy.models import Edition, NodeText
from headway.monitoring.strategy.queries.editions import in_force
from headway.monitoring.strategy.states import Canonical

if TYPE_CHECKING:
    from datetime import date

    from headway.foundation.core.partial_dates import PartialDate
    from headway.monitoring.strategy.models import Strategy

OVERDUE = "measure_overdue"
ENDED = (Canonical.DONE, Canonical.DROPPED)
REASON = "the caller keeps a body that meets about the strategy"


def edition_on(strategy: Strategy, on: date) -> Edition | None:
    """Return the edition in force on a day. One query; the caller knows what it may show."""
    editions = Edition.objects.unrestricted(reason=REASON).filter(strategy=strategy)
    return in_force(tuple(editions.select_related("strategy").order_by("-number")), on=on)


def points_in(edition: Edition | None, on: date) -> list[ProposedPoint]:
    """Return the counted nodes whose own day has passed and that are neither done nor dropped.

    One query.
    """
    if edition is None:
        return []
    canonical = {option.code: option.canonical for option in edition.strategy.statuses}
    texts = NodeText.objects.of(edition).filter(depth=edition.frame.counted_depth)
    rows = texts.select_related("node__life").order_by("path")
    return [
        _point(text, text.due)
        for text in rows
        if text.due and text.due.last_day < on and _status(text, canonical) not in ENDED
    ]


def _point(text: NodeText, due: PartialDate) -> ProposedPoint:
    return ProposedPoint(
        origin=OVERDUE,
        key=text.node.key,
        label=worded(lambda: _("Measure past its day")),
        title=coded(text.code, text.title),
        note=worded(lambda: _("Due %(day)s") % {"day": due.worded()}),
        due_on=due.last_day,
    )


def _status(text: NodeText, canonical: dict[str, str]) -> str:
    life = getattr(text.node, "life", None)
    return canonical.get(life.status, "") if life else ""


def coded(code: str, title: TranslatedText) -> TranslatedText:
    """Return a title with its code before it, in each of its languages."""
    words = {language: f"{code} {title.words(language)}" for language in title.languages}
    return TranslatedText.of(words) if code else title
