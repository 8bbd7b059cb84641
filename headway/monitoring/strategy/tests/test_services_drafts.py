from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.core.errors import BadInput, Clash, Conflict, NotAllowed, WrongState
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.provenance import Provenance, Source
from headway.monitoring.strategy.models import Edition, Node, NodeText
from headway.monitoring.strategy.services import (
    add_node,
    change_frame,
    change_node,
    discard_draft,
    end_node,
    move_node,
    open_draft,
    put_in_force,
)
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.services.nodes import text_token
from headway.monitoring.strategy.tests.factories import (
    AT,
    BY,
    FRAME,
    EditionFactory,
    StrategyFactory,
    add,
    adopt,
    adopted,
    coordinator_of,
    draft_after,
    text,
    wording,
)
from headway.monitoring.strategy.tests.reading import Changes, stored, tree

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor

pytestmark = pytest.mark.django_db


def test_a_draft_opens_as_the_newest_edition_reads_and_no_page_changes() -> None:
    edition, _nodes = adopted(2)
    changes = Changes()
    ona = coordinator_of(edition.strategy)
    draft = open_draft(strategy_id=edition.strategy_id, by=ona, at=AT)
    assert (draft.number, draft.state, draft.title, draft.frame) == (
        2,
        "draft",
        edition.title,
        edition.frame,
    )
    assert tree(draft) == tree(edition)
    assert changes.both() == (["draft_opened"], [])


def test_a_strategy_whose_only_draft_was_discarded_opens_an_empty_one() -> None:
    draft = EditionFactory.create()
    discard_draft(draft_id=draft.pk, by=BY, at=AT)
    again = draft_after(draft)
    assert (again.number, again.title, tree(again)) == (2, draft.strategy.name, [])


def test_one_draft_is_open_at_a_time() -> None:
    draft = EditionFactory.create()
    with pytest.raises(WrongState, match=r"^A draft is open already\. Edit it, or discard it"):
        draft_after(draft)


def test_a_frame_is_changed_in_a_draft_alone_and_no_page_changes() -> None:
    edition, _nodes = adopted()
    draft = draft_after(edition)
    changes = Changes()
    wanted = replace(FRAME, vision=text("A city by the sea"))
    change_frame(
        draft_id=draft.pk, title=text("New"), frame=wanted, version=draft.version, by=BY, at=AT
    )
    for found in (draft, edition):
        found.refresh_from_db()
    assert (draft.title, draft.frame, draft.version) == (text("New"), wanted, 2)
    assert (edition.title, edition.frame) == (text("Strategy"), FRAME)
    assert changes.both() == (["frame_changed"], [])


def test_who_changes_a_frame_second_gets_both_texts() -> None:
    draft = EditionFactory.create()
    theirs = replace(FRAME, vision=text("Theirs"), horizon=PartialDate(2035))
    mine = replace(FRAME, vision=text("Mine"))
    change_frame(draft_id=draft.pk, title=draft.title, frame=theirs, version=1, by=BY, at=AT)
    with pytest.raises(Conflict) as conflict:
        change_frame(draft_id=draft.pk, title=text("Mine"), frame=mine, version=1, by=BY, at=AT)
    assert conflict.value.clashes == (
        Clash("title.lt", "Title (lt)", "Strategy (lt)", "Mine (lt)"),
        Clash("title.en", "Title (en)", "Strategy", "Mine"),
        Clash("vision.lt", "Vision (lt)", "Theirs (lt)", "Mine (lt)"),
        Clash("vision.en", "Vision (en)", "Theirs", "Mine"),
        Clash("horizon", "Horizon", "2035", "2030"),
    )
    draft.refresh_from_db()
    assert (draft.frame, conflict.value.token) == (theirs, "2")


def test_a_draft_is_put_in_force_by_its_act_and_readers_get_it() -> None:
    draft = EditionFactory.create()
    add(draft)
    changes = Changes()
    act = Act(
        in_force_on=PartialDate.parse("2018-spring"),
        body=text("Council"),
        number="T2-1",
        date=PartialDate(2018),
        verb="adopt",
        provenance=Provenance(sources=(Source("Act"),)),
    )
    put_in_force(draft_id=draft.pk, act=act, by=coordinator_of(draft.strategy), at=AT)
    draft.refresh_from_db()
    kept = Act(
        draft.in_force_on or PartialDate(1999), draft.act_body, draft.act_number, draft.act_date,
        draft.act_verb, draft.provenance,
    )  # fmt: skip
    assert (kept, draft.state, draft.in_force_from) == (act, "in_force", date(2018, 3, 1))
    assert changes.both() == (["edition_put_in_force"], ["strategy"])


def test_an_edition_of_a_hidden_strategy_renews_nothing() -> None:
    draft = EditionFactory.create(strategy__is_public=False)
    add(draft)
    changes = Changes()
    adopt(draft)
    assert changes.both() == (["edition_put_in_force"], [])


def test_an_empty_draft_does_not_take_effect() -> None:
    draft = EditionFactory.create()
    with pytest.raises(BadInput, match="The draft is empty"):
        adopt(draft)
    draft.refresh_from_db()
    assert draft.is_draft


def test_an_edition_does_not_begin_before_the_one_it_follows() -> None:
    edition, _nodes = adopted()
    draft = draft_after(edition)
    with pytest.raises(BadInput) as refused:
        adopt(draft, "2017-12-31")
    assert refused.value.problems == {
        "in_force_on": "The edition before is in force from 2018. Choose that day or a later one."
    }
    assert adopt(draft, "2018-01-01").state == "in_force"


def test_a_discarded_draft_leaves_everything_as_it_was() -> None:
    edition, nodes = adopted(3)
    before, read_before = stored(edition.strategy), tree(edition)
    draft = draft_after(edition)
    changes = Changes()
    new = add(draft, "New")
    move_node(draft_id=draft.pk, node=nodes[0], parent=new.node, after=None, by=BY, at=AT)
    end_node(draft_id=draft.pk, node=nodes[1], by=BY, at=AT)
    assert stored(edition.strategy) != before
    discarded = discard_draft(draft_id=draft.pk, by=BY, at=AT)
    assert (stored(edition.strategy), tree(edition)) == (before, read_before)
    assert discarded.state == "discarded"
    assert changes.both() == (["node_added", "node_moved", "node_ended", "draft_discarded"], [])


@pytest.mark.parametrize("state", ["in_force", "discarded"])
def test_only_a_draft_is_put_in_force_or_discarded(state: str) -> None:
    edition, _nodes = adopted()
    if state == "discarded":
        edition = discard_draft(draft_id=draft_after(edition).pk, by=BY, at=AT)
    with pytest.raises(WrongState, match="is not possible in the state"):
        adopt(edition, "2020")
    with pytest.raises(WrongState):
        discard_draft(draft_id=edition.pk, by=BY, at=AT)


Write = Callable[[Edition, Node, "User | SystemActor"], object]
WRITES: dict[str, Write] = {
    "open": lambda e, _n, by: open_draft(strategy_id=e.strategy_id, by=by, at=AT),
    "frame": lambda e, _n, by: change_frame(
        draft_id=e.pk, title=e.title, frame=e.frame, version=e.version, by=by, at=AT
    ),
    "put in force": lambda e, _n, by: put_in_force(
        draft_id=e.pk, act=Act(PartialDate(2020)), by=by, at=AT
    ),
    "discard": lambda e, _n, by: discard_draft(draft_id=e.pk, by=by, at=AT),
    "add": lambda e, n, by: add_node(draft_id=e.pk, parent=n, wording=wording(), by=by, at=AT),
    "change": lambda e, n, by: change_node(
        draft_id=e.pk, node=n, wording=wording("X"), token="", by=by, at=AT
    ),
    "move": lambda e, n, by: move_node(
        draft_id=e.pk, node=n, parent=None, after=None, by=by, at=AT
    ),
    "end": lambda e, n, by: end_node(draft_id=e.pk, node=n, by=by, at=AT),
}


@pytest.mark.parametrize("write", WRITES)
def test_nobody_but_its_keepers_touches_a_draft(write: str) -> None:
    draft = EditionFactory.create()
    node = add(draft).node
    strangers = [UserFactory.create(), coordinator_of(StrategyFactory.create())]
    before, changes = stored(draft.strategy), Changes()
    for stranger in strangers:
        with pytest.raises(NotAllowed, match="Only a coordinator of this strategy"):
            WRITES[write](draft, node, stranger)
    assert stored(draft.strategy) == before
    assert changes.both() == ([], [])


@pytest.mark.parametrize("write", ["frame", "add", "change", "move", "end"])
def test_an_edition_in_force_is_not_edited_by_anybody(write: str) -> None:
    edition, [node] = adopted()
    before, changes = stored(edition.strategy), Changes()
    with pytest.raises(NotAllowed, match=r"This edition is in force\. Open a draft"):
        WRITES[write](edition, node, BY)
    assert (stored(edition.strategy), changes.both()) == (before, ([], []))


def test_a_token_of_one_edition_does_not_fit_the_rewritten_text_of_the_next() -> None:
    edition, [node] = adopted()
    draft = draft_after(edition)
    seen = text_token(NodeText.objects.of(edition).get(node=node))
    first = change_node(
        draft_id=draft.pk, node=node, wording=wording("First"), token=seen, by=BY, at=AT
    )
    assert text_token(first) != seen
    with pytest.raises(Conflict):
        change_node(draft_id=draft.pk, node=node, wording=wording("X"), token=seen, by=BY, at=AT)
