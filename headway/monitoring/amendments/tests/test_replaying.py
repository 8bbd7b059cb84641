"""No sequence makes an edition that no act adopted, and the text is what the acts say in order."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

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

from headway.foundation.core.errors import BadInput, WrongState
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.monitoring.amendments import services
from headway.monitoring.amendments.models import Amendment
from headway.monitoring.amendments.queries.standing import standing_of, whole
from headway.monitoring.amendments.rules import doubts_of, text_after
from headway.monitoring.amendments.services.common import operations_of
from headway.monitoring.amendments.states import MADE_TEXT, OPEN, Outcome
from headway.monitoring.amendments.tests.factories import (
    AT,
    BY,
    REASON,
    act,
    amendment,
    rows,
    world,
)
from headway.monitoring.strategy.models import Edition, NodeText
from headway.monitoring.strategy.queries.editions import in_force
from headway.monitoring.strategy.states import EditionState
from headway.monitoring.strategy.tests.factories import text

if TYPE_CHECKING:
    from collections.abc import Iterator

PICK = st.integers(0, 6)
WRITTEN = st.tuples(
    st.sampled_from(["add_node", "reword_node", "move_node", "end_node", "set_dates"]),
    PICK, PICK, PICK, st.sampled_from(["A", "B", "C"]),
)  # fmt: skip
OFFSETS = st.sampled_from([-400, -1, 0, 1, 30, 60, 90])


class Told(NamedTuple):
    """What one adopted operation says, as the model keeps it."""

    kind: str
    thing: str
    said: dict[str, Any]


class Plain:
    """A text as a plain tree, which knows nothing of editions, rows or standings."""

    def __init__(self) -> None:
        self.children: dict[str, list[str]] = {"": []}
        self.parent: dict[str, str] = {}
        self.said: dict[str, tuple[str, str]] = {}

    def do(self, each: Told) -> None:
        getattr(self, f"_{each.kind}")(each.thing, each.said)

    def _add_node(self, key: str, said: dict[str, Any]) -> None:
        self.children[key] = []
        self.said[key] = (title_of(said), "")
        self._put(key, said["parent"], said["after"])

    def _reword_node(self, key: str, said: dict[str, Any]) -> None:
        self.said[key] = (title_of(said), self.said[key][1])

    def _set_dates(self, key: str, said: dict[str, Any]) -> None:
        self.said[key] = (self.said[key][0], said["due"])

    def _move_node(self, key: str, said: dict[str, Any]) -> None:
        self.children[self.parent[key]].remove(key)
        self._put(key, said["parent"], said["after"])

    def _end_node(self, key: str, _said: dict[str, Any]) -> None:
        self.children[self.parent[key]].remove(key)
        for gone in self.whole(key):
            del self.children[gone], self.parent[gone], self.said[gone]

    def _put(self, key: str, parent: str, after: str) -> None:
        place = self.children[parent].index(after) + 1 if after else 0
        self.children[parent].insert(place, key)
        self.parent[key] = parent

    def whole(self, key: str) -> list[str]:
        return [key, *(below for child in self.children[key] for below in self.whole(child))]

    def read(self, key: str = "") -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        for child in self.children[key]:
            found.append((child, key, *self.said[child]))
            found += self.read(child)
        return found


def title_of(said: dict[str, Any]) -> str:
    return str(TranslatedText.from_json(said["title"]))


def read(edition: Edition) -> list[tuple[str, ...]]:
    found = NodeText.objects.of(edition).select_related("node", "parent").order_by("path")
    return [
        (row.node.key, row.parent.key if row.parent else "", str(row.title), str(row.due or ""))
        for row in found
    ]


class Amending(RuleBasedStateMachine):
    """Amendments written, proposed and decided in any order, while days pass."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        of = world()
        self.strategy, self.first, self.at = of.strategy, of.edition, AT
        self.original = [Told("add_node", *each) for each in self.as_added()]
        self.adopted: list[tuple[date, int, list[Told]]] = []
        self.made = 0

    def as_added(self) -> list[tuple[str, dict[str, Any]]]:
        last: dict[str, str] = defaultdict(str)
        found = []
        for key, parent, title, _due in read(self.first):
            said = {"parent": parent, "after": last[parent], "title": text(title, title).as_json()}
            found.append((key, said))
            last[parent] = key
        return found

    # -- what the model says ------------------------------------------------------------------

    def plain(self, until: date | None = None) -> Plain:
        model = Plain()
        for each in self.original:
            model.do(each)
        for day, _order, told in sorted(self.adopted, key=lambda one: one[:2]):
            if until is None or day <= until:
                for each in told:
                    model.do(each)
        return model

    def editions(self) -> list[Edition]:
        found = Edition.objects.unrestricted(reason=REASON).filter(strategy=self.strategy)
        return list(found.order_by("-number"))

    def amendments(self, *states: str) -> list[Amendment]:
        found = Amendment.objects.unrestricted(reason=REASON).filter(
            strategy=self.strategy, state__in=states
        )
        return list(found.order_by("number"))

    def newest(self) -> Edition:
        return self.editions()[0]

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Let a service refuse; then nothing has changed."""
        before = [(each.pk, each.state, each.number, read(each)) for each in self.editions()]
        try:
            with transaction.atomic():
                yield
        except (BadInput, WrongState):
            after = [(each.pk, each.state, each.number, read(each)) for each in self.editions()]
            assert after == before

    # -- what people do -----------------------------------------------------------------------

    @rule(written=st.lists(WRITTEN, min_size=1, max_size=3))
    def write(self, written: list[tuple[str, int, int, int, str]]) -> None:
        one = amendment(self.strategy, at=self.at)
        model = self.plain()
        for kind, node, parent, after, title in written:
            said = self.said(model, kind, node, parent, after, title)
            if said is None:
                continue
            thing, words = said
            with self.all_or_nothing():
                services.add_operation(
                    amendment_id=one.pk, kind=kind, thing=thing, said=words, by=BY, at=self.at
                )
                kept = rows(one)[-1]
                model.do(Told(kind, thing, dict(words) | dict(kept.said)))

    def said(
        self, model: Plain, kind: str, node: int, parent: int, after: int, title: str
    ) -> tuple[str, dict[str, Any]] | None:
        keys = sorted(model.said)
        if kind != "add_node" and not keys:
            return None
        thing = keys[node % len(keys)] if keys else ""
        if kind == "add_node":
            self.made += 1
            thing = f"new-{self.made}"
        above = ["", *keys][parent % (len(keys) + 1)]
        beside = ["", *(key for key in model.children[above] if key != thing)]
        place = {"parent": above, "after": beside[after % len(beside)]}
        words = {"title": text(title).as_json()}
        said: dict[str, dict[str, Any]] = {
            "add_node": words | place,
            "reword_node": words,
            "move_node": place,
            "end_node": {},
            "set_dates": {"due": f"20{30 + parent}"},
        }
        return thing, said[kind]

    @precondition(lambda self: self.amendments(*OPEN))
    @rule(which=PICK, step=st.sampled_from(["propose", "revise", "withdraw", "consult", "refuse"]))
    def step(self, which: int, step: str) -> None:
        found = self.amendments(*OPEN)
        one = found[which % len(found)]
        by: dict[str, Any] = {"amendment_id": one.pk, "by": BY, "at": self.at}
        with self.all_or_nothing():
            {
                "propose": lambda: services.propose_amendment(**by),
                "revise": lambda: services.revise_amendment(**by, reason="x"),
                "withdraw": lambda: services.withdraw_amendment(**by, reason="x"),
                "consult": lambda: services.consult_on_amendment(**by),
                "refuse": lambda: services.refuse_amendment(**by, words="x"),
            }[step]()

    @precondition(lambda self: self.amendments(*OPEN))
    @rule(which=PICK, operation=PICK, how=st.sampled_from(["keep", "drop"]))
    def settle(self, which: int, operation: int, how: str) -> None:
        found = self.amendments(*OPEN)
        one = found[which % len(found)]
        if operations := rows(one):
            each = operations[operation % len(operations)]
            with self.all_or_nothing():
                services.settle_operation(
                    operation_id=each.pk, how=how, version=each.version, by=BY, at=self.at
                )

    @precondition(lambda self: self.amendments(*OPEN))
    @rule(which=PICK, offset=OFFSETS, refused=st.sets(PICK, max_size=2))
    def adopt(self, which: int, offset: int, refused: set[int]) -> None:
        found = self.amendments(*OPEN)
        one = found[which % len(found)]
        operations = rows(one)
        outcomes = {
            each.key: Outcome.REFUSED if number in refused else Outcome.ADOPTED
            for number, each in enumerate(operations)
        }
        day = self.at.date() + timedelta(days=offset)
        with self.all_or_nothing():
            if one.state == "draft":
                services.propose_amendment(amendment_id=one.pk, by=BY, at=self.at)
            services.adopt_amendment(
                amendment_id=one.pk, act=act(str(PartialDate.of(day))), outcomes=outcomes,
                by=BY, at=self.at,
            )  # fmt: skip
            kept = [each for each in rows(one) if each.outcome == Outcome.ADOPTED]
            told = [Told(each.kind, each.thing_key, dict(each.said)) for each in kept]
            self.adopted.append((day, len(self.adopted), told))

    @rule(days=st.integers(1, 50))
    def days_pass(self, days: int) -> None:
        self.at += timedelta(days=days)

    # -- what always holds --------------------------------------------------------------------

    @invariant()
    def every_edition_but_the_first_was_adopted_by_one_act(self) -> None:
        made = {each.edition_id: each for each in self.amendments(*MADE_TEXT)}
        editions = self.editions()
        assert {each.state for each in editions} == {EditionState.IN_FORCE}
        assert {each.pk for each in editions} - {self.first.pk} == set(made)
        assert len(editions) == 1 + len(self.adopted)
        assert all(each.act_body and each.in_force_from for each in editions[:-1])

    @invariant()
    def editions_follow_one_another_by_their_days(self) -> None:
        days = [each.in_force_from for each in reversed(self.editions())]
        assert days == sorted(day for day in days if day)

    @invariant()
    def the_newest_text_is_what_the_acts_say_in_order(self) -> None:
        assert read(self.newest()) == self.plain().read()

    @invariant()
    def reading_on_a_day_is_replaying_until_it(self) -> None:
        editions = tuple(self.editions())
        said = {each.pk: read(each) for each in editions}
        begun = {each.in_force_from for each in editions if each.in_force_from}
        for day in {day + timedelta(days=days) for day in begun for days in (-1, 0, 1)}:
            edition = in_force(editions, on=day)
            if edition is None:
                assert day < date(2018, 1, 1)
            else:
                assert said[edition.pk] == self.plain(day).read()

    @invariant()
    def the_rules_make_the_same_text_as_the_rows(self) -> None:
        changes = [
            each.change()
            for edition in reversed(self.editions()[:-1])
            for each in operations_of(edition.amendment)
            if each.outcome == Outcome.ADOPTED
        ]
        made = text_after(whole(self.first), changes).nodes
        stands = whole(self.newest()).nodes
        plain = {"title", "due", "parent"}
        assert _parts(made, plain) == _parts(stands, plain)

    @invariant()
    def whatever_the_rules_let_fit_was_checked_against_the_newest_text(self) -> None:
        for one in self.amendments(*OPEN):
            changes = [each.change() for each in rows(one)]
            some = doubts_of(standing_of(self.newest(), changes), changes)
            everything = doubts_of(whole(self.newest()), changes)
            assert some.keys() == everything.keys()


def _parts(nodes: Any, parts: set[str]) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    return {key: {part: said.get(part) or "" for part in parts} for key, said in nodes.items()}


def walk(examples: int) -> None:
    run_state_machine_as_test(
        Amending,
        settings=settings(
            max_examples=examples,
            stateful_step_count=15,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_the_text_that_stands_is_what_the_adopted_acts_say_in_the_order_of_their_days() -> None:
    walk(4)


@pytest.mark.audit
@pytest.mark.django_db
def test_it_is_so_whatever_is_written_and_decided() -> None:
    walk(100)
