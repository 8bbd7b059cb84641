"""What the services of phase 2 keep, and what they refuse."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from headway.cooperation.implementation import services
from headway.cooperation.implementation.models import (
    ProgressReport,
    StepProgress,
    TypedPart,
)
from headway.cooperation.implementation.queries.tables import (
    live_table,
    monitored_edition,
    records_of,
)
from headway.cooperation.implementation.queries.waiting import (
    changes_waiting,
    reports_to_read,
    reports_to_write,
)
from headway.cooperation.implementation.tests.factories import (
    AT,
    BY,
    DUE,
    World,
    actions,
    change,
    closed,
    opened,
    parts,
    plan_of,
    prepared,
    published,
    report_of,
    standing,
    submitted,
    text,
    told,
    world,
    written,
)
from headway.cooperation.plans.models import Plan
from headway.cooperation.plans.states import EditionReason, PlanState
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.foundation.core.texts import EMPTY
from headway.foundation.notices.models import Mail
from headway.foundation.organisations.states import Role

pytestmark = pytest.mark.django_db


def tell(of: World, **said: Any) -> StepProgress:  # noqa: ANN401
    given = {
        "plan_id": of.plan.pk, "step_key": "harbour-s1", "standing": standing("done", "2022-03"),
        "version": 0, "by": BY, "at": AT, **said,
    }  # fmt: skip
    return services.tell_progress(**given)


def fresh(report: ProgressReport) -> ProgressReport:
    return ProgressReport.objects.unrestricted(reason="test").get(pk=report.pk)


# -- the table ----------------------------------------------------------------------------------


def test_everything_said_of_a_step_stays_in_its_history() -> None:
    of = world()
    told(of, "harbour-s1", "under_way", "2022-02")
    row = told(of, "harbour-s1", "done", "2022-02", "2022-03")
    assert [each.told.standing.status for each in records_of(row)] == ["done", "under_way"]
    assert [each.number for each in records_of(row)] == [2, 1]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (standing("dropped"), "reason"),
        (standing("done"), "months"),
        (standing("under_way", "2022-09"), "months"),
        (standing("not_started", "2022-03"), "months"),
        (standing("begun"), "status"),
        (standing("under_way", obstacle=text("x" * 5_001)), "obstacle.en"),
    ],
)
def test_a_step_cannot_stand_so(said: object, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        tell(world(), standing=said)
    assert set(refused.value.problems) == {field}


def test_only_the_partner_that_answers_for_a_step_tells_of_it() -> None:
    of = world()
    for house, role in (
        (of.agency, Role.REPORTER), (of.abroad, Role.APPROVER), (of.lead, Role.REPORTER),
        (of.city, Role.READER),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            tell(of, by=of.person(house, role))
    assert tell(of, by=of.person(of.city)).organisation == of.city


def test_whoever_tells_second_sees_both() -> None:
    of = world()
    tell(of)
    with pytest.raises(Conflict) as clash:
        tell(of, standing=standing("under_way", "2022-03"))
    assert [(each.field, each.theirs, each.mine) for each in clash.value.clashes] == [
        ("status", "done", "under_way")
    ]
    assert tell(of, standing=standing("under_way"), version=1).version == 2


def test_a_step_that_leaves_the_plan_stays_readable_and_takes_no_words() -> None:
    of = world()
    told(of, "harbour-s1", "under_way", "2022-02", obstacle=text("Ice"))
    first, second = actions(prefix="harbour", first=of.city, second=of.agency)
    published(of.plan, (second,))
    edition = monitored_edition(of.plan)
    assert edition is not None
    table = live_table(of.plan, edition)
    assert [each.key for each in table.actions] == [second.key]
    assert table.gone[0].title == first.title
    assert table.gone[0].steps[0].step.outcome == text("Outcome harbour-s1")
    assert table.gone[0].steps[0].standing.obstacle == text("Ice")
    with pytest.raises(BadInput):
        tell(of, version=1)


def test_the_table_is_the_newest_text_that_was_adopted_or_published() -> None:
    of = world()
    kept = monitored_edition(of.plan)
    published(of.plan, (), EditionReason.REVIEW)
    published(of.plan, (), EditionReason.ADOPTION)
    Plan.objects.unrestricted(reason="test").filter(pk=of.plan.pk).update(state="for_adoption")
    assert monitored_edition(of.plan) == kept
    Plan.objects.unrestricted(reason="test").filter(pk=of.plan.pk).update(state="adopted")
    assert monitored_edition(of.plan) != kept


def test_a_plan_that_is_not_adopted_has_no_table() -> None:
    of = world()
    draft = plan_of(of.project, "valley", [of.abroad], state=PlanState.DRAFT)
    with pytest.raises(WrongState):
        tell(of, plan_id=draft.pk)


def evidence(of: World, **said: Any) -> object:  # noqa: ANN401
    given = {
        "plan_id": of.plan.pk, "step_key": "harbour-s1", "title": "Minutes",
        "address": "https://example.org", "by": BY, "at": AT, **said,
    }  # fmt: skip
    return services.add_evidence(**given)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": " "}, "title"),
        ({"address": ""}, "address"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"title": "x" * 301}, "title"),
    ],
)
def test_evidence_says_what_it_shows_and_where(said: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        evidence(world(), **said)
    assert set(refused.value.problems) == {field}


def test_evidence_that_is_taken_out_stays_in_the_history() -> None:
    of = world()
    made = evidence(of)
    services.remove_evidence(evidence_id=made.pk, by=BY, at=AT)  # type: ignore[attr-defined]  # a row
    row = StepProgress.objects.unrestricted(reason="test").get()
    assert [len(each.told.standing.proofs) for each in records_of(row)] == [0, 1]


# -- rounds and reports -------------------------------------------------------------------------


def test_each_author_with_steps_is_asked_about_its_own_actions() -> None:
    of = world()
    one = opened(of, "How many?")
    assert [p.action_key for p in parts(report_of(one, of.city))] == [
        "harbour-a1", "harbour-a2", "",
    ]  # fmt: skip
    assert [p.action_key for p in parts(report_of(one, of.agency))] == ["harbour-a1", ""]
    assert {m.recipient for m in Mail.objects.unrestricted(reason="test")} == set()


@pytest.mark.parametrize(
    ("period", "due", "field"),
    [
        ("2022-03", DUE, "period"),
        ("spring", DUE, "period"),
        ("2022-S1", DUE, "period"),
        ("2023", DUE, "due_on"),
    ],
)
def test_a_round_is_a_half_year_or_a_year_and_there_is_one_of_each(
    period: str, due: date, field: str
) -> None:
    of = world()
    prepared(of)
    with pytest.raises(BadInput) as refused:
        services.prepare_round(
            project_id=of.project.pk,
            asked=services.Asked(period, due),
            by=BY,
            at=AT,
        )
    assert set(refused.value.problems) == {field}


def test_of_an_open_round_only_the_day_changes() -> None:
    of = world()
    one = opened(of, "How many?")
    later = services.Asked("2022-S1", DUE + timedelta(days=9), one.asked)
    moved = services.change_round(round_id=one.pk, asked=later, version=2, by=BY, at=AT)
    assert moved.due_on == DUE + timedelta(days=9)
    other = services.Asked("2022-S1", DUE, (text("Another"),))
    with pytest.raises(WrongState):
        services.change_round(round_id=one.pk, asked=other, version=3, by=BY, at=AT)


def test_a_round_of_a_project_without_adopted_plans_stays_closed() -> None:
    of = world()
    Plan.objects.unrestricted(reason="test").update(state="revised", published=None)
    one = prepared(of)
    of.plan.editions.unrestricted(reason="test").update(reason="review")
    of.other.editions.unrestricted(reason="test").update(reason="review")
    with pytest.raises(WrongState):
        services.open_round(round_id=one.pk, by=BY, at=AT)


def test_partners_open_ask_and_close_nothing() -> None:
    of = world()
    one = prepared(of)
    by = of.person(of.city, Role.APPROVER)
    with pytest.raises(NotAllowed):
        services.open_round(round_id=one.pk, by=by, at=AT)
    report = submitted(report_of(services.open_round(round_id=one.pk, by=BY, at=AT), of.city))
    for act in (services.ask_about_report, services.reopen_report):
        with pytest.raises(NotAllowed):
            act(report_id=report.pk, words="Why?", by=by, at=AT)
    with pytest.raises(NotAllowed):
        services.close_report(report_id=report.pk, by=by, at=AT)


def test_a_report_says_why_an_action_is_not_carried_out() -> None:
    of = world()
    report = written(report_of(opened(of), of.city), why=EMPTY)
    with pytest.raises(BadInput) as refused:
        services.submit_report(report_id=report.pk, by=BY, at=AT)
    assert set(refused.value.problems) == {"action-harbour-a1", "action-harbour-a2"}
    told(of, "harbour-s1", "under_way", "2022-03")
    told(of, "harbour-s3", "dropped", reason=text("No money"))
    with pytest.raises(BadInput) as refused:
        services.submit_report(report_id=report.pk, by=BY, at=AT)
    assert set(refused.value.problems) == {"action-harbour-a2"}
    submitted(report)


@pytest.mark.parametrize("name", ["words", "obstacles", "needed", "why"])
def test_a_report_without_a_word_is_not_submitted(name: str) -> None:
    of = world()
    report = written(report_of(opened(of), of.city), "", why=EMPTY)
    told(of, "harbour-s1", "under_way", "2022-03")
    told(of, "harbour-s2", "under_way", "2022-03")
    told(of, "harbour-s3", "under_way", "2022-03")
    with pytest.raises(BadInput) as refused:
        services.submit_report(report_id=report.pk, by=BY, at=AT)
    assert list(refused.value.problems) == ["words"]
    one: dict[str, Any] = {name: "A word" if name == "words" else text("A word")}
    submitted(report, **{"words": "", "why": EMPTY, **one})


def test_what_was_submitted_stays_as_it_was() -> None:
    of = world()
    report = submitted(report_of(opened(of), of.city), "First")
    before = report.submissions.unrestricted(reason="test").get()
    services.ask_about_report(report_id=report.pk, words="Why?", by=BY, at=AT)
    told(of, "harbour-s1", "done", "2022-03")
    submitted(report, "Second")
    first, second = report.submissions.unrestricted(reason="test").order_by("number")
    assert (first.kept_told, first.sha256) == (before.kept_told, before.sha256)
    assert second.told.actions[0].words == text("Second")
    assert second.told.actions[0].steps[0].standing.status == "done"
    assert [s.step.key for s in second.told.actions[0].steps] == ["harbour-s1"]


def test_a_submitted_report_is_not_written() -> None:
    of = world()
    report = submitted(report_of(opened(of), of.city))
    part = parts(report)[0]
    with pytest.raises(WrongState):
        services.write_part(
            part_id=part.pk, said=services.Words(), version=part.version, by=BY, at=AT
        )
    with pytest.raises(WrongState):
        services.type_part(part_id=part.pk, typed={}, seen_version=1, by=BY, at=AT)


def test_two_people_write_a_part_and_the_second_sees_both() -> None:
    of = world()
    part = parts(report_of(opened(of), of.city))[0]

    def write(words: str, version: int) -> None:
        said = services.Words(words=text(words))
        services.write_part(part_id=part.pk, said=said, version=version, by=BY, at=AT)

    write("Theirs", 1)
    with pytest.raises(Conflict) as clash:
        write("Mine", 1)
    assert [(each.theirs, each.mine) for each in clash.value.clashes] == [("Theirs", "Mine")]


def test_what_is_typed_goes_once_it_is_saved() -> None:
    of = world()
    part = parts(report_of(opened(of), of.city))[0]
    services.type_part(part_id=part.pk, typed={"words.en": "We"}, seen_version=1, by=BY, at=AT)
    assert TypedPart.objects.unrestricted(reason="test").get().typed == {"words.en": "We"}
    services.write_part(part_id=part.pk, said=services.Words(), version=1, by=BY, at=AT)
    assert not TypedPart.objects.unrestricted(reason="test").exists()


def test_reminders_go_out_once_on_each_day_and_end_with_the_report() -> None:
    of = world()
    person = of.person(of.city)
    one = opened(of)
    mails = Mail.objects.unrestricted(reason="test").filter(
        recipient=person.email, kind="progress_report_reminder"
    )
    due = AT.replace(month=9, day=30)
    services.send_report_reminders(at=due.replace(day=10))
    assert mails.count() == 0
    for _again in range(2):
        services.send_report_reminders(at=due.replace(day=16))
    assert mails.count() == 1
    services.send_report_reminders(at=due)
    assert mails.count() == 2
    submitted(report_of(one, of.city))
    services.send_report_reminders(at=due + timedelta(days=7))
    assert mails.count() == 2


def test_what_waits_is_told_to_the_side_that_is_to_act() -> None:
    of = world()
    lead, city, abroad = (of.person(house) for house in (of.lead, of.city, of.abroad))
    one = opened(of)
    report = report_of(one, of.city)
    assert list(reports_to_write(city)) == [report]
    assert list(reports_to_write(lead)) == []
    submitted(report)
    made = change(of)
    assert list(reports_to_write(city)) == []
    assert list(reports_to_read(lead)) == [report]
    assert list(changes_waiting(lead)) == [made]
    assert list(changes_waiting(abroad)) == []
    services.ask_about_change(change_id=made.pk, words="Which?", by=BY, at=AT)
    assert list(changes_waiting(city)) == [made]
    assert list(changes_waiting(lead)) == []
    assert list(reports_to_read(of.person(of.lead, Role.READER))) == []


def test_a_closed_report_is_closed_with_what_was_submitted_last() -> None:
    of = world()
    report = closed(report_of(opened(of), of.city), "Words")
    assert report.closed is not None
    assert report.closed.told.actions[0].words == text("Words")
    services.reopen_report(report_id=report.pk, words="A slip", by=BY, at=AT)
    assert fresh(report).closed is None
