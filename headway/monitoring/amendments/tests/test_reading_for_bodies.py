"""Who sits in a body reads the proposal that stands on its agenda, and nothing else of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.urls import reverse

from headway.foundation.core.verdicts import require
from headway.monitoring.amendments import services
from headway.monitoring.amendments.models import Amendment
from headway.monitoring.amendments.permissions import can_read_amendment
from headway.monitoring.amendments.queries.amendments import points_for
from headway.monitoring.amendments.tests.factories import (
    AT,
    BY,
    World,
    amendment,
    consulted,
    fresh,
    operation,
    proposed,
    reworded,
    rows,
    world,
)
from headway.monitoring.amendments.tests.pages import read, url
from headway.monitoring.meetings.services import add_points, end_member, invite
from headway.monitoring.meetings.tests import factories as meeting
from headway.monitoring.strategy.tests.factories import StrategyFactory, text

if TYPE_CHECKING:
    from django.test import Client

    from headway.foundation.accounts.models import User
    from headway.monitoring.meetings.models import Meeting

pytestmark = pytest.mark.django_db


@dataclass
class Sitting:
    """A strategy with a body, and a meeting of it that is planned."""

    of: World
    body: meeting.World
    meeting: Meeting

    @property
    def people(self) -> dict[str, User]:
        return {
            "chair": meeting.who(self.body.chair),
            "member": meeting.who(self.body.members[0]),
            "reporter of the leading organisation": self.body.leader,
            "stranger": meeting.who(meeting.world().chair),
        }


def sitting() -> Sitting:
    of = world(asks_agreement=True)
    body = meeting.world(strategy=of.strategy)
    return Sitting(of, body, meeting.planned(body))


def put_on_agenda(found: Sitting, *, is_told: bool = True) -> None:
    """Take up all proposals that wait, and tell the members of the meeting."""
    on = meeting.AT.date()
    waiting = list(points_for(found.body.body, on))
    by = found.body.coordinator
    add_points(meeting_id=found.meeting.pk, points=waiting, by=by, at=meeting.AT)
    if is_told:
        invite(meeting_id=found.meeting.pk, by=by, at=meeting.AT)


def readers(found: Sitting, one: Amendment) -> set[str]:
    """Return who may read an amendment; what the list shows and the permission says is one."""
    may = {name for name, user in found.people.items() if can_read_amendment(user, fresh(one))}
    seen = {
        name
        for name, user in found.people.items()
        if Amendment.objects.visible_to(user).filter(pk=one.pk).exists()
    }
    assert may == seen
    return may


CONVENE = {"chair", "reporter of the leading organisation"}


def test_members_read_a_proposal_from_the_day_they_are_told_of_the_meeting() -> None:
    found = sitting()
    one = reworded(found.of, "New quay")
    assert readers(found, one) == set()
    proposed(one)
    assert readers(found, one) == CONVENE
    put_on_agenda(found, is_told=False)
    assert readers(found, one) == CONVENE
    invite(meeting_id=found.meeting.pk, by=found.body.coordinator, at=meeting.AT)
    assert readers(found, one) == CONVENE | {"member"}


def test_what_is_taken_back_to_be_written_is_read_by_no_member() -> None:
    found = sitting()
    one = proposed(reworded(found.of, "New quay"))
    put_on_agenda(found)
    services.revise_amendment(amendment_id=one.pk, reason="x", by=BY, at=AT)
    assert readers(found, one) == set()


def test_who_left_the_body_reads_nothing_more() -> None:
    found = sitting()
    one = proposed(reworded(found.of, "New quay"))
    put_on_agenda(found)
    gone = found.body.members[0]
    end_member(member_id=gone.pk, until=meeting.SINCE, by=found.body.coordinator, at=meeting.AT)
    assert readers(found, one) == CONVENE


def test_a_body_of_another_strategy_opens_nothing() -> None:
    found = sitting()
    one = proposed(reworded(found.of, "New quay"))
    other = meeting.world(strategy=StrategyFactory.create())
    away = meeting.planned(other)
    waiting = list(points_for(found.body.body, meeting.AT.date()))
    add_points(meeting_id=away.pk, points=waiting, by=other.coordinator, at=meeting.AT)
    invite(meeting_id=away.pk, by=other.coordinator, at=meeting.AT)
    for user in (meeting.who(other.chair), meeting.who(other.members[0])):
        verdict = can_read_amendment(user, fresh(one))
        assert not verdict
        assert "on whose agenda it stands" in verdict.reason
        assert not Amendment.objects.visible_to(user).filter(pk=one.pk).exists()


@time_machine.travel(meeting.AT, tick=False)
@pytest.mark.parametrize("name", ["chair", "member"])
def test_the_link_on_the_agenda_opens_for_every_member(client: Client, name: str) -> None:
    found = sitting()
    one = consulted(reworded(found.of, "New quay"))
    put_on_agenda(found)
    client.force_login(found.people[name])
    agenda = client.get(reverse("meetings:meeting", args=[found.meeting.key]))
    address = url("amendment", one)
    assert f'href="{address}"' in agenda.content.decode()
    page = client.get(address)
    assert page.status_code == 200
    assert "New quay" in read(page)


@time_machine.travel(meeting.AT, tick=False)
def test_members_only_read_and_nothing_of_what_partners_say(client: Client) -> None:
    found = sitting()
    one = consulted(reworded(found.of, "New quay"))
    services.comment_on_words(
        operation_id=rows(one)[0].pk, where="title.en", quote="New quay", text="CANARY",
        request_key="k", by=found.of.members[0], at=AT,
    )  # fmt: skip
    put_on_agenda(found)
    client.force_login(found.people["chair"])
    page = client.get(url("amendment", one)).content.decode()
    assert "CANARY" not in page
    assert "Who agrees" not in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "<form" not in main
    for link in main.split('href="')[1:]:
        assert client.get(link.partition('"')[0]).status_code == 200
    for name in ("edit", "choose", "consult", "decide", "withdraw"):
        assert client.get(url(name, one)).status_code == 404
    assert (
        client.get(reverse("amendments:quote", args=[one.key, rows(one)[0].key])).status_code == 404
    )


@time_machine.travel(meeting.AT, tick=False)
def test_another_proposal_of_the_strategy_does_not_open_for_a_member(client: Client) -> None:
    found = sitting()
    proposed(reworded(found.of, "New quay"))
    put_on_agenda(found)
    later = amendment(found.of.strategy, "Later")
    operation(later, "reword_node", "n-1-2", title=text("Sails"))
    proposed(later)
    client.force_login(found.people["member"])
    assert client.get(url("amendment", later)).status_code == 404
    require(can_read_amendment(found.people["chair"], fresh(later)))
