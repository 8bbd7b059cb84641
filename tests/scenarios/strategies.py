"""Services of strategies."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.formats.readers import read_workbook
from headway.foundation.organisations.tests.factories import (
    OrganisationFactory,
)
from headway.monitoring.strategy import services as strategies
from headway.monitoring.strategy.imports.mapping import read_mapping
from headway.monitoring.strategy.models import NodeText, Strategy
from headway.monitoring.strategy.queries.imports import mapping_for, plan_import
from headway.monitoring.strategy.services import import_drafts
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.services.import_new import create_from_plan
from headway.monitoring.strategy.services.lives import LifeEntry, set_lives
from headway.monitoring.strategy.services.nodes import text_token
from headway.monitoring.strategy.tests.factories import (
    FRAME,
    CoordinatorFactory,
    StrategyFactory,
    adopted,
    draft_after,
    settings_of,
    text,
    wording,
)

if TYPE_CHECKING:
    from headway.monitoring.strategy.imports.plan import Plan
    from headway.monitoring.strategy.models import Edition, ImportDraft, Node


from headway.monitoring.strategy.services.import_life import write_life
from tests.scenarios.table import AT, BY, STRATEGY, writes

MAPPING = """
[columns]
code = "code"
title = "title"
status = "status"
[levels]
from = "code"
"""
STANDING = "code;title;status\n1;Objective (lt);\n1.1;Measure 1 (lt);"


def measure() -> tuple[Edition, Node]:
    edition, [node] = adopted()
    return edition, node


def drafted() -> tuple[Edition, Node]:
    edition, node = measure()
    return draft_after(edition), node


def csv(rest: str) -> io.BytesIO:
    return io.BytesIO((STANDING + rest + "\n").encode())


def plan_of(rest: str, strategy: Strategy | None) -> Plan:
    mapping = mapping_for(strategy, read_mapping(MAPPING), "lt")
    return plan_import(read_workbook(csv(rest), "a.csv"), mapping, strategy=strategy, on=AT.date())


def started(rest: str = "going") -> ImportDraft:
    _edition, _node = measure()
    return import_drafts.start_import(
        strategy_id=_edition.strategy_id, file=csv(rest), name="a.csv", media_type="text/csv",
        by=BY, at=AT,
    )  # fmt: skip


def mapped(rest: str = "going") -> ImportDraft:
    one = started(rest)
    return import_drafts.map_import(
        import_id=one.pk, mapping=MAPPING, version=one.version, by=BY, at=AT
    )


# -- strategies ----------------------------------------------------------------------------------


@writes("strategies.create_strategy", "strategy_created")
def _() -> Callable[[], object]:
    like = StrategyFactory.create()
    return lambda: strategies.create_strategy(
        slug="new", organisation=like.organisation, wanted=settings_of(like, is_public=False),
        frame=FRAME, by=BY, at=AT,
    )  # fmt: skip


def change_settings(before: bool, after: bool) -> Callable[[], object]:
    one = StrategyFactory.create(is_public=before)
    wanted = settings_of(one, is_public=after, short_name=text("S"))
    return lambda: strategies.change_strategy(
        strategy_id=one.pk, wanted=wanted, version=1, by=BY, at=AT
    )


writes("strategies.change_strategy", "strategy_changed", scopes=STRATEGY)(
    lambda: change_settings(True, True)
)
writes("strategies.change_strategy hidden", "strategy_changed")(
    lambda: change_settings(False, False)
)
writes(
    "strategies.change_strategy shown", "strategy_changed", "strategy_published", scopes=STRATEGY
)(lambda: change_settings(False, True))
writes(
    "strategies.change_strategy withdrawn",
    "strategy_changed",
    "strategy_withdrawn",
    scopes=STRATEGY,
)(lambda: change_settings(True, False))


@writes("strategies.appoint_coordinator", "coordinator_appointed")
def _() -> Callable[[], object]:
    one, ona = StrategyFactory.create(), UserFactory.create()
    return lambda: strategies.appoint_coordinator(strategy_id=one.pk, user=ona, by=BY, at=AT)


@writes("strategies.dismiss_coordinator", "coordinator_dismissed")
def _() -> Callable[[], object]:
    one = CoordinatorFactory.create()
    return lambda: strategies.dismiss_coordinator(coordinator_id=one.pk, by=BY, at=AT)


@writes("strategies.add_partner", "strategy_partner_added", scopes=STRATEGY)
def _() -> Callable[[], object]:
    one, port = StrategyFactory.create(), OrganisationFactory.create()
    return lambda: strategies.add_partner(
        strategy_id=one.pk, organisation=port, role="partner", by=BY, at=AT
    )


@writes("drafts.open_draft", "draft_opened")
def _() -> Callable[[], object]:
    edition, _node = measure()
    return lambda: strategies.open_draft(strategy_id=edition.strategy_id, by=BY, at=AT)


@writes("drafts.change_frame", "frame_changed")
def _() -> Callable[[], object]:
    draft, _node = drafted()
    return lambda: strategies.change_frame(
        draft_id=draft.pk, title=text("X"), frame=FRAME, version=1, by=BY, at=AT
    )


@writes("drafts.put_in_force", "edition_put_in_force", scopes=STRATEGY)
def _() -> Callable[[], object]:
    draft, _node = drafted()
    return lambda: strategies.put_in_force(
        draft_id=draft.pk, act=Act(PartialDate(2020)), by=BY, at=AT
    )


@writes("drafts.discard_draft", "draft_discarded")
def _() -> Callable[[], object]:
    draft, _node = drafted()
    return lambda: strategies.discard_draft(draft_id=draft.pk, by=BY, at=AT)


@writes("acts.correct_act", "act_corrected", scopes=STRATEGY)
def _() -> Callable[[], object]:
    edition, _node = measure()
    return lambda: strategies.correct_act(
        edition_id=edition.pk, act=Act(PartialDate(2018), number="T2-1"), reason="Misread",
        version=edition.version, by=BY, at=AT,
    )  # fmt: skip


@writes("later.take_back_later", "edition_taken_back", scopes=STRATEGY)
def _() -> Callable[[], object]:
    draft, _node = drafted()
    strategies.put_in_force(draft_id=draft.pk, act=Act(PartialDate(2030)), by=BY, at=AT)
    return lambda: strategies.take_back_later(
        strategy_id=draft.strategy_id, after=AT.date(), by=BY, at=AT
    )


@writes("later.make_again")
def _() -> Callable[[], object]:
    draft, _node = drafted()
    strategies.put_in_force(draft_id=draft.pk, act=Act(PartialDate(2030)), by=BY, at=AT)
    strategies.take_back_later(strategy_id=draft.strategy_id, after=AT.date(), by=BY, at=AT)
    return lambda: strategies.make_again(edition_id=draft.pk, by=BY, at=AT)


@writes("nodes.add_node", "node_added")
def _() -> Callable[[], object]:
    draft, _node = drafted()
    return lambda: strategies.add_node(
        draft_id=draft.pk, parent=None, wording=wording(), by=BY, at=AT
    )


@writes("nodes.change_node", "node_changed")
def _() -> Callable[[], object]:
    draft, node = drafted()
    token = text_token(NodeText.objects.of(draft).get(node=node))
    return lambda: strategies.change_node(
        draft_id=draft.pk, node=node, wording=wording("X"), token=token, by=BY, at=AT
    )


@writes("nodes.move_node", "node_moved")
def _() -> Callable[[], object]:
    draft, node = drafted()
    return lambda: strategies.move_node(
        draft_id=draft.pk, node=node, parent=None, after=None, by=BY, at=AT
    )


@writes("nodes.end_node", "node_ended")
def _() -> Callable[[], object]:
    draft, node = drafted()
    return lambda: strategies.end_node(draft_id=draft.pk, node=node, by=BY, at=AT)


@writes("life.set_life", "life_set", scopes=STRATEGY)
def _() -> Callable[[], object]:
    _edition, node = measure()
    return lambda: strategies.set_life(node_id=node.pk, status="going", by=BY, at=AT)


@writes("lives.set_lives", "life_set", scopes=STRATEGY)
def _() -> Callable[[], object]:
    edition, node = measure()
    entries = [LifeEntry(node.key, "going", None, 0)]
    return lambda: set_lives(strategy_id=edition.strategy_id, entries=entries, by=BY, at=AT)


@writes("lives.undo_lives", "life_set", scopes=STRATEGY)
def _() -> Callable[[], object]:
    edition, node = measure()
    entries = [LifeEntry(node.key, "going", None, 0)]
    set_lives(strategy_id=edition.strategy_id, entries=entries, by=BY, at=AT)
    made = node.records.get()
    return lambda: strategies.undo_lives(record_id=made.pk, by=BY, at=AT)


# -- imports -------------------------------------------------------------------------------------


def apply_plan(rest: str) -> Callable[[], object]:
    edition, _node = measure()
    plan = plan_of(rest, edition.strategy)
    return lambda: strategies.apply_import(
        strategy_id=edition.strategy_id, plan=plan, by=BY, at=AT, file_name="a.csv"
    )


writes("imports.apply_import", "strategy_imported", scopes=STRATEGY)(lambda: apply_plan("going"))
writes("imports.apply_import of text", "draft_opened", "strategy_imported")(
    lambda: apply_plan("\n1.2;New;")
)


@writes("import_new.create_from_plan", "strategy_created")
def _() -> Callable[[], object]:
    owner, plan = OrganisationFactory.create(), plan_of("", None)
    return lambda: create_from_plan(
        slug="new", name="New", organisation=owner, languages=["lt"],
        mapping=read_mapping(MAPPING).led_by("lt"), plan=plan, by=BY, at=AT,
    )  # fmt: skip


@writes("import_life.write_life")
def _() -> Callable[[], object]:
    edition, _node = measure()
    plan = plan_of("going", edition.strategy)
    return lambda: write_life(plan=plan, created=[], by=BY, at=AT)


@writes("import_drafts.start_import", "import_started")
def _() -> Callable[[], object]:
    edition, _node = measure()
    return lambda: import_drafts.start_import(
        strategy_id=edition.strategy_id, file=csv(""), name="a.csv", media_type="text/csv",
        by=BY, at=AT,
    )  # fmt: skip


@writes("import_drafts.map_import", "import_mapped")
def _() -> Callable[[], object]:
    one = started()
    return lambda: import_drafts.map_import(
        import_id=one.pk, mapping=MAPPING, version=one.version, by=BY, at=AT
    )


@writes("import_drafts.preview_import")
def _() -> Callable[[], object]:
    one = mapped()
    return lambda: import_drafts.preview_import(import_id=one.pk, by=BY, at=AT)


@writes("import_drafts.apply_import_draft", "strategy_imported", scopes=STRATEGY)
def _() -> Callable[[], object]:
    one = mapped()
    import_drafts.preview_import(import_id=one.pk, by=BY, at=AT)
    return lambda: import_drafts.apply_import_draft(import_id=one.pk, by=BY, at=AT)


@writes("import_drafts.abandon_import", "import_abandoned")
def _() -> Callable[[], object]:
    one = mapped()
    return lambda: import_drafts.abandon_import(import_id=one.pk, by=BY, at=AT)


@writes("import_drafts.note_failure")
def _() -> Callable[[], object]:
    one = mapped()
    return lambda: import_drafts.note_failure(import_id=one.pk, sentences=["x"])
