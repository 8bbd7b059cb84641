"""Strategies that several tests read: with a past, with a draft full of canaries, with choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.monitoring.strategy.models import Edition, NodeText, Responsibility
from headway.monitoring.strategy.services import add_partner, change_node, set_life
from headway.monitoring.strategy.services.nodes import text_token
from headway.monitoring.strategy.tests.factories import (
    AT,
    BY,
    EditionFactory,
    add,
    adopt,
    draft_after,
    text,
)
from headway.monitoring.strategy.wording import Duty, Wording, wording_of

if TYPE_CHECKING:
    from headway.monitoring.strategy.models import Node

CANARY = "Kanarėlė"


def change(draft: Edition, node: Node, wanted: Wording) -> NodeText:
    token = text_token(NodeText.objects.of(draft).get(node=node))
    return change_node(draft_id=draft.pk, node=node, wording=wanted, token=token, by=BY, at=AT)


def reword(draft: Edition, node: Node, **said: Any) -> None:  # noqa: ANN401
    standing = wording_of(
        NodeText.objects.of(draft).get(node=node),
        list(Responsibility.objects.of(draft).filter(node=node)),
    )
    given = {name: getattr(standing, name) for name in Wording.__slots__}
    change(draft, node, Wording(**(given | said)))


def next_edition(edition: Edition, node: Node, **said: Any) -> Edition:  # noqa: ANN401
    draft = draft_after(edition)
    reword(draft, node, **said)
    return adopt(draft, "2020")


def with_canaries(edition: Edition) -> Edition:
    """Open a draft that says the canary word wherever a draft can say anything."""
    draft = draft_after(edition)
    bird = OrganisationFactory.create(slug="canary")
    for found in NodeText.objects.of(draft).select_related("node"):
        reword(draft, found.node, title=text(CANARY, CANARY), code="9.9", duties=(Duty(bird.pk),))
    add(draft, CANARY, code="9.8")
    return draft


def sea_and_land() -> Edition:
    """Return two objectives with three and one measure, some led, dated and begun."""
    port, city = OrganisationFactory.create(slug="port"), OrganisationFactory.create(slug="city")
    draft = EditionFactory.create()
    one, two = add(draft, "Sea", code="1"), add(draft, "Land", code="2")
    add(draft, "Quay", one, code="1.1", due=PartialDate(2030), duties=(Duty(port.pk),))
    add(draft, "Ships", one, code="1.2", sectors=("port",), duties=(Duty(port.pk), Duty(city.pk)))
    add(draft, "Šaltinis", one, code="1.10", kind="continuous", due=PartialDate(2030, 6))
    add(draft, "Road", two, code="2.1", duties=(Duty(city.pk), Duty(port.pk, "contributing")))
    for place, status in (("Quay", "going"), ("Road", "going"), ("Ships", "finished")):
        node = NodeText.objects.of(draft).get(title__en__words=place).node
        set_life(node_id=node.pk, status=status, by=BY, at=AT)
    add_partner(strategy_id=draft.strategy_id, organisation=port, role="founding", by=BY, at=AT)
    add_partner(
        strategy_id=draft.strategy_id, by=BY, at=AT, role="partner",
        organisation=OrganisationFactory.create(slug="university"),
    )  # fmt: skip
    OrganisationFactory.create(slug="stranger")
    return adopt(draft)
