"""Statuses: one by one with a note, and many in a grid."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from headway.foundation.accounts.tests.factories import UserFactory, with_second_factor
from headway.foundation.core.errors import NotAllowed
from headway.foundation.ui.conflicts import values_of
from headway.monitoring.strategy.forms.life import LifeForm
from headway.monitoring.strategy.models import Life, LifeRecord, NodeText
from headway.monitoring.strategy.services import set_life, undo_lives
from headway.monitoring.strategy.tests import workspace
from headway.monitoring.strategy.tests.factories import text

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


def shown(client: Client, step: str = "save") -> dict[str, str]:
    """Return what a browser would send of the grid as it is shown."""
    form = client.get(grid_url()).context["form"]
    sent = dict(values_of(form)) | {"step": step}
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


def test_nothing_is_saved_before_the_difference_was_looked_at(client: Client, made: Worked) -> None:
    set_life(node_id=made.measures[1].pk, status="done", by=workspace.BY, at=workspace.AT)
    sent = shown(client, "compare") | {
        "rows-0-status": "done",
        "rows-1-status": "in_progress",
        "rows-1-status_on": "2026-02-01",
    }
    answer = client.post(grid_url(), sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>Statuses" in page
    assert "2 statuses would change." in page
    assert re.search(r"<del>\s*done\s*</del>", page)
    assert re.search(r"<ins>\s*being done\s*</ins>", page)
    assert "<ins>1 February 2026</ins>" in page
    assert statuses(made) == ["", "done", ""]


def carried(page: str) -> dict[str, str]:
    """Return the fields that a page sends on unseen."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', page)
    return dict(fields)


def test_what_was_looked_at_is_saved_or_taken_back_to_the_table(
    client: Client, made: Worked
) -> None:
    sent = shown(client, "compare") | {"rows-0-status": "done"}
    fields = carried(client.post(grid_url(), sent).content.decode())
    again = client.post(grid_url(), fields | {"step": "edit"})
    assert (again.status_code, statuses(made)) == (200, ["", "", ""])
    assert again.context["form"].forms[0]["status"].value() == "done"
    answer = client.post(grid_url(), fields | {"step": "save"}, follow=True)
    assert "1 status is set." in answer.content.decode()
    assert statuses(made) == ["done", "", ""]


def test_a_table_left_alone_would_change_nothing(client: Client, made: Worked) -> None:
    page = client.post(grid_url(), shown(client, "compare")).content.decode()
    assert "Nothing would change." in page
    assert 'value="save"' not in page
    assert statuses(made) == ["", "", ""]


def test_a_second_press_of_the_button_sets_nothing_twice(client: Client, made: Worked) -> None:
    sent = shown(client) | {"rows-0-status": "done"}
    first, second = (client.post(grid_url(), sent) for _press in range(2))
    assert (first["Location"], second["Location"]) == (first["Location"],) * 2
    assert LifeRecord.objects.count() == 1


def test_what_was_set_together_is_put_back_in_one_press(client: Client, made: Worked) -> None:
    set_life(
        node_id=made.measures[1].pk,
        status="in_progress",
        note=text("Begun"),
        by=workspace.BY,
        at=workspace.AT,
    )
    before = client.get(grid_url()).context["form"].initial
    sent = shown(client) | {"rows-0-status": "done", "rows-1-status": "done"}
    place = client.post(grid_url(), sent)["Location"]
    undo = client.get(place).context["undo"]
    assert "The statuses are set." in client.get(place).content.decode()
    page = undone(client, undo)
    assert "Everything is back as it was." in page
    assert statuses(made) == ["", "in_progress", ""]
    assert Life.objects.get(node=made.measures[1]).note == text("Begun")
    now = client.get(grid_url()).context["form"].initial
    assert [row["status"] for row in now] == [row["status"] for row in before]
    assert client.get(place).context["undo"] is None
    assert "Everything is back as it was." in undone(client, undo), "a second press"


def undone(client: Client, record: LifeRecord) -> str:
    address = reverse("strategy:lives_undo", args=["plan", record.pk])
    return client.post(address, follow=True).content.decode()


def test_what_somebody_set_since_is_named_and_left_alone(client: Client, made: Worked) -> None:
    sent = shown(client) | {"rows-0-status": "done", "rows-1-status": "done"}
    place = client.post(grid_url(), sent)["Location"]
    undo = client.get(place).context["undo"]
    one = made.measures[1]
    now = timezone.now()
    set_life(node_id=one.pk, status="in_progress", version=1, by=workspace.BY, at=now)
    page = undone(client, undo)
    code = NodeText.objects.unrestricted(reason="a test").filter(node=one)[0].code
    assert f"1 is back as it was. Changed since, and so left alone: {code}." in page
    assert statuses(made) == ["", "in_progress", ""]


def test_what_was_set_elsewhere_is_not_undone_here(client: Client, made: Worked) -> None:
    other = workspace.make(slug="other", measures=1)
    set_life(node_id=other.measures[0].pk, status="done", by=workspace.BY, at=workspace.AT)
    [record] = LifeRecord.objects.filter(node=other.measures[0])
    assert client.get(f"{grid_url()}?undo={record.pk}").context["undo"] is None
    address = reverse("strategy:lives_undo", args=["plan", record.pk])
    assert client.post(address).status_code == 404
    assert client.get(f"{grid_url()}?undo=nothing").context["undo"] is None
    assert statuses(made) == ["", "", ""]


def test_only_who_keeps_the_strategy_puts_statuses_back(made: Worked) -> None:
    set_life(node_id=made.measures[0].pk, status="done", by=workspace.BY, at=workspace.AT)
    [record] = LifeRecord.objects.all()
    with pytest.raises(NotAllowed):
        undo_lives(record_id=record.pk, by=UserFactory.create(), at=timezone.now())
    assert statuses(made) == ["done", "", ""]


@pytest.mark.parametrize("measures", [1, 3])
def test_the_grid_takes_as_many_queries_whatever_its_length(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, measures: int
) -> None:
    keeper = with_second_factor(UserFactory.create())
    client.force_login(keeper)
    workspace.make(slug="long", measures=measures, keeper=keeper)
    address = reverse("strategy:lives", args=["long"])
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)
