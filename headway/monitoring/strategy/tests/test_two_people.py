"""Two people, or a person and an import, write at the same moment."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest
from django.db import close_old_connections, transaction

from headway.foundation.core.errors import Conflict
from headway.foundation.core.tests.racing import LONG, at_once, refusals
from headway.monitoring.strategy.commands import export_strategy_file, import_strategy
from headway.monitoring.strategy.models import Edition, Node, NodeText
from headway.monitoring.strategy.services import add_node, change_node, set_life
from headway.monitoring.strategy.services import nodes as services
from headway.monitoring.strategy.services.nodes import text_token
from headway.monitoring.strategy.tests.factories import (
    AT,
    BY,
    EditionFactory,
    add,
    adopt,
    adopted,
    draft_after,
    wording,
)
from headway.monitoring.strategy.tests.reading import tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def open_text() -> tuple[Edition, Node, str]:
    edition, [node] = adopted()
    draft = draft_after(edition)
    return draft, node, text_token(NodeText.objects.of(draft).get(node=node))


def word(draft: Edition, node: Node, token: str, title: str) -> Callable[[], object]:
    return lambda: change_node(
        draft_id=draft.pk, node=node, wording=wording(title), token=token, by=BY, at=AT
    )


def titles(draft: Edition, node: Node) -> str:
    return str(NodeText.objects.of(draft).get(node=node).title.words("en"))


@pytest.mark.django_db
def test_of_two_who_saw_the_same_text_one_is_told() -> None:
    draft, node, token = open_text()
    word(draft, node, token, "Ona")()
    with pytest.raises(Conflict):
        word(draft, node, token, "Jonas")()
    assert titles(draft, node) == "Ona"


@pytest.mark.django_db
def test_without_the_token_the_second_would_save_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "text_token", lambda _text: "same")
    draft, node, _token = open_text()
    word(draft, node, "same", "Ona")()
    word(draft, node, "same", "Jonas")()
    assert titles(draft, node) == "Jonas"


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_told() -> None:
    draft, node, token = open_text()
    outcomes = at_once(word(draft, node, token, "Ona"), word(draft, node, token, "Jonas"))
    assert refusals(outcomes) == 1
    assert NodeText.objects.unrestricted(reason="test").filter(node=node).count() == 2


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_without_the_token_both_at_the_same_moment_would_save(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(services, "text_token", lambda _text: "same")
    draft, node, _token = open_text()
    outcomes = at_once(word(draft, node, "same", "Ona"), word(draft, node, "same", "Jonas"))
    assert refusals(outcomes) == 0


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_of_two_statuses_at_the_same_moment_one_is_told() -> None:
    _edition, [node] = adopted()
    outcomes = at_once(
        *(
            lambda status=status: set_life(node_id=node.pk, status=status, by=BY, at=AT)
            for status in ("going", "finished")
        )
    )
    assert (refusals(outcomes), node.records.count()) == (1, 1)


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_two_nodes_added_at_the_same_moment_stand_one_after_the_other() -> None:
    draft = EditionFactory.create()
    at_once(
        *(
            lambda title=title: add_node(
                draft_id=draft.pk, parent=None, wording=wording(title), by=BY, at=AT
            )
            for title in "ABC"
        )
    )
    paths = NodeText.objects.of(draft).order_by("path").values_list("path", flat=True)
    assert list(paths) == ["000010", "000020", "000030"]


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_an_import_does_not_write_into_a_draft_that_is_put_in_force_meanwhile(
    tmp_path: Path,
) -> None:
    draft = EditionFactory.create()
    add(draft, "Measure", add(draft, "Objective", code="1"), code="1.1")
    file = tmp_path / "plan.csv"
    assert export_strategy_file(slug=draft.strategy.slug, to=file, draft=True).code == 0
    file.write_text(file.read_text("utf-8-sig").replace("Measure", "Imported"), "utf-8-sig")
    before = tree(draft)
    has_begun, may_end = Event(), Event()

    def put() -> None:
        with transaction.atomic():
            adopt(draft)
            has_begun.set()
            may_end.wait(1)

    def bring_in() -> object:
        has_begun.wait(LONG)
        outcome = import_strategy(file=file, strategy=draft.strategy.slug, at=AT)
        may_end.set()
        return outcome.code

    assert at_once(put, bring_in) == [None, 0]
    close_old_connections()
    draft.refresh_from_db()
    assert (draft.state, tree(draft)) == ("in_force", before)
    newest = Edition.objects.unrestricted(reason="test").get(strategy=draft.strategy, number=2)
    assert [line.strip() for line in tree(newest)] == ["1 Objective (lt)", "1.1 Imported (lt)"]
