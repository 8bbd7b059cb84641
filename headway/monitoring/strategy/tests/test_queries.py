from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser

from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    AuditorFactory,
    UserFactory,
)
from headway.monitoring.strategy.frame import Sector
from headway.monitoring.strategy.models import Edition, NodeText, Responsibility
from headway.monitoring.strategy.queries import tree
from headway.monitoring.strategy.queries.editions import draft_of, editions_seen, in_force
from headway.monitoring.strategy.queries.nodes import (
    around,
    below,
    duties_of,
    find_node,
    lineage,
    records_of,
    untranslated,
)
from headway.monitoring.strategy.queries.tree import Answering, Choice, Counts
from headway.monitoring.strategy.services import discard_draft
from headway.monitoring.strategy.tests.editions import (
    CANARY,
    next_edition,
    sea_and_land,
    with_canaries,
)
from headway.monitoring.strategy.tests.factories import (
    AT,
    BY,
    FRAME,
    EditionFactory,
    add,
    adopt,
    adopted,
    coordinator_of,
    draft_after,
    text,
)
from headway.monitoring.strategy.tests.reading import read

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


# -- editions ------------------------------------------------------------------------------------


def test_who_sees_which_editions_and_texts() -> None:
    edition, _nodes = adopted()
    with_canaries(edition)
    hidden, _nodes = adopted(is_public=False)
    gone = discard_draft(draft_id=draft_after(hidden).pk, by=BY, at=AT)
    readers: dict[str, User | AnonymousUser] = {
        "anonymous": AnonymousUser(),
        "somebody": UserFactory.create(),
        "coordinator": coordinator_of(edition.strategy),
        "coordinator of the hidden": coordinator_of(hidden.strategy),
        "auditor": AuditorFactory.create(),
        "administrator": AdministratorFactory.create(),
    }
    names = {edition.strategy_id: "public", hidden.strategy_id: "hidden"}
    seen = {
        name: [
            *sorted(
                f"{names[found.strategy_id]} {found.number} {found.state}"
                for found in Edition.objects.visible_to(reader)
            ),
            NodeText.objects.visible_to(reader).count(),
            Responsibility.objects.visible_to(reader).count(),
        ]
        for name, reader in readers.items()
    }
    public, draft = "public 1 in_force", "public 2 draft"
    concealed, discarded = "hidden 1 in_force", f"hidden {gone.number} discarded"
    assert seen == {
        "anonymous": [public, 2, 0],
        "somebody": [public, 2, 0],
        "coordinator": [public, draft, 5, 2],
        "coordinator of the hidden": [concealed, discarded, public, 4, 0],
        "auditor": [concealed, discarded, public, draft, 7, 2],
        "administrator": [concealed, discarded, public, draft, 7, 2],
    }


def test_the_edition_in_force_on_a_day_is_picked_from_those_seen(
    django_assert_num_queries: Any,  # noqa: ANN401
) -> None:
    first, [node] = adopted()
    second = next_edition(first, node, code="2.1")
    draft_after(second)
    with django_assert_num_queries(1):
        editions = editions_seen(first.strategy, user=AnonymousUser())
    assert editions[0].strategy.statuses is editions[1].strategy.statuses, "read once, not by row"
    days = (date(2017, 12, 31), date(2018, 1, 1), date(2019, 12, 31), date(2020, 1, 1))
    assert editions == (second, first)
    assert [in_force(editions, on=day) for day in days] == [None, first, first, second]


def test_a_discarded_edition_is_not_read_again() -> None:
    edition, _nodes = adopted()
    discard_draft(draft_id=draft_after(edition).pk, by=BY, at=AT)
    assert editions_seen(edition.strategy, user=AuditorFactory.create()) == (edition,)


def test_a_draft_is_shown_to_its_keepers_alone() -> None:
    edition, _nodes = adopted()
    draft = draft_after(edition)
    readers: list[User | AnonymousUser] = [
        coordinator_of(edition.strategy),
        UserFactory.create(),
        AnonymousUser(),
    ]
    assert [draft_of(edition.strategy, user=reader) for reader in readers] == [draft, None, None]


# -- the tree ------------------------------------------------------------------------------------


@pytest.fixture
def edition() -> Edition:
    return sea_and_land()


def codes(edition: Edition, **choice: Any) -> list[str]:  # noqa: ANN401
    page = tree.measures(edition, Choice(**choice))
    found = [row.text.code for row in page.rows]
    assert page.total == len(found)
    return found


def test_measures_are_counted_by_top_node_and_status(edition: Edition) -> None:
    found = tree.counts(edition)
    assert found == Counts({"000010": {"going": 1, "finished": 1, "": 1}, "000020": {"going": 1}})
    assert (found.total, found.by_status) == (4, {"going": 2, "finished": 1, "": 1})


def test_upper_nodes_stand_in_the_order_of_the_tree(edition: Edition) -> None:
    assert [node.code for node in tree.upper_nodes(edition)] == ["1", "2"]


@pytest.mark.parametrize("known_before", [None, AT + timedelta(days=1), AT - timedelta(days=1)])
@pytest.mark.parametrize("depth", [1, 2])
def test_upper_nodes_come_with_the_counts_under_them(
    edition: Edition, depth: int, known_before: datetime | None
) -> None:
    edition.frame = replace(edition.frame, counted_depth=depth)
    assert tree.upper_and_counts(edition, known_before=known_before) == (
        tree.upper_nodes(edition),
        tree.counts(edition, known_before=known_before),
    )


def test_a_top_node_with_nothing_under_it_has_no_counts(edition: Edition) -> None:
    NodeText.objects.of(edition).filter(path__startswith="000020.").delete()
    upper, found = tree.upper_and_counts(edition)
    assert [text.code for text in upper] == ["1", "2"]
    assert found == Counts({"000010": {"going": 1, "finished": 1, "": 1}})


def test_who_answers_those_that_lead_most_first_then_partners(edition: Edition) -> None:
    assert [
        (found.organisation.slug, found.leads, found.is_founding, found.is_partner)
        for found in tree.answering(edition)
    ] == [
        ("city", 2, False, False),
        ("port", 2, True, True),
        ("university", 0, False, True),
    ]
    assert isinstance(tree.answering(edition)[0], Answering)


def test_measures_are_listed_in_the_order_of_the_tree_with_who_leads(edition: Edition) -> None:
    page = tree.measures(edition, Choice())
    slugs = {a.organisation.pk: a.organisation.slug for a in tree.answering(edition)}
    assert [
        (row.text.code, row.status, sorted(slugs[pk] for pk in row.lead_ids), row.top)
        for row in page.rows
    ] == [
        ("1.1", "going", ["port"], "000010"),
        ("1.2", "finished", ["city", "port"], "000010"),
        ("1.10", "", [], "000010"),
        ("2.1", "going", ["city"], "000020"),
    ]
    assert (page.total, page.pages, page.rows[0].key) == (4, 1, page.rows[0].text.node.key)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({}, ["1.1", "1.2", "1.10", "2.1"]),
        ({"top": "000020"}, ["2.1"]),
        ({"status": "going"}, ["1.1", "2.1"]),
        ({"kind": "continuous"}, ["1.10"]),
        ({"sector": "port"}, ["1.2"]),
        ({"sector": "por"}, []),
        ({"due": "2030"}, ["1.1", "1.10"]),
        ({"due": "2030-06"}, ["1.10"]),
        ({"words": "saltin"}, ["1.10"]),
        ({"words": "SHIPS lt"}, ["1.2"]),
        ({"words": "1.1"}, ["1.1", "1.10"]),
        ({"words": "quay road"}, []),
        ({"words": "%"}, ["1.1", "1.2", "1.10", "2.1"]),
        ({"status": "going", "top": "000010"}, ["1.1"]),
    ],
)
def test_a_choice_narrows_the_list(
    edition: Edition, choice: dict[str, str], expected: list[str]
) -> None:
    assert codes(edition, **choice) == expected


def test_an_organisations_measures_are_those_it_leads_as_they_are_counted(edition: Edition) -> None:
    ids = {a.organisation.slug: a.organisation.pk for a in tree.answering(edition)}
    assert codes(edition, organisation=ids["port"]) == ["1.1", "1.2"]
    assert codes(edition, organisation=ids["university"]) == []


def test_the_children_of_a_node_are_a_choice_too(edition: Edition) -> None:
    [_one, two] = tree.upper_nodes(edition)
    assert codes(edition, parent=two.node_id) == ["2.1"]


def test_a_sector_is_found_whatever_letters_its_key_has() -> None:
    frame = FRAME.__class__(levels=FRAME.levels, sectors=(Sector("море", text("Sea")),))
    draft = EditionFactory.create(frame=frame)
    add(draft, "Boat", code="1", sectors=("море",))
    add(draft, "Cart", code="2")
    assert codes(draft, sector="море") == ["1"]


def test_pages_slice_the_list_and_always_tell_the_total(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "PAGE", 3)
    pages = [tree.measures(edition, Choice(), page=number) for number in (0, 1, 2, 3)]
    assert [([row.text.code for row in p.rows], p.total, p.number, p.pages) for p in pages] == [
        (["1.1", "1.2", "1.10"], 4, 1, 2),
        (["1.1", "1.2", "1.10"], 4, 1, 2),
        (["2.1"], 4, 2, 2),
        ([], 4, 3, 2),
    ]


def test_words_are_found_on_every_level(edition: Edition) -> None:
    assert [found.code for found in tree.matching(edition, "LT sea")] == ["1"]
    assert [found.code for found in tree.matching(edition, "1.")] == [
        "1",
        "1.1",
        "1.2",
        "1.10",
        "2.1",
    ]


# -- what never shows, and what it costs -----------------------------------------------------------


def test_nothing_of_a_draft_or_of_another_strategy_shows(edition: Edition) -> None:
    drawn = with_canaries(edition)
    elsewhere = EditionFactory.create()
    add(elsewhere, CANARY, add(elsewhere, CANARY, code="9"), code="9.9")
    adopt(elsewhere)
    [one, _two] = tree.upper_nodes(edition)
    shown = [
        read(edition),
        [str(node) for node in tree.upper_nodes(edition)],
        [str(row.text) for row in tree.measures(edition, Choice()).rows],
        [str(node) for node in below(edition, one)],
        [a.organisation.slug for a in tree.answering(edition)],
        [str(node) for node in untranslated(edition)],
    ]
    assert CANARY not in str(shown)
    assert "canary" not in str(shown)
    assert (list(tree.matching(edition, CANARY)), codes(edition, words=CANARY)) == ([], [])
    assert (tree.counts(edition).total, tree.upper_and_counts(edition)[1].total) == (4, 4)
    assert CANARY in str(read(drawn))


QUERIES = {
    "upper nodes": (1, lambda e, _n: tree.upper_nodes(e)),
    "counts": (1, lambda e, _n: tree.counts(e)),
    "answering": (1, lambda e, _n: tree.answering(e)),
    "measures": (1, lambda e, _n: [str(r.text.node) for r in tree.measures(e, Choice()).rows]),
    "a narrowed list": (
        1,
        lambda e, n: tree.measures(
            e, Choice(top="000010", sector="port", organisation=1, words="x", parent=n.pk)
        ),
    ),
    "a page behind the last": (2, lambda e, _n: tree.measures(e, Choice(), page=9)),
    "upper and counts": (1, lambda e, _n: tree.upper_and_counts(e)),
    "counts of then": (1, lambda e, _n: tree.counts(e, known_before=AT)),
    "measures of then": (
        1,
        lambda e, _n: [
            str(r.text.node) for r in tree.measures(e, Choice(status="x"), known_before=AT).rows
        ],
    ),
    "matching": (1, lambda e, _n: [str(t.node) for t in tree.matching(e, "measure")]),
    "by code": (1, lambda e, _n: str(find_node(e, "1.1"))),
    "by key": (1, lambda e, n: str(find_node(e, n.key))),
    "by no code": (2, lambda e, _n: find_node(e, "9.9")),
    "lineage": (1, lambda e, n: lineage(e, NodeText(node=n, path="000010.000010"))),
    "below": (1, lambda e, _n: [str(t.node) for t in below(e, NodeText(node_id=1))]),
    "duties": (1, lambda e, n: [str(d.organisation) for d in duties_of(e, n)]),
    "around": (1, lambda e, n: around(e, NodeText(node=n, path="", depth=1), [e], on=date.max)),
    "records": (1, lambda _e, n: records_of(n)),
    "records of then": (1, lambda _e, n: records_of(n, known_before=AT)),
}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", QUERIES)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    name: str,
    count: int,
    django_assert_num_queries: Any,  # noqa: ANN401
) -> None:
    number, ask = QUERIES[name]
    edition, nodes = adopted(count)
    with django_assert_num_queries(number):
        ask(edition, nodes[0])  # type: ignore[no-untyped-call]
