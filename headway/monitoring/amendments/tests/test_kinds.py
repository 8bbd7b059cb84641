"""What each kind of operation makes of a text, where it misfits, and the sentence it says. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from headway.monitoring.amendments.facts import Change, Doubt, Standing
from headway.monitoring.amendments.kinds import KINDS
from headway.monitoring.amendments.models import Operation
from headway.monitoring.amendments.redlining import lines_of
from headway.monitoring.amendments.rules import (
    all_agree,
    doubts_of,
    is_adopted_in_part,
    rests_on,
    text_after,
    touched_of,
)
from headway.monitoring.amendments.states import Misfit
from headway.monitoring.amendments.wording import sentence_of, shown, told
from headway.monitoring.strategy.tests.factories import text

TITLE = text("Quay").as_json()
NODES = {
    "top": {"code": "1", "title": text("Sea").as_json(), "parent": "", "after": ""},
    "land": {"code": "2", "title": text("Land").as_json(), "parent": "", "after": "top"},
    "quay": {"code": "1.1", "title": TITLE, "due": "2026", "parent": "top", "after": ""},
    "ship": {"code": "1.2", "title": text("Ship").as_json(), "parent": "top", "after": "quay"},
}
JOBS = {"title": text("Jobs").as_json(), "places": ["quay"], "targets": []}
TEXT = Standing(nodes=NODES, indicators={"jobs": JOBS}, codes={"3": "elsewhere"})


def change(kind: str, thing: str = "quay", key: str = "op", **said: Any) -> Change:  # noqa: ANN401
    """Return an operation as it would be written on the text."""
    written = Change(key, kind, thing, said)
    return replace(written, before=KINDS[kind].before(TEXT, thing, said))


def misfits(text_now: Standing, *changes: Change) -> dict[str, list[str]]:
    found = doubts_of(text_now, changes)
    return {key: [doubt.misfit for doubt in doubts] for key, doubts in found.items()}


FITTING = (
    change("add_node", "new", parent="land", after="", title=TITLE, code="2.1"),
    change("reword_node", title=text("Pier").as_json()),
    change("reword_node", code="1.9"),
    change("move_node", parent="land", after=""),
    change("move_node", parent="top", after="ship"),
    change("end_node"),
    change("set_dates", due="2030"),
    change("set_duties", duties=[["port", "lead", "", ""]]),
    change("set_funding", funding={"amount": "5"}),
    change("add_indicator", "new", places=["quay", ""], title=TITLE),
    change("change_indicator", "jobs", places=["ship"]),
    change("end_indicator", "jobs"),
    change("set_targets", "jobs", targets=[{"period": "2030", "low": "1"}]),
)


@pytest.mark.parametrize("fitting", FITTING, ids=lambda each: each.kind)
def test_what_was_written_on_a_text_fits_it(fitting: Change) -> None:
    assert misfits(TEXT, fitting) == {}


@pytest.mark.parametrize("fitting", FITTING, ids=lambda each: each.kind)
@pytest.mark.parametrize("language", ["en", "lt"])
def test_each_says_what_it_does_in_both_languages(fitting: Change, language: str) -> None:
    row = Operation(kind=fitting.kind, thing_key=fitting.thing, names={fitting.thing: TITLE})
    with translation.override(language):
        said = sentence_of(row)
    assert ("Quay" in said, said != "") == (True, True)
    if language == "lt":
        with translation.override("en"):
            assert sentence_of(row) != said


OTHERS = {
    "reworded": TEXT.with_node("quay", {"title": text("Mole").as_json()}),
    "moved": TEXT.with_node("quay", {"parent": "land", "after": ""}),
    "ended": TEXT.without_node("quay"),
    "above ended": TEXT.without_node("top"),
    "land ended": TEXT.without_node("land"),
    "dated": TEXT.with_node("quay", {"due": "2031"}),
    "taken": TEXT.with_node("ship", {"code": "1.9"}),
    "no jobs": TEXT.without_indicator("jobs"),
    "other targets": TEXT.with_indicator("jobs", {"targets": [{"period": "2029", "low": "2"}]}),
}


@pytest.mark.parametrize(
    ("now", "written", "expected"),
    [
        ("reworded", change("reword_node", title=text("Pier").as_json()), ["changed"]),
        ("reworded", change("reword_node", title=text("Mole").as_json()), ["already"]),
        ("reworded", change("reword_node", code="1.8"), None),
        ("reworded", change("end_node"), ["changed"]),
        ("dated", change("set_dates", due="2030"), ["changed"]),
        ("dated", change("set_dates", start="2020"), None),
        ("dated", change("end_node"), None),
        ("moved", change("move_node", parent="", after=""), ["changed"]),
        ("moved", change("move_node", parent="land", after=""), None),
        ("moved", change("end_node"), ["changed"]),
        ("ended", change("set_dates", due="2030"), ["gone"]),
        ("ended", change("move_node", parent="land", after=""), ["gone"]),
        ("ended", change("add_node", "new", parent="quay", title=TITLE), ["parent_gone"]),
        ("ended", change("move_node", "ship", parent="land", after="quay"), ["neighbour_gone"]),
        ("ended", change("add_indicator", "new", places=["quay"]), ["place_gone"]),
        ("above ended", change("set_dates", due="2030"), ["gone"]),
        ("land ended", change("move_node", parent="land", after=""), ["parent_gone"]),
        ("taken", change("reword_node", code="1.9"), ["code_taken"]),
        ("taken", change("add_node", "new", parent="", title=TITLE, code="1.9"), ["code_taken"]),
        ("taken", change("add_node", "new", parent="", title=TITLE, code="3"), ["code_taken"]),
        ("no jobs", change("set_targets", "jobs", targets=[{"period": "2030"}]), ["gone"]),
        ("other targets", change("set_targets", "jobs", targets=[{"period": "2030"}]), ["changed"]),
        ("other targets", change("end_indicator", "jobs"), ["changed"]),
        ("moved", change("add_node", "ship", parent="", title=TITLE), ["already"]),
        ("moved", change("add_indicator", "jobs", title=TITLE), ["already"]),
        ("moved", change("move_node", "top", parent="ship", after=""), ["below_itself"]),
    ],
)
def test_what_no_longer_fits_says_why(
    now: str, written: Change, expected: list[str] | None
) -> None:
    assert misfits(OTHERS[now], written) == ({"op": expected} if expected else {})


def test_a_doubt_tells_what_stood_stands_and_is_wanted() -> None:
    written = change("set_dates", due="2030")
    found = doubts_of(OTHERS["dated"], [written])
    assert found == {"op": (Doubt(Misfit.CHANGED, "due", "2026", "2031", "2030"),)}


@pytest.mark.parametrize("misfit", Misfit.values)
@pytest.mark.parametrize("language", ["en", "lt"])
def test_each_misfit_is_told_in_both_languages(misfit: str, language: str) -> None:
    row = Operation(kind="reword_node", thing_key="quay", names={"quay": TITLE})
    doubt = Doubt(misfit, "title", other="quay", wanted="1.9")
    with translation.override(language):
        said = told(doubt, row)
    with translation.override("en"):
        assert said.endswith(".")
        assert (told(doubt, row) == said) == (language == "en")


def test_operations_are_held_against_the_text_that_those_before_make() -> None:
    first = change("add_node", "new", key="1", parent="land", title=TITLE)
    second = Change("2", "set_dates", "new", {"due": "2030"}, {"due": ""})
    third = Change("3", "add_indicator", "count", {"places": ["new"], "title": TITLE})
    assert misfits(TEXT, first, second, third) == {}
    assert misfits(TEXT, second, third) == {"2": ["gone"], "3": ["place_gone"]}
    assert rests_on([first, second, third], "3") == ("1",)


def test_what_is_added_says_what_goes_without_saying_as_the_edition_will() -> None:
    """A text without it would misfit what is written later on the rows that were made of it."""
    added = [
        change("add_node", "new", key="1", parent="land", title=TITLE),
        change("add_indicator", "count", key="2", places=["new"], title=TITLE),
    ]
    before = text_after(TEXT, added)
    later = [
        Change("3", "set_dates", "new", {"due": "2036"}, {"due": ""}),
        Change("4", "set_targets", "count", {"targets": [{"period": "2030"}]}, {"targets": []}),
    ]
    assert misfits(TEXT, *added, *later) == {}
    for each in later:
        assert KINDS[each.kind].before(before, each.thing, each.said) == each.before


def test_an_end_takes_what_stands_below_and_the_places_there() -> None:
    after = text_after(TEXT, [change("end_node", "top")])
    assert (sorted(after.nodes), after.indicators["jobs"]["places"]) == (["land"], [])


def test_everything_that_operations_name_is_read() -> None:
    nodes, indicators, codes = touched_of(
        [
            change("add_node", "new", parent="land", after="ship", code="9"),
            change("add_indicator", "count", places=["quay", ""], code="x"),
        ]
    )
    assert [sorted(each) for each in (nodes, indicators, codes)] == [
        ["land", "new", "quay", "ship"], ["count"], ["9"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [(["adopted"], False), (["adopted", "refused"], True), (["refused"], False)],
)
def test_only_what_is_adopted_and_refused_is_adopted_in_part(
    outcomes: list[str], expected: bool
) -> None:
    assert is_adopted_in_part(dict(enumerate_keys(outcomes))) is expected


def enumerate_keys(outcomes: list[str]) -> list[tuple[str, str]]:
    return [(str(number), outcome) for number, outcome in enumerate(outcomes)]


@pytest.mark.parametrize(
    ("stances", "expected"),
    [([], True), (["agrees", "agrees"], True), (["agrees", "abstains"], False), ([""], False)],
)
def test_who_abstains_or_is_silent_does_not_agree(stances: list[str], expected: bool) -> None:
    assert all_agree(stances) is expected


def test_a_redline_tells_texts_by_language_and_the_rest_old_to_new() -> None:
    row = Operation(
        kind="add_node",
        said={
            "title": text("Pier", "Molas").as_json(),
            "due": "2030-06",
            "parent": "",
            "after": "",
        },
        before={"title": text("Quay", "Krantinė").as_json(), "due": ""},
    )
    with translation.override("en"):
        lines = [(line.label, line.before, line.after, line.language) for line in lines_of(row)]
    assert lines == [
        ("Place", "", "at the top of the strategy, first", ""),
        ("Title", "Krantinė", "Molas", "lt"),
        ("Title", "Quay", "Pier", "en"),
        ("Kind", "", "one-off", ""),
        ("Due", "", "June 2030", ""),
    ]


@pytest.mark.parametrize(
    ("part", "value", "expected"),
    [
        ("duties", [["port", "lead", "2024", ""]], "Port (responsible, 2024–)"),
        ("sectors", ["sea"], "Sea"),
        ("is_flagship", True, "yes"),
        ("kind", "continuous", "continuous"),
        ("funding", {"amount": "1200", "currency": "EUR"}, "1,200 EUR"),
        ("due", None, ""),
    ],
)
def test_a_part_is_shown_in_words(part: str, value: Any, expected: str) -> None:  # noqa: ANN401
    names = {
        "organisation:port": text("Port").as_json(), "sector:sea": text("Sea").as_json(),
    }  # fmt: skip
    with translation.override("en"):
        assert shown(part, value, names, is_indicator=False) == expected


@pytest.mark.parametrize(
    ("part", "value", "expected"),
    [
        ("places", ["", "quay"], "the strategy itself, as an ambition; Quay"),
        ("targets", [{"period": "2030", "low": "10", "high": "20"}], "2030: 10–20"),
        ("targets", [{"period": "2030", "low": "1500", "high": "1500", "is_milestone": True}],
         "2030: 1,500, milestone"),
        ("baseline", "10.5", "10.5"),
        ("baseline_period", "2020", "2020"),
        ("kind", "count", None),
    ],
)  # fmt: skip
def test_a_part_of_an_indicator_is_shown_in_words(
    part: str,
    value: Any,  # noqa: ANN401
    expected: str | None,
) -> None:
    with translation.override("en"):
        said = shown(part, value, {"quay": TITLE}, is_indicator=True)
    assert said == expected if expected else said not in {"", value}
