"""The open tables of reporting: published rounds, what was said in them, and who reported.

Nothing of a round is served before it is published, and nothing of a report but what was accepted.
Persons are not named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.days import AS_OF
from headway.foundation.core.errors import BadInput
from headway.foundation.formats.types import Column, Filter, Row, Table
from headway.monitoring.reporting.queries.published import (
    partners_in,
    rounds_told,
    statements_in,
    verdicts_in,
)
from headway.monitoring.reporting.rules import completeness, is_punctual
from headway.monitoring.strategy.models import NodeText
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.tables import editions_asked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from headway.foundation.core.days import Days
    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.reporting.models import Round, Statement
    from headway.monitoring.reporting.queries.published import Told

EVERYBODY = AnonymousUser()
ROUND = "round"


def round_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield one row per published round, the newest first. One query per strategy."""
    for told, _days in _asked(filters):
        yield _named(told.round) | {
            "title": _words(told.round.title),
            "period_end": told.round.period_end,
            "edition": told.round.edition.number,
            "deadline": _moment(told.round.deadline_at),
            "opened_at": _moment(told.round.opened_at),
            "closed_at": _moment(told.round.closed_at),
            "published_at": _moment(told.round.published_at),
            "partners_asked": told.asked,
            "partners_reported": told.reported,
        }


def statement_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield one row per measure that was reported on, by round and place. Two queries per round."""
    for told, days in _asked(filters):
        found = statements_in([told.round], user=EVERYBODY, known_before=days.known_before)
        said = found[told.round.pk]
        for text in NodeText.objects.of(told.round.edition).order_by("path"):
            if statement := said.get(text.node_id):
                yield _statement(statement, text, told.round)


def verdict_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield one row per indicator and round. Two queries per round."""
    for told, days in _asked(filters):
        for frozen in verdicts_in(told.round, known_before=days.known_before):
            yield _named(told.round) | {
                "indicator": frozen.text.indicator.key,
                "code": frozen.text.code,
                "title": _words(frozen.text.title),
                "verdict": frozen.row.verdict,
                "method": frozen.row.method,
                "figure": frozen.row.value,
                "unit": _words(frozen.text.unit_in_plural),
                "figure_period": frozen.row.period,
                "judged_on": _day(told.round, told.round.closed_at),
            }


def partner_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield one row per organisation that was asked in a round. Two queries per round."""
    for told, days in _asked(filters):
        for partner in partners_in(told.round, known_before=days.known_before):
            first = partner.first_submitted_at
            yield _named(told.round) | {
                "organisation": partner.organisation.slug,
                "organisation_name": _words(partner.organisation.name),
                "reported": partner.reported,
                "first_submitted_on": _day(told.round, first),
                "by_deadline": None
                if first is None
                else is_punctual(submitted=first, deadline=told.round.deadline_at),
                "questions": partner.asked,
                "answered": partner.answered,
                "completeness": completeness(done=partner.answered, asked=partner.asked),
            }


def _asked(filters: Mapping[str, str]) -> list[tuple[Told, Days]]:
    """Return the published rounds that are asked for: all, or those of one period.

    :raises BadInput: for a period without a published round.
    """
    period = filters.get(ROUND, "")
    found = [
        (told, days)
        for edition, days in editions_asked(filters)
        for told in rounds_told(edition.strategy, user=EVERYBODY, known_before=days.known_before)
        if period in {"", told.round.period}
    ]
    if period and not found:
        sentence = gettext("There is no published round for “%(period)s”.")
        raise BadInput({ROUND: sentence % {"period": period}})
    return found


def _named(of: Round) -> dict[str, object]:
    return {"strategy": of.strategy.slug, "round": of.period}


def _statement(said: Statement, text: NodeText, of: Round) -> Row:
    status = next((s for s in of.strategy.statuses if s.code == said.status), None)
    return _named(of) | {
        "key": said.node.key,
        "code": text.code,
        "title": _words(text.title),
        "organisation": said.organisation.slug,
        "answer": said.way,
        "status": status.canonical if status else "",
        "status_label": _words(status.label) if status else "",
        "done": _words(said.done),
        "next": _words(said.ahead),
        "obstacles": _words(said.obstacles),
        "cause": _words(said.cause),
        "evidence": said.evidence_address,
        "reported_at": _moment(said.reported_at),
        "accepted_at": _moment(said.accepted_at),
        "published_at": _moment(said.published_at),
    }


def _words(text: TranslatedText) -> str:
    return text.passage(get_language() or "en").words


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def _day(of: Round, at: datetime | None) -> object:
    return day_of(of.strategy, at) if at else None


OF_COORDINATOR = _("the coordinator of the strategy")
OF_PARTNER = _("the organisation that reported")
_NAMED = (
    Column("strategy", _("strategy"), _("The strategy’s name in addresses."), "text"),
    Column("round", _("round"), _("The period that was reported on, as SDMX writes it."), "text"),
)
_FILTERS = (
    Filter("strategy", _("one strategy, by its name in addresses")),
    Filter(ROUND, _("one period, such as 2026-S1")),
    Filter(
        AS_OF, _("what was known at the end of this day, such as 2026-05-01; today unless given")
    ),
)

ROUNDS = Table(
    name="rounds",
    title=_("Rounds"),
    description=_(
        "Every published round of every public strategy: which period it asked about, when, and "
        "how many partners reported."
    ),
    columns=(
        *_NAMED,
        Column("title", _("title"), _("Empty where the period names it."), "text"),
        Column("period_end", _("end of the period"), _("Its last day."), "date"),
        Column("edition", _("edition"), _("Number of the edition that was asked about."), "number"),
        Column("deadline", _("deadline"), _("The instant by which reports were due."), "text", "",
               OF_COORDINATOR),
        Column("opened_at", _("opened at"), _("When partners were asked."), "text"),
        Column("closed_at", _("closed at"), _("When its verdicts were kept."), "text"),
        Column("published_at", _("published at"), _("When it was first shown here."), "text"),
        Column("partners_asked", _("partners asked"), _("Organisations with a report to give."),
               "number", _("organisations")),
        Column("partners_reported", _("partners that reported"),
               _("Organisations whose report was accepted."), "number", _("organisations")),
    ),
    rows=round_rows,
    filters=_FILTERS,
    public=True,
)  # fmt: skip

STATEMENTS = Table(
    name="statements",
    title=_("Statements"),
    description=_(
        "What was reported on each measure in each published round. Of a report that was accepted "
        "again the newer statement stands; give the day as_of to read what stood before."
    ),
    columns=(
        *_NAMED,
        Column("key", _("key"), _("The permanent key of the node."), "text"),
        Column("code", _("code"), _("The code in the edition that was asked about."), "text"),
        Column("title", _("title"), _("In the language asked for, else the original."), "text"),
        Column("organisation", _("organisation"), _("Who reported, by name in addresses."), "text"),
        Column("answer", _("answered how"), _("new, same (as last time) or none (does not apply)."),
               "text"),
        Column("status", _("status"), _("One of seven statuses common to all."), "text", "",
               OF_PARTNER),
        Column("status_label", _("status in words"), _("The strategy’s own word."), "text"),
        Column("done", _("what was done"), _("In the language asked for, else the original."),
               "text", "", OF_PARTNER),
        Column("next", _("what is next"), _("In the language asked for, else the original."),
               "text", "", OF_PARTNER),
        Column("obstacles", _("obstacles"), _("In the language asked for, else the original."),
               "text", "", OF_PARTNER),
        Column("cause", _("cause"), _("Why it is late, partly done, not done or does not apply."),
               "text", "", OF_PARTNER),
        Column("evidence", _("address of the evidence"), _("Empty where there is none."), "text",
               "", OF_PARTNER),
        Column("reported_at", _("reported at"), _("When the report was submitted."), "text"),
        Column("accepted_at", _("accepted at"), _("When the coordinator accepted it."), "text"),
        Column("published_at", _("published at"), _("Since when it is shown here."), "text"),
    ),
    rows=statement_rows,
    filters=_FILTERS,
    public=True,
)  # fmt: skip

ROUND_VERDICTS = Table(
    name="round_verdicts",
    title=_("Verdicts of rounds"),
    description=_(
        "What was judged of each indicator when a round was closed. Later values change nothing "
        "here; how indicators stand today is in the table of verdicts. After a report was accepted "
        "again the newer verdict stands; give the day as_of to read what stood before."
    ),
    columns=(
        *_NAMED,
        Column("indicator", _("indicator"), _("The permanent key of the indicator."), "text"),
        Column("code", _("code"), _("The code in the edition that was asked about."), "text"),
        Column("title", _("title"), _("In the language asked for, else the original."), "text"),
        Column("verdict", _("verdict"), _("One of eight verdicts common to all methods."), "text"),
        Column("method", _("method"), _("By which it was judged."), "text"),
        Column("figure", _("figure judged"), _("The value that was judged; empty if there was "
               "none."), "number", _("that of the indicator, in the column unit"), OF_PARTNER),
        Column("unit", _("unit"), _("In the language asked for."), "text"),
        Column("figure_period", _("period of the figure"), _("As SDMX writes it."), "text"),
        Column("judged_on", _("judged on"), _("The day on which the round was closed."), "date"),
    ),
    rows=verdict_rows,
    filters=_FILTERS,
    public=True,
)  # fmt: skip

PARTNER_REPORTS = Table(
    name="partner_reports",
    title=_("Who reported"),
    description=_(
        "Which organisations were asked in each published round, which of them reported, and when. "
        "A report that was not accepted counts as none."
    ),
    columns=(
        *_NAMED,
        Column("organisation", _("organisation"), _("Its name in addresses."), "text"),
        Column("organisation_name", _("name of the organisation"), _("In the language asked for."),
               "text"),
        Column("reported", _("reported"), _("Whether its report was accepted."), "yes_no"),
        Column("first_submitted_on", _("first submitted on"),
               _("The day in the strategy’s time zone; empty without a report."), "date"),
        Column("by_deadline", _("by the deadline"),
               _("Whether that was by the round’s own deadline."), "yes_no"),
        Column("questions", _("questions"), _("How many measures and parts it was asked about."),
               "number", _("questions")),
        Column("answered", _("answered"), _("How many its accepted report answers."), "number",
               _("questions")),
        Column("completeness", _("completeness"), _("Answered questions of a hundred asked."),
               "number", _("per cent")),
    ),
    rows=partner_rows,
    filters=_FILTERS,
    public=True,
)  # fmt: skip

TABLES = (ROUNDS, STATEMENTS, ROUND_VERDICTS, PARTNER_REPORTS)
