"""The law of partnerships. Pure: no database, no clock, no request."""

from __future__ import annotations

from headway.cooperation.partnerships.states import Stage

STAGES = tuple(Stage.values)


def place_on_scale(*, stage: str, percent_into: int) -> float:
    """Return where a region stands on the scale of stages: 0 = its start, 3 = its end.

    Half-way into the second stage is 1.5. The stages are drawn equally wide.

    Source: the mission's text (occasional cross-border cooperation, structured networking,
    international clusterisation); the equal widths are Headway's own.
    """
    return STAGES.index(stage) + percent_into / 100
