"""Sectors, neighbouring plans and statuses: what is kept, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from headway.foundation.core.errors import BadInput, Clash, Conflict
from headway.foundation.core.texts import EMPTY
from headway.monitoring.strategy.frame import Frame, Neighbour, Sector, StatusOption
from headway.monitoring.strategy.models import Edition, Strategy
from headway.monitoring.strategy.services import change_frame, change_strategy, set_life
from headway.monitoring.strategy.tests.editions import reword
from headway.monitoring.strategy.tests.factories import (
    AT,
    BY,
    FRAME,
    STATUSES,
    EditionFactory,
    StrategyFactory,
    add,
    adopted,
    draft_after,
    settings_of,
    text,
)

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
PORT, TOURISM = FRAME.sectors
LONG = "x" * 41
SAVEPOINT = 3
"""Set, rolled back to, released."""


def keep(draft: Edition, *, version: int = 0, **lists: Any) -> Frame:  # noqa: ANN401 -- any field of a frame
    """Change the lists of a draft and return its frame as it is kept."""
    change_frame(
        draft_id=draft.pk,
        title=draft.title,
        frame=replace(draft.frame, **lists),
        version=version or draft.version,
        by=BY,
        at=AT,
    )
    frame: Frame = Edition.objects.unrestricted(reason="test").get(pk=draft.pk).frame
    return frame


def refused(draft: Edition, **lists: Any) -> dict[str, str]:  # noqa: ANN401 -- as keep
    with pytest.raises(BadInput) as problem:
        keep(draft, **lists)
    draft.refresh_from_db()
    assert (draft.frame, draft.version) == (FRAME, 1)
    return problem.value.problems


def test_what_is_new_gets_a_key_of_its_title_that_nothing_else_has() -> None:
    again = Sector("", text("Port", "Port"))
    frame = keep(
        EditionFactory.create(),
        sectors=(TOURISM, PORT, again),
        neighbours=(Neighbour(text("Plan", "Planas"), "https://example.org/a"),),
    )
    assert frame.sectors == (TOURISM, PORT, replace(again, key="port-2"))
    assert frame.neighbours == (
        Neighbour(text("Plan", "Planas"), "https://example.org/a", "planas"),
    )


def test_an_item_without_a_title_is_refused_at_its_control() -> None:
    assert refused(
        EditionFactory.create(),
        sectors=(PORT, replace(TOURISM, title=EMPTY)),
        neighbours=(Neighbour(EMPTY, "https://example.org", "a-b"),),
    ) == {
        "sectors-tourism-title": "The sector has no title. Write it in at least one language, "
        "or remove the sector.",
        "neighbours-a~b-title": "The plan has no title. Write it in at least one language, "
        "or remove the plan.",
    }


def test_a_draft_without_a_title_is_refused() -> None:
    draft = EditionFactory.create()
    with pytest.raises(BadInput, match=r"^The title is missing\."):
        change_frame(draft_id=draft.pk, title=EMPTY, frame=FRAME, version=1, by=BY, at=AT)


def test_two_items_of_one_code_and_a_code_without_end_are_refused() -> None:
    twice = refused(EditionFactory.create(), sectors=(PORT, TOURISM, replace(TOURISM, key="port")))
    assert twice == {"sectors-port-title": "Two items have the code “port”. Take one of them out."}
    assert refused(EditionFactory.create(), sectors=(*FRAME.sectors, Sector(LONG, text("X")))) == {
        f"sectors-{LONG}-title": "The code is too long. Shorten it to 40 signs."
    }


@pytest.mark.parametrize("address", ["example.org", "javascript:alert(1)", "ftp://example.org"])
def test_what_is_no_address_of_a_page_is_refused(address: str) -> None:
    assert refused(EditionFactory.create(), neighbours=(Neighbour(text("Plan"), address),)) == {
        "neighbours-~new-address": f"“{address}” is no address. Write the whole of it, with https://."
    }


def test_a_sector_that_measures_of_the_draft_are_in_is_not_removed() -> None:
    draft = EditionFactory.create()
    top = add(draft, "Sea", code="1", sectors=("port",))
    for number in (1, 2):
        add(draft, f"Quay {number}", top, code=f"1.{number}", sectors=("port", "tourism"))
    assert refused(draft, sectors=(TOURISM,)) == {
        "sectors-port-DELETE": "“Port” cannot be removed. In use by 1 objective, 2 measures "
        "(1, 1.1, 1.2). Change their sectors first."
    }


def test_a_sector_that_only_an_earlier_edition_uses_is_removed() -> None:
    edition, [node] = adopted()
    first = draft_after(edition)
    reword(first, node, sectors=("port",))
    assert "sectors-port-DELETE" in refused(first, sectors=(TOURISM,))
    reword(first, node, sectors=())
    assert keep(first, sectors=(TOURISM,)).sectors == (TOURISM,)


def test_beyond_twelve_measures_the_others_are_counted() -> None:
    draft = EditionFactory.create()
    top = add(draft, "Sea", code="1")
    for number in range(1, 15):
        add(
            draft,
            f"Quay {number}",
            top,
            code="" if number == 1 else f"1.{number}",
            sectors=("port",),
        )
    [sentence] = refused(draft, sectors=(TOURISM,)).values()
    assert "In use by 14 measures (Quay 1 (lt), 1.2, " in sentence
    assert "1.12 and 2 more)" in sentence


@pytest.mark.parametrize("measures", [1, 3])
def test_what_uses_a_sector_is_found_by_one_query(
    django_assert_num_queries: DjangoAssertNumQueries, measures: int
) -> None:
    draft = EditionFactory.create()
    for number in range(measures):
        add(draft, code=str(number), sectors=("port",))
    with django_assert_num_queries(2 + SAVEPOINT), pytest.raises(BadInput):
        keep(draft, sectors=(TOURISM,))


def test_who_changes_a_list_second_gets_both_texts_item_by_item() -> None:
    draft = EditionFactory.create()
    keep(draft, sectors=(replace(TOURISM, title=text("Theirs", "Jų")), Sector("", text("Fish"))))
    mine = (PORT, replace(TOURISM, title=text("Mine", "Jų")), Sector("", text("Wind", "Vėjas")))
    with pytest.raises(Conflict) as conflict:
        keep(
            draft, sectors=mine, version=1, neighbours=(Neighbour(text("P", "P"), "https://a.lt"),)
        )
    assert conflict.value.clashes == (
        Clash("sectors-tourism-title.en", "Theirs: Title (en)", "Theirs", "Mine"),
        Clash("sectors-fish~lt", "Sector", "Title (lt): Fish (lt)\nTitle (en): Fish", ""),
        Clash("sectors-port", "Sector", "", "Title (lt): Port (lt)\nTitle (en): Port"),
        Clash("sectors-~new", "Sector", "", "Title (lt): Vėjas\nTitle (en): Wind"),
        Clash(
            "neighbours-~new",
            "Neighbouring plan",
            "",
            "Title (lt): P\nTitle (en): P\nAddress of the plan: https://a.lt",
        ),
    )
    assert conflict.value.token == "2"


def test_two_orders_of_a_list_are_one_choice() -> None:
    draft = EditionFactory.create()
    plans = tuple(Neighbour(text(key.upper()), key=key) for key in "abc")
    keep(draft, neighbours=plans)
    with pytest.raises(Conflict) as conflict:
        keep(draft, neighbours=(plans[2], plans[0], plans[1]), version=1)
    assert conflict.value.clashes == (Clash("neighbours.place", "Order", "A, B, C", "C, A, B"),)


# -- statuses ------------------------------------------------------------------------------------


def statuses(strategy: Strategy, *wanted: StatusOption) -> tuple[StatusOption, ...]:
    strategy.refresh_from_db()
    settings = settings_of(strategy, statuses=wanted)
    change_strategy(
        strategy_id=strategy.pk, wanted=settings, version=strategy.version, by=BY, at=AT
    )
    kept: tuple[StatusOption, ...] = Strategy.objects.get(pk=strategy.pk).statuses
    return kept


def statuses_refused(strategy: Strategy, *wanted: StatusOption) -> dict[str, str]:
    with pytest.raises(BadInput) as problem:
        statuses(strategy, *wanted)
    assert Strategy.objects.get(pk=strategy.pk).statuses == STATUSES
    return problem.value.problems


def test_a_new_status_gets_a_code_of_its_word_that_a_life_has_room_for() -> None:
    word = text("Rather long", "Strategijos įgyvendinimas dar nepradėtas")
    kept = statuses(StrategyFactory.create(), *STATUSES[1:], StatusOption("", word, "not_started"))
    assert [option.code for option in kept] == [
        "going",
        "finished",
        "strategijos-igyvendinimas-dar",
    ]


def test_a_status_without_a_word_or_a_meaning_is_refused_at_its_control() -> None:
    first, second, third = STATUSES
    wanted = (
        replace(first, label=EMPTY),
        replace(second, canonical="nearly"),
        StatusOption("", text("New"), ""),
        replace(third, code="x" * 31),
    )
    meaning = "Choose which of the seven common statuses it means."
    assert statuses_refused(StrategyFactory.create(), *wanted) == {
        "statuses-waiting-title": "The status has no word. Write it in at least one language, "
        "or remove the status.",
        "statuses-going-canonical": meaning,
        "statuses-~new-canonical": meaning,
        f"statuses-{'x' * 31}-title": "The code is too long. Shorten it to 30 signs.",
    }


def test_two_statuses_of_one_code_are_refused() -> None:
    twice = replace(STATUSES[2], code="going")
    assert statuses_refused(StrategyFactory.create(), *STATUSES[:2], twice) == {
        "statuses-going-title": "Two items have the code “going”. Take one of them out."
    }


def test_a_status_that_measures_have_is_not_removed() -> None:
    edition, nodes = adopted(3)
    for node in nodes[:2]:
        set_life(node_id=node.pk, status="going", by=BY, at=AT)
    adopted()  # another strategy, whose measure has it too
    waiting, _going, finished = STATUSES
    assert statuses_refused(edition.strategy, waiting, finished) == {
        "statuses-going-DELETE": "“going” cannot be removed. In use by 2 measures (1.1, 1.2). "
        "Set another status there first."
    }
    for node in nodes[:2]:
        set_life(node_id=node.pk, status="waiting", version=1, by=BY, at=AT)
    assert statuses(edition.strategy, waiting, finished) == (waiting, finished)


def test_a_status_of_a_continuous_measure_is_not_made_done_before_the_horizon() -> None:
    draft = EditionFactory.create()
    one = add(draft, "Always", code="1", kind="continuous").node
    two = add(draft, "Once", code="2", kind="one_off").node
    for node, status in ((one, "going"), (two, "waiting")):
        set_life(node_id=node.pk, status=status, by=BY, at=AT)
    waiting, going, finished = STATUSES
    ended = replace(going, canonical="done")
    assert statuses_refused(draft.strategy, waiting, ended, finished) == {
        "statuses-going-canonical": "“going” cannot mean this yet: a continuous measure is not "
        "done before the horizon. In use by 1 objective (1). Set another status there first."
    }
    wanted = (replace(waiting, canonical="done"), going, finished)
    assert statuses(draft.strategy, *wanted) == wanted


@pytest.mark.parametrize("measures", [1, 3])
def test_what_has_a_status_is_found_by_as_many_queries(
    django_assert_num_queries: DjangoAssertNumQueries, measures: int
) -> None:
    edition, nodes = adopted(measures)
    for node in nodes:
        set_life(node_id=node.pk, status="going", by=BY, at=AT)
    settings = settings_of(edition.strategy, statuses=STATUSES[:1])
    with django_assert_num_queries(4 + SAVEPOINT), pytest.raises(BadInput):
        change_strategy(strategy_id=edition.strategy_id, wanted=settings, version=1, by=BY, at=AT)


def test_who_changes_the_statuses_second_gets_both_lists() -> None:
    strategy = StrategyFactory.create()
    waiting, going, finished = STATUSES
    statuses(strategy, going, waiting, finished)
    mine = (waiting, replace(going, canonical="postponed"))
    with pytest.raises(Conflict) as conflict:
        change_strategy(
            strategy_id=strategy.pk,
            wanted=settings_of(strategy, statuses=mine),
            version=1,
            by=BY,
            at=AT,
        )
    assert conflict.value.clashes == (
        Clash("statuses-going-canonical", "going: Means", "in progress", "postponed"),
        Clash(
            "statuses-finished",
            "Status",
            "Word (lt): finished (lt)\nWord (en): finished\nMeans: done",
            "",
        ),
        Clash("statuses.place", "Order", "going, waiting, finished", "waiting, going"),
    )
