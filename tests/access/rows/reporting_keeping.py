"""Routes of whoever keeps the rounds of a strategy."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.test import override_settings
from django.utils import timezone

from headway.monitoring.reporting.models import BulkEdit
from headway.monitoring.reporting.states import EditKind
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    opened,
    report_of,
)
from headway.monitoring.reporting.tests.factories import world as asking
from headway.monitoring.strategy.models import Coordinator
from tests.access.row import Row
from tests.access.world import READS_EVERYTHING

if TYPE_CHECKING:
    from tests.access.row import Arguments
    from tests.access.world import World

KEEPERS = frozenset({"administrator", "coordinator"})
READERS = KEEPERS | READS_EVERYTHING
STRANGERS = frozenset({"reader", "reporter", "approver"})
BOTH = ("GET", "POST")
POST = ("POST",)
NOT_NOW = frozenset({409})
"""What the round or the report is too early or too late for; a page says so."""
NOTHING_NAMED = frozenset({404})
"""What was sent names no link and no person."""


def place(world: World, *parts: str, is_own: bool) -> dict[str, Any]:
    """Open a round of the coordinator's strategy, or of one that nobody here keeps."""
    with override_settings(SITE_ADDRESS="https://strategy.example.org"):
        of = asking()
        ahead = max(DEADLINE, timezone.now() + (DEADLINE - AT))
        asked = opened(of, deadline_at=ahead)
    if is_own:
        Coordinator.objects.create(
            strategy=of.edition.strategy, user=world.people["coordinator"], since=AT.date()
        )
    edit = BulkEdit.objects.create(
        key="bulkedit22", round=asked, kind=EditKind.DEADLINES, made_at=AT, made_by="Ona"
    )
    known = {
        "slug": of.edition.strategy.slug,
        "key": asked.key,
        "report": report_of(asked, of.partners[0]).key,
        "partner": of.partners[0].slug,
        "edit": edit.key,
        "step": "accept",
    }
    return {name: known[name] for name in ("slug", *parts)}


def row(
    name: str,
    who: frozenset[str],
    methods: tuple[str, ...],
    *parts: str,
    also: frozenset[int] = frozenset(),
) -> Row:
    own: Arguments = partial(_of, parts=parts, is_own=True)
    foreign: Arguments = partial(_of, parts=parts, is_own=False)
    return Row(f"reporting:{name}", who, methods, own, foreign, STRANGERS, also)


def _of(world: World, parts: tuple[str, ...], *, is_own: bool) -> dict[str, Any]:
    return place(world, *parts, is_own=is_own)


ROWS = (
    row("rounds", READERS, ("GET",)),
    row("round_add", KEEPERS, BOTH),
    row("collecting", READERS, ("GET",)),
    row("lines", KEEPERS, ("GET",)),
    row("line", KEEPERS, BOTH, "partner"),
    row("mails", KEEPERS, ("GET",)),
    row("partner", READERS, ("GET",), "partner"),
    row("round", READERS, ("GET",), "key"),
    row("round_edit", KEEPERS, BOTH, "key"),
    row("asked", KEEPERS, BOTH, "key"),
    row("ask_again", KEEPERS, POST, "key", also=NOT_NOW),
    row("preview", KEEPERS, ("GET",), "key"),
    row("round_open", KEEPERS, BOTH, "key", also=NOT_NOW),
    row("round_discard", KEEPERS, BOTH, "key", also=NOT_NOW),
    row("letter", KEEPERS, BOTH, "key"),
    row("deadlines", KEEPERS, BOTH, "key"),
    row("undo", KEEPERS, POST, "key", "edit"),
    row("round_close", KEEPERS, BOTH, "key"),
    row("round_publish", KEEPERS, BOTH, "key", also=NOT_NOW),
    row("reports", KEEPERS, BOTH, "key"),
    row("review", KEEPERS, ("GET",), "key", "report"),
    row("links", KEEPERS, BOTH, "key", "report", also=NOTHING_NAMED),
    row("review_return", KEEPERS, POST, "key", "report", also=NOT_NOW),
    row("review_reopen", KEEPERS, POST, "key", "report", also=NOT_NOW),
    row("review_refuse_time", KEEPERS, POST, "key", "report", also=NOT_NOW),
    row("review_step", KEEPERS, POST, "key", "report", "step", also=NOT_NOW),
)
