"""What an operation cannot say: one sentence for each part, and what to do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.texts import EMPTY
from headway.monitoring.amendments.kinds import KINDS
from headway.monitoring.amendments.kinds.base import INDICATOR
from headway.monitoring.amendments.values import definition_with, wording_with
from headway.monitoring.indicators.checks import definition_problems
from headway.monitoring.indicators.definition import Definition
from headway.monitoring.strategy.checks import wording_problems
from headway.monitoring.strategy.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.monitoring.amendments.facts import Change, Standing
    from headway.monitoring.strategy.frame import Frame

SAY_NOTHING = frozenset({"end_node", "end_indicator"})
NEED_REASON = frozenset({"set_targets"})
"""Kinds that nobody understands without a reason: a target that is lowered in silence is a trick.

Source: the mission (a new target, with its reason).
"""


def saying_problems(
    change: Change,
    text: Standing,
    frame: Frame,
    *,
    has_reason: bool,
    organisations: Mapping[str, int],
) -> dict[str, str]:
    """Return what is wrong with what an operation says, by its parts."""
    kind = KINDS[change.kind]
    problems = {}
    if change.kind in NEED_REASON and not has_reason:
        problems["rationale"] = _("Say why the targets change: the reason stays with them.")
    if set(change.said) - set(kind.parts) - {"provenance"}:
        problems["operation"] = _("This kind of operation cannot say that. Choose another kind.")
    elif not change.said and change.kind not in SAY_NOTHING:
        problems["operation"] = _("This says what stands already. Change something of it.")
    elif _unknown(change, organisations):
        problems["duties"] = _("There is no such organisation. Choose one of those listed.")
    elif kind.thing == INDICATOR:
        problems |= _of_indicator(change, text, organisations)
    else:
        problems |= _of_node(change, text, frame, organisations)
    return problems


def _unknown(change: Change, organisations: Mapping[str, int]) -> set[str]:
    named = {row[0] for row in change.said.get("duties") or ()}
    named |= {change.said.get("organisation") or ""} - {""}
    return named - set(organisations)


def _of_node(
    change: Change, text: Standing, frame: Frame, organisations: Mapping[str, int]
) -> dict[str, str]:
    """Return what is wrong with the node as the operation makes it, in the parts that it says."""
    now = dict(text.nodes.get(change.thing, {}))
    now.pop("duties", None)
    wording = wording_with(Wording(), {**now, **change.said}, ids=organisations)
    problems = wording_problems(wording, frame)
    if change.kind == "end_node" or change.kind == "move_node":
        return {}
    funding = {"amount", "currency"} if "funding" in change.said else set()
    return {part: s for part, s in problems.items() if part in {*change.said, *funding, "title"}}


def _of_indicator(
    change: Change, text: Standing, organisations: Mapping[str, int]
) -> dict[str, str]:
    if change.kind == "end_indicator":
        return {}
    now = {
        part: value
        for part, value in text.indicators.get(change.thing, {}).items()
        if part not in {"organisation", "places"}
    }
    said = {part: value for part, value in change.said.items() if part != "places"}
    blank = Definition(EMPTY, "")
    return definition_problems(
        replace(definition_with(blank, {**now, **said}, ids=organisations, nodes={}))
    )
