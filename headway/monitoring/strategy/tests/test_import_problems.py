"""What is wrong with a file is told once, with its place, and as nothing else."""

from __future__ import annotations

import pytest

from headway.foundation.core.errors import BadInput
from headway.monitoring.strategy.tests.importing import (
    FIRST,
    World,
)


def test_all_problems_are_told_with_row_column_and_remedy(world: World) -> None:
    plan = world.plan(
        "1;Open economy;;;;;",
        "1.1;;nobody;;;;",
        "1.1;Twice;;finished;;;",
        "3.1;Orphan;;;;;",
        "1.2;Vouchers;ona;done;;continuous;03/04/2027",
    )
    assert [str(problem) for problem in plan.problems] == [
        "plan, row 3, column “lead”: “nobody” is no organisation that Headway knows. "
        "Translate the word under [organisations] in the mapping, or have it added: "
        'create_organisations = ["nobody"].',
        "plan, row 3, column “title”: The title is missing. Write it in at least one language.",
        "plan, row 4, column “status”: “finished” is unknown. Write one of not_started, "
        "in_progress, done, partly_done, not_done, postponed, dropped, or translate the word "
        "under [status] in the mapping.",
        "plan, row 4, column “code”: This row means the same node as row 3. Remove one of them.",
        "plan, row 5, column “code”: The row above it, “3”, is neither in the file nor in the "
        "strategy. Add a row for it.",
        "plan, row 6, column “due”: “03/04/2027” may mean 2027-04-03 or 2027-03-04. Write it as "
        'one of these two. Or say order = "dmy" or order = "mdy" under [dates] in the mapping.',
        "plan, row 6, column “status”: A continuous measure is not done before the strategy ends. "
        "Say “in progress”.",
    ]
    with pytest.raises(BadInput):
        world.apply(plan)


def test_wrong_cell_is_a_problem_and_no_change_besides(world: World) -> None:
    plan = world.plan(
        "1;Open economy;;;;;",
        "1.1;Trade missions abroad;nobody;in_progress;;;someday",
        "1.2;Vouchers;ona;done;;continuous;",
    )
    assert [(problem.row, problem.column, problem.value) for problem in plan.problems] == [
        (3, "lead", "nobody"),
        (3, "due", "someday"),
        (4, "status", "done"),
    ]
    assert [(c.row, [change.field for change in c.changes]) for c in plan.changed] == [
        (3, ["title.en"]),
        (4, ["kind"]),
    ]


def test_row_without_a_place_is_no_move_and_no_new_row_besides(world: World) -> None:
    world.apply(world.plan(*FIRST, "2;Calm growth;;;;;", "2.1;Rooms;;;;;"))
    plan = world.plan(*FIRST, "2;Calm growth;;;;;", f"{'9' * 41};Rooms;;;;;", "3.1;Orphan;;;;;")
    assert [(problem.row, problem.column) for problem in plan.problems] == [
        (6, "code"),
        (7, "code"),
    ]
    assert (plan.created, plan.changed, plan.gone) == ((), (), ())


def test_unknown_organisation_is_told_once_however_often_it_stands(world: World) -> None:
    plan = world.plan(*FIRST[:1], "1.1;Trade missions;Onna;;;;", "1.2;Vouchers;onna, jonas;;;;")
    assert [(p.row, p.value, p.is_name) for p in plan.problems] == [
        (3, "Onna", True),
        (4, "onna, jonas", True),
    ]
    [onna, both] = plan.unknown
    assert (onna.name, onna.row, onna.rows, onna.can_be_new) == ("Onna", 3, 1, True)
    assert [(near.address, near.name) for near in onna.close] == [("ona", "Ona")]
    assert both.close == ()


def test_problems_beyond_200_are_counted(world: World) -> None:
    plan = world.plan(*(f"{number};;;;;;" for number in range(1, 301)))
    assert (len(plan.problems), plan.problem_count) == (200, 300)
