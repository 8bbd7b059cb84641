"""Services of phase 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.cooperation.implementation import services
from headway.cooperation.implementation.tests.factories import (
    DUE,
    change,
    changed,
    closed,
    opened,
    parts,
    prepared,
    report_of,
    standing,
    submitted,
    text,
    world,
    written,
)
from tests.scenarios.table import AT, BY, writes

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.cooperation.implementation.models import Evidence, MonitoringRound, ProgressReport

AGAIN = services.Asked("2022-S1", DUE.replace(month=10))


def report() -> ProgressReport:
    of = world()
    return report_of(opened(of), of.city)


def draft() -> MonitoringRound:
    return prepared(world())


@writes("implementation.services.progress.tell_progress", "progress_told")
def _() -> Callable[[], object]:
    of = world()
    return lambda: services.tell_progress(
        plan_id=of.plan.pk, step_key="harbour-s1", standing=standing("done", "2022-03"),
        version=0, by=BY, at=AT,
    )  # fmt: skip


@writes("implementation.services.progress.add_evidence", "progress_evidence_added")
def _() -> Callable[[], object]:
    of = world()
    return lambda: services.add_evidence(
        plan_id=of.plan.pk, step_key="harbour-s1", title="Minutes",
        address="https://example.org", by=BY, at=AT,
    )  # fmt: skip


@writes("implementation.services.progress.remove_evidence", "progress_evidence_removed")
def _() -> Callable[[], object]:
    of = world()
    made: Evidence = services.add_evidence(
        plan_id=of.plan.pk, step_key="harbour-s1", title="Minutes",
        address="https://example.org", by=BY, at=AT,
    )  # fmt: skip
    return lambda: services.remove_evidence(evidence_id=made.pk, by=BY, at=AT)


@writes("implementation.services.rounds.prepare_round", "monitoring_prepared")
def _() -> Callable[[], object]:
    of = world()
    return lambda: services.prepare_round(project_id=of.project.pk, asked=AGAIN, by=BY, at=AT)


@writes("implementation.services.rounds.change_round", "monitoring_changed")
def _() -> Callable[[], object]:
    one = draft()
    return lambda: services.change_round(round_id=one.pk, asked=AGAIN, version=1, by=BY, at=AT)


@writes("implementation.services.rounds.open_round", "monitoring_opened")
def _() -> Callable[[], object]:
    one = draft()
    return lambda: services.open_round(round_id=one.pk, by=BY, at=AT)


@writes("implementation.services.rounds.end_round", "monitoring_closed")
def _() -> Callable[[], object]:
    one = opened(world())
    return lambda: services.end_round(round_id=one.pk, by=BY, at=AT)


@writes("implementation.services.reports.write_part", "progress_report_written")
def _() -> Callable[[], object]:
    part = parts(report())[0]
    said = services.Words(words=text("Done"))
    return lambda: services.write_part(part_id=part.pk, said=said, version=1, by=BY, at=AT)


@writes("implementation.services.reports.type_part")
def _() -> Callable[[], object]:
    part = parts(report())[0]
    return lambda: services.type_part(
        part_id=part.pk, typed={"words.en": "We"}, seen_version=1, by=BY, at=AT
    )


@writes("implementation.services.reports.submit_report", "progress_report_submitted")
def _() -> Callable[[], object]:
    one = written(report())
    return lambda: services.submit_report(report_id=one.pk, by=BY, at=AT)


@writes("implementation.services.reports.ask_about_report", "commented", "progress_report_asked")
def _() -> Callable[[], object]:
    one = submitted(report())
    return lambda: services.ask_about_report(report_id=one.pk, words="Why?", by=BY, at=AT)


@writes(
    "implementation.services.reports.close_report", "progress_report_closed",
    scopes=["partnership"],
)  # fmt: skip
def _() -> Callable[[], object]:
    one = submitted(report())
    return lambda: services.close_report(report_id=one.pk, by=BY, at=AT)


@writes(
    "implementation.services.reports.reopen_report", "progress_report_reopened",
    scopes=["partnership"],
)  # fmt: skip
def _() -> Callable[[], object]:
    one = closed(report())
    return lambda: services.reopen_report(report_id=one.pk, words="A slip", by=BY, at=AT)


@writes("implementation.services.reports.comment_on_report", "commented")
def _() -> Callable[[], object]:
    one = report()
    return lambda: services.comment_on_report(
        report_id=one.pk, place="harbour-a1", text="Well done", request_key="k", by=BY, at=AT
    )


@writes("implementation.services.changes.tell_change", "policy_change_told")
def _() -> Callable[[], object]:
    of = world()
    return lambda: services.tell_change(plan_id=of.plan.pk, changed=changed(), by=BY, at=AT)


@writes("implementation.services.changes.revise_change", "policy_change_revised")
def _() -> Callable[[], object]:
    one = change(world())
    return lambda: services.revise_change(
        change_id=one.pk, changed=changed("Another"), version=1, by=BY, at=AT
    )


@writes("implementation.services.changes.ask_about_change", "policy_change_asked")
def _() -> Callable[[], object]:
    one = change(world())
    return lambda: services.ask_about_change(change_id=one.pk, words="Which?", by=BY, at=AT)


@writes(
    "implementation.services.changes.confirm_change", "policy_change_confirmed",
    scopes=["partnership"],
)  # fmt: skip
def _() -> Callable[[], object]:
    one = change(world())
    return lambda: services.confirm_change(change_id=one.pk, by=BY, at=AT)


@writes(
    "implementation.services.letters.send_report_reminders",
    *(("progress_report_reminded",) * 3),
)
def _() -> Callable[[], object]:
    report()
    on_the_day = AT.replace(year=2022, month=9, day=30)
    return lambda: services.send_report_reminders(at=on_the_day)
