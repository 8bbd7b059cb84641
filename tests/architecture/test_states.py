"""Every state table, walked: each state × each step leads on or is refused."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.utils import translation

from headway.foundation.core.errors import WrongState
from headway.foundation.core.states import StateTable
from tests.architecture.house import dotted, named

MODULES = {dotted(path): import_module(dotted(path)) for path in named("states")}
TABLES = {
    f"{name.rpartition('.')[0].removeprefix('headway.')}: {symbol}": table
    for name, module in MODULES.items()
    for symbol, table in vars(module).items()
    if isinstance(table, StateTable)
}


def states(table: StateTable) -> set[str]:
    ends = {state for step in table.steps.values() for state in (*step.sources, step.target)}
    return {str(state) for state in ends | {table.start}}


WALKS = [
    pytest.param(table, state, step, id=f"{name} {state} × {step}")
    for name, table in TABLES.items()
    for state in sorted(states(table))
    for step in table.steps
]


@pytest.mark.parametrize(("table", "state", "step"), WALKS)
def test_a_step_leads_on_from_its_sources_and_from_nowhere_else(
    table: StateTable, state: str, step: str
) -> None:
    if state in table.steps[step].sources:
        assert table.target(state=state, step=step) == table.steps[step].target
        return
    with pytest.raises(WrongState) as refused:
        table.target(state=state, step=step)
    words = (table.steps[step].label, table.states(state).label)
    assert str(refused.value).startswith("“{}” is not possible in the state “{}”.".format(*words))


@pytest.mark.parametrize("language", ["lt"])
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_steps_and_states_have_words_of_their_own_in_each_language(
    table: StateTable, language: str
) -> None:
    labels = [step.label for step in table.steps.values()] + list(table.states.labels)
    with translation.override("en"):
        english = [str(label) for label in labels]
    with translation.override(language):
        assert [str(label) for label in labels if str(label) in english] == []


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_the_states_of_a_table_are_the_states_that_have_labels(table: StateTable) -> None:
    assert states(table) == set(table.states.values)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_every_state_can_be_reached(table: StateTable) -> None:
    reached, before = {str(table.start)}, set[str]()
    while reached != before:
        before = set(reached)
        reached |= {str(s.target) for s in table.steps.values() if before & set(s.sources)}
    assert reached == states(table)
