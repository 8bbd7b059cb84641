"""Nobody reads of a plan what is not theirs: drafts, what was frozen, what is revised."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from headway.cooperation.plans import services
from headway.cooperation.plans.tests.factories import (
    AT,
    BY,
    complete,
    fresh,
    plan,
    published,
    text,
    words_of,
    world,
)
from headway.cooperation.plans.tests.test_views import url

if TYPE_CHECKING:
    from django.test import Client


pytestmark = pytest.mark.django_db
CANARY = "Canary of a draft"


def test_a_draft_is_nowhere_on_the_pages_of_others(client: Client) -> None:
    of = world()
    one = complete(of, plan(of), why=text(CANARY))
    services.add_action(plan_id=one.pk, title=text(CANARY), by=BY, at=AT)
    places = ((), ("context",), ("editions",), ("editions", "compare"), ("comments",))
    for person in (of.stranger, of.lead):
        client.force_login(person)
        assert CANARY not in client.get(url(of)).content.decode()
        for place in places:
            answer = client.get(url(of, one, *place))
            assert answer.status_code == 404
            assert CANARY not in answer.content.decode()


def test_who_reviews_reads_what_was_frozen_and_nothing_that_is_written_after(
    client: Client,
) -> None:
    of = world()
    one = complete(of, plan(of))
    services.send_to_review(plan_id=one.pk, by=BY, at=AT)
    row = fresh(one)
    said = replace(words_of(one), title=text(CANARY), why=text(CANARY))
    services.change_context(plan_id=one.pk, said=said, version=row.version, by=BY, at=AT)
    client.force_login(of.lead)
    for place in ((), ("editions",), ("editions", "1"), ("editions", "compare")):
        answer = client.get(url(of, one, *place))
        assert answer.status_code == 200
        assert CANARY not in answer.content.decode()
    assert CANARY not in client.get(url(of)).content.decode()
    assert client.get(url(of, one, "context")).status_code == 403
    client.force_login(of.stranger)
    assert client.get(url(of, one)).status_code == 404


def test_what_was_published_stays_what_others_read_while_it_is_revised(client: Client) -> None:
    of = world()
    one = published(of)
    services.revise_plan(plan_id=one.pk, reason="More", by=BY, at=AT)
    row = fresh(one)
    said = replace(words_of(one), title=text(CANARY), intro=text(CANARY))
    services.change_context(plan_id=one.pk, said=said, version=row.version, by=BY, at=AT)
    client.force_login(of.stranger)
    for place in ((), ("editions",), ("editions", "4")):
        answer = client.get(url(of, one, *place))
        assert (answer.status_code, CANARY in answer.content.decode()) == (200, False)
    assert client.get(url(of, one, "editions", "1")).status_code == 404
    assert CANARY not in client.get(url(of)).content.decode()
