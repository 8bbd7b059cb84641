"""What a coordinator types wrong: a sentence that says so, and what was typed is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from headway.foundation.notices.models import Mail
from headway.monitoring.reporting.models import BulkEdit, Round
from headway.monitoring.reporting.services import close_round, open_review
from headway.monitoring.reporting.states import RoundState
from headway.monitoring.reporting.tests.factories import REASON
from headway.monitoring.reporting.tests.keeping import A_DAY, desk

if TYPE_CHECKING:
    from django.test import Client

    from headway.monitoring.reporting.tests.keeping import Desk

pytestmark = pytest.mark.django_db
LONG = "word " * 20_000


def mails() -> int:
    return Mail.objects.unrestricted(reason=REASON).count()


def until(of: Desk, days: int) -> dict[str, object]:
    day = timezone.now() + days * A_DAY
    ids = [str(report.pk) for report in of.reports]
    return {"until.day": f"{day:%Y-%m-%d}", "until.time": "17:00", "report": ids}


@pytest.mark.parametrize("step", ["compare", "save"])
def test_a_deadline_that_has_passed_is_refused_before_it_is_compared(
    client: Client, step: str
) -> None:
    of = desk(client, 2)
    given = until(of, -3) | {"step": step}
    answer = client.post(of.round("deadlines"), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This moment has passed. Choose a later one." in page
    assert f'value="{given["until.day"]}"' in page
    assert page.count(" checked") == 2
    assert "Save and tell them by mail" not in page


def test_who_chooses_partners_again_finds_what_they_had_chosen(client: Client) -> None:
    of = desk(client, 2)
    given = until(of, 20) | {"report": [str(of.reports[0].pk)]}
    compared = client.post(of.round("deadlines"), given | {"step": "compare"}).content.decode()
    assert 'value="choose">Choose again' in compared
    answer = client.post(of.round("deadlines"), given | {"step": "choose"})
    page = answer.content.decode()
    assert (answer.status_code, page.count(" checked")) == (200, 1)
    assert f'value="{given["until.day"]}"' in page


def test_a_second_press_moves_no_deadline_twice_and_writes_once(client: Client) -> None:
    of = desk(client, 2)
    given = until(of, 20) | {"step": "save"}
    first = client.post(of.round("deadlines"), given)
    written = mails()
    second = client.post(of.round("deadlines"), given)
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert mails() == written
    assert BulkEdit.objects.unrestricted(reason=REASON).count() == 1


@pytest.mark.parametrize(("field", "most"), [("title.en", 200), ("letter.en", 5000)])
def test_a_round_with_too_many_words_is_not_prepared(client: Client, field: str, most: int) -> None:
    of = desk(client)
    given = {
        "period": "2025",
        "deadline.day": "2027-01-31",
        "deadline.time": "17:00",
        "reminders.every": "30",
        "asks_statuses": "on",
    }
    answer = client.post(of.at("round_add"), given | {field: LONG})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"Write at most {most} signs." in page
    assert LONG.strip() in page
    assert Round.objects.unrestricted(reason=REASON).count() == 1


@pytest.mark.parametrize("reason", ["", LONG])
def test_a_report_goes_back_only_with_a_word_that_can_be_read(client: Client, reason: str) -> None:
    of = desk(client)
    report = of.hand_in()
    open_review(report_id=report.pk, by=of.of.coordinator, at=timezone.now())
    written = mails()
    answer = client.post(of.report("review_return"), {"reason": reason})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ("Write at most 2000 signs." if reason else "Say what is to be changed") in page
    assert reason in page
    assert mails() == written


def test_a_subject_is_one_line_and_short(client: Client) -> None:
    of = desk(client)
    given = {"report": str(of.reports[0].pk), "request_key": "k", "words.en": "W", "step": "send"}
    answer = client.post(of.round("letter"), given | {"subject.en": LONG})
    assert answer.status_code == 422
    assert "Write at most 200 signs." in answer.content.decode()
    client.post(of.round("letter"), given | {"subject.en": "One\r\n line"})
    [letter] = Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_letter")
    assert letter.subject == "One line"


def test_nobody_is_written_to_about_a_round_that_is_over(client: Client) -> None:
    of = desk(client)
    close_round(round_id=of.asked.pk, by=of.of.coordinator, at=timezone.now())
    assert Round.objects.unrestricted(reason=REASON).get().state == RoundState.CLOSED
    given = {"report": str(of.reports[0].pk), "request_key": "k", "step": "send"}
    answer = client.post(of.round("letter"), given | {"subject.en": "S", "words.en": "W"})
    assert answer.status_code == 422
    assert not Mail.objects.unrestricted(reason=REASON).filter(kind="reporting_letter").exists()


def test_all_that_is_wrong_with_a_round_is_said_at_once(client: Client) -> None:
    of = desk(client)
    given = {
        "period": "2025",
        "deadline.day": "2024-06-30",
        "deadline.time": "17:00",
        "reminders.before": "400",
        "reminders.every": "often",
        "version": "1",
    }
    for address in (of.at("round_add"), of.round("round_edit")):
        answer = client.post(address, given | {"title.en": LONG})
        wrong = set(answer.context["form"].errors)
        assert {"title.en", "reminders.before", "reminders.every", "deadline.day"} <= wrong
    answer = client.post(of.at("round_add"), given | {"deadline.day": "soon"})
    assert set(answer.context["form"].errors) == {
        "asks_statuses", "deadline.day", "reminders.before", "reminders.every",
    }  # fmt: skip
    assert Round.objects.unrestricted(reason=REASON).count() == 1
