"""What uses an item of a list, so that nobody takes it away from under a measure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.monitoring.strategy.frame import Frame
from headway.monitoring.strategy.models import Edition, Life, NodeText, Strategy
from headway.monitoring.strategy.queries.editions import in_force
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

REASON = "whoever changes a list may read what uses it"
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Use:
    """A node that uses an item: its code, or its title if it has none, its level and its kind."""

    name: str
    depth: int
    kind: str


def _use(text: NodeText) -> Use:
    return Use(text.code or str(text.title), text.depth, text.kind)


def sector_uses(draft: Edition, keys: Collection[str]) -> dict[str, tuple[Use, ...]]:
    """Return what is in each of these sectors, in the order of the tree. One query, or none."""
    if not keys:
        return {}
    texts = NodeText.objects.of(draft).exclude(sectors=[]).order_by("path")
    found: dict[str, list[Use]] = {}
    for text in texts:
        for key in [key for key in text.sectors if key in keys]:
            found.setdefault(key, []).append(_use(text))
    return {key: tuple(uses) for key, uses in found.items()}


def status_uses(strategy: Strategy, codes: Collection[str]) -> dict[str, tuple[Use, ...]]:
    """Return which nodes have each of these statuses, by their newest text. Two queries."""
    lives = Life.objects.filter(node__strategy=strategy, status__in=codes)
    status = dict(lives.values_list("node_id", "status"))
    texts = NodeText.objects.unrestricted(reason=REASON).filter(node__in=status)
    newest = {text.node_id: text for text in texts.order_by("from_number")}
    found: dict[str, list[Use]] = {}
    for text in sorted(newest.values(), key=lambda text: text.path):
        found.setdefault(status[text.node_id], []).append(_use(text))
    return {code: tuple(uses) for code, uses in found.items()}


def frame_read(strategy: Strategy, *, on: date) -> Frame:
    """Return the frame in force on a day; before the first, that of the draft. One query."""
    found = Edition.objects.unrestricted(reason=REASON).filter(strategy=strategy)
    editions = tuple(found.exclude(state=EditionState.DISCARDED).order_by("-number"))
    edition = in_force(editions, on=on) or next(iter(editions), None)
    return edition.frame if edition else Frame()


def told(uses: Sequence[Use], frame: Frame) -> str:
    """Say how many use an item, and which: 3 measures (1.1, 1.2, 1.3). Beyond twelve: a number."""
    language = get_language() or "en"
    counts = Counter(use.depth for use in uses)
    counted = [f"{n} {frame.level(depth).label(language, n)}" for depth, n in counts.items()]
    names = ", ".join(use.name for use in uses[:MOST_NAMED])
    if len(uses) > MOST_NAMED:
        rest = {"names": names, "count": len(uses) - MOST_NAMED}
        names = _("%(names)s and %(count)s more") % rest
    return f"{', '.join(counted)} ({names})"
