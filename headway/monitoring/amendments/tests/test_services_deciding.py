"""Adopting makes the next edition, and only adopting does; an edition for later is made again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.foundation.core.errors import BadInput, NotAllowed, WrongState
from headway.foundation.core.texts import EMPTY
from headway.monitoring.amendments import services
from headway.monitoring.amendments.models import Amendment
from headway.monitoring.amendments.queries.standing import whole
from headway.monitoring.amendments.tests.factories import (
    AT,
    BY,
    REASON,
    act,
    adopted,
    agreements,
    amendment,
    consulted,
    decided,
    fresh,
    operation,
    proposed,
    reworded,
    rows,
    world,
)
from headway.monitoring.strategy.models import Edition, Node, NodeText
from headway.monitoring.strategy.services import set_life
from headway.monitoring.strategy.tests.factories import add, adopt, draft_after, text
from headway.monitoring.strategy.tests.reading import Changes, tree

if TYPE_CHECKING:
    from headway.monitoring.strategy.models import Strategy

pytestmark = pytest.mark.django_db


def editions(strategy: Strategy) -> list[Edition]:
    found = Edition.objects.unrestricted(reason=REASON).filter(strategy=strategy)
    return list(found.order_by("number"))


def test_an_adopted_amendment_makes_the_next_edition_and_leaves_the_one_before() -> None:
    of = world()
    one = amendment(of.strategy)
    operation(one, "reword_node", "n-1-1", title=text("New quay"))
    operation(one, "add_node", "n-9", parent="n-2", after="", title=text("Bridge"), code="2.0")
    operation(one, "move_node", "n-1-2", parent="n-2", after="n-2-1")
    operation(one, "end_node", "n-1-1")
    edition = adopted(one)
    assert tree(edition) == [
        "1 Objective 1 (lt)",
        "2 Objective 2 (lt)",
        "  2.0 Bridge (lt)",
        "  2.1 Road (lt)",
        "  1.2 Ships (lt)",
    ]
    assert tree(of.edition) == [
        "1 Objective 1 (lt)",
        "  1.1 Quay (lt)",
        "  1.2 Ships (lt)",
        "2 Objective 2 (lt)",
        "  2.1 Road (lt)",
    ]
    kept = fresh(one)
    assert (kept.state, kept.edition_id, edition.act_number) == ("adopted", edition.pk, "T2-1")
    assert [each.outcome for each in rows(one)] == ["adopted"] * 4


def test_every_part_of_a_node_and_an_indicator_is_made() -> None:
    of = world()
    one, slug = amendment(of.strategy), of.partners[0].slug
    funding = {"amount": "1200000", "currency": "EUR", "sources": text("City").as_json()}
    operation(one, "set_dates", "n-1-1", start="2024", due="2027-06")
    operation(one, "set_duties", "n-1-1", duties=[[slug, "lead", "2024", ""]])
    operation(one, "set_funding", "n-1-1", funding=funding)
    operation(
        one, "add_indicator", "ships", title=text("Ships"), kind="count", places=["n-1-1"],
        unit=text("pcs."), direction="up", frequency="year", decimals=0, lag_days=30,
    )  # fmt: skip
    targets = [{"period": "2030", "low": "1500", "high": "1500"}]
    operation(one, "set_targets", "jobs", targets=targets, rationale=text("More money"))
    operation(one, "change_indicator", "jobs", title=text("Jobs made"), places=["", "n-2-1"])
    edition = adopted(one)
    now = whole(edition)
    node, jobs, ships = now.nodes["n-1-1"], now.indicators["jobs"], now.indicators["ships"]
    assert (node["start"], node["due"], node["funding"]) == ("2024", "2027-06", funding)
    assert node["duties"] == [[slug, "lead", "2024", ""]]
    assert (jobs["title"], jobs["places"]) == (text("Jobs made").as_json(), ["", "n-2-1"])
    assert (jobs["targets"], ships["places"]) == (targets, ["n-1-1"])
    before = whole(of.edition)
    assert before.indicators["jobs"]["places"] == ["n-1-1"]
    assert "ships" not in before.indicators


def test_what_is_adopted_in_part_makes_only_that_part() -> None:
    of = world()
    one = amendment(of.strategy)
    first = operation(one, "reword_node", "n-1-1", title=text("New quay"))
    second = operation(one, "reword_node", "n-2-1", title=text("New road"))
    proposed(one)
    edition = decided(one, outcomes={first.key: "refused", second.key: "adopted"})
    assert tree(edition)[1::3] == ["  1.1 Quay (lt)", "  2.1 New road (lt)"]
    assert fresh(one).state == "partly_adopted"
    assert [each.outcome for each in rows(one)] == ["refused", "adopted"]


def test_what_rests_on_a_refused_operation_cannot_be_adopted() -> None:
    of = world()
    one = amendment(of.strategy)
    first = operation(one, "add_node", "n-9", parent="n-2", title=text("Bridge"))
    second = operation(one, "set_dates", "n-9", due="2030")
    proposed(one)
    with pytest.raises(BadInput) as refused:
        decided(one, outcomes={first.key: "refused"})
    assert refused.value.problems == {
        f"operation-{second.key}": "Bridge has ended, or is not there."
    }
    assert len(editions(of.strategy)) == 1


@pytest.mark.parametrize(
    ("said", "outcomes", "field"),
    [
        ({"body": EMPTY}, {}, "body"),
        ({"verb": ""}, {}, "verb"),
        ({}, {"another": "adopted"}, "outcomes"),
        ({}, "all refused", "outcomes"),
    ],
)
def test_a_decision_without_an_act_or_a_text_is_refused(
    said: dict[str, Any], outcomes: object, field: str
) -> None:
    of = world()
    one = proposed(reworded(of, "New quay"))
    given = dict.fromkeys([each.key for each in rows(one)], "refused")
    with pytest.raises(BadInput) as refused:
        services.adopt_amendment(
            amendment_id=one.pk, act=act(**said),
            outcomes=given if outcomes == "all refused" else outcomes,  # type: ignore[arg-type]
            by=BY, at=AT,
        )  # fmt: skip
    assert list(refused.value.problems) == [field]
    assert len(editions(of.strategy)) == 1


def test_only_what_waits_for_a_decision_is_decided() -> None:
    of = world()
    one = reworded(of, "New quay")
    with pytest.raises(WrongState):
        decided(one)
    adopted(one)
    with pytest.raises(WrongState):
        decided(one)
    assert len(editions(of.strategy)) == 2


def test_only_a_coordinator_decides() -> None:
    of = world()
    one = proposed(reworded(of, "New quay"))
    with pytest.raises(NotAllowed):
        decided(one, by=of.members[0])
    with pytest.raises(NotAllowed):
        services.refuse_amendment(amendment_id=one.pk, words="x", by=of.members[0], at=AT)
    assert decided(one, by=of.coordinator).number == 2


def test_nothing_is_adopted_while_a_draft_is_open() -> None:
    of = world()
    one = proposed(reworded(of, "New quay"))
    draft_after(of.edition)
    with pytest.raises(WrongState):
        decided(one)


def test_a_day_before_the_edition_in_force_is_refused() -> None:
    of = world()
    one = proposed(reworded(of, "New quay"))
    with pytest.raises(BadInput) as refused:
        decided(one, "2017")
    assert list(refused.value.problems) == ["in_force_on"]


def test_an_edition_that_begins_earlier_is_put_before_one_that_was_adopted_for_later() -> None:
    of = world()
    later = adopted(reworded(of, "Quay of 2028", "n-1-1"), "2028")
    latest = adopted(reworded(of, "Road of 2029", "n-2-1"), "2029")
    between = adopted(reworded(of, "Ships of 2027", "n-1-2"), "2027")
    later.refresh_from_db()
    latest.refresh_from_db()
    assert [between.number, later.number, latest.number] == [2, 3, 4]
    assert [tree(each)[1:5:1] for each in (between, later, latest)] == [
        ["  1.1 Quay (lt)", "  1.2 Ships of 2027 (lt)", "2 Objective 2 (lt)", "  2.1 Road (lt)"],
        [
            "  1.1 Quay of 2028 (lt)",
            "  1.2 Ships of 2027 (lt)",
            "2 Objective 2 (lt)",
            "  2.1 Road (lt)",
        ],
        [
            "  1.1 Quay of 2028 (lt)",
            "  1.2 Ships of 2027 (lt)",
            "2 Objective 2 (lt)",
            "  2.1 Road of 2029 (lt)",
        ],
    ]
    assert [each.state for each in editions(of.strategy)] == ["in_force"] * 4


def test_what_an_edition_for_later_added_stays_what_it_is_when_it_is_made_again() -> None:
    of = world()
    one = amendment(of.strategy)
    operation(one, "add_node", "n-9", parent="n-2", title=text("Bridge"), code="2.9")
    operation(one, "add_indicator", "spans", title=text("Spans"), kind="count", places=["n-9"])
    later = adopted(one, "2028")
    node = Node.objects.get(key="n-9")
    set_life(node_id=node.pk, status="going", by=BY, at=AT)
    adopted(reworded(of, "Ships of 2027", "n-1-2"), "2027")
    later.refresh_from_db()
    assert Node.objects.get(key="n-9").pk == node.pk
    assert node.life.status == "going"
    assert whole(later).indicators["spans"]["places"] == ["n-9"]


def test_an_edition_is_not_put_before_one_whose_amendment_would_not_fit_any_more() -> None:
    of = world()
    adopted(reworded(of, "Quay of 2028", "n-1-1"), "2028")
    one = amendment(of.strategy)
    operation(one, "end_node", "n-1-2")
    operation(one, "set_dates", "n-1-1", due="2029")
    adopted(one, "2029")
    two = proposed(reworded(of, "Other quay", "n-1-1"))
    before = [tree(each) for each in editions(of.strategy)]
    with pytest.raises(BadInput) as refused:
        decided(two, "2027")
    assert list(refused.value.problems) == [f"operation-{rows(two)[0].key}"]
    services.revise_amendment(amendment_id=two.pk, reason="x", by=BY, at=AT)
    services.remove_operation(operation_id=rows(two)[0].pk, version=1, by=BY, at=AT)
    operation(two, "end_node", "n-1-1")
    with pytest.raises(BadInput) as refused:
        adopted(two, "2027")
    assert [tree(each) for each in editions(of.strategy)] == before


def test_an_edition_is_not_put_before_one_that_was_made_by_hand() -> None:
    of = world()
    adopt(draft_after(of.edition), "2028")
    one = proposed(reworded(of, "New quay"))
    with pytest.raises(BadInput) as refused:
        decided(one, "2027")
    assert refused.value.problems == {
        "in_force_on": (
            "The edition of 2028 was made by hand, so none can be put before it. "
            "Choose that day or a later one."
        )
    }


def test_several_acts_of_one_day_follow_one_another_as_they_were_adopted() -> None:
    of = world()
    first = adopted(reworded(of, "A", "n-1-1"), "2025-05-01")
    second = adopted(reworded(of, "B", "n-1-1"), "2025-05-01")
    assert (first.number, second.number) == (2, 3)
    assert [tree(first)[1], tree(second)[1]] == ["  1.1 A (lt)", "  1.1 B (lt)"]


def test_an_amendment_that_was_written_before_another_was_adopted_does_not_fit_any_more() -> None:
    of = world()
    one, two = reworded(of, "A"), reworded(of, "B")
    proposed(two)
    adopted(one)
    with pytest.raises(BadInput) as refused:
        decided(two)
    assert refused.value.problems == {
        f"operation-{rows(two)[0].key}": "“Title” was changed since this was written."
    }
    services.settle_operation(operation_id=rows(two)[0].pk, how="keep", version=1, by=BY, at=AT)
    assert tree(decided(two))[1] == "  1.1 B (lt)"
    assert rows(two)[0].before == {"title": text("A").as_json()}


def test_without_everybodys_agreement_adopting_needs_words() -> None:
    of = world(asks_agreement=True)
    one = reworded(of, "New quay")
    with pytest.raises(WrongState):
        adopted(one)
    services.consult_on_amendment(amendment_id=one.pk, by=BY, at=AT)
    first, second = agreements(one)
    for each, stance in ((first, "agrees"), (second, "abstains")):
        services.answer_agreement(
            agreement_id=each.pk, stance=stance, words="", version=1, by=BY, at=AT
        )
    with pytest.raises(BadInput) as refused:
        decided(one)
    assert list(refused.value.problems) == ["words"]
    decided(one, words="The council went ahead.")
    assert fresh(one).decision_words == "The council went ahead."


def test_everybodys_agreement_needs_no_words() -> None:
    of = world(asks_agreement=True)
    one = consulted(reworded(of, "New quay"))
    for each in agreements(one):
        services.answer_agreement(
            agreement_id=each.pk, stance="agrees", words="", version=1, by=BY, at=AT
        )
    assert decided(one).number == 2


def test_what_is_refused_changes_no_text_and_keeps_why() -> None:
    of = world()
    one = proposed(reworded(of, "New quay"))
    with pytest.raises(BadInput):
        services.refuse_amendment(amendment_id=one.pk, words=" ", by=BY, at=AT)
    services.refuse_amendment(amendment_id=one.pk, words="No money.", by=BY, at=AT)
    kept = fresh(one)
    assert (kept.state, kept.decision_words, kept.edition_id) == ("refused", "No money.", None)
    assert [each.outcome for each in rows(one)] == ["refused"]
    assert len(editions(of.strategy)) == 1


def test_adopting_tells_the_audit_and_renews_what_readers_see() -> None:
    of = world()
    one = proposed(reworded(of, "New quay"))
    changes = Changes()
    decided(one)
    assert changes.both() == (
        ["draft_opened", "node_changed", "edition_put_in_force", "amendment_adopted"],
        ["strategy"],
    )


def test_the_database_keeps_no_edition_that_no_amendment_adopted() -> None:
    of = world()
    one = reworded(of, "New quay")
    with pytest.raises(Exception, match="amendments_edition_by_adoption"):
        Amendment.objects.unrestricted(reason=REASON).filter(pk=one.pk).update(edition=of.edition)


def test_adopting_takes_as_many_queries_whatever_the_size_of_the_strategy() -> None:
    found = []
    of = world()
    for measures, day in ((1, "2019"), (40, "2020")):
        draft = draft_after(of.edition)
        for number in range(measures):
            add(draft, f"Measure {number}", code=f"9.{number}")
        adopt(draft, day)
        one = proposed(reworded(of, f"Quay beside {measures}"))
        with CaptureQueriesContext(connection) as queries:
            decided(one, day)
        found.append(len(queries))
    assert found[0] == found[1]


def test_adopting_writes_no_row_of_a_node_that_is_not_touched() -> None:
    of = world()
    before = set(NodeText.objects.unrestricted(reason=REASON).values_list("pk", "version"))
    adopted(reworded(of, "New quay"))
    after = set(NodeText.objects.unrestricted(reason=REASON).values_list("pk", "version"))
    assert len(after - before) == 1
    assert before <= after
