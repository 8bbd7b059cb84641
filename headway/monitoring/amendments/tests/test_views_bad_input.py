"""Whatever is typed by hand into a form of amendments gets a sentence; nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.foundation.ui.tests.by_hand import problems_of
from headway.monitoring.amendments.tests.factories import (
    World,
    amendment,
    consulted,
    operation,
    proposed,
    reworded,
    rows,
    world,
)
from headway.monitoring.amendments.tests.pages import agreement_of, answering, url
from headway.monitoring.strategy.tests.factories import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from headway.monitoring.amendments.models import Amendment

pytestmark = pytest.mark.django_db
KINDS = {
    "add_node": "?parent=n-1",
    "reword_node": "?thing=n-1-1",
    "move_node": "?thing=n-1-1&parent=n-2",
    "end_node": "?thing=n-1-1",
    "set_dates": "?thing=n-1-1",
    "set_duties": "?thing=n-1-1",
    "set_funding": "?thing=n-1-1",
    "add_indicator": "",
    "change_indicator": "?thing=jobs",
    "end_indicator": "?thing=jobs",
    "set_targets": "?thing=jobs",
}


def draft(of: World) -> Amendment:
    return reworded(of, "New quay")


def of_operation(of: World) -> str:
    one = amendment(of.strategy)
    operation(one, "reword_node", "n-1-1", title=text("New quay"))
    return url("operation", one, rows(one)[0].key)


def of_comment(of: World) -> str:
    one = consulted(draft(of))
    return reverse("amendments:quote", args=[one.key, rows(one)[0].key])


FORMS: dict[str, Callable[[World], str]] = {
    "a new one": lambda of: f"/en/workspace/strategies/{of.strategy.slug}/amendments/add/",
    "what it is": lambda of: url("edit", draft(of)),
    "an operation": of_operation,
    "consulting": lambda of: url("consult", proposed(draft(of))),
    "revising": lambda of: url("revise", proposed(draft(of))),
    "withdrawing": lambda of: url("withdraw", draft(of)),
    "refusing": lambda of: url("refuse", consulted(draft(of))),
    "deciding": lambda of: url("decide", consulted(draft(of))),
    "commenting": of_comment,
    "agreeing": lambda of: answering(agreement_of(consulted(draft(of)), of, 0)),
    **{
        kind: lambda of, kind=kind, asked=asked: (  # type: ignore[misc]
            f"{url('operation_add', amendment(of.strategy), kind)}{asked}"
        )
        for kind, asked in KINDS.items()
    },
}


@pytest.mark.parametrize(("turn", "name"), list(enumerate(FORMS)), ids=FORMS)
def test_what_is_bad_gets_a_sentence_and_stays(client: Client, turn: int, name: str) -> None:
    of = world(asks_agreement=True)
    client.force_login(with_second_factor(of.coordinator))
    assert list(problems_of(client, FORMS[name](of), turn=turn)) == []


@pytest.mark.audit
@pytest.mark.parametrize("name", FORMS)
def test_what_is_bad_in_any_one_field_does(client: Client, name: str) -> None:
    of = world(asks_agreement=True)
    client.force_login(with_second_factor(of.coordinator))
    assert list(problems_of(client, FORMS[name](of), is_thorough=True)) == []


@pytest.mark.parametrize(("ends", "thing"), [("end_node", "n-1-1"), ("end_indicator", "jobs")])
def test_what_this_amendment_ends_cannot_be_changed_too_and_a_sentence_says_so(
    client: Client, ends: str, thing: str
) -> None:
    of = world()
    client.force_login(with_second_factor(of.coordinator))
    one = amendment(of.strategy)
    operation(one, ends, thing)
    kinds = ("reword_node", "end_node") if ends == "end_node" else ("set_targets", "end_indicator")
    for kind in kinds:
        answer = client.get(f"{url('operation_add', one, kind)}?thing={thing}")
        assert answer.status_code == 409
        assert "This amendment ends it already." in answer.content.decode()
    assert client.get(f"{url('operation_add', one, kinds[0])}?thing=nowhere").status_code == 404


def test_why_it_is_adopted_is_asked_at_once_where_not_everybody_agrees(client: Client) -> None:
    of = world(asks_agreement=True)
    client.force_login(with_second_factor(of.coordinator))
    address = url("decide", consulted(draft(of)))
    label = client.get(address).content.decode().partition("although not everybody agrees")[2]
    assert "(optional)" not in label.partition("</label>")[0]
    page = client.post(address, {}).content.decode()
    assert "Not everybody who was asked agrees." in page  # beside what else is missing
    assert '<a href="#id_in_force_on">' in page


@pytest.mark.parametrize("name", ["a new one", "an operation"])
def test_where_an_idea_comes_from_is_asked_before_what_that_is_called(
    client: Client, name: str
) -> None:
    of = world()
    client.force_login(with_second_factor(of.coordinator))
    page = client.get(FORMS[name](of)).content.decode()
    places = [page.index(f'name="{field}"') for field in
              ("rationale.en", "origin_kind", "origin_title.en", "origin_link")]  # fmt: skip
    assert places == sorted(places)
