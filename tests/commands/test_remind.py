"""`headway remind` says what would go out, and sends it once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from config.arguments import parser
from config.commands import remind, work
from config.refusals import Refusal
from headway.cooperation.implementation.tests.factories import opened as reporting
from headway.cooperation.implementation.tests.factories import world as plans_of
from headway.cooperation.peerreview.tests.factories import opened as reviewing
from headway.cooperation.peerreview.tests.factories import world as project_of
from headway.foundation.notices.models import Mail
from headway.monitoring.meetings.services import report_follow_up
from headway.monitoring.meetings.tests.factories import START, activity, follow_up, written
from headway.monitoring.meetings.tests.factories import world as body_of
from headway.monitoring.reporting.models import Round
from headway.monitoring.reporting.tests.factories import DEADLINE, opened, world
from headway.monitoring.strategy.tests.factories import text

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.django_db
NOW = DEADLINE - timedelta(days=7)


@pytest.fixture(autouse=True)
def _world(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SITE_ADDRESS = "https://strategy.example.org"
    opened(world(partners=2))
    monkeypatch.setattr(remind, "refuse_unprepared", lambda: None)
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def letters() -> int:
    return Mail.objects.unrestricted(reason="test").filter(kind="reporting_reminder").count()


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert remind.run(parser().parse_args(["remind", *words])) == 0
    return capsys.readouterr().out


def test_a_dry_run_says_to_whom_about_what_and_why_and_sends_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = run(capsys, "--dry-run").splitlines()
    assert len(told) == 3
    assert "2026-S1" in told[0]
    assert "(draft): 7 days before the deadline" in told[0]
    assert told[2] == "2 letters would go out."
    assert letters() == 0


def test_what_was_said_goes_out_once(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "--dry-run", "--json"))
    first, second = (json.loads(run(capsys, "--json")) for _time in range(2))
    assert (found["sent"], first["sent"], second["sent"]) == (0, 2, 0)
    assert (first["letters"], second["letters"]) == (found["letters"], [])
    assert letters() == 2


def test_it_tells_of_follow_ups_and_activities_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    of = body_of()
    meeting = written(of)
    open_one, done = follow_up(meeting, of), follow_up(meeting, of, words=text("Done already"))
    report_follow_up(follow_up_id=done.pk, step="finish", result="x", by=of.leader, at=START)
    activity(of, due_on=open_one.due_on, person_id=of.leader.pk)
    due = datetime.combine(open_one.due_on, time(12), UTC)
    monkeypatch.setattr(timezone, "now", lambda: due)
    close_all_rounds()
    told = run(capsys, "--dry-run").splitlines()
    assert told == [
        f"{of.leader.email}  {of.body.slug}, follow-up due 2027-01-29 “Book a stand”: "
        "on the day it is due",
        f"{of.leader.email}  {of.body.slug}, activity due 2027-01-29 “Film about the port”: "
        "on the day it is due",
        "2 letters would go out.",
    ]
    found = json.loads(run(capsys, "--dry-run", "--json"))
    first, second = (json.loads(run(capsys, "--json")) for _time in range(2))
    assert (found["sent"], first["sent"], second["sent"]) == (0, 2, 0)
    assert (first["duties"], second["duties"]) == (found["duties"], [])
    assert {each["kind"] for each in found["duties"]} == {"follow-up", "activity"}


def test_it_tells_of_reviews_that_are_owed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    of = project_of()
    session = reviewing(of)
    assert session.reviews_until is not None
    monkeypatch.setattr(
        timezone, "now", lambda: datetime.combine(session.reviews_until, time(12), UTC)
    )
    close_all_rounds()
    told = run(capsys, "--dry-run").splitlines()
    assert (
        f"{of.people['kid'].email}  {of.project.slug}, KLAMUN & KID: reviews of plans due "
        "2021-06-25"
    ) in told
    assert told[-1] == "8 letters would go out."
    first, second = (json.loads(run(capsys, "--json")) for _time in range(2))
    assert (first["sent"], second["sent"]) == (8, 0)
    assert ({each["kind"] for each in first["reviews"]}, second["reviews"]) == ({"reviews"}, [])


def test_it_tells_of_progress_reports_that_are_due(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    of = plans_of()
    person, asked = of.person(of.city), reporting(of)
    monkeypatch.setattr(timezone, "now", lambda: datetime.combine(asked.due_on, time(12), UTC))
    close_all_rounds()
    told = run(capsys, "--dry-run").splitlines()
    assert (
        f"{person.email}  ventures {asked.period}, {of.city.slug} (draft): on the day it is due"
    ) in told
    first, second = (json.loads(run(capsys, "--json")) for _time in range(2))
    assert told[-1] == f"{first['sent']} letters would go out."
    assert (len(first["progress"]), second["sent"], second["progress"]) == (first["sent"], 0, [])


def close_all_rounds() -> None:
    Round.objects.unrestricted(reason="test").update(state="closed")


def test_the_worker_sends_them_too_and_says_what_it_lacks(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.SITE_ADDRESS = ""
    work.remind(at=NOW)
    assert "HEADWAY_ADDRESS" in capsys.readouterr().out
    with pytest.raises(Refusal, match="HEADWAY_ADDRESS"):
        run(capsys)
    settings.SITE_ADDRESS = "https://strategy.example.org"
    work.remind(at=NOW)
    assert capsys.readouterr().out == "Reminders: 2; letters about comments: 0.\n"
    work.remind(at=NOW)
    assert capsys.readouterr().out == ""
