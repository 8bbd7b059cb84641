"""The way in by a task link, what a session that it opened may do, and the way out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headway.foundation.accounts.models import User
from headway.foundation.organisations.models import Membership
from headway.monitoring.reporting.models import Answer, Report, Round
from headway.monitoring.reporting.services import hand_over_part, renew_link
from headway.monitoring.reporting.states import RoundState
from headway.monitoring.reporting.tests.answering import Partner, door, partner, sent
from headway.monitoring.reporting.tests.factories import REASON, answers_of, report_of

if TYPE_CHECKING:
    from headway.monitoring.reporting.models import TaskLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work() -> Partner:
    return partner(partners=2, measures=2)


def handed(of: Partner) -> TaskLink:
    """Hand the first part to a colleague."""
    return hand_over_part(
        answer_id=of.answers[0].pk,
        name="Jonas Jonaitis",
        email="jonas@example.org",
        by=of.reporter,
        at=timezone.now(),
    )


def test_a_link_says_whose_it_is_and_changes_nothing(at_work: Partner) -> None:
    client = Client()
    shown = client.get(door(at_work.link))
    assert shown.status_code == 200
    told = shown.content.decode()
    assert at_work.reporter.name in told
    assert str(at_work.report.organisation) in told
    assert client.head(door(at_work.link)).status_code == 200
    assert not client.cookies.get("sessionid")
    assert at_work.link.opened_at is None


def test_the_button_opens_the_report_and_signs_nobody_in(at_work: Partner) -> None:
    client = at_work.entered()
    assert client.get(at_work.address("report")).status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("workspace:home")).status_code == 302


def test_the_button_gives_the_session_a_new_key(at_work: Partner) -> None:
    client = Client()
    client.post(door(at_work.link))
    before = client.session.session_key
    client.post(door(at_work.link))
    assert client.session.session_key != before


def test_a_link_opens_no_other_report(at_work: Partner) -> None:
    other = report_of(at_work.round, at_work.world.partners[1])
    client = at_work.entered()
    shown = client.get(reverse("reporting:report", args=[other.key]))
    assert shown.status_code == 302
    assert shown["Location"].startswith(reverse("account_login"))
    part = answers_of(other)[0]
    sending = client.post(reverse("reporting:part", args=[other.key, part.pk]), sent(part))
    assert sending.status_code == 401
    part.refresh_from_db()
    assert part.way == ""


def test_a_colleague_sees_the_part_that_was_handed_over_and_nothing_else(at_work: Partner) -> None:
    own, other = at_work.answers
    client = at_work.entered(handed(at_work))
    assert client.get(at_work.address("part", part=own.pk)).status_code == 200
    assert client.get(at_work.address("part", part=other.pk)).status_code == 404
    listed = client.get(at_work.address("report")).content.decode()
    assert f"part-{own.pk}" in listed
    assert f"part-{other.pk}" not in listed
    for name in ("check",):
        assert client.get(at_work.address(name)).status_code == 403
    for name in ("check", "withdraw", "prepare", "time", "send_back"):
        assert client.post(at_work.address(name)).status_code in {403, 409}, name
    assert client.post(at_work.address("hand_over", part=own.pk), {}).status_code == 403
    answered = client.post(at_work.address("part", part=own.pk), sent(own))
    assert answered.status_code == 302
    own.refresh_from_db()
    assert (own.way, own.saved_by) == ("new", "Jonas Jonaitis")


def ended(of: Partner) -> None:
    renew_link(report_id=of.report.pk, person=of.reporter, by=of.reporter, at=timezone.now())


def deactivated(of: Partner) -> None:
    User.objects.filter(pk=of.reporter.pk).update(is_active=False)


def closed(of: Partner) -> None:
    rounds = Round.objects.unrestricted(reason=REASON).filter(pk=of.round.pk)
    rounds.update(state=RoundState.CLOSED)


@pytest.mark.parametrize("what", [ended, deactivated, closed])
def test_a_link_that_ended_says_so_at_the_next_request(at_work: Partner, what: object) -> None:
    link = at_work.link
    client = at_work.entered()
    what(at_work)  # type: ignore[operator]  # one of three
    assert client.get(at_work.address("report")).status_code == 410
    assert client.get(door(link)).status_code == 410
    assert client.post(door(link)).status_code == 410
    part = at_work.answers[0]
    assert client.post(at_work.address("part", part=part.pk), sent(part)).status_code == 410
    part.refresh_from_db()
    assert part.way == ""


def test_who_lost_the_role_is_shut_out_whatever_the_link_says(at_work: Partner) -> None:
    client = at_work.entered()
    Membership.objects.unrestricted(reason=REASON).filter(user=at_work.reporter).delete()
    assert client.get(at_work.address("report")).status_code == 410


def test_a_reopened_report_is_entered_by_the_same_link(at_work: Partner) -> None:
    link = at_work.link
    closed(at_work)
    reports = Report.objects.unrestricted(reason=REASON).filter(pk=at_work.report.pk)
    reports.update(reopened_at=timezone.now())
    assert Client().post(door(link)).status_code == 302


def test_an_address_that_was_cut_says_so() -> None:
    answer = Client().get(reverse("reporting:enter", args=["abc~def"]))
    assert answer.status_code == 410


def test_leaving_forgets_the_link(at_work: Partner) -> None:
    client = at_work.entered()
    assert client.post(reverse("reporting:leave")).status_code == 200
    assert client.get(at_work.address("report")).status_code == 302


def test_a_link_session_ends_by_itself(at_work: Partner) -> None:
    client = at_work.entered()
    assert client.session.get_expiry_age() <= timedelta(hours=12).total_seconds()


def test_what_is_sent_after_the_session_ended_stands_in_the_form_again(at_work: Partner) -> None:
    part = at_work.answers[0]
    client = at_work.entered()
    client.cookies.clear()
    address = at_work.address("part", part=part.pk)
    shut = client.post(address, sent(part, **{"done.lt": "Nepamestas žodis"}))
    assert shut.status_code == 401
    client.post(door(at_work.link))
    shown = client.get(address)
    assert "Nepamestas žodis" in shown.content.decode()
    assert client.post(address, sent(part)).status_code == 302
    assert "Nepamestas žodis" not in client.get(address).content.decode()


def test_what_is_sent_after_the_session_ended_survives_signing_in(at_work: Partner) -> None:
    part = at_work.answers[0]
    client = Client()
    address = at_work.address("part", part=part.pk)
    assert client.post(address, sent(part, **{"done.lt": "Kitas žodis"})).status_code == 401
    client.force_login(at_work.reporter)
    assert "Kitas žodis" in client.get(address).content.decode()


def test_saving_what_is_typed_after_the_session_ended_is_answered_in_json(at_work: Partner) -> None:
    part = at_work.answers[0]
    answer = Client().post(
        at_work.address("typed", part=part.pk),
        {"typed": {}, "version": 1},
        content_type="application/json",
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 401
    assert answer.json()["problem"]
    assert Answer.objects.unrestricted(reason=REASON).get(pk=part.pk).way == ""
