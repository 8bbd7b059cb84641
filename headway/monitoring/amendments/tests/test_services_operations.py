"""Operations say what is new, can be said and fits; what no longer fits is settled."""

from __future__ import annotations

from typing import Any

import pytest

from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.foundation.core.texts import EMPTY
from headway.monitoring.amendments import services
from headway.monitoring.amendments.services.amendments import NO_ORIGIN, Origin
from headway.monitoring.amendments.tests.factories import (
    AT,
    BY,
    adopted,
    amendment,
    operation,
    proposed,
    reworded,
    rows,
    world,
)
from headway.monitoring.strategy.tests.factories import text

pytestmark = pytest.mark.django_db
LONG = "x" * 41


def test_an_operation_keeps_what_stood_there_and_what_everything_is_called() -> None:
    of = world()
    one = amendment(of.strategy)
    slug = of.partners[0].slug
    each = operation(one, "set_duties", "n-1-1", duties=[[slug, "lead", "", ""]])
    assert (each.before, each.said) == ({"duties": []}, {"duties": [[slug, "lead", "", ""]]})
    assert each.names["n-1-1"]["lt"]["words"] == "1.1 Quay (lt)"
    assert each.names[f"organisation:{slug}"] == of.partners[0].name.as_json()


def test_parts_that_say_what_stands_are_left_out() -> None:
    of = world()
    one = amendment(of.strategy)
    each = operation(one, "reword_node", "n-1-1", title=text("Quay"), code="1.1a")
    assert each.said == {"code": "1.1a"}
    assert each.before == {"code": "1.1"}


def test_an_operation_is_held_against_the_text_that_those_before_it_make() -> None:
    of = world()
    one = amendment(of.strategy)
    operation(one, "reword_node", "n-1-1", title=text("First"))
    second = operation(one, "reword_node", "n-1-1", title=text("Second"))
    assert second.before == {"title": text("First").as_json()}


@pytest.mark.parametrize(
    ("kind", "thing", "said", "problems"),
    [
        ("paint", "n-1-1", {}, {"kind": "Choose one of those listed."}),
        (
            "reword_node", "n-1-1", {"title": text("Quay").as_json()},
            {"operation": "This says what stands already. Change something of it."},
        ),
        (
            "reword_node", "n-1-1", {"title": {}},
            {"title": "The title is missing. Write it in at least one language."},
        ),
        (
            "reword_node", "n-1-1", {"code": LONG},
            {"code": "The code is too long. Shorten it to 40 signs."},
        ),
        (
            "reword_node", "n-1-1", {"code": "2.1"},
            {"code": "The code 2.1 is taken. Choose another."},
        ),
        (
            "reword_node", "n-1-1", {"due": "2030"},
            {"operation": "This kind of operation cannot say that. Choose another kind."},
        ),
        (
            "set_dates", "n-1-1", {"start": "2030", "due": "2029"},
            {"due": "It is due before it starts. Correct one of the two dates."},
        ),
        (
            "set_duties", "n-1-1", {"duties": [["nobody", "lead", "", ""]]},
            {"duties": "There is no such organisation. Choose one of those listed."},
        ),
        (
            "set_funding", "n-1-1", {"funding": {"amount": "-1", "currency": "EUR"}},
            {"amount": "Funding is not negative. Write the amount without a sign."},
        ),
        (
            "reword_node", "n-7", {"code": "7"},
            {"title": "The title is missing. Write it in at least one language."},
        ),
        (
            "move_node", "n-1", {"parent": "n-1-1", "after": ""},
            {"parent": "It would stand below itself. Choose another parent."},
        ),
        (
            "move_node", "n-1-1", {"parent": "n-2", "after": "n-1-2"},
            {"after": "1.2 Ships, after which it is to stand, is not there."},
        ),
        (
            "move_node", "n-1-2", {"parent": "n-1", "after": "n-1-1"},
            {"operation": "This says what stands already. Change something of it."},
        ),
        (
            "set_targets", "jobs", {"targets": []},
            {"rationale": "Say why the targets change: the reason stays with them."},
        ),
        (
            "add_indicator", "", {"title": text("X").as_json(), "kind": "paint", "places": [""]},
            {"kind": "Choose one of those listed."},
        ),
        (
            "add_indicator", "",
            {"title": text("X").as_json(), "kind": "count", "places": ["n-7"]},
            {"places": "n-7, at which it is to stand, is not there."},
        ),
        (
            "end_indicator", "other", {},
            {"operation": "other has ended, or is not there."},
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_said_gets_a_sentence(
    kind: str, thing: str, said: dict[str, Any], problems: dict[str, str]
) -> None:
    of = world()
    one = amendment(of.strategy)
    with pytest.raises(BadInput) as refused:
        services.add_operation(amendment_id=one.pk, kind=kind, thing=thing, said=said, by=BY, at=AT)
    assert refused.value.problems == problems
    assert rows(one) == []


def test_an_origin_says_which_it_is_and_where() -> None:
    of = world()
    bad = Origin("planned_action", EMPTY, "nowhere")
    with pytest.raises(BadInput) as refused:
        amendment(of.strategy, origin=bad)
    assert sorted(refused.value.problems) == ["origin_link", "origin_title"]
    good = Origin("planned_action", text("Action 1"), "https://example.org/", "ap-1")
    assert amendment(of.strategy, origin=good).origin_key == "ap-1"


def test_only_a_draft_is_written() -> None:
    of = world()
    one = proposed(reworded(of, "New quay"))
    each = rows(one)[0]
    given: dict[str, Any] = {"operation_id": each.pk, "by": BY, "at": AT}
    with pytest.raises(WrongState):
        operation(one, "end_node", "n-2-1")
    with pytest.raises(WrongState):
        services.remove_operation(**given, version=1)
    with pytest.raises(WrongState):
        services.place_operation(**given, place=1)
    with pytest.raises(WrongState):
        services.change_operation(
            **given, said={"code": "9"}, rationale=EMPTY, origin=NO_ORIGIN, version=1
        )


def test_nobody_but_a_keeper_writes() -> None:
    of = world()
    one = reworded(of, "New quay")
    for person in of.members:
        with pytest.raises(NotAllowed):
            amendment(of.strategy, by=person)
        with pytest.raises(NotAllowed):
            services.remove_operation(operation_id=rows(one)[0].pk, version=1, by=person, at=AT)
        with pytest.raises(NotAllowed):
            services.propose_amendment(amendment_id=one.pk, by=person, at=AT)
    assert services.propose_amendment(amendment_id=one.pk, by=of.coordinator, at=AT).number == 1


def test_two_people_write_one_operation_and_the_second_is_told() -> None:
    of = world()
    one = reworded(of, "New quay")
    each = rows(one)[0]
    given: dict[str, Any] = {
        "operation_id": each.pk, "rationale": EMPTY, "origin": NO_ORIGIN, "by": BY, "at": AT,
    }  # fmt: skip
    services.change_operation(**given, said={"title": text("Theirs").as_json()}, version=1)
    with pytest.raises(Conflict):
        services.change_operation(**given, said={"title": text("Mine").as_json()}, version=1)
    assert rows(one)[0].said == {"title": text("Theirs").as_json()}


def test_operations_are_ordered_and_taken_out() -> None:
    of = world()
    one = amendment(of.strategy)
    made = [operation(one, "set_dates", thing, due="2030") for thing in ("n-1-1", "n-1-2", "n-2-1")]
    services.place_operation(operation_id=made[2].pk, place=1, by=BY, at=AT)
    assert [each.thing_key for each in rows(one)] == ["n-2-1", "n-1-1", "n-1-2"]
    services.place_operation(operation_id=made[2].pk, place=99, by=BY, at=AT)
    services.remove_operation(operation_id=made[0].pk, version=1, by=BY, at=AT)
    assert [each.thing_key for each in rows(one)] == ["n-1-2", "n-2-1"]


def test_what_the_text_says_already_or_has_no_more_can_only_be_left_out_or_written_anew() -> None:
    of = world()
    one, two, three = reworded(of, "A"), reworded(of, "A"), amendment(of.strategy)
    operation(three, "end_node", "n-1-1")
    four = amendment(of.strategy)
    operation(four, "set_dates", "n-1-1", due="2030")
    adopted(one)
    settle: dict[str, Any] = {"by": BY, "at": AT, "version": 1}
    with pytest.raises(BadInput) as refused:
        services.settle_operation(operation_id=rows(two)[0].pk, how="keep", **settle)
    assert refused.value.problems["how"].startswith("The text says so already.")
    services.settle_operation(operation_id=rows(two)[0].pk, how="drop", **settle)
    assert rows(two) == []
    services.settle_operation(operation_id=rows(three)[0].pk, how="keep", **settle)
    adopted(three)
    with pytest.raises(BadInput) as refused:
        services.settle_operation(operation_id=rows(four)[0].pk, how="keep", **settle)
    assert refused.value.problems["how"].startswith("1.1 Quay has ended, or is not there.")


def test_what_fits_is_not_settled() -> None:
    of = world()
    one = reworded(of, "A")
    for how in ("keep", "drop", "paint"):
        with pytest.raises(BadInput):
            services.settle_operation(
                operation_id=rows(one)[0].pk, how=how, version=1, by=BY, at=AT
            )
    assert len(rows(one)) == 1


def test_what_no_longer_fits_is_not_proposed() -> None:
    of = world()
    one, two = reworded(of, "A"), reworded(of, "B")
    adopted(one)
    with pytest.raises(BadInput) as refused:
        proposed(two)
    assert list(refused.value.problems) == [f"operation-{rows(two)[0].key}"]


def test_writing_an_operation_anew_settles_it() -> None:
    of = world()
    one, two = reworded(of, "A"), reworded(of, "B")
    adopted(one)
    each = rows(two)[0]
    services.change_operation(
        operation_id=each.pk, said={"title": text("A and B").as_json()}, rationale=EMPTY,
        origin=NO_ORIGIN, version=1, by=BY, at=AT,
    )  # fmt: skip
    assert rows(two)[0].before == {"title": text("A").as_json()}
    proposed(two)


def test_an_amendment_without_operations_is_not_proposed() -> None:
    of = world()
    one = amendment(of.strategy)
    with pytest.raises(BadInput) as refused:
        proposed(one)
    assert list(refused.value.problems) == ["operations"]
