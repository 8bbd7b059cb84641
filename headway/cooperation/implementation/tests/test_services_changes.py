"""What is kept of policy changes, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from headway.cooperation.implementation import services
from headway.cooperation.implementation.models import PolicyChange
from headway.cooperation.implementation.tests.factories import (
    AT,
    BY,
    change,
    changed,
    text,
    world,
)
from headway.foundation.core.errors import BadInput, NotAllowed, WrongState
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import EMPTY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "other"}, "kind"),
        ({"title": EMPTY}, "title"),
        ({"happened_on": None}, "happened_on"),
        ({"amount": -1}, "amount"),
        ({"action_key": "hills-a1"}, "action_key"),
        ({"evidence_title": EMPTY}, "evidence_title"),
        ({"evidence_address": ""}, "evidence_address"),
        ({"evidence_address": "javascript:alert(1)"}, "evidence_address"),
    ],
)
def test_a_policy_change_is_told_whole(said: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        change(world(), **said)
    assert set(refused.value.problems) == {field}


def test_a_change_is_asked_about_revised_and_confirmed() -> None:
    of = world()
    made = change(of, action_key="harbour-a1")
    assert made.action_title == text("Action harbour 1")
    asked = services.ask_about_change(change_id=made.pk, words="Which?", by=BY, at=AT)
    with pytest.raises(WrongState):
        services.confirm_change(change_id=made.pk, by=BY, at=AT)
    told_anew = changed("A new call", happened_on=PartialDate(2022))
    services.revise_change(
        change_id=made.pk, changed=told_anew, version=asked.version, by=BY, at=AT
    )
    services.confirm_change(change_id=made.pk, by=BY, at=AT)
    row = PolicyChange.objects.unrestricted(reason="test").get()
    assert (row.state, row.asked_words, row.confirmed_by) == ("confirmed", "", "test")
    with pytest.raises(WrongState):
        services.revise_change(
            change_id=made.pk, changed=told_anew, version=row.version, by=BY, at=AT
        )


def test_no_partner_confirms_its_own_change() -> None:
    of = world()
    made = change(of)
    with pytest.raises(NotAllowed):
        services.confirm_change(change_id=made.pk, by=of.person(of.city), at=AT)
    with pytest.raises(NotAllowed):
        services.tell_change(plan_id=of.plan.pk, changed=changed(), by=of.person(of.abroad), at=AT)
