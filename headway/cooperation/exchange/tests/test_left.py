"""What a partner that left its project still sees and does of events and good practices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser

from headway.cooperation.exchange.models import Event, GoodPractice, Registration
from headway.cooperation.exchange.permissions import (
    can_add_event,
    can_add_practice,
    can_decide_practice,
    can_discuss_practice,
    can_keep_event,
    can_write_practice,
)
from headway.cooperation.exchange.queries.people import written_for
from headway.cooperation.exchange.queries.practices import (
    practices_asked_about,
    practices_to_decide,
)
from headway.cooperation.exchange.services import (
    ask_about_practice,
    change_event,
    decline_practice,
)
from headway.cooperation.exchange.tests.factories import (
    AT,
    PLAN,
    REASON,
    again,
    announced,
    begun,
    coming,
    planned,
    published,
    reader_of,
    submitted,
    text,
    world,
)
from headway.cooperation.partnerships.tests.factories import leave
from headway.foundation.notices.models import Mail

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.cooperation.exchange.tests.factories import World
    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


def questions(of: World) -> dict[str, Callable[[User], object]]:
    """Make an event and good practices in each state, and return what one may ask of them."""
    draft, event = planned(of), announced(of)
    coming(event)
    practice, waits, asked = begun(of), submitted(of), submitted(of)
    ask_about_practice(practice_id=asked.pk, words="More", by=of.leader, at=AT)
    return {
        "sees the draft": lambda who: draft in Event.objects.visible_to(who),
        "is inside": lambda who: event in Event.objects.inside(who),
        "sees who comes": lambda who: Registration.objects.visible_to(who).exists(),
        "sees practices": lambda who: GoodPractice.objects.visible_to(who).exists(),
        "adds events": lambda who: can_add_event(who, of.project),
        "adds practices": lambda who: can_add_practice(who, of.project),
        "keeps": lambda who: can_keep_event(who, again(event)),
        "writes": lambda who: can_write_practice(who, practice),
        "decides": lambda who: can_decide_practice(who, waits),
        "discusses": lambda who: can_discuss_practice(who, waits),
        "is asked": lambda who: practices_asked_about(who).exists(),
        "has to decide": lambda who: practices_to_decide(who).exists(),
        "stands for": lambda who: written_for(who, of.project).exists(),
    }


def able(who: User, asked: dict[str, Callable[[User], object]]) -> set[str]:
    return {name for name, question in asked.items() if question(who)}


HOSTS = {
    "sees the draft", "is inside", "sees who comes", "sees practices", "adds events",
    "adds practices", "keeps", "writes", "discusses", "is asked", "stands for",
}  # fmt: skip
LEADS = (HOSTS - {"writes", "is asked"}) | {"decides", "has to decide"}


def test_a_host_that_left_neither_sees_nor_writes_what_is_not_public() -> None:
    of = world()
    asked, reader = questions(of), reader_of(of.host)
    assert able(of.keeper, asked) == HOSTS
    assert able(reader, asked) == {"sees the draft", "is inside", "sees practices"}
    leave(of.project, of.host)
    assert (able(of.keeper, asked), able(reader, asked)) == (set(), set())
    assert able(of.leader, asked) == LEADS


def test_a_lead_partner_that_left_leads_no_more() -> None:
    of = world()
    asked = questions(of)
    assert able(of.leader, asked) == LEADS
    leave(of.project, of.lead)
    assert able(of.leader, asked) == set()
    assert able(of.keeper, asked) == HOSTS


def test_what_a_partner_did_stays_public_and_can_be_told_of_after_it_left() -> None:
    of = world()
    event, practice = announced(of), published(of)
    leave(of.project, of.host)
    for who in (AnonymousUser(), of.stranger):
        assert event in Event.objects.visible_to(who)
        assert practice in GoodPractice.objects.visible_to(who)
    plan = replace(PLAN, host_ids=(of.host.pk,), place=text("Elsewhere"))
    change_event(event_id=event.pk, plan=plan, version=event.version, by=of.leader, at=AT)
    assert [each.pk for each in again(event).hosts.all()] == [of.host.pk]


def letters(*, left: bool) -> int:
    of = world()
    practice = submitted(of)
    if left:
        leave(of.project, of.host)
    decline_practice(practice_id=practice.pk, words="No", by=of.leader, at=AT)
    rows = Mail.objects.unrestricted(reason=REASON)
    return rows.filter(recipient=of.keeper.email).count()


def test_nobody_writes_to_a_partner_that_left() -> None:
    assert (letters(left=False), letters(left=True)) == (1, 0)
