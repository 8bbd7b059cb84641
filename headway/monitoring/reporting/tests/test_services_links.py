"""Task links: made, opened, handed on, ended, each refusal with its sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.audit.models import Entry
from headway.foundation.core.errors import BadInput, NotAllowed, WrongState
from headway.foundation.notices.models import Mail
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.reporting.models import Autosave, Report, Round, TaskLink
from headway.monitoring.reporting.rules import PART_LASTS
from headway.monitoring.reporting.services import (
    accept_report,
    autosave,
    hand_over_part,
    open_link,
    renew_link,
    revoke_link,
    save_answer,
    submit_report,
)
from headway.monitoring.reporting.states import RoundState
from headway.monitoring.reporting.tests.factories import (
    AT,
    REASON,
    World,
    answered,
    answers_of,
    opened,
    report_of,
    reported,
    world,
)

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django import Settings

    from headway.monitoring.reporting.permissions import Person

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture
def of() -> World:
    return world(partners=2, measures=2)


@pytest.fixture
def report(of: World) -> Report:
    return report_of(opened(of), of.partners[0])


def links(report: Report) -> list[TaskLink]:
    return list(TaskLink.objects.unrestricted(reason=REASON).filter(report=report).order_by("pk"))


def handed(
    report: Report, *, by: Person, name: str = "Jonas", email: str = "jonas@example.org",
    at: datetime = LATER,
) -> TaskLink:  # fmt: skip
    return hand_over_part(answer_id=answers_of(report)[0].pk, name=name, email=email, by=by, at=at)


def strangers(of: World) -> list[Person]:
    """Return those who do not answer for the first partner, however near they are."""
    reader = MembershipFactory.create(organisation=of.partners[0], role=Role.READER).user
    closed = MembershipFactory.create(
        organisation=of.partners[0], user=UserFactory.create(is_active=False)
    ).user
    return [of.reporters[1], of.coordinator, reader, closed, UserFactory.create()]


def without_keys(of: World) -> list[Person]:
    """Return the strangers but the coordinator, who gives out links and ends them."""
    return [person for person in strangers(of) if person != of.coordinator]


# -- opened --------------------------------------------------------------------------------------


def test_a_link_that_does_not_exist_is_refused() -> None:
    with pytest.raises(WrongState, match="Copy the whole address"):
        open_link(link_id=0, at=AT)


def test_a_link_that_was_ended_is_refused(of: World, report: Report) -> None:
    [link] = links(report)
    revoke_link(link_id=link.pk, by=of.reporters[0], at=AT)
    with pytest.raises(WrongState, match="was ended"):
        open_link(link_id=link.pk, at=LATER)
    assert links(report)[0].opened_at is None


@pytest.mark.parametrize(("late", "opens"), [(-1, True), (0, False), (1, False)])
def test_a_part_opens_until_its_very_last_second(
    of: World, report: Report, late: int, opens: bool
) -> None:
    link = handed(report, by=of.reporters[0])
    assert link.expires_at == LATER + PART_LASTS
    now = LATER + PART_LASTS + timedelta(seconds=late)
    if opens:
        assert open_link(link_id=link.pk, at=now).opened_at == now
        return
    with pytest.raises(WrongState, match="has run out"):
        open_link(link_id=link.pk, at=now)


def test_a_link_of_a_closed_account_is_refused(of: World, report: Report) -> None:
    [link] = links(report)
    of.reporters[0].is_active = False
    of.reporters[0].save()
    with pytest.raises(WrongState):
        open_link(link_id=link.pk, at=LATER)


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.PUBLISHED])
def test_a_link_into_a_round_that_is_over_is_refused_unless_its_report_was_reopened(
    report: Report, state: str
) -> None:
    [link] = links(report)
    rounds = Round.objects.unrestricted(reason=REASON).filter(pk=report.round_id)
    rounds.update(state=state, closed_at=AT, published_at=AT)
    with pytest.raises(WrongState, match="round is closed"):
        open_link(link_id=link.pk, at=LATER)
    Report.objects.unrestricted(reason=REASON).filter(pk=report.pk).update(reopened_at=AT)
    assert open_link(link_id=link.pk, at=LATER).opened_at == LATER


def test_that_a_link_was_opened_is_recorded_once(report: Report) -> None:
    [link] = links(report)
    for hours in (1, 2):
        open_link(link_id=link.pk, at=AT + timedelta(hours=hours))
    entries = Entry.objects.unrestricted(reason=REASON).filter(verb="task_link_opened")
    assert entries.count() == 1
    assert links(report)[0].opened_at == AT + timedelta(hours=2)


# -- handed on -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "email", "fields"),
    [
        ("", "jonas@example.org", {"name"}),
        ("   ", "jonas@example.org", {"name"}),
        ("x" * 500, "jonas@example.org", {"name"}),
        ("Jonas", "", {"email"}),
        ("Jonas", "jonas", {"email"}),
        ("Jonas", "jonas@example.org\nBcc: all@example.org", {"email"}),
        ("", "jonas", {"name", "email"}),
    ],
)
def test_a_part_goes_to_nobody_without_a_name_and_an_address(
    of: World, report: Report, name: str, email: str, fields: set[str]
) -> None:
    with pytest.raises(BadInput) as refused:
        handed(report, by=of.reporters[0], name=name, email=email)
    assert set(refused.value.problems) == fields
    assert len(links(report)) == 1
    mails = Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_part_handed_over")
    assert not mails.exists()


def test_nobody_else_hands_a_part_on_not_even_who_was_handed_it(of: World, report: Report) -> None:
    colleague = handed(report, by=of.reporters[0]).acts_as
    for stranger in [*strangers(of), colleague]:
        with pytest.raises(NotAllowed):
            handed(report, by=stranger)
    assert len(links(report)) == 2


def test_a_report_that_was_handed_in_is_handed_to_nobody(of: World, report: Report) -> None:
    answered(report, by=of.reporters[0])
    submit_report(report_id=report.pk, request_key="one", by=of.reporters[0], at=AT)
    with pytest.raises(WrongState, match="Take it back"):
        handed(report, by=of.reporters[0])
    with pytest.raises(WrongState, match="Take it back"):
        renew_link(report_id=report.pk, person=of.reporters[0], by=of.reporters[0], at=LATER)
    assert len(links(report)) == 1


def test_without_an_address_of_the_site_nothing_is_made(
    of: World, report: Report, settings: Settings
) -> None:
    settings.SITE_ADDRESS = ""
    with pytest.raises(WrongState, match="HEADWAY_ADDRESS"):
        handed(report, by=of.reporters[0])
    with pytest.raises(WrongState, match="HEADWAY_ADDRESS"):
        renew_link(report_id=report.pk, person=of.reporters[0], by=of.reporters[0], at=LATER)
    assert [link.revoked_at for link in links(report)] == [None]


def test_a_colleague_writes_the_part_that_was_handed_over_alone(of: World, report: Report) -> None:
    colleague = handed(report, by=of.reporters[0]).acts_as
    own, other = answers_of(report)
    foreign = answers_of(report_of(report.round, of.partners[1]))[0]
    for answer in (other, foreign):
        with pytest.raises(NotAllowed):
            save_answer(
                answer_id=answer.pk, said=reported(), figures=[], version=1, by=colleague, at=LATER
            )
        with pytest.raises(NotAllowed):
            autosave(answer_id=answer.pk, typed={}, seen_version=1, by=colleague, at=LATER)
    save_answer(answer_id=own.pk, said=reported(), figures=[], version=1, by=colleague, at=LATER)
    with pytest.raises(NotAllowed):
        submit_report(report_id=report.pk, request_key="one", by=colleague, at=LATER)
    assert [answer.saved_by for answer in answers_of(report)] == ["Jonas", ""]


def test_two_colleagues_of_one_name_keep_what_they_type_apart(of: World, report: Report) -> None:
    first, second = (
        handed(report, by=of.reporters[0], email=f"jonas{n}@example.org").acts_as for n in (1, 2)
    )
    part = answers_of(report)[0]
    assert str(first) == str(second)
    for by, words in ((first, "One"), (second, "Two"), (of.reporters[0], "Three")):
        autosave(answer_id=part.pk, typed={"done.en": words}, seen_version=1, by=by, at=LATER)
    kept = Autosave.objects.unrestricted(reason=REASON).filter(answer=part).order_by("pk")
    assert [row.typed["done.en"] for row in kept] == ["One", "Two", "Three"]
    save_answer(answer_id=part.pk, said=reported(), figures=[], version=1, by=first, at=LATER)
    assert [row.typed["done.en"] for row in kept.all()] == ["Two", "Three"]


# -- ended and made anew -------------------------------------------------------------------------


def test_nobody_else_ends_a_link(of: World, report: Report) -> None:
    link = handed(report, by=of.reporters[0])
    for stranger in [*without_keys(of), link.acts_as]:
        with pytest.raises(NotAllowed):
            revoke_link(link_id=link.pk, by=stranger, at=LATER)
    assert [each.revoked_at for each in links(report)] == [None, None]


def test_a_link_ends_once(of: World, report: Report) -> None:
    link = handed(report, by=of.reporters[0])
    for hours in (1, 2):
        now = AT + timedelta(hours=hours)
        revoke_link(link_id=link.pk, by=of.reporters[0], at=now)
    assert links(report)[1].revoked_at == LATER
    entries = Entry.objects.unrestricted(reason=REASON).filter(verb="task_link_revoked")
    assert entries.count() == 1


def test_nobody_else_gets_a_new_link(of: World, report: Report) -> None:
    for stranger in without_keys(of):
        with pytest.raises(NotAllowed):
            renew_link(
                report_id=report.pk,
                person=of.reporters[0],
                by=stranger,  # type: ignore[arg-type]  # whoever asks
                at=LATER,
            )
    assert len(links(report)) == 1


def test_a_new_link_ends_the_one_before_and_none_of_anybody_else(of: World, report: Report) -> None:
    part = handed(report, by=of.reporters[0])
    other = links(report_of(report.round, of.partners[1]))
    new = renew_link(report_id=report.pk, person=of.reporters[0], by=of.reporters[0], at=LATER)
    assert [(link.pk, link.revoked_at) for link in links(report)][1:] == [
        (part.pk, None), (new.pk, None),
    ]  # fmt: skip
    assert links(report)[0].revoked_at == LATER
    assert [link.revoked_at for link in other] == [None]


def test_acceptance_ends_every_link_into_the_report_and_into_no_other(
    of: World, report: Report
) -> None:
    handed(report, by=of.reporters[0])
    answered(report, by=of.reporters[0])
    submit_report(report_id=report.pk, request_key="one", by=of.reporters[0], at=LATER)
    accept_report(report_id=report.pk, by=of.coordinator, at=LATER)
    assert [link.revoked_at for link in links(report)] == [LATER, LATER]
    assert [link.revoked_at for link in links(report_of(report.round, of.partners[1]))] == [None]
