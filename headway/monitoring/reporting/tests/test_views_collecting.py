"""Collecting: partners down, rounds across; two presses to the letter."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from headway.foundation.accounts.tests.factories import AuditorFactory, with_second_factor
from headway.foundation.core.keys import new_key
from headway.foundation.notices.models import Mail
from headway.foundation.notices.states import MailState
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.monitoring.reporting.models import Report, Round
from headway.monitoring.reporting.queries.collecting import (
    MOST_ROUNDS,
    collecting,
    rounds_shown,
)
from headway.monitoring.reporting.services import (
    accept_report,
    ask_time,
    close_round,
    move_deadlines,
    reopen_report,
    return_report,
)
from headway.monitoring.reporting.states import RoundState, Standing
from headway.monitoring.reporting.tests.factories import REASON, handed_in, prepared, world
from headway.monitoring.reporting.tests.keeping import A_DAY, Desk, desk

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
QUERIES = 5
"""Of the whole page: three of the matrix, one of the strategy; two of the frame: session, account
with its second factor."""


def shown(client: Client, of: Desk, query: str = "") -> str:
    answer = client.get(of.at("collecting") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_first_how_many_reported_and_how_many_are_late(client: Client) -> None:
    of = desk(client, 3, late=True)
    of.hand_in(0)
    page = shown(client, of)
    assert "<strong>1 of 3 partners</strong> have reported. 2 are late." in page


def test_a_cell_says_how_a_partner_stands_since_when_and_how_far(client: Client) -> None:
    of = desk(client, 2, late=True)
    of.hand_in(0)
    page = shown(client, of)
    assert "1 of 1 answered" in page
    assert "submitted" in page
    assert "not started" in page
    assert "late, was due" in page


def test_the_late_are_selected_and_get_the_letter_in_two_presses(client: Client) -> None:
    of = desk(client, 3, late=True)
    of.hand_in(0)
    selected = re.findall(r'name="report" value="(\d+)"[^>]* checked', shown(client, of))
    assert [int(pk) for pk in selected] == [report.pk for report in of.reports[1:]]
    letter = client.post(of.round("letter"), {"report": selected}).content.decode()
    key = re.search(r'name="request_key" value="([^"]+)"', letter)
    assert key
    assert "Report for the first half of 2026: was due" in letter
    assert "2026 m. I pusmečio ataskaita: terminas buvo" in letter
    sent = {
        "report": selected,
        "request_key": key[1],
        "step": "send",
        "subject.lt": "Vėluojate",
        "words.lt": "Rašykite.",
        "subject.en": "Late",
        "words.en": "Write.",
    }
    for _press in range(2):
        answer = client.post(of.round("letter"), sent)
        assert answer.status_code == 302
    mails = Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_letter")
    assert mails.count() == 2


def test_each_person_gets_the_letter_in_their_language(client: Client) -> None:
    of = desk(client, 2, late=True)
    languages = ("lt", "en")
    for person, language in zip(of.of.reporters, languages, strict=True):
        person.language = language
        person.save()
    sent = {
        "report": [report.pk for report in of.reports],
        "request_key": "key",
        "step": "send",
        "subject.lt": "Vėluojate",
        "words.lt": "Rašykite.",
        "subject.en": "Late",
        "words.en": "Write.",
    }
    client.post(of.round("letter"), sent)
    mails = Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_letter")
    subjects = {mail.person_id: mail.subject for mail in mails}
    ona, jonas = of.of.reporters
    assert "Vėluojate" in subjects[ona.pk]
    assert "Late" in subjects[jonas.pk]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"subject.en": "", "words.en": "Write."}, "The subject is missing."),
        ({"subject.en": "Late", "words.en": ""}, "Write between 1 and 5000 signs."),
        ({"subject.en": "Late", "words.en": "x" * 5001}, "Write between 1 and 5000 signs."),
    ],
)
def test_a_letter_that_cannot_go_is_kept_as_it_was_typed(
    client: Client, words: dict[str, str], told: str
) -> None:
    of = desk(client, late=True)
    sent = {"report": [of.reports[0].pk], "request_key": "key", "step": "send"} | words
    answer = client.post(of.round("letter"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert f'value="{of.reports[0].pk}"' in page
    assert not Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_letter").exists()


def test_a_letter_goes_to_nobody_who_is_done_or_of_another_round(client: Client) -> None:
    of, other = desk(client, 2, late=True), desk(client, late=True)
    done = of.hand_in(0)
    client.force_login(of.of.coordinator)
    sent = {
        "report": [done.pk, other.reports[0].pk],
        "request_key": "key",
        "step": "send",
        "subject.en": "Late",
        "words.en": "Write.",
    }
    answer = client.post(of.round("letter"), sent)
    assert answer.status_code == 422
    assert "Nobody is chosen" in answer.content.decode()


def test_more_time_is_given_in_one_press(client: Client) -> None:
    of = desk(client, 2)
    report = of.reports[0]
    ask_time(report_id=report.pk, reason="Holidays", by=of.of.reporters[0], at=timezone.now())
    page = shown(client, of)
    assert "asks for time until" in page
    assert "Holidays" in page
    address = re.search(rf'<form id="grant-{report.key}" method="post" action="([^"]+)"', page)
    assert address
    assert f'form="grant-{report.key}"' in page
    assert client.post(address[1]).status_code == 302
    report.refresh_from_db()
    assert report.wanted_until is None
    assert report.own_deadline_at == of.asked.deadline_at + timedelta(days=7)


def test_a_bounced_mail_is_marked_until_another_arrives(client: Client) -> None:
    of = desk(client, 2)
    mail = Mail.objects.unrestricted(reason=REASON).get(about_key=of.reports[0].key)
    now = timezone.now()
    mail.state, mail.bounced_at, mail.link = MailState.BOUNCED, now, ""
    mail.save()
    assert f"mail bounced: {mail.recipient}" in shown(client, of)
    page = client.get(of.at("partner", partner=of.of.partners[0].slug)).content.decode()
    assert f"The last mail to these addresses was refused. {mail.recipient}" in page
    mail.pk, mail.unique_key, mail.kind = None, "later", "reporting_reminder"
    mail.state, mail.bounced_at, mail.sent_at = MailState.SENT, None, now
    mail.written_at = now + timedelta(hours=1)
    mail.save(force_insert=True)
    assert "mail bounced" not in shown(client, of)


@pytest.mark.parametrize(
    ("kind", "partners"),
    [("late", [2, 3]), ("not_started", [3]), ("waiting", [1]), ("returned", [2]), ("", [1, 2, 3])],
)
def test_the_list_is_narrowed_to_what_is_to_be_done(
    client: Client, kind: str, partners: list[int]
) -> None:
    of = desk(client, 3, late=True)
    of.hand_in(0)
    returned = of.hand_in(1)
    now = timezone.now()
    return_report(report_id=returned.pk, reason="Figures", by=of.of.coordinator, at=now)
    page = shown(client, of, f"?show={kind}")
    slugs = {n: partner.slug for n, partner in enumerate(of.of.partners, 1)}
    rows = [n for n, slug in slugs.items() if f"/partners/{slug}/" in page]
    assert rows == partners


def test_who_only_reads_sees_the_matrix_without_what_can_be_done(client: Client) -> None:
    of = desk(client, late=True)
    client.force_login(AuditorFactory.create())
    page = shown(client, of)
    assert "late, was due" in page
    assert "Edit the letter" not in page


def many(of: Desk, partners: int, rounds: int) -> None:
    """Add partners and rounds without a letter each, which would take minutes."""
    at = timezone.now()
    asked = [of.asked]
    for number in range(rounds - 1):
        year = 2025 - number
        asked.append(
            Round.objects.create(
                key=new_key(),
                strategy=of.asked.strategy,
                edition=of.asked.edition,
                period=str(year),
                period_end=datetime(year, 12, 31, tzinfo=UTC).date(),
                state=RoundState.CLOSED,
                deadline_at=at - (number + 1) * 365 * A_DAY,
                created_at=at,
                opened_at=at,
            )
        )
    organisations = [*of.of.partners]
    organisations += [OrganisationFactory.create() for _ in range(partners - len(organisations))]
    have = {(r.round_id, r.organisation_id) for r in Report.objects.unrestricted(reason=REASON)}
    Report.objects.unrestricted(reason=REASON).bulk_create(
        Report(key=new_key(), round=each, organisation=one, state_since=at, count_asked=5)
        for each in asked
        for one in organisations
        if (each.pk, one.pk) not in have
    )


@pytest.mark.parametrize(("partners", "rounds"), [(1, 1), (3, 3), (300, 10)])
def test_the_matrix_takes_three_queries_and_the_page_one_more_than_its_frame(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    partners: int,
    rounds: int,
) -> None:
    of = desk(client)
    many(of, partners, rounds)
    strategy = of.asked.strategy
    with django_assert_num_queries(3):
        found = collecting(strategy, at=timezone.now(), language="en")
    assert (len(found.partners), len(found.rounds)) == (partners, rounds)
    with django_assert_num_queries(QUERIES):
        shown(client, of)


def test_old_rounds_stand_beside_a_round_that_is_as_old(client: Client) -> None:
    of = desk(client)
    many(of, 2, MOST_ROUNDS + 3)
    at = timezone.now()
    newest = collecting(of.asked.strategy, at=at, language="en")
    assert (len(newest.rounds), newest.others) == (MOST_ROUNDS, 3)
    assert "3 other rounds" in shown(client, of)
    every = rounds_shown(of.asked.strategy)
    older = collecting(of.asked.strategy, at=at, language="en", key=every[-2].key)
    assert (older.rounds, older.now) == (every[-2:], every[-2])
    alone = collecting(of.asked.strategy, at=at, language="en", key=every[3].key, most=1)
    assert (alone.rounds, len(alone.cells)) == ((every[3],), 2)
    [partner] = collecting(
        of.asked.strategy, at=at, language="en", slug=of.of.partners[0].slug
    ).partners
    assert len(partner.cells) == len(every)


def test_a_partner_is_judged_by_what_came_and_when(client: Client) -> None:
    of = desk(client, 2, late=True)
    of.hand_in(0)
    page = client.get(of.at("partner", partner=of.of.partners[0].slug)).content.decode()
    assert "<strong>1 of 1 reports</strong> came in time." in page
    page = client.get(of.at("partner", partner=of.of.partners[1].slug)).content.decode()
    assert "<strong>0 of 1 reports</strong> came in time." in page
    assert client.get(of.at("partner", partner="nobody")).status_code == 404


def test_a_report_that_was_reopened_is_judged_by_the_deadline_that_it_had(client: Client) -> None:
    of = desk(client, 3, late=True)
    now = timezone.now()
    of.hand_in(0)
    deadline = of.asked.deadline_at
    late = of.reports[1]
    handed_in(late, by=of.of.reporters[1], at=deadline + A_DAY)
    for report in of.reports[:2]:
        accept_report(report_id=report.pk, by=of.of.coordinator, at=now)
    close_round(round_id=of.asked.pk, by=of.of.coordinator, at=now)
    before = in_time(of)
    for report in of.reports:
        reopen_report(
            report_id=report.pk,
            until=now + 9 * A_DAY,
            reason="A typing error",
            by=of.of.coordinator,
            at=now,
        )
    assert [before, in_time(of)] == [[True, False, False]] * 2
    assert of.reports[0].deadline_at == now + 9 * A_DAY
    move_deadlines(
        report_ids=[of.reports[1].pk], until=now + 12 * A_DAY, by=of.of.coordinator, at=now
    )
    assert (of.reports[1].deadline_at, in_time(of)) == (now + 12 * A_DAY, before)
    handed_in(of.reports[2], by=of.of.reporters[2], at=now)
    accept_report(report_id=of.reports[2].pk, by=of.of.coordinator, at=now)
    assert in_time(of) == before
    page = client.get(of.at("partner", partner=of.of.partners[0].slug)).content.decode()
    assert "reopened until" in page


def in_time(of: Desk) -> list[bool | None]:
    found = collecting(of.asked.strategy, at=timezone.now(), language="en")
    known = {partner.slug: partner.now.was_in_time for partner in found.partners if partner.now}
    return [known[partner.slug] for partner in of.of.partners]


def test_completeness_and_punctuality_over_the_years_come_out_as_by_hand(client: Client) -> None:
    """Three rounds: 3 of 4 answered and late; silent with 2; 5 of 5 in time; and one open.

    By hand: of 4 + 2 + 5 = 11 questions 3 + 0 + 5 = 8 were answered: 72 in a hundred, rounded
    down. Of three reports one came in time.
    """
    of = desk(client)
    many(of, 1, 4)
    over = Round.objects.unrestricted(reason=REASON).exclude(pk=of.asked.pk).order_by("period_end")
    stands = [(4, 3, A_DAY, "accepted"), (2, 1, None, "draft"), (5, 5, -A_DAY, "accepted")]
    for each, (asked, done, after, state) in zip(over, stands, strict=True):
        at = each.deadline_at + after if after else None
        Report.objects.unrestricted(reason=REASON).filter(round=each).update(
            count_asked=asked, count_done=done, state=state, submitted_at=at, first_submitted_at=at
        )
    [only] = collecting(of.asked.strategy, at=timezone.now(), language="en").partners
    assert (only.complete, only.in_time, only.judged) == (72, 1, 3)
    page = client.get(of.at("partner", partner=only.slug)).content.decode()
    assert "<strong>1 of 3 reports</strong> came in time." in page
    assert "72 % of what was asked was answered." in page


def test_in_a_round_that_is_over_silence_is_no_lateness(client: Client) -> None:
    of = desk(client, late=True)
    Round.objects.unrestricted(reason=REASON).filter(pk=of.asked.pk).update(state=RoundState.CLOSED)
    found = collecting(of.asked.strategy, at=timezone.now(), language="en")
    [cell] = found.cells
    assert (cell.standing, cell.is_late, cell.was_in_time) == (Standing.SILENT, False, False)
    assert found.partners[0].complete == 0


def test_the_mails_say_at_once_whether_any_did_not_arrive(client: Client) -> None:
    of = desk(client, 2)
    address = of.at("mails")
    assert "2 mails were written about its rounds. None came back." in sentence_of(client, address)
    mails = Mail.objects.unrestricted(reason=REASON)
    mails.filter(recipient=of.of.reporters[0].email).update(
        state="bounced", link="", bounced_at=timezone.now()
    )
    for shown in (address, f"{address}?state=bounced"):
        said = sentence_of(client, shown)
        assert "2 mails were written about its rounds. 1 did not arrive." in said


def sentence_of(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_the_letter_names_partners_for_whom_nobody_reports(client: Client) -> None:
    of = desk(client, 2)
    gone = of.of.reporters[0]
    address = f"{of.round('letter')}?select=outstanding"
    assert "Nobody reports for these partners" not in sentence_of(client, address)
    gone.is_active = False
    gone.save()
    assert "Nobody reports for these partners" in sentence_of(client, address)


def test_a_round_that_asks_nobody_says_so_before_it_is_opened(client: Client) -> None:
    of = world(measures=0)
    client.force_login(with_second_factor(of.coordinator))
    asked = prepared(of)
    address = reverse("reporting:round_open", args=[of.edition.strategy.slug, asked.key])
    shown = sentence_of(client, address)
    assert "This round asks nobody yet, so it cannot be opened." in shown
    assert "Open the round and send the letters" not in shown
