from __future__ import annotations

from typing import Any

import pytest

from headway.foundation.accounts.tests.factories import AdministratorFactory
from headway.foundation.audit.queries import history_of
from headway.foundation.core.errors import BadInput, Clash, Conflict
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.provenance import Provenance
from headway.foundation.core.texts import EMPTY
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.monitoring.strategy.models import Edition, Node, NodeText, Responsibility
from headway.monitoring.strategy.queries.drafts import differences
from headway.monitoring.strategy.queries.nodes import duties_of
from headway.monitoring.strategy.rules import LONGEST_CODE, MOST_LEVELS, MOST_PLACES
from headway.monitoring.strategy.services import add_node, change_node, end_node, move_node
from headway.monitoring.strategy.services.nodes import text_token
from headway.monitoring.strategy.tests.editions import change
from headway.monitoring.strategy.tests.factories import (
    AT,
    BY,
    EditionFactory,
    add,
    adopt,
    adopted,
    coordinator_of,
    draft_after,
    text,
    wording,
)
from headway.monitoring.strategy.tests.reading import Changes, stored, tree
from headway.monitoring.strategy.wording import Duty, Wording, wording_of

pytestmark = pytest.mark.django_db


def said(edition: Edition, node: Node) -> Wording:
    found = NodeText.objects.of(edition).get(node=node)
    return wording_of(found, list(Responsibility.objects.of(edition).filter(node=node)))


def move(draft: Edition, node: Node, parent: Node | None, after: Node | None = None) -> NodeText:
    return move_node(draft_id=draft.pk, node=node, parent=parent, after=after, by=BY, at=AT)


def whole(lead: int, helper: int) -> Wording:
    return Wording(
        code="1.1",
        title=text("Šaltinis"),
        description=text("Water for all"),
        kind="continuous",
        is_flagship=True,
        start=PartialDate(2018, season="spring"),
        due=PartialDate(2030),
        sectors=("port",),
        provenance=Provenance(synthetic=("due",)),
        duties=(Duty(lead, "lead", "2018-03"), Duty(helper, "contributing")),
    )


def organisations(count: int = 2) -> list[int]:
    return [OrganisationFactory.create().pk for _ in range(count)]


def test_a_node_is_added_whole_at_the_end_of_its_parents_children() -> None:
    draft = EditionFactory.create()
    top, other = add(draft, "One", code="1"), add(draft, "Two", code="2")
    changes = Changes()
    wanted = whole(*organisations()).with_sorted_duties()
    made = add_node(draft_id=draft.pk, parent=top.node, wording=wanted, key="k" * 10, by=BY, at=AT)
    add(draft, "Last", top, code="1.2")
    assert tree(draft) == ["1 One (lt)", "  1.1 Šaltinis (lt)", "  1.2 Last (lt)", "2 Two (lt)"]
    assert said(draft, made.node) == wanted
    made.refresh_from_db()
    assert (made.node.key, made.folded, other.depth) == (
        "k" * 10,
        "1.1 saltinis lt saltinis water for all lt water for all",
        1,
    )
    assert changes.both() == (["node_added", "node_added"], [])


def test_every_wrong_part_of_a_wording_is_named_and_nothing_is_kept() -> None:
    draft = EditionFactory.create()
    [one] = organisations(1)
    wrong: dict[str, Any] = {
        "title": EMPTY,
        "code": "x" * (LONGEST_CODE + 1),
        "kind": "yearly",
        "start": PartialDate(2021),
        "due": PartialDate(2020),
        "sectors": ("port", "space"),
        "duties": (Duty(one, since="2018"), Duty(one, since="2019")),
    }
    expected = {
        "title": "The title is missing. Write it in at least one language.",
        "code": "The code is too long. Shorten it to 40 signs.",
        "kind": "There is no kind “yearly”. Choose one of those listed.",
        "due": "It is due before it starts. Correct one of the two dates.",
        "sectors": "The edition has no sector “space”.",
        "duties": "An organisation stands twice in the same role. Take one out.",
    }
    with pytest.raises(BadInput) as refused:
        add_node(draft_id=draft.pk, parent=None, wording=Wording(**wrong), by=BY, at=AT)
    assert refused.value.problems == expected
    assert tree(draft) == []
    node = add(draft, "Good").node
    with pytest.raises(BadInput) as refused:
        change(draft, node, Wording(**wrong))
    assert refused.value.problems == expected
    assert tree(draft) == ["Good (lt)"]


def chain(draft: Edition, length: int) -> list[NodeText]:
    texts: list[NodeText] = []
    for number in range(length):
        texts.append(add(draft, f"{number}", texts[-1] if texts else None))
    return texts


def test_a_tree_has_no_more_levels_than_the_rules_allow() -> None:
    draft = EditionFactory.create()
    texts = chain(draft, MOST_LEVELS)
    sentence = r"^A strategy has at most 12 levels\.$"
    with pytest.raises(BadInput, match=sentence):
        add(draft, "Too deep", texts[-1])
    pair = chain(draft, 2)
    before = tree(draft)
    with pytest.raises(BadInput, match=sentence):
        move(draft, pair[0].node, texts[-2].node)
    assert tree(draft) == before
    move(draft, pair[0].node, texts[-3].node)
    assert NodeText.objects.of(draft).get(node=pair[1].node).depth == MOST_LEVELS


def test_a_change_in_a_draft_leaves_the_edition_in_force_as_it_reads() -> None:
    edition, [node] = adopted()
    draft, before = draft_after(edition), said(edition, node)
    changes = Changes()
    wanted = whole(*organisations()).with_sorted_duties()
    change(draft, node, wanted)
    assert (said(edition, node), said(draft, node)) == (before, wanted)
    assert changes.both() == (["node_changed"], [])
    boss = AdministratorFactory.create()
    [told, *_] = history_of(node, user=boss)
    assert told.payload == {
        "edition": 2,
        "fields": [
            "title", "description", "kind", "is_flagship", "start", "due", "sectors",
            "provenance", "duties",
        ],
    }  # fmt: skip


def test_a_text_is_rewritten_once_and_then_changed_in_place() -> None:
    edition, [node] = adopted()
    draft = draft_after(edition)
    first = change(draft, node, wording("One", code="1.1"))
    pk, version = first.pk, first.version
    second = change(draft, node, wording("Two", code="1.1"))
    rows = NodeText.objects.unrestricted(reason="test").filter(node=node)
    assert (second.pk, second.version, rows.count()) == (pk, version + 1, 2)


def test_what_reads_the_same_is_not_written() -> None:
    edition, [node] = adopted()
    draft = draft_after(edition)
    before, changes = stored(edition.strategy), Changes()
    change(draft, node, said(draft, node))
    assert (stored(edition.strategy), changes.both()) == (before, ([], []))


def test_responsibilities_are_given_taken_and_given_again_in_one_draft() -> None:
    one, two = organisations()
    draft = EditionFactory.create()
    node = add(draft, duties=(Duty(one),)).node
    add(draft, "Other")
    edition = adopt_and_open(draft)
    for duties in ((Duty(two),), (), (Duty(one), Duty(two)), (Duty(one, since="2020"),)):
        change(edition, node, wording(duties=duties))
        assert said(edition, node).duties == duties
        draft.refresh_from_db()
        assert said(draft, node).duties == (Duty(one),)


def adopt_and_open(draft: Edition) -> Edition:
    adopt(draft)
    return draft_after(draft)


def test_who_words_a_node_second_gets_both_texts_and_keeps_nothing() -> None:
    one, two = OrganisationFactory.create(), OrganisationFactory.create()
    edition, [node] = adopted()
    draft = draft_after(edition)
    seen = text_token(NodeText.objects.of(draft).get(node=node))
    theirs = wording("Theirs", code="1.1", duties=(Duty(one.pk),), due=PartialDate(2030))
    mine = wording("Mine", code="1.9", duties=(Duty(two.pk),), is_flagship=True)
    change(draft, node, theirs)
    before, changes = stored(edition.strategy), Changes()
    with pytest.raises(Conflict, match="compare both texts") as conflict:
        change_node(
            draft_id=draft.pk, node=node, wording=mine, token=seen,
            by=coordinator_of(edition.strategy), at=AT,
        )  # fmt: skip
    assert conflict.value.clashes == (
        Clash("code", "Code", "1.1", "1.9"),
        Clash("title.lt", "Title (lt)", "Theirs (lt)", "Mine (lt)"),
        Clash("title.en", "Title (en)", "Theirs", "Mine"),
        Clash("is_flagship", "Flagship", "no", "yes"),
        Clash("due", "Due", "2030", ""),
        Clash("duties", "Responsible", f"{one} (responsible)", f"{two} (responsible)"),
    )
    assert (stored(edition.strategy), changes.both()) == (before, ([], []))
    change_node(
        draft_id=draft.pk, node=node, wording=mine, token=conflict.value.token, by=BY, at=AT
    )
    assert said(draft, node) == mine


def test_a_node_moves_with_all_below_it_and_the_edition_in_force_stays() -> None:
    draft = EditionFactory.create()
    one, two = add(draft, "One"), add(draft, "Two")
    child = add(draft, "Child", one)
    add(draft, "Grandchild", child)
    edition = adopt_and_open(draft)
    draft.refresh_from_db()
    before, changes = tree(draft), Changes()
    move(edition, one.node, two.node)
    assert tree(edition) == ["Two (lt)", "  One (lt)", "    Child (lt)", "      Grandchild (lt)"]
    assert tree(draft) == before
    assert changes.both() == (["node_moved"], [])


def test_a_node_is_put_first_or_after_a_neighbour_while_there_is_room() -> None:
    draft = EditionFactory.create()
    nodes = [add(draft, name).node for name in "ABC"]
    move(draft, nodes[2], None)
    assert tree(draft) == ["C (lt)", "A (lt)", "B (lt)"]
    move(draft, nodes[2], None, nodes[0])
    assert tree(draft) == ["A (lt)", "C (lt)", "B (lt)"]


def test_where_there_is_no_room_those_behind_make_some() -> None:
    draft = EditionFactory.create()
    tops = [add(draft, name) for name in "ABCD"]
    child = add(draft, "Child", tops[1])
    add(draft, "Grandchild", child)
    for _time in range(40):
        for row in tops[2:]:
            move(draft, row.node, None, tops[0].node)
    assert tree(draft) == [
        "A (lt)", "D (lt)", "C (lt)", "B (lt)", "  Child (lt)", "    Grandchild (lt)",
    ]  # fmt: skip
    paths = list(NodeText.objects.of(draft).values_list("path", flat=True))
    assert len(set(paths)) == len(paths)


def test_what_makes_room_has_not_moved_and_earlier_editions_keep_their_places() -> None:
    draft = EditionFactory.create()
    first, second, third, last = (add(draft, name) for name in "ABCD")
    add(draft, "Child", second)
    for row, place in ((second, "000011"), (third, "000012")):
        below = NodeText.objects.of(draft).filter(path__startswith=f"{row.path}.")
        below.update(path=f"{place}.000010")
        NodeText.objects.of(draft).filter(pk=row.pk).update(path=place)
    edition = adopt_and_open(draft)
    draft.refresh_from_db()
    before = tree(draft)
    move(edition, last.node, None, first.node)
    assert tree(edition) == ["A (lt)", "D (lt)", "B (lt)", "  Child (lt)", "C (lt)"]
    assert tree(draft) == before
    assert differences(edition).moved == {last.node_id}


def test_where_a_parent_has_no_place_left_a_node_stays_where_it_is() -> None:
    draft = EditionFactory.create()
    first, second, third = (add(draft, name) for name in "ABC")
    for row, place in ((second, MOST_PLACES - 1), (third, MOST_PLACES)):
        NodeText.objects.of(draft).filter(pk=row.pk).update(path=f"{place}")
    before = stored(draft.strategy)
    with pytest.raises(BadInput, match="Put a level between them"):
        move(draft, first.node, None, second.node)
    assert stored(draft.strategy) == before


def test_a_node_stands_neither_below_itself_nor_beside_a_stranger() -> None:
    draft = EditionFactory.create()
    top = add(draft, "Top")
    child, other = add(draft, "Child", top), add(draft, "Other")
    before = stored(draft.strategy)
    for parent in (top.node, child.node):
        with pytest.raises(BadInput, match="cannot stand below itself"):
            move(draft, top.node, parent)
    with pytest.raises(BadInput, match="stands under another parent"):
        move(draft, other.node, None, child.node)
    assert stored(draft.strategy) == before


def test_an_ended_node_takes_all_below_it_and_stays_in_the_edition_in_force() -> None:
    edition, [node] = adopted()
    draft = draft_after(edition)
    new = add(draft, "New below", NodeText.objects.of(draft).get(node=node))
    before, changes = tree(edition), Changes()
    [top, *_rest] = NodeText.objects.of(draft).order_by("path")
    ended = end_node(draft_id=draft.pk, node=top.node, by=BY, at=AT)
    assert (tree(draft), tree(edition), len(ended)) == ([], before, 3)
    assert not Node.objects.filter(pk=new.node_id).exists()
    assert changes.both() == (["node_ended"] * 3, [])


def test_an_ended_node_leaves_its_responsibilities_to_the_edition_in_force() -> None:
    [one] = organisations(1)
    draft = EditionFactory.create()
    node = add(draft, duties=(Duty(one),)).node
    add(draft, "Stays")
    edition = adopt_and_open(draft)
    end_node(draft_id=edition.pk, node=node, by=BY, at=AT)
    draft.refresh_from_db()
    assert [duty.organisation_id for duty in duties_of(draft, node)] == [one]
    assert duties_of(edition, node) == ()
