"""What cannot be said in a report: one sentence for each field, and what to do."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.errors import Clash
from headway.foundation.core.periods import Period
from headway.foundation.organisations.rules import website_problem
from headway.foundation.ui.names import named
from headway.foundation.ui.numbers import number_words
from headway.monitoring.indicators.services.values import Said, doubts_of, problem_of
from headway.monitoring.indicators.states import Missing
from headway.monitoring.reporting.facts import Measured
from headway.monitoring.reporting.queries.answering import standing_values
from headway.monitoring.reporting.rules import is_overdue, needs_cause
from headway.monitoring.reporting.states import Way
from headway.monitoring.strategy.rules import is_done_too_early

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from headway.monitoring.indicators.models import Value
    from headway.monitoring.reporting.facts import Reported
    from headway.monitoring.reporting.models import Answer, Figure
    from headway.monitoring.reporting.queries.answering import Due
    from headway.monitoring.strategy.frame import StatusOption
    from headway.monitoring.strategy.models import NodeText

TEXTS = ("done", "ahead", "obstacles", "cause")
LONGEST_TEXT = 20_000
EMPTY: Mapping[int, Due] = MappingProxyType({})


def answer_problems(
    answer: Answer,
    said: Reported,
    figures: Sequence[Measured],
    *,
    asked: Mapping[int, Due],
    text: NodeText | None,
    today: date,
) -> dict[str, str]:
    """Return what is wrong with one part of a report, by field. Two queries for its figures."""
    problems = _measure_problems(answer, said, text) if answer.node_id else {}
    if problem := website_problem(said.evidence_address):
        problems["evidence_address"] = problem
    for name in TEXTS:
        if any(len(w.words) > LONGEST_TEXT for w in getattr(said, name).wordings.values()):
            sentence = _("The text is longer than %(number)d signs. Shorten it.")
            problems[name] = sentence % {"number": LONGEST_TEXT}
    return problems | figure_problems(figures, asked=asked, way=said.way, today=today)


def _measure_problems(answer: Answer, said: Reported, text: NodeText | None) -> dict[str, str]:
    if said.way not in Way.values:
        return {"way": _("Say how far the measure has got, or why it does not apply.")}
    if said.way == Way.NONE:
        if said.cause:
            return {}
        return {"cause": _("Say why the measure does not apply.")}
    asked = answer.report.round
    option = next((each for each in asked.strategy.statuses if each.code == said.status), None)
    if option is None:
        return {"status": _("Choose how far the measure has got.")} if asked.asks_statuses else {}
    return _status_problems(answer, said, option, text)


def _status_problems(
    answer: Answer, said: Reported, option: StatusOption, text: NodeText | None
) -> dict[str, str]:
    asked = answer.report.round
    if text and is_done_too_early(
        kind=text.kind,
        canonical=option.canonical,
        horizon=asked.edition.frame.horizon,
        on=asked.period_end,
    ):
        sentence = _("A continuous measure is not done before the horizon. Say “in progress”.")
        return {"status": sentence}
    due = text.due if text else None
    if said.cause or not needs_cause(canonical=option.canonical, due=due, on=asked.period_end):
        return {}
    if due and is_overdue(canonical=option.canonical, due=due, on=asked.period_end):
        sentence = _("The measure was due %(day)s. Say why it is late.")
        return {"cause": sentence % {"day": due.worded()}}
    return {"cause": _("Say why: a cause is needed for what is partly done or not done.")}


def figure_problems(
    figures: Sequence[Measured], *, asked: Mapping[int, Due], way: str, today: date
) -> dict[str, str]:
    """Return what is wrong with figures, as `figure-ID`, with its field if it is of one alone.

    What is asked and not said is wrong too.
    """
    if way == Way.NONE:
        return {}
    problems = {}
    said = {each.figure_id: each for each in figures}
    for pk, due in asked.items():
        measured = said.get(pk)
        if measured is None:
            problem = _("There is no value. Enter it, or say why there is none.")
        else:
            problem = problem_of(said_of(due, measured), due.text, today=today)
        if problem:
            is_address = measured is not None and website_problem(measured.evidence_address)
            problems[f"figure-{pk}.evidence_address" if is_address else f"figure-{pk}"] = problem
    return problems


def measured_of(figure: Figure) -> Measured:
    """Return what a report says of a figure, as plain values."""
    return Measured(
        figure_id=figure.pk,
        way=figure.way,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        words=figure.words,
        missing=figure.missing,
        note=figure.note,
        evidence_id=figure.evidence_id,
        evidence_address=figure.evidence_address,
    )


def said_of(due: Due, measured: Measured) -> Said:
    """Return a figure of a report as the indicator keeps it."""
    return Said(
        period=Period.parse(due.figure.period),
        value=measured.value,
        numerator=measured.numerator,
        denominator=measured.denominator,
        words=measured.words,
        missing=measured.missing,
        contributor_id=due.contributor_id,
        evidence_id=measured.evidence_id,
        evidence_address=measured.evidence_address,
    )


def doubts_about(
    figures: Sequence[Measured],
    *,
    asked: Mapping[int, Due],
    values: Iterable[Value] | None = None,
) -> dict[str, str]:
    """Return a question for each figure that looks like a mistake, as `figure-ID`.

    One query; none where `values` brings what `standing_values` says of all that is asked.
    """
    new = {m.figure_id: m for m in figures if not m.missing and m.way != Way.SAME}
    wanted = {pk: due for pk, due in asked.items() if pk in new}
    if wanted and values is None:
        values = standing_values(wanted.values())
    standing: dict[int, dict[tuple[str, str, int | None], Value]] = {}
    for row in values or ():
        own = standing.setdefault(row.indicator_id, {})
        own[(row.period, row.member, row.contributor_id)] = row
    found = {}
    for pk, due in wanted.items():
        said = said_of(due, new[pk])
        doubts = doubts_of([said], standing.get(due.text.indicator_id, {}), due.text)
        if doubts:
            found[f"figure-{pk}"] = " ".join(doubts.values())
    return found


def clashes_of(
    answer: Answer,
    said: Reported,
    figures: Sequence[Measured] = (),
    *,
    asked: Mapping[int, Due] = EMPTY,
) -> list[Clash]:
    """Return where what stands now reads otherwise than what somebody sends, by field."""
    language = get_language() or "en"
    words = {
        each.code: str(each.label.passage(language))
        for each in answer.report.round.strategy.statuses
    }
    labels = {
        "done": _("What was done"),
        "ahead": _("What is next"),
        "obstacles": _("Obstacles"),
        "cause": _("Cause"),
    }
    found = []
    if answer.status != said.status:
        theirs, mine = words.get(answer.status, "–"), words.get(said.status, "–")
        found.append(Clash("status", _("Status"), theirs, mine))
    for name, label in labels.items():
        theirs, mine = getattr(answer, name), getattr(said, name)
        found += [
            Clash(f"{name}.{code}", label, theirs.words(code), mine.words(code))
            for code in dict.fromkeys([*theirs.languages, *mine.languages])
            if theirs.words(code) != mine.words(code)
        ]
    if (answer.way == Way.NONE) != (said.way == Way.NONE):
        theirs_apply, mine_apply = (_applies(each) for each in (answer.way, said.way))
        found.append(Clash("is_none", _("Does it apply?"), theirs_apply, mine_apply))
    if answer.evidence_address != said.evidence_address:
        addresses = answer.evidence_address, said.evidence_address
        found.append(Clash("evidence_address", _("Link"), *addresses))
    for measured in figures:
        found += _figure_clashes(asked[measured.figure_id], measured)
    return found


def _applies(way: str) -> str:
    return _("no") if way == Way.NONE else _("yes")


def _figure_clashes(due: Due, mine: Measured) -> list[Clash]:
    """Return where a figure reads otherwise, by the field of the form that holds it."""
    theirs, name, label = due.figure, f"figure-{due.figure.pk}", named(due.text)
    found = [
        Clash(f"{name}.{part}", label, _number(getattr(theirs, part)), _number(getattr(mine, part)))
        for part in ("value", "numerator", "denominator")
        if getattr(theirs, part) != getattr(mine, part)
    ]
    if theirs.missing != mine.missing:
        reasons = dict(Missing.choices)
        words = [str(reasons.get(code, "–")) for code in (theirs.missing, mine.missing)]
        found.append(Clash(f"{name}.missing", label, *words))
    if theirs.evidence_address != mine.evidence_address:
        addresses = theirs.evidence_address, mine.evidence_address
        found.append(Clash(f"{name}.evidence_address", label, *addresses))
    languages = dict.fromkeys([*theirs.words.languages, *mine.words.languages])
    found += [
        Clash(f"{name}.words.{code}", label, theirs.words.words(code), mine.words.words(code))
        for code in languages
        if theirs.words.words(code) != mine.words.words(code)
    ]
    if str(theirs.note) != str(mine.note):
        found.append(Clash(f"{name}.note", label, str(theirs.note), str(mine.note)))
    return found


def _number(value: Decimal | None) -> str:
    return "–" if value is None else number_words(value)
