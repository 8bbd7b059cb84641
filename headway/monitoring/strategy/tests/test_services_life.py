from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from headway.foundation.accounts.tests.factories import AdministratorFactory, UserFactory
from headway.foundation.audit.queries import history_of
from headway.foundation.core.errors import BadInput, Clash, Conflict, NotAllowed
from headway.foundation.core.provenance import Provenance
from headway.monitoring.strategy.models import Life, LifeRecord
from headway.monitoring.strategy.queries.nodes import records_of
from headway.monitoring.strategy.services import set_life
from headway.monitoring.strategy.tests.factories import (
    AT,
    BY,
    EditionFactory,
    StrategyFactory,
    add,
    adopt,
    adopted,
    coordinator_of,
    draft_after,
    text,
)
from headway.monitoring.strategy.tests.reading import Changes

if TYPE_CHECKING:
    from headway.monitoring.strategy.models import Node

pytestmark = pytest.mark.django_db
AFTER_HORIZON = datetime(2031, 1, 1, 9, tzinfo=UTC)


def say(node: Node, status: str, **more: Any) -> Life:  # noqa: ANN401 -- any argument of the service
    given: dict[str, Any] = {"by": BY, "at": AT} | more
    return set_life(node_id=node.pk, status=status, **given)


def continuous() -> Node:
    draft = EditionFactory.create()
    top = add(draft, "Top")
    node = add(draft, "Always", top, kind="continuous").node
    adopt(draft)
    return node


def test_a_status_is_set_at_once_recorded_and_shown_to_readers() -> None:
    edition, [node] = adopted()
    ona = coordinator_of(edition.strategy)
    changes = Changes()
    made_up = Provenance(synthetic=("all",))
    life = say(
        node, "going", status_on=date(2026, 2, 1), note=text("Half"), provenance=made_up, by=ona
    )
    life = Life.objects.get(pk=life.pk)
    assert (life.status, life.status_on, life.note, life.provenance, life.version) == (
        "going",
        date(2026, 2, 1),
        text("Half"),
        made_up,
        1,
    )
    [record] = records_of(node)
    assert (record.recorded_at, record.recorded_by, record.status, record.note) == (
        AT,
        str(ona),
        "going",
        text("Half"),
    )
    assert changes.both() == (["life_set"], ["strategy"])
    [told] = history_of(node, user=AdministratorFactory.create())[:1]
    assert told.sentence == f"{ona} set the status of 1.1 Measure 1 (lt)."
    assert told.payload == {"from": "", "to": "going"}


def test_the_life_of_a_hidden_strategy_renews_nothing() -> None:
    _edition, [node] = adopted(is_public=False)
    changes = Changes()
    say(node, "going")
    assert changes.both() == (["life_set"], [])


def test_the_same_status_again_is_not_recorded() -> None:
    _edition, [node] = adopted()
    say(node, "going")
    changes = Changes()
    say(node, "going", version=1)
    assert (changes.both(), LifeRecord.objects.count()) == (([], []), 1)


def test_a_status_can_be_taken_back() -> None:
    _edition, [node] = adopted()
    say(node, "going")
    assert (say(node, "", version=1).status, len(records_of(node))) == ("", 2)


def test_only_its_keepers_set_a_status() -> None:
    _edition, [node] = adopted()
    for stranger in (UserFactory.create(), coordinator_of(StrategyFactory.create())):
        with pytest.raises(NotAllowed, match="Only a coordinator of this strategy"):
            say(node, "going", by=stranger)
    assert not Life.objects.exists()


def test_a_status_outside_the_list_is_refused_with_the_list() -> None:
    _edition, [node] = adopted()
    with pytest.raises(BadInput) as refused:
        say(node, "done")
    assert refused.value.problems == {
        "status": "“done” is not in this strategy’s list: waiting, going, finished."
    }
    assert not LifeRecord.objects.exists()


def test_a_status_is_not_of_a_day_that_lies_ahead() -> None:
    node = continuous()
    with pytest.raises(BadInput, match="This day lies ahead"):
        say(node, "finished", status_on=date(2031, 1, 1))
    assert not Life.objects.exists()


def test_today_is_the_date_in_the_strategys_own_zone() -> None:
    node = continuous()
    evening = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)  # past midnight in Vilnius
    assert say(node, "going", status_on=date(2026, 3, 3), at=evening).status_on == date(2026, 3, 3)
    midnight = datetime(2030, 12, 31, 22, 30, tzinfo=UTC)
    assert say(node, "finished", version=1, at=midnight).status == "finished"


def test_a_continuous_measure_is_done_only_after_the_horizon() -> None:
    node = continuous()
    for more in ({}, {"at": AFTER_HORIZON, "status_on": date(2030, 12, 31)}):
        with pytest.raises(BadInput, match=r"not done before the horizon\. Say “in progress”"):
            say(node, "finished", **more)
    assert say(node, "going").status == "going"
    assert say(node, "finished", version=1, at=AFTER_HORIZON).status == "finished"


def test_a_measure_to_be_finished_once_may_be_done_at_any_time() -> None:
    _edition, [node] = adopted()
    assert say(node, "finished").status == "finished"


def test_what_a_node_is_in_a_draft_does_not_bind_its_status_yet() -> None:
    edition, [node] = adopted()
    draft = draft_after(edition)
    row = node.texts.unrestricted(reason="test").get()
    row.pk, row.from_number, row.kind = None, draft.number, "continuous"
    node.texts.unrestricted(reason="test").update(until_number=draft.number)
    row.save()
    assert say(node, "finished").status == "finished"


def test_who_sets_a_status_second_gets_both() -> None:
    _edition, [node] = adopted()
    say(node, "going", note=text("Theirs"))
    changes = Changes()
    with pytest.raises(Conflict) as conflict:
        say(node, "finished", note=text("Mine"))
    assert conflict.value.clashes == (
        Clash("status", "Status", "going", "finished"),
        Clash("note.lt", "Note (lt)", "Theirs (lt)", "Mine (lt)"),
        Clash("note.en", "Note (en)", "Theirs", "Mine"),
    )
    assert (conflict.value.token, changes.both()) == ("1", ([], []))
    assert Life.objects.get(node=node).status == "going"


def test_what_was_known_by_a_moment_is_kept() -> None:
    _edition, [node] = adopted()
    later = datetime(2026, 4, 1, 9, tzinfo=UTC)
    say(node, "going")
    say(node, "finished", version=1, at=later)
    assert [record.status for record in records_of(node)] == ["finished", "going"]
    assert [record.status for record in records_of(node, known_before=later)] == ["going"]
    assert records_of(node, known_before=AT) == ()
