"""The open table of decisions: those that everybody may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.errors import BadInput
from headway.foundation.formats.types import Column, Filter, Row, Table
from headway.monitoring.meetings.queries.published import every_public_decision
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.queries.nodes import public_strategies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.meetings.models import Decision


def decision_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield the confirmed decisions of public bodies, the newest first. Three queries.

    :raises BadInput: for a strategy that is not public.
    """
    found = every_public_decision()
    if slug := filters.get("strategy"):
        if not public_strategies().filter(slug=slug).exists():
            sentence = gettext("There is no public strategy “%(slug)s”.")
            raise BadInput({"strategy": sentence % {"slug": slug}})
        found = found.filter(body__strategy__slug=slug)
    for row in found.select_related("body__strategy").prefetch_related("nodes"):
        yield _decision(row)


def _decision(row: Decision) -> Row:
    strategy, tally = row.body.strategy, row.tally
    return {
        "strategy": strategy.slug,
        "body": row.body.slug,
        "body_name": _words(row.body.name),
        "number": row.code,
        "decided_on": day_of(strategy, row.meeting.starts_at),
        "words": _words(row.words),
        "measures": "; ".join(sorted(node.key for node in row.nodes.all())),
        "votes_for": tally.yes if tally else None,
        "votes_against": tally.no if tally else None,
        "abstained": tally.abstained if tally else None,
        "confirmed_at": row.meeting.confirmed_at.isoformat(timespec="seconds")
        if row.meeting.confirmed_at
        else "",
        "synthetic": "; ".join(row.provenance.synthetic),
    }


def _words(text: TranslatedText) -> str:
    return text.passage(get_language() or "en").words


_VOTES = _("Empty where it was decided by consensus.")

DECISIONS = Table(
    name="decisions",
    title=_("Decisions"),
    description=_(
        "What public bodies decided about public strategies, once the minutes of the meeting are "
        "confirmed. Who voted how is not told."
    ),
    columns=(
        Column("strategy", _("strategy"), _("The strategy’s name in addresses."), "text"),
        Column("body", _("body"), _("Its name in addresses."), "text"),
        Column("body_name", _("name of the body"), _("In the language asked for."), "text"),
        Column("number", _("number"), _("Of the body, in a year: 2026-3."), "text"),
        Column("decided_on", _("decided on"), _("The day of the meeting."), "date"),
        Column("words", _("words of the decision"),
               _("In the language asked for, else the original."), "text"),
        Column("measures", _("about"), _("Permanent keys of the measures it is about."), "text"),
        Column("votes_for", _("votes for"), _VOTES, "number", _("votes")),
        Column("votes_against", _("votes against"), _VOTES, "number", _("votes")),
        Column("abstained", _("abstentions"), _VOTES, "number", _("votes")),
        Column("confirmed_at", _("confirmed at"), _("Since when it is public."), "text"),
        Column("synthetic", _("synthetic"), _("Which parts were made up; “all” for all."), "text"),
    ),
    rows=decision_rows,
    filters=(Filter("strategy", _("one strategy, by its name in addresses")),),
    public=True,
)  # fmt: skip

TABLES = (DECISIONS,)
