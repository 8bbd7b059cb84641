"""Who can enter a report by a link: looked at, ended, sent anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.core.errors import NotAllowed, WrongState
from headway.foundation.notices.models import Mail
from headway.foundation.organisations.models import Membership
from headway.monitoring.reporting.models import Report, TaskLink
from headway.monitoring.reporting.queries.links import links_of
from headway.monitoring.reporting.services import hand_over_part, renew_link, revoke_link
from headway.monitoring.reporting.tests.answering import Partner, door, partner
from headway.monitoring.reporting.tests.factories import REASON, answers_of, handed_in
from headway.monitoring.reporting.tests.keeping import Desk, desk
from headway.monitoring.strategy.tests.factories import coordinator_of

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work() -> Partner:
    return partner(partners=2, measures=3)


def link_of(report: Report) -> TaskLink:
    links = TaskLink.objects.unrestricted(reason=REASON)
    return links.get(report=report, answer=None, revoked_at=None)


def new_mails() -> list[str]:
    mails = Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_new_link")
    return [mail.recipient for mail in mails]


def renewed(of: Partner, person: User, by: User) -> TaskLink:
    return renew_link(report_id=of.report.pk, person=person, by=by, at=timezone.now())


def test_a_partner_asks_for_a_new_link_and_the_one_before_ends(at_work: Partner) -> None:
    before = at_work.link
    client = at_work.entered()
    told = client.post(at_work.address("new_link"))
    assert at_work.reporter.email in told.content.decode()
    assert client.get(at_work.address("report")).status_code == 410
    assert Client().get(door(before)).status_code == 410
    assert Client().get(door(at_work.link)).status_code == 200
    assert new_mails() == [at_work.reporter.email]


def test_who_is_signed_in_stays_in_the_report(at_work: Partner) -> None:
    client = at_work.signed_in()
    answer = client.post(at_work.address("new_link"), follow=True)
    assert answer.redirect_chain == [(at_work.address("report"), 302)]
    assert at_work.reporter.email in answer.content.decode()


def test_a_colleague_has_no_new_link(at_work: Partner) -> None:
    link = handed(at_work)
    client = at_work.entered(link)
    assert client.post(at_work.address("new_link")).status_code == 403
    assert new_mails() == []


def handed(of: Partner) -> TaskLink:
    return hand_over_part(
        answer_id=answers_of(of.report)[0].pk,
        name="Rasa",
        email="rasa@example.org",
        by=of.reporter,
        at=timezone.now(),
    )


def test_a_coordinator_sees_who_can_enter_and_sends_a_new_link(client: Client) -> None:
    at = desk(client)
    before, person = link_of(at.reports[0]), at.of.reporters[0]
    shown = client.get(at.report("links")).content.decode()
    assert person.email in shown
    assert "1 link leads into this report." in shown
    answer = client.post(at.report("links"), {"person": person.pk}, follow=True)
    assert person.email in answer.content.decode()
    assert new_mails() == [person.email]
    assert link_of(at.reports[0]) != before


def test_a_coordinator_ends_a_link(client: Client) -> None:
    at = desk(client)
    link = link_of(at.reports[0])
    answer = client.post(at.report("links"), {"end": link.pk}, follow=True)
    assert "0 links lead into this report." in answer.content.decode()
    assert Client().get(door(link)).status_code == 410
    assert new_mails() == []


def foreign(at: Desk) -> list[dict[str, object]]:
    """Name a link and a person of another report of the same round, and things that are none."""
    other = link_of(at.reports[1])
    return [{"end": other.pk}, {"person": other.person_id}, {"end": "x"}, {"end": "0"}, {}]


def test_a_link_or_a_person_of_another_report_is_not_found(client: Client) -> None:
    at = desk(client, partners=2)
    for sent in foreign(at):
        assert client.post(at.report("links"), sent).status_code == 404, sent
    assert link_of(at.reports[1]).revoked_at is None
    assert new_mails() == []


def test_somebody_without_a_link_can_be_sent_one(client: Client) -> None:
    at = desk(client)
    TaskLink.objects.unrestricted(reason=REASON).all().delete()
    [held] = links_of(at.reports[0], at=timezone.now())
    assert (held.link, held.person, held.leads_in) == (None, at.of.reporters[0], False)
    client.post(at.report("links"), {"person": at.of.reporters[0].pk})
    assert new_mails() == [at.of.reporters[0].email]


def test_a_partner_without_people_has_nobody_to_send_to(client: Client) -> None:
    at = desk(client)
    TaskLink.objects.unrestricted(reason=REASON).all().delete()
    Membership.objects.unrestricted(reason=REASON).all().delete()
    assert links_of(at.reports[0], at=timezone.now()) == ()
    assert client.get(at.report("links")).status_code == 200


def test_links_are_neither_ended_nor_sent_by_others(at_work: Partner) -> None:
    link, other = at_work.link, at_work.world.reporters[1]
    elsewhere = coordinator_of(partner().world.edition.strategy)
    for by in (other, elsewhere, UserFactory.create()):
        with pytest.raises(NotAllowed):
            renewed(at_work, at_work.reporter, by)
        with pytest.raises(NotAllowed):
            revoke_link(link_id=link.pk, by=by, at=timezone.now())
    with pytest.raises(NotAllowed):
        renewed(at_work, other, at_work.world.coordinator)
    assert at_work.link == link


def test_a_report_that_was_handed_in_takes_no_new_link(at_work: Partner) -> None:
    handed_in(at_work.report, by=at_work.reporter, at=timezone.now())
    with pytest.raises(WrongState):
        renewed(at_work, at_work.reporter, at_work.reporter)


@pytest.mark.parametrize("colleagues", [1, 3])
def test_the_page_reads_as_often_for_more_links(
    at_work: Partner, colleagues: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for answer in answers_of(at_work.report)[:colleagues]:
        hand_over_part(
            answer_id=answer.pk, name="Rasa", email="rasa@example.org", by=at_work.reporter,
            at=timezone.now(),
        )  # fmt: skip
    reports = Report.objects.unrestricted(reason=REASON).select_related("round__strategy")
    report = reports.get(pk=at_work.report.pk)
    with django_assert_num_queries(4):
        held = links_of(report, at=timezone.now())
    assert len(held) == colleagues + 1
