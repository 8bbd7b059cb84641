"""The tables of strategies: editions with their text, the life of nodes, imports in the making."""

from headway.monitoring.strategy.models.editions import (
    FOREVER,
    Coordinator,
    Edition,
    EditionRowQuerySet,
    Life,
    LifeRecord,
    Node,
    NodeText,
    Partner,
    Responsibility,
    Strategy,
    kept_by,
)
from headway.monitoring.strategy.models.imports import ImportDraft

__all__ = [
    "FOREVER",
    "Coordinator",
    "Edition",
    "EditionRowQuerySet",
    "ImportDraft",
    "Life",
    "LifeRecord",
    "Node",
    "NodeText",
    "Partner",
    "Responsibility",
    "Strategy",
    "kept_by",
]
