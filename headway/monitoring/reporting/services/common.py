"""What every service of reporting does: take a report, move it on, count it, tell the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation

from headway.foundation.audit.services import Deed, record, record_many
from headway.foundation.core.errors import BadInput
from headway.foundation.core.texts import tidied
from headway.foundation.core.versions import keep
from headway.foundation.core.words import too_long
from headway.monitoring.reporting.models import Answer, Report
from headway.monitoring.reporting.states import REPORT_STEPS, Way

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from headway.foundation.audit.verbs import Verb
    from headway.monitoring.reporting.permissions import Person

REASON = "the service checks its own permission"
LONGEST_REASON = 2_000  # signs
"""A reason stands in a letter, which nobody reads to the end if it is longer."""


def locked_report(report_id: int) -> Report:
    """Take a report, with its round and organisation, against other writers."""
    reports = Report.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    return reports.select_related("round__strategy", "round__edition", "organisation").get(
        pk=report_id
    )


def locked_reports(report_ids: Iterable[int]) -> list[Report]:
    """Take reports as `locked_report` does, in their order; each once. One query."""
    wanted = tuple(dict.fromkeys(report_ids))
    rows = Report.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    found = rows.select_related("round__strategy", "round__edition", "organisation")
    by_pk = {row.pk: row for row in found.filter(pk__in=wanted).order_by("pk")}
    return [by_pk[pk] for pk in wanted]


def step(report: Report, name: str, *, at: datetime, **columns: object) -> None:
    """Move a report on and keep what changes with it.

    :raises WrongState: if the step is not possible from here.
    """
    report.state = REPORT_STEPS.target(state=report.state, step=name)
    report.state_since = at
    for column, value in columns.items():
        setattr(report, column, value)
    keep(report, "state", "state_since", *columns)


def begin(report: Report, *, at: datetime) -> None:
    """Note when the first word was written in a report."""
    if report.started_at is None:
        report.started_at = at
        keep(report, "started_at")


def count_answers(report: Report) -> None:
    """Keep how many questions a report has, and how many are answered. One query."""
    ways = Answer.objects.unrestricted(reason=REASON).filter(report=report)
    found = list(ways.values_list("way", flat=True))
    report.count_asked = len(found)
    report.count_done = sum(way in Way.values for way in found)
    keep(report, "count_asked", "count_done")


def told(
    verb: Verb,
    report: Report,
    *,
    by: Person,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Record what was done to a report under the name that stands in its strategy’s language."""
    record(verb, report, by=by, at=at, payload=payload, reason=reason, name=_name_of(report))


def told_each(
    verb: Verb,
    report: Report,
    payloads: Iterable[Mapping[str, Any]],
    *,
    by: Person,
    at: datetime,
) -> None:
    """Record what was done to parts of a report, one entry for each. Two queries."""
    name = _name_of(report)
    deeds = [Deed(report, name=name, payload=payload) for payload in payloads]
    record_many(verb, deeds, by=by, at=at)


def told_of_all(verb: Verb, reports: Iterable[Report], *, by: Person, at: datetime) -> None:
    """Record what was done to each of many reports. Two queries."""
    deeds = [Deed(report, name=_name_of(report)) for report in reports]
    record_many(verb, deeds, by=by, at=at)


def _name_of(report: Report) -> str:
    with translation.override(report.round.strategy.languages[0]):
        return str(report)


def tidied_lines(words: str) -> str:
    """Return words tidied, their lines ended as everywhere else."""
    return tidied(words.replace("\r\n", "\n"))


def tidy_reason(words: str, *, missing: str = "") -> str:
    """Return why somebody does something, tidied.

    :raises BadInput: for what `reason_problems` says.
    """
    reason = tidied_lines(words)
    if problems := reason_problems(reason, missing=missing):
        raise BadInput(problems)
    return reason


def reason_problems(reason: str, *, missing: str = "") -> dict[str, str]:
    """Return what is wrong with a reason; `missing` is said where there has to be one."""
    if missing and not reason.strip():
        return {"reason": missing}
    if len(reason) > LONGEST_REASON:
        return {"reason": too_long(LONGEST_REASON)}
    return {}
