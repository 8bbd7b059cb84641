"""What was handed in, as a document: its facts, and every answer in the reader's language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.periods import Period
from headway.foundation.core.texts import TranslatedText
from headway.foundation.formats.documents import pdf
from headway.foundation.ui.context import language_name
from headway.foundation.ui.names import named
from headway.foundation.ui.numbers import number_words
from headway.monitoring.indicators.states import Missing
from headway.monitoring.reporting.states import Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from headway.monitoring.reporting.models import Report, Submission

Pairs = list[tuple[str, str]]


def document_of(submission: Submission, report: Report, *, at: str) -> bytes:
    """Return the PDF of what was handed in; `at` is its moment in words of the strategy's zone."""
    return pdf(
        "record",
        {
            "facts": facts_of(submission, report, at=at),
            "sections": sections_of(submission, report),
            "closing": _("What was handed in stays as it was, whatever is changed later."),
            "fingerprint": submission.digest,
        },
        language=get_language() or "en",
        title=title_of(submission),
        at=submission.submitted_at,
    )


def title_of(submission: Submission) -> str:
    return _("Receipt %(number)s") % {"number": submission.receipt}


def facts_of(submission: Submission, report: Report, *, at: str) -> Pairs:
    return [
        (_("Strategy"), named(report.round.strategy)),
        (_("Organisation"), named(report.organisation)),
        (_("Round"), named(report.round)),
        (_("Handed in"), at),
        (_("By"), submission.submitted_by),
        (_("Receipt"), submission.receipt),
    ]


def sections_of(submission: Submission, report: Report) -> list[dict[str, Any]]:
    """Return a section for each measure, from what was kept when it was handed in."""
    labels = {each.code: named(each.label) for each in report.round.strategy.statuses}
    return [_section(answer, labels) for answer in submission.content["answers"]]


def _section(answer: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, Any]:
    title = _said(answer["title"]) or _("Indicators of the strategy")
    found: Pairs = []
    if answer["status"]:
        found.append((_("Status"), labels.get(answer["status"], answer["status"])))
    for name, label in (
        ("done", _("What was done")),
        ("ahead", _("What is next")),
        ("obstacles", _("Obstacles")),
        ("cause", _("Cause")),
    ):
        if words := _said(answer[name]):
            found.append((label, words))
    found += _rests_on(answer)
    for figure in answer["figures"]:
        found += _figure(figure)
    return {
        "heading": f"{answer['code']} {title}".strip(),
        "line": _way(answer["way"]),
        "answers": found,
    }


def _way(way: str) -> str:
    return str(Way(way).label) if way in {Way.SAME, Way.NONE} else ""


def _rests_on(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("evidence", "evidence_address"):
        if said[name]:
            yield _("Evidence"), said[name]


def _figure(figure: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    period = Period.parse(figure["period"]).worded()
    name = f"{figure['code']} {_said(figure['title'])}".strip()
    yield f"{name}, {period}", _value(figure)
    if note := _said(figure["note"]):
        yield _("Note"), note
    yield from _rests_on(figure)


def _value(figure: Mapping[str, Any]) -> str:
    if figure["missing"]:
        reason = Missing(figure["missing"]).label
        return _("no value: %(reason)s") % {"reason": reason}
    unit = _said(figure["unit"])
    if figure["value"]:
        return f"{number_words(Decimal(figure['value']))} {unit}".strip()
    if figure["numerator"] and figure["denominator"]:
        parts = {name: number_words(Decimal(figure[name])) for name in ("numerator", "denominator")}
        return _("%(numerator)s of %(denominator)s") % parts
    return _said(figure["words"])


def _said(kept: Mapping[str, Mapping[str, str]]) -> str:
    """Return words in the reader's language; others say in which language they are."""
    passage = TranslatedText.from_json(kept).passage(get_language() or "en")
    if not passage.is_fallback:
        return passage.words
    language = language_name(passage.language)
    mark = _("not translated yet, in %(language)s") % {"language": language}
    return f"{passage.words} [{mark}]"
