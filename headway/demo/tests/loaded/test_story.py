"""The legal memory of the demonstration: amendments and their editions, bodies and meetings."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.utils import translation
from pypdf import PdfReader

from headway.demo.access import DOMAIN
from headway.demo.tests.loaded.conftest import AT
from headway.foundation.accounts.models import User
from headway.foundation.conversations.models import Comment, type_of
from headway.foundation.core.keys import derived_key
from headway.foundation.core.texts import TranslatedText
from headway.foundation.notices.models import Mail
from headway.monitoring.amendments.models import Agreement, Amendment, Operation
from headway.monitoring.indicators.models import Value
from headway.monitoring.meetings.models import (
    Activity,
    AgendaPoint,
    Body,
    Decision,
    FollowUp,
    Meeting,
    Member,
)
from headway.monitoring.meetings.queries.attending import present_at
from headway.monitoring.meetings.queries.meetings import proposed_days
from headway.monitoring.strategy.models import Edition, NodeText

if TYPE_CHECKING:
    from typing import Any

    from django.db.models import QuerySet
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WHY = "the demonstration shows everything it has"
AHEAD = date(2026, 11, 30)
"""A Monday, as the day a week after the moment of loading is a Sunday."""


def rows_of(model: Any) -> QuerySet[Any]:  # noqa: ANN401 -- any scoped model
    return model.objects.unrestricted(reason=WHY)  # type: ignore[no-any-return]


def council() -> Body:
    return rows_of(Body).get(slug="marketing-council")  # type: ignore[no-any-return]


def title_in(number: int, code: str) -> str:
    edition = rows_of(Edition).get(number=number)
    return str(NodeText.objects.of(edition).get(code=code).title.words("en"))


def test_the_original_edition_and_that_of_the_amendment_read_as_the_mission_tells() -> None:
    words = (
        "a structured multi-month program for which selected start-ups, with the help of leading "
        "business representatives from Klaipėda regions, should realize their ideas and launch new "
        "products on time"
    )
    assert title_in(1, "1.3.4") == f"Establish a business development accelerator - {words}"
    assert title_in(2, "1.3.4") == (
        f"Establish a Blue Economy sector business development accelerator - {words}"
    )
    new = derived_key("indicator", "keds", "1.3.1", "internationalisation")
    first, second = rows_of(Edition).order_by("number")
    operation = rows_of(Operation).get(kind="add_indicator")
    title = TranslatedText.from_json(operation.said["title"]).words("en")
    assert title == "Number of activities or projects promoting internationalization"
    assert (operation.thing_key, operation.outcome) == (new, "adopted")
    assert rows_of(Value).filter(indicator__key=new).count() > 5
    assert str(first.in_force_on) == "2018-spring"
    assert second.provenance.is_synthetic()
    assert not first.provenance.is_synthetic()


def test_the_first_amendment_was_agreed_by_all_and_adopted_at_a_meeting() -> None:
    amendment = rows_of(Amendment).get(number=1)
    stances = rows_of(Agreement).filter(amendment=amendment).values_list("stance", flat=True)
    assert (amendment.state, set(stances), len(stances)) == ("adopted", {"agrees"}, 7)
    assert set(amendment.provenance.synthetic) == {"title", "rationale", "agreement", "dates"}
    decision = rows_of(Decision).get(body__slug="council")
    assert amendment.edition.act_date is not None
    assert str(amendment.edition.act_date) == decision.meeting.starts_at.date().isoformat()
    assert decision.provenance.is_synthetic()
    assert decision.nodes.count() == 2


def test_the_second_amendment_is_in_consultation_and_some_partners_have_answered() -> None:
    amendment = rows_of(Amendment).get(number=2)
    stances = rows_of(Agreement).filter(amendment=amendment).values_list("stance", flat=True)
    assert amendment.state == "in_consultation"
    assert Counter(stances) == {"agrees": 3, "": 4}
    assert amendment.consult_until > AT.date()
    kinds = rows_of(Operation).filter(amendment=amendment).values_list("kind", flat=True)
    assert set(kinds) == {"reword_node", "set_targets", "set_dates", "add_node"}
    said = rows_of(Comment).filter(thread__thing_type=type_of(Amendment()))
    assert said.count() == 2
    assert said.values("thread").distinct().count() == 1


def test_two_meetings_are_past_and_one_is_a_week_ahead_by_the_rhythm() -> None:
    past, later, ahead = rows_of(Meeting).filter(body=council()).order_by("starts_at")
    assert [each.state for each in (past, later, ahead)] == ["confirmed", "confirmed", "invited"]
    assert ahead.starts_at.date() == AHEAD
    assert [each.starts_at.date() for each in (past, later)] == [
        AHEAD - timedelta(weeks=8),
        AHEAD - timedelta(weeks=4),
    ]
    assert proposed_days(council(), at=AT)[0] == AHEAD + timedelta(weeks=4)
    assert present_at(past).is_enough
    assert (present_at(past).voting, present_at(past).needed) == (7, 4)


def test_decisions_votes_and_follow_ups_come_of_them() -> None:
    first, second = rows_of(Decision).filter(body=council()).order_by("number")
    assert (first.votes_yes, first.votes_no, first.votes_abstained) == (3, 1, 1)
    assert second.votes_yes is None
    follow_ups = rows_of(FollowUp).order_by("due_on")
    today = AT.date()
    assert [(each.state, each.due_on < today) for each in follow_ups] == [
        ("done", True),
        ("open", True),
        ("open", False),
    ]


def test_the_agenda_ahead_is_drawn_from_what_waits_and_follow_ups_come_first() -> None:
    points = rows_of(AgendaPoint).filter(meeting__state="invited").order_by("place")
    kinds = list(points.values_list("origin_type", flat=True))
    assert kinds[:2] == ["follow_up", "follow_up"]
    assert len(set(kinds)) >= 4
    assert kinds[-1] == ""


def test_the_marketing_council_has_a_programme_one_activity_of_which_is_done() -> None:
    found = rows_of(Activity).filter(body=council())
    assert Counter(found.values_list("state", flat=True)) == {"done": 1, "planned": 3}
    assert all(each.node and each.audience and each.channel for each in found)


def test_whoever_meets_has_a_link_to_sign_in() -> None:
    names = User.objects.filter(is_active=True, email__endswith=DOMAIN, name__contains="Marketing")
    assert list(names.order_by("pk").values_list("name", flat=True)) == [
        "Chair of the Marketing Council, Klaipėda ID",
        "Member of the Marketing Council, Klaipėda University",
    ]
    roles = dict(rows_of(Member).exclude(user=None).values_list("user__email", "role"))
    assert roles["chair.marketing@example.org"] == "chair"
    assert roles["member.marketing@example.org"] == "member"


def test_invitations_went_out_and_nothing_is_written_after_the_moment_of_loading() -> None:
    mails = rows_of(Mail)
    assert mails.filter(kind__startswith="meetings").exists()
    assert not mails.filter(kind__startswith="meetings", state="queued").exists()
    assert not mails.filter(written_at__gt=AT).exists()


@pytest.mark.parametrize("language", ["lt", "en"])
def test_what_is_made_up_is_marked_on_their_pages(client: Client, language: str) -> None:
    word = {"lt": "sintetinis", "en": "synthetic"}[language]
    client.force_login(rows_of(Member).get(role="chair", user__isnull=False, body=council()).user)
    meeting = rows_of(Meeting).filter(body=council())[0]
    with translation.override(language):
        for path in ("bodies/marketing-council/", f"meetings/{meeting.key}/"):
            page = client.get(f"/{language}/{path}").content.decode()
            assert word[:8] in page, path
        minutes = client.get(f"/{language}/meetings/{meeting.key}/document/minutes/pdf/").content
        assert word[:8] in PdfReader(BytesIO(minutes)).pages[0].extract_text()
