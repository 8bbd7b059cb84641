"""The shapes that stand before a status word, and the classes of their colours.

Verdicts have colour; implementation statuses stay in ink, so that the two cannot be confused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Shape:
    """One status: its word, the class of its colour, its drawing on a field of 16 by 16."""

    word: str | Promise
    tone: str
    drawing: str
    cell: str = ""
    """Classes of the cell that stands for it in a unit bar."""


VERDICTS = {
    "achieved": Shape(
        _("achieved"),
        "c-achieved",
        '<circle cx="8" cy="8" r="8"/><path class="k" d="M4.2 8.3l2.6 2.6 5-5.4"/>',
    ),
    "on_path": Shape(_("on path"), "c-onpath", '<path d="M8 0l8 8-8 8-8-8z"/>', "capped"),
    "behind": Shape(_("behind"), "c-behind", '<path d="M8 1l8 14H0z"/>', "low"),
    "wrong_way": Shape(_("wrong way"), "c-wrong", '<path d="M8 16L0 2h16z"/>', "high"),
    "no_change": Shape(_("no change"), "c-still", '<path d="M0 3h16v4H0zM0 10h16v4H0z"/>', "even"),
    "not_yet_due": Shape(
        _("not yet due"), "c-notdue", '<circle class="o" cx="8" cy="8" r="7"/>', "hollow"
    ),
    "not_reported": Shape(
        _("not reported"),
        "c-silent",
        '<rect class="o d" x="1.2" y="1.2" width="13.6" height="13.6"/>',
        "hollow dash",
    ),
    "not_assessable": Shape(
        _("not assessable"),
        "c-unknown",
        '<circle class="o" cx="8" cy="8" r="7"/><path class="o" d="M3 13L13 3"/>',
        "hollow slashed",
    ),
}
BOX = '<rect class="o" x="1" y="1" width="14" height="14"/>'
STATUSES = {
    "done": Shape(
        _("done"),
        "c-ink",
        '<path d="M0 0h16v16H0z"/><path class="k" d="M4 8.3l2.6 2.6 5.2-5.6"/>',
        "full",
    ),
    "in_progress": Shape(_("in progress"), "c-ink", BOX + '<path d="M1 8h14v7H1z"/>', "half"),
    "partly_done": Shape(_("partly done"), "c-ink", BOX + '<path d="M1 15V1l14 14z"/>', "part"),
    "not_done": Shape(
        _("not done"), "c-ink", BOX + '<path class="o" d="M4.5 4.5l7 7m0-7l-7 7"/>', "crossed"
    ),
    "postponed": Shape(
        _("postponed"),
        "c-ink",
        '<rect class="o d" x="1" y="1" width="14" height="14"/><path class="o" d="M8 4v4.5h3.5"/>',
        "hollow dash",
    ),
    "not_started": Shape(_("not started"), "c-ink", BOX, "hollow"),
    "dropped": Shape(_("dropped"), "c-ink", '<path class="o" d="M0 8h16"/>', "line"),
    "": Shape(
        _("not entered"),
        "c-slate",
        '<path class="o d" d="M1 8h14"/>',
        "line dash",
    ),
}
STATUS_ORDER = tuple(STATUSES)
RING = '<circle class="o" cx="8" cy="8" r="6.8"/>'
STANDINGS = {
    "not_started": Shape("", "c-slate", '<circle class="o" cx="8" cy="8" r="6.5"/>'),
    "started": Shape("", "c-ink", RING + '<path d="M8 1.2a6.8 6.8 0 010 13.6z"/>'),
    "prepared": Shape("", "c-ink", RING + '<path d="M8 4v8M4 8h8" class="o"/>'),
    "submitted": Shape("", "c-ink", '<path d="M1 2l14 6-14 6 3-6z"/>'),
    "returned": Shape(
        "", "c-behind", '<path class="o" d="M6 2L1.5 6.5 6 11M2 6.5h8a4 4 0 014 4V14"/>'
    ),
    "accepted": Shape("", "c-achieved", '<path class="o" d="M1.5 8.5l4.5 4.5L15 3"/>'),
    "silent": Shape(
        "", "c-silent", '<rect class="o d" x="1.2" y="1.2" width="13.6" height="13.6"/>'
    ),
    "late": Shape(
        "",
        "c-wrong",
        '<path d="M8 0l8 16H0z"/><path class="k" fill="none" d="M8 5.5v4.6m0 1.6v1.6"/>',
    ),
}
"""How a report stands; the words are those of whoever asks for it."""
