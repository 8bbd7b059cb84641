"""An edition in force never changes, whatever is done to a draft: a plain tree as the model."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from headway.foundation.core.errors import BadInput
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.monitoring.strategy.models import Edition, Node, NodeText, Responsibility
from headway.monitoring.strategy.services import (
    change_node,
    discard_draft,
    end_node,
    move_node,
    open_draft,
    put_in_force,
)
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.services.nodes import text_token
from headway.monitoring.strategy.states import EditionState
from headway.monitoring.strategy.tests.factories import AT, BY, EditionFactory, add, wording
from headway.monitoring.strategy.tests.reading import Said, read, stored
from headway.monitoring.strategy.wording import Duty

PICK = st.integers(0, 8)
TITLES = st.sampled_from(["A", "B", "C"])
LEADS = st.sets(st.integers(0, 2), max_size=2)


class Tree:
    """An edition as a plain tree: what each key says, and its children in order."""

    def __init__(self) -> None:
        self.children: dict[str, list[str]] = {"": []}
        self.parent: dict[str, str] = {}
        self.said: dict[str, tuple[str, tuple[str, ...]]] = {}

    def copy(self) -> Tree:
        other = Tree()
        other.children = {key: list(keys) for key, keys in self.children.items()}
        other.parent, other.said = dict(self.parent), dict(self.said)
        return other

    def add(self, key: str, parent: str, said: tuple[str, tuple[str, ...]]) -> None:
        self.children[parent].append(key)
        self.children[key] = []
        self.parent[key], self.said[key] = parent, said

    def move(self, key: str, parent: str, after: str) -> None:
        self.children[self.parent[key]].remove(key)
        place = self.children[parent].index(after) + 1 if after else 0
        self.children[parent].insert(place, key)
        self.parent[key] = parent

    def end(self, key: str) -> None:
        self.children[self.parent[key]].remove(key)
        for gone in self.whole(key):
            del self.children[gone], self.parent[gone], self.said[gone]

    def whole(self, key: str) -> list[str]:
        return [key, *(below for child in self.children[key] for below in self.whole(child))]

    def read(self, key: str = "", depth: int = 1) -> list[Said]:
        found = []
        for child in self.children[key]:
            title, leads = self.said[child]
            found.append(Said(child, key, depth, "", f"{title} (lt)", leads))
            found += self.read(child, depth + 1)
        return found


class Editing(RuleBasedStateMachine):
    """Two people's worth of editing, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.draft: Edition | None = EditionFactory.create()
        self.strategy = self.draft.strategy
        self.leads = [OrganisationFactory.create(slug=f"lead-{n}") for n in range(3)]
        self.tree = Tree()
        self.newest = Tree()
        self.in_force: dict[int, list[Said]] = {}
        self.before = stored(self.strategy)
        self.made = 0

    def node(self, key: str) -> Node:
        return Node.objects.get(strategy=self.strategy, key=key)

    def pick(self, number: int, *, top: bool = False) -> str:
        keys = [*([""] if top else []), *sorted(self.tree.said)]
        return keys[number % len(keys)]

    def wording(self, title: str, leads: set[int]) -> Any:  # noqa: ANN401
        duties = tuple(Duty(self.leads[n].pk) for n in sorted(leads))
        return {"title": title, "duties": duties}

    def as_said(self, title: str, leads: set[int]) -> tuple[str, tuple[str, ...]]:
        return title, tuple(f"lead-{n}" for n in sorted(leads))

    @precondition(lambda self: self.draft and len(self.tree.said) < 8)
    @rule(parent=PICK, title=TITLES, leads=LEADS)
    def add(self, parent: int, title: str, leads: set[int]) -> None:
        assert self.draft
        newest_first = [*sorted(self.tree.said, reverse=True), ""]  # so that trees grow deep
        above = newest_first[parent % len(newest_first)]
        standing = NodeText.objects.of(self.draft).select_related("node")
        key = f"node-{self.made}"
        self.made += 1
        add(
            self.draft,
            parent=standing.get(node__key=above) if above else None,
            key=key,
            **self.wording(title, leads),
        )
        self.tree.add(key, above, self.as_said(title, leads))

    @precondition(lambda self: self.draft and self.tree.said)
    @rule(node=PICK, title=TITLES, leads=LEADS)
    def change(self, node: int, title: str, leads: set[int]) -> None:
        assert self.draft
        key = self.pick(node)
        token = text_token(NodeText.objects.of(self.draft).get(node__key=key))
        change_node(
            draft_id=self.draft.pk,
            node=self.node(key),
            wording=wording(**self.wording(title, leads)),
            token=token,
            by=BY,
            at=AT,
        )
        self.tree.said[key] = self.as_said(title, leads)

    @precondition(lambda self: self.draft and self.tree.said)
    @rule(node=PICK, parent=PICK, after=PICK)
    def move(self, node: int, parent: int, after: int) -> None:
        assert self.draft
        key, above = self.pick(node), self.pick(parent, top=True)
        siblings = ["", *(other for other in self.tree.children[above] if other != key)]
        neighbour = siblings[after % len(siblings)]
        problems: set[str] = set()
        try:
            with transaction.atomic():
                move_node(
                    draft_id=self.draft.pk,
                    node=self.node(key),
                    parent=self.node(above) if above else None,
                    after=self.node(neighbour) if neighbour else None,
                    by=BY,
                    at=AT,
                )
        except BadInput as refused:
            problems = set(refused.problems)
        is_below_itself = above in self.tree.whole(key)
        assert problems in ([{"parent"}] if is_below_itself else [set(), {"after"}])
        if not problems:
            self.tree.move(key, above, neighbour)

    @precondition(lambda self: self.draft and self.tree.said)
    @rule(node=PICK)
    def end(self, node: int) -> None:
        assert self.draft
        key = self.pick(node)
        end_node(draft_id=self.draft.pk, node=self.node(key), by=BY, at=AT)
        self.tree.end(key)

    @precondition(lambda self: self.draft and self.tree.said)
    @rule()
    def put_in_force(self) -> None:
        assert self.draft
        put_in_force(draft_id=self.draft.pk, act=Act(PartialDate(2018)), by=BY, at=AT)
        self.in_force[self.draft.number] = self.tree.read()
        self.newest, self.draft = self.tree.copy(), None

    @precondition(lambda self: self.draft)
    @rule()
    def discard(self) -> None:
        assert self.draft
        discard_draft(draft_id=self.draft.pk, by=BY, at=AT)
        assert stored(self.strategy) == self.before
        self.draft = None

    @precondition(lambda self: not self.draft)
    @rule()
    def open(self) -> None:
        self.before = stored(self.strategy)
        self.draft = open_draft(strategy_id=self.strategy.pk, by=BY, at=AT)
        self.tree = self.newest.copy()

    @invariant()
    def every_edition_in_force_reads_as_when_it_was_put_in_force(self) -> None:
        editions = Edition.objects.unrestricted(reason="test").filter(
            strategy=self.strategy, state=EditionState.IN_FORCE
        )
        assert {edition.number: read(edition) for edition in editions} == self.in_force

    @invariant()
    def the_draft_reads_as_the_model(self) -> None:
        if self.draft:
            assert read(self.draft) == self.tree.read()

    @invariant()
    def paths_are_unique_and_lie_below_their_parents(self) -> None:
        if self.draft:
            rows = NodeText.objects.of(self.draft).values_list("node", "parent", "path", "depth")
            paths = {node: path for node, _parent, path, _depth in rows}
            assert len(set(paths.values())) == len(paths)
            assert [
                (path.rpartition(".")[0], path.count(".") + 1) for *_ids, path, _depth in rows
            ] == [(paths[parent] if parent else "", depth) for _n, parent, _path, depth in rows]

    @invariant()
    def no_spans_are_empty_or_overlap(self) -> None:
        spans: defaultdict[tuple[object, ...], list[tuple[int, int]]] = defaultdict(list)
        texts = NodeText.objects.unrestricted(reason="test").filter(strategy=self.strategy)
        for node, start, end in texts.values_list("node", "from_number", "until_number"):
            spans["text", node].append((start, end))
        duties = Responsibility.objects.unrestricted(reason="test").filter(strategy=self.strategy)
        for *duty, start, end in duties.values_list(
            "node", "organisation", "role", "from_number", "until_number"
        ):
            spans["duty", *duty].append((start, end))
        for each in spans.values():
            ordered = sorted(each)
            assert all(start < end for start, end in ordered)
            assert all(a[1] <= b[0] for a, b in pairwise(ordered))

    @invariant()
    def no_node_stays_without_a_text(self) -> None:
        assert not Node.objects.filter(strategy=self.strategy, texts__isnull=True).exists()


@pytest.mark.django_db
def test_an_edition_in_force_never_changes_whatever_is_done_to_drafts() -> None:
    run_state_machine_as_test(
        Editing,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            suppress_health_check=list(HealthCheck),
        ),
    )
