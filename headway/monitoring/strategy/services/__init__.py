"""Every write to a strategy: permission, state, change, audit, in one transaction."""

from headway.monitoring.strategy.services.acts import correct_act
from headway.monitoring.strategy.services.drafts import (
    change_frame,
    discard_draft,
    open_draft,
    put_in_force,
)
from headway.monitoring.strategy.services.import_drafts import (
    abandon_import,
    apply_import_draft,
    map_import,
    preview_import,
    start_import,
)
from headway.monitoring.strategy.services.imports import ImportResult, apply_import
from headway.monitoring.strategy.services.later import make_again, take_back_later
from headway.monitoring.strategy.services.life import set_life
from headway.monitoring.strategy.services.lives import set_lives, undo_lives
from headway.monitoring.strategy.services.nodes import add_node, change_node, end_node, move_node
from headway.monitoring.strategy.services.strategies import (
    add_partner,
    appoint_coordinator,
    change_strategy,
    create_strategy,
    dismiss_coordinator,
)

__all__ = [
    "ImportResult",
    "abandon_import",
    "add_node",
    "add_partner",
    "apply_import",
    "apply_import_draft",
    "appoint_coordinator",
    "change_frame",
    "change_node",
    "change_strategy",
    "correct_act",
    "create_strategy",
    "discard_draft",
    "dismiss_coordinator",
    "end_node",
    "make_again",
    "map_import",
    "move_node",
    "open_draft",
    "preview_import",
    "put_in_force",
    "set_life",
    "set_lives",
    "start_import",
    "take_back_later",
    "undo_lives",
]
