"""The rounds of the demonstration: two published, one open, each partner elsewhere."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from headway.demo.access import task_links
from headway.demo.tests.loaded.conftest import AT
from headway.foundation.conversations.models import Comment, type_of
from headway.foundation.notices.models import Mail
from headway.monitoring.reporting.links import key_in
from headway.monitoring.reporting.models import Report, Round, Statement, TaskLink
from headway.monitoring.reporting.queries.links import is_usable
from headway.monitoring.reporting.rules import is_punctual
from headway.monitoring.strategy.models import Life

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WHY = "the demonstration shows everything it has"


@pytest.fixture
def rounds(db: None) -> list[Round]:
    return list(Round.objects.unrestricted(reason=WHY).order_by("period_end"))


def reports(of: Round) -> dict[str, Report]:
    rows = Report.objects.unrestricted(reason=WHY).filter(round=of).select_related("organisation")
    return {row.organisation.slug: row for row in rows}


def test_two_rounds_are_published_and_one_is_open_some_days_before_its_deadline(
    rounds: list[Round],
) -> None:
    assert [(row.period, row.state) for row in rounds] == [
        ("2025-S1", "published"),
        ("2025-S2", "published"),
        ("2026-S1", "open"),
    ]
    assert timedelta(days=8) < rounds[2].deadline_at - AT < timedelta(days=10)


def test_in_the_open_round_each_partner_stands_elsewhere(rounds: list[Round]) -> None:
    found = reports(rounds[2])
    assert Counter(row.state for row in found.values()) == {
        "draft": 4, "prepared": 1, "submitted": 1, "returned": 1, "accepted": 1,
    }  # fmt: skip
    assert [row.count_done for row in found.values() if row.wanted_until] == [2]
    assert sorted(row.count_done for row in found.values() if row.state == "draft") == [0, 0, 2, 19]


def test_of_the_published_ones_the_newer_knows_late_silent_and_reopened(
    rounds: list[Round],
) -> None:
    older, newer = (reports(row) for row in rounds[:2])
    assert {row.state for row in older.values()} == {"accepted"}
    assert Counter(row.state for row in newer.values()) == {
        "accepted": 6, "returned": 1, "draft": 1,
    }  # fmt: skip
    late = [
        slug
        for slug, row in newer.items()
        if row.first_submitted_at
        and not is_punctual(submitted=row.first_submitted_at, deadline=rounds[1].deadline_at)
    ]
    assert late == ["klaipeda-science-and-technology-park"]


def test_every_measure_was_reported_and_stands_as_the_files_say(rounds: list[Round]) -> None:
    said = Statement.objects.unrestricted(reason=WHY)
    assert said.filter(round=rounds[0]).count() == 109
    assert said.filter(round=rounds[1]).count() == 105
    statuses = Counter(Life.objects.values_list("status", flat=True))
    assert (statuses["in_progress"], statuses["done"], sum(statuses.values())) == (72, 16, 109)


def test_one_mail_came_back_and_what_was_written_before_has_gone_out(rounds: list[Round]) -> None:
    mails = Mail.objects.unrestricted(reason=WHY)
    [bounced] = mails.filter(state="bounced")
    assert bounced.recipient == "reporter.kppar@example.org"
    assert mails.filter(state="sent").count() > 50
    assert mails.filter(kind="reporting_reminder").exists()
    assert not mails.filter(written_at__gt=AT).exists()


def test_a_comment_was_answered(rounds: list[Round]) -> None:
    said = Comment.objects.unrestricted(reason=WHY).filter(thread__thing_type=type_of(Report()))
    assert said.count() == 2


def test_a_whole_report_and_a_part_can_be_entered_by_the_links_that_are_printed(
    rounds: list[Round], client: Client
) -> None:
    printed = task_links()
    found = TaskLink.objects.unrestricted(reason=WHY).select_related("report__round", "person")
    ways = [found.get(key=key_in(link.rstrip("/").rpartition("/")[2])) for _role, link in printed]
    assert [(way.answer_id is None, way.report.count_asked) for way in ways] == [
        (True, 5),
        (False, 4),
    ]
    assert all(is_usable(way, at=AT) for way in ways)
    assert [client.get(link).status_code for _role, link in printed] == [200, 200]
