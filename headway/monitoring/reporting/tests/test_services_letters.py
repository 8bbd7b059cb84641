"""Letters of a coordinator: to whom they go, by which link, and which are refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.audit.models import Entry
from headway.foundation.audit.queries import told
from headway.foundation.conversations.services import comment
from headway.foundation.core.errors import BadInput, NotAllowed, WrongState
from headway.foundation.core.verdicts import ALLOW
from headway.foundation.notices.models import Mail
from headway.monitoring.reporting.models import TaskLink
from headway.monitoring.reporting.services import (
    accept_report,
    change_round,
    close_round,
    edit_deadlines,
    send_comments,
    send_letter,
)
from headway.monitoring.reporting.services.letters import LONGEST_LETTER
from headway.monitoring.reporting.tests.answering import door
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    PLAN,
    REASON,
    World,
    handed_in,
    opened,
    report_of,
    world,
)

if TYPE_CHECKING:
    from pytest_django import Settings

    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.models import Report, Round

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
UNTIL = DEADLINE + timedelta(days=7)


@pytest.fixture
def of() -> World:
    return world(partners=2)


@pytest.fixture
def asked(of: World) -> Round:
    return opened(of)


def mails(kind: str) -> list[Mail]:
    return list(Mail.objects.unrestricted(reason=REASON).filter(kind=kind).order_by("pk"))


def links_of(person: User) -> list[TaskLink]:
    return list(TaskLink.objects.unrestricted(reason=REASON).filter(person=person))


def close(person: User) -> None:
    person.is_active = False
    person.save()


# -- a deadline that moved -----------------------------------------------------------------------


def postpone(of: World, asked: Round) -> None:
    asked.refresh_from_db()
    plan = replace(PLAN, deadline_at=UNTIL)
    change_round(round_id=asked.pk, plan=plan, version=asked.version, by=of.coordinator, at=LATER)


def test_each_is_told_of_the_new_deadline_with_a_link_that_leads_in(
    of: World, asked: Round
) -> None:
    postpone(of, asked)
    mailed = mails("reporting_deadline_moved")
    assert [mail.recipient for mail in mailed] == [person.email for person in of.reporters]
    assert all(mail.has_link for mail in mailed)
    for person in of.reporters:
        [link] = links_of(person)
        assert Client().get(door(link)).status_code == 200


def test_for_a_partner_without_people_the_coordinator_is_told_without_a_link(
    of: World, asked: Round
) -> None:
    close(of.reporters[0])
    postpone(of, asked)
    mailed = {mail.recipient: mail for mail in mails("reporting_deadline_moved")}
    assert set(mailed) == {of.coordinator.email, of.reporters[1].email}
    mail = mailed[of.coordinator.email]
    assert "@" in mail.recipient
    assert mail.about_key == report_of(asked, of.partners[0]).key
    assert not mail.has_link
    assert links_of(of.coordinator) == []
    assert "Nobody speaks for" in mail.text or "nėra paskirta" in mail.text


def test_who_has_a_deadline_of_their_own_or_is_done_is_not_told(of: World, asked: Round) -> None:
    first, second = (report_of(asked, partner) for partner in of.partners)
    edit_deadlines(round_id=asked.pk, report_ids=[first.pk], until=UNTIL, by=of.coordinator, at=AT)
    handed_in(second, by=of.reporters[1], at=AT)
    before = len(mails("reporting_deadline_moved"))
    postpone(of, asked)
    assert len(mails("reporting_deadline_moved")) == before


# -- a letter of one's own -----------------------------------------------------------------------


def write(of: World, asked: Round, *reports: Report, by: User | None = None, **said: Any) -> int:  # noqa: ANN401
    letter: dict[str, Any] = {"subject": "Please report", "words": "It is due."} | said
    letter = {"request_key": "one", **letter}
    return send_letter(
        round_id=asked.pk, report_ids=[report.pk for report in reports],
        by=by or of.coordinator, at=LATER, **letter,
    )  # fmt: skip


BAD: list[tuple[dict[str, Any], set[str]]] = [
    ({"subject": ""}, {"subject"}),
    ({"subject": " \n"}, {"subject"}),
    ({"words": ""}, {"words"}),
    ({"words": "x" * (LONGEST_LETTER + 1)}, {"words"}),
    ({"subject": "", "words": ""}, {"subject", "words"}),
    ({"subject": {"lt": "Prašome", "en": ""}, "words": {"lt": "", "en": ""}}, {"words.lt"}),
    (
        {"subject": {"lt": "Prašome", "en": ""}, "words": {"lt": "Laukiame", "en": "Due"}},
        {"subject.en"},
    ),
]


@pytest.mark.parametrize(("said", "fields"), BAD)
def test_a_letter_that_says_nothing_or_too_much_goes_to_nobody(
    of: World, asked: Round, said: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(BadInput) as refused:
        write(of, asked, report_of(asked, of.partners[0]), **said)
    assert set(refused.value.problems) == fields
    assert mails("reporting_letter") == []


def test_a_letter_goes_to_none_who_was_not_chosen_is_done_or_is_of_another_round(
    of: World, asked: Round
) -> None:
    done = report_of(asked, of.partners[0])
    handed_in(done, by=of.reporters[0])
    other = world()
    foreign = report_of(opened(other), other.partners[0])
    for chosen in ((), (done,), (foreign,)):
        with pytest.raises(BadInput, match="Choose at least one partner") as refused:
            write(of, asked, *chosen)
        assert set(refused.value.problems) == {"reports"}
    assert write(of, asked, done, foreign, report_of(asked, of.partners[1])) == 1
    assert [mail.recipient for mail in mails("reporting_letter")] == [of.reporters[1].email]


def test_nobody_else_writes_to_partners(of: World, asked: Round) -> None:
    for stranger in (of.reporters[0], world().coordinator, UserFactory.create()):
        with pytest.raises(NotAllowed):
            write(of, asked, report_of(asked, of.partners[0]), by=stranger)
    assert mails("reporting_letter") == []


def recorded() -> list[int]:
    """Return of how many partners each recorded letter tells, the newest first."""
    entries = Entry.objects.unrestricted(reason=REASON).filter(verb="letter_sent")
    return [each.payload["number"] for each in told(entries)]


def test_the_same_request_writes_and_is_recorded_once(of: World, asked: Round) -> None:
    for _ in range(2):
        write(of, asked, report_of(asked, of.partners[0]))
    assert len(mails("reporting_letter")) == 1
    assert recorded() == [1]


def test_another_letter_is_recorded_too(of: World, asked: Round) -> None:
    first, second = (report_of(asked, partner) for partner in of.partners)
    write(of, asked, first)
    write(of, asked, first, second, words="It is due soon.", request_key="two")
    assert recorded() == [2, 1]


# -- comments ------------------------------------------------------------------------------------


def comment_on(report: Report, by: User) -> None:
    comment(
        thing=report, place="", place_name="", text="Why so few?", by=by, side="", at=LATER,
        verdict=ALLOW, request_key="one",
    )  # fmt: skip


def test_without_an_address_of_the_site_nobody_is_told_and_nothing_is_noted(
    of: World, asked: Round, settings: Settings
) -> None:
    comment_on(report_of(asked, of.partners[0]), of.coordinator)
    now = LATER + timedelta(hours=2)
    settings.SITE_ADDRESS = ""
    with pytest.raises(WrongState, match="HEADWAY_ADDRESS"):
        send_comments(at=now)
    assert mails("reporting_commented") == []
    settings.SITE_ADDRESS = "https://strategy.example.org"
    assert send_comments(at=now) == 1


@pytest.mark.parametrize("over", ["accepted", "closed", ""])
def test_a_letter_about_comments_has_a_link_only_while_there_is_something_to_do(
    of: World, asked: Round, over: str
) -> None:
    report = report_of(asked, of.partners[0])
    if over == "accepted":
        handed_in(report, by=of.reporters[0], at=AT)
        accept_report(report_id=report.pk, by=of.coordinator, at=AT)
    if over == "closed":
        close_round(round_id=asked.pk, by=of.coordinator, at=AT)
    comment_on(report, of.coordinator)
    assert send_comments(at=LATER + timedelta(hours=2)) == 1
    [mail] = mails("reporting_commented")
    assert mail.has_link is (not over)
