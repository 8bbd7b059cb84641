"""The kinds of operation, by their codes; a code is never used for another kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.monitoring.amendments.kinds import indicators, nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.monitoring.amendments.kinds.base import Kind

KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        nodes.ADD_NODE,
        nodes.REWORD_NODE,
        nodes.MOVE_NODE,
        nodes.END_NODE,
        nodes.SET_DATES,
        nodes.SET_DUTIES,
        nodes.SET_FUNDING,
        indicators.ADD_INDICATOR,
        indicators.CHANGE_INDICATOR,
        indicators.END_INDICATOR,
        indicators.SET_TARGETS,
    )
}
ADDING = frozenset({nodes.ADD_NODE.code, indicators.ADD_INDICATOR.code})
"""The kinds that change nothing that stands, but add something."""
