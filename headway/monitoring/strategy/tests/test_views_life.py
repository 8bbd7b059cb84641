"""Statuses: one by one with a note, and many in a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from headway.foundation.accounts.tests.factories import UserFactory, with_second_factor
from headway.foundation.ui.conflicts import values_of
from headway.monitoring.strategy.forms.life import LifeForm
from headway.monitoring.strategy.models import Life
from headway.monitoring.strategy.services import set_life
from headway.monitoring.strategy.tests import workspace

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from headway.monitoring.strategy.tests.workspace import Worked

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(client: Client) -> Worked:
    keeper = with_second_factor(UserFactory.create())
    client.force_login(keeper)
    return workspace.make(keeper=keeper, measures=3)


def grid_url() -> str:
    return reverse("strategy:lives", args=["plan"])


def shown(client: Client) -> dict[str, str]:
    """Return what a browser would send of the grid as it is shown."""
    form = client.get(grid_url()).context["form"]
    sent = dict(values_of(form))
    for row in form.forms:
        for name in ("status", "status_on"):
            sent[f"initial-{row.add_prefix(name)}"] = sent[row.add_prefix(name)]
    return sent


def statuses(made: Worked) -> list[str]:
    found = dict(Life.objects.values_list("node", "status"))
    return [found.get(node.pk, "") for node in made.measures]


def by_somebody_else(made: Worked, status: str) -> None:
    node = made.measures[0]
    set_life(node_id=node.pk, status=status, by=workspace.BY, at=workspace.AT)


def test_a_status_and_a_note_are_set_at_once(client: Client, made: Worked) -> None:
    node = made.measures[0]
    sent = {"status": "done", "status_on": "2026-02-01", "note.en": "Opened.", "version": "0"}
    assert client.post(reverse("strategy:life", args=["plan", node.key]), sent).status_code == 302
    life = Life.objects.get(node=node)
    assert (life.status, str(life.status_on), life.note.words("en")) == (
        "done",
        "2026-02-01",
        "Opened.",
    )


def test_who_sets_it_second_sees_both(client: Client, made: Worked) -> None:
    node = made.measures[0]
    sent = dict(values_of(LifeForm(made.strategy, None))) | {"status": "done"}
    by_somebody_else(made, "in_progress")
    answer = client.post(reverse("strategy:life", args=["plan", node.key]), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert '<div class="words">being done</div>' in page
    assert '<div class="words">done</div>' in page
    chosen = {**dict(answer.context["hidden"]), "clash": "status", "keep:status": "mine"}
    client.post(reverse("strategy:life", args=["plan", node.key]), chosen)
    assert Life.objects.get(node=node).status == "done"


def test_the_grid_sets_what_was_changed_and_leaves_the_rest(client: Client, made: Worked) -> None:
    sent = shown(client) | {"rows-0-status": "done", "rows-2-status": "in_progress"}
    answer = client.post(grid_url(), sent, follow=True)
    assert "2 statuses are set." in answer.content.decode()
    assert statuses(made) == ["done", "", "in_progress"]


def test_one_bad_row_keeps_the_whole_grid_from_being_saved(client: Client, made: Worked) -> None:
    sent = shown(client) | {"rows-0-status": "done", "rows-1-status_on": "yesterday"}
    answer = client.post(grid_url(), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_rows-1-status_on">This is no day.' in page
    assert 'value="yesterday"' in page
    assert "<title>Error: " in page
    assert statuses(made) == ["", "", ""]


def test_a_row_that_somebody_else_changed_is_said_and_can_be_saved_again(
    client: Client, made: Worked
) -> None:
    sent = shown(client) | {"rows-0-status": "done", "rows-1-status": "done"}
    by_somebody_else(made, "in_progress")
    answer = client.post(grid_url(), sent)
    assert answer.status_code == 422
    assert "Somebody else set it to “being done” just now." in answer.content.decode()
    assert statuses(made) == ["in_progress", "", ""]
    again = sent | {"rows-0-version": answer.context["form"].forms[0]["version"].value()}
    client.post(grid_url(), again)
    assert statuses(made) == ["done", "done", ""]


def test_a_row_left_alone_does_not_undo_what_somebody_else_set(
    client: Client, made: Worked
) -> None:
    sent = shown(client) | {"rows-1-status": "done"}
    by_somebody_else(made, "in_progress")
    client.post(grid_url(), sent)
    assert statuses(made) == ["in_progress", "done", ""]


@pytest.mark.parametrize("measures", [1, 3])
def test_the_grid_takes_as_many_queries_whatever_its_length(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, measures: int
) -> None:
    keeper = with_second_factor(UserFactory.create())
    client.force_login(keeper)
    workspace.make(slug="long", measures=measures, keeper=keeper)
    address = reverse("strategy:lives", args=["long"])
    client.get(address)
    with django_assert_num_queries(9):
        client.get(address)
