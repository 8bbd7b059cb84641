"""Two editions of a strategy side by side, as a page and a document tell them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from headway.foundation.core.texts import TranslatedText
from headway.foundation.ui.redlines import Redline, redlines_of
from headway.monitoring.amendments.facts import TOP
from headway.monitoring.amendments.kinds.base import INDICATOR, INDICATOR_PARTS, NODE, NODE_PARTS
from headway.monitoring.amendments.redlining import PLACE, part_lines, without_nothing
from headway.monitoring.amendments.values import said_of_indicator, said_of_node
from headway.monitoring.amendments.wording import (
    organisation_name,
    sector_name,
    titled,
)
from headway.monitoring.indicators.queries.comparing import indicator_changes
from headway.monitoring.strategy.queries.comparing import node_changes
from headway.monitoring.strategy.wording import wording_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.indicators.queries.comparing import IndicatorChange, IndicatorSide
    from headway.monitoring.strategy.frame import Frame
    from headway.monitoring.strategy.models import Edition, NodeText, Responsibility
    from headway.monitoring.strategy.queries.comparing import NodeChange, NodeChanges, NodeSide

ADDED, ENDED, CHANGED, MOVED = "added", "ended", "changed", "moved"
Names = dict[str, Any]
Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One node or indicator that differs: its name, what became of it, each part old → new."""

    key: str
    code: str
    title: str
    marks: tuple[str, ...]
    lines: tuple[Redline, ...]
    address: str
    """Of its page in the later edition, or in the earlier where it ended."""

    @property
    def name(self) -> str:
        return f"{self.code} {self.title}".strip()

    @property
    def is_whole(self) -> bool:
        """Whether all of it is new or gone."""
        return bool({ADDED, ENDED} & set(self.marks))

    @property
    def mark_words(self) -> tuple[str, ...]:
        return tuple(mark_word(mark) for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Section:
    """A node with what differs in it and in the indicators that stand at it.

    `difference` is None for a node that is named only because an indicator at it differs.
    """

    key: str
    code: str
    title: str
    address: str
    difference: Difference | None
    indicators: tuple[Difference, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.code} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All in which two editions differ, in the order of the strategy."""

    before: Edition
    after: Edition
    frame: tuple[Redline, ...]
    ambitions: tuple[Difference, ...]
    sections: tuple[Section, ...]
    counts: Mapping[str, Counter[int]] = field(default_factory=dict)
    """By mark, how many nodes of which depth; 0 are indicators."""

    @property
    def is_empty(self) -> bool:
        return not (self.frame or self.ambitions or self.sections)


def mark_word(mark: str) -> str:
    return {
        ADDED: pgettext("in an edition", "added"),
        ENDED: pgettext("in an edition", "ended"),
        CHANGED: pgettext("in an edition", "changed"),
        MOVED: pgettext("in an edition", "moved"),
    }[mark]


def comparison(before: Edition, after: Edition) -> Comparison:
    """Compare two editions of one strategy. Six queries, whatever differs."""
    indicators = indicator_changes(before, after)
    nodes = node_changes(before, after, named={pk for each in indicators for pk in each.node_ids})
    names = _names(nodes, indicators, before.frame, after.frame)
    told = [(each, _of_node(each, nodes, names, before, after)) for each in nodes.changes]
    measured = [(each, _of_indicator(each, nodes, names, before, after)) for each in indicators]
    found = [(each, difference) for each, difference in told if difference]
    counts: dict[str, Counter[int]] = {}
    for depth, difference in (
        *((_depth(each), difference) for each, difference in found),
        *((0, difference) for _each, difference in measured),
    ):
        for mark in difference.marks:
            counts.setdefault(mark, Counter())[depth] += 1
    return Comparison(
        before=before,
        after=after,
        frame=tuple(frame_lines(before, after)),
        ambitions=tuple(told for each, told in measured if not each.node_ids),
        sections=tuple(_sections(found, measured, nodes, before, after)),
        counts=counts,
    )


def sentence_of(found: Comparison) -> str:
    """Say how many things were changed, added, moved and ended, as in “Changed: 2 measures”."""
    if found.is_empty:
        return _("The two say the same.")
    language = get_language() or "en"
    wording = {
        CHANGED: _("Changed: %(things)s."),
        ADDED: _("Added: %(things)s."),
        MOVED: _("Moved: %(things)s."),
        ENDED: _("Ended: %(things)s."),
    }
    said = [
        wording[mark] % {"things": ", ".join(_counted(found.counts[mark], found, language))}
        for mark in (CHANGED, ADDED, MOVED, ENDED)
        if mark in found.counts
    ]
    return " ".join(said or [_("What belongs to the strategy as a whole differs.")])


def _counted(counts: Counter[int], found: Comparison, language: str) -> Iterator[str]:
    for depth, number in sorted(counts.items(), key=lambda item: item[0] or 99):
        if depth:
            yield f"{number} {found.after.frame.level(depth).label(language, number)}"
        else:
            yield ngettext("%(n)s indicator", "%(n)s indicators", number) % {"n": number}


def _depth(change: NodeChange) -> int:
    side = change.after or change.before
    return side.text.depth if side else 0


def _sections(
    told: Iterable[tuple[NodeChange, Difference]],
    measured: Iterable[tuple[IndicatorChange, Difference]],
    nodes: NodeChanges,
    before: Edition,
    after: Edition,
) -> Iterator[Section]:
    """Yield the nodes in the order of the tree, each indicator at the first of its nodes."""
    own = {each.node_id: difference for each, difference in told}
    paths = {each.node_id: each.path for each, _difference in told}
    under: dict[int, list[Difference]] = {}
    for each, difference in measured:
        if each.node_ids:
            first = min(each.node_ids, key=lambda pk: nodes.texts[pk].path)
            under.setdefault(first, []).append(difference)
    paths |= {pk: nodes.texts[pk].path for pk in under if pk not in paths}
    for pk in sorted(paths, key=lambda pk: (paths[pk], pk)):
        text = nodes.texts[pk]
        yield Section(
            key=text.node.key,
            code=text.code,
            title=_title(text.title),
            address=own[pk].address if pk in own else _address(text, before, after),
            difference=own.get(pk),
            indicators=tuple(under.get(pk, ())),
        )


def _of_node(
    change: NodeChange, nodes: NodeChanges, names: Names, before: Edition, after: Edition
) -> Difference | None:
    """Tell a node; nothing, where what differs is told nowhere, such as its sources."""
    sides = (change.before, change.after)
    old, new = ({} if side is None else _said(side, nodes) for side in sides)
    text = nodes.texts[change.node_id]
    is_placed = change.has_moved or change.before is None
    parts = [part for part in NODE_PARTS if part not in PLACE]
    lines = tuple(part_lines(NODE, [*parts, *(PLACE if is_placed else ())], old, new, names))
    marks = _marks(change.before, change.after, moved=change.has_moved, lines=lines)
    if not marks:
        return None
    return Difference(
        key=text.node.key,
        code=text.code,
        title=_title(text.title),
        marks=marks,
        lines=lines,
        address=_address(text, before, after),
    )


def _marks(
    before: object, after: object, *, moved: bool, lines: tuple[Redline, ...]
) -> tuple[str, ...]:
    if before is None or after is None:
        return (ADDED if before is None else ENDED,)
    is_changed = len(lines) > int(moved)
    return (*((CHANGED,) if is_changed else ()), *((MOVED,) if moved else ()))


def _said(side: NodeSide, nodes: NodeChanges) -> Said:
    """Return what a node says as plain values, without the parts that say nothing."""
    slugs = {duty.organisation_id: duty.organisation.slug for duty in side.duties}
    said = said_of_node(wording_of(side.text, list(side.duties)), slugs=slugs)
    spot = side.spot
    return without_nothing(said) | {
        "parent": _key(spot.parent, nodes),
        "after": _key(spot.after, nodes),
    }


def _key(node: int | None, nodes: NodeChanges) -> str:
    return nodes.texts[node].node.key if node is not None and node in nodes.texts else TOP


def _of_indicator(
    change: IndicatorChange, nodes: NodeChanges, names: Names, before: Edition, after: Edition
) -> Difference:
    old, new = (_defined(side, nodes) for side in (change.before, change.after))
    lines = tuple(part_lines(INDICATOR, INDICATOR_PARTS, old, new, names))
    side = change.newest
    text = side.text if side else None
    key = text.indicator.key if text else ""
    return Difference(
        key=key,
        code=text.code if text else "",
        title=_title(text.title) if text else "",
        marks=_marks(change.before, change.after, moved=False, lines=lines) or (CHANGED,),
        lines=lines,
        address=_on(reverse("portal:indicator", args=[key]), after if change.after else before),
    )


def _defined(side: IndicatorSide | None, nodes: NodeChanges) -> Said:
    if side is None:
        return {}
    owner = side.text.organisation
    slugs = {owner.pk: owner.slug} if owner else {}
    keys = {pk: nodes.texts[pk].node.key for pk in side.definition.node_ids if pk in nodes.texts}
    said = said_of_indicator(side.definition, slugs=slugs, keys=keys)
    return without_nothing(said)


def _names(nodes: NodeChanges, indicators: Iterable[IndicatorChange], *frames: Frame) -> Names:
    """Return by key, as JSON, what is called how: nodes, organisations, sectors."""
    found: Names = {
        text.node.key: titled({"title": text.title.as_json(), "code": text.code})
        for text in nodes.texts.values()
    }
    for organisation in _organisations(nodes, indicators):
        found[organisation_name(organisation.slug)] = organisation.name.as_json()
    for frame in frames:
        found |= {sector_name(each.key): each.title.as_json() for each in frame.sectors}
    return found


def _organisations(
    nodes: NodeChanges, indicators: Iterable[IndicatorChange]
) -> Iterator[Organisation]:
    for change in nodes.changes:
        for side in (change.before, change.after):
            yield from (duty.organisation for duty in _duties(side))
    for each in indicators:
        for defined in (each.before, each.after):
            if defined and defined.text.organisation:
                yield defined.text.organisation


def _duties(side: NodeSide | None) -> tuple[Responsibility, ...]:
    return side.duties if side else ()


def _title(title: TranslatedText) -> str:
    return title.passage(get_language() or "en").words


def _address(text: NodeText, before: Edition, after: Edition) -> str:
    """Return the page of a node on the first day of the later edition that holds it."""
    page = reverse("portal:measure", args=[after.strategy.slug, text.node.key])
    is_there = text.from_number <= after.number < text.until_number
    return _on(page, after if is_there else before)


def _on(address: str, edition: Edition) -> str:
    day = edition.in_force_from
    return f"{address}?on={day.isoformat()}" if day else address


def frame_lines(before: Edition, after: Edition) -> Iterator[Redline]:
    """Yield in what two editions differ as a whole: title, vision, levels, sectors, neighbours."""
    yield from redlines_of(_("Title"), before.title, after.title)
    old, new = before.frame, after.frame
    yield from redlines_of(_("Vision"), old.vision, new.vision)
    horizons = [frame.horizon.worded() if frame.horizon else "" for frame in (old, new)]
    if horizons[0] != horizons[1]:
        yield Redline(_("Horizon"), *horizons)
    for depth in range(1, max(len(old.levels), len(new.levels)) + 1):
        yield from redlines_of(_("Level"), _level(old, depth), _level(new, depth))
    yield from _listed(_("Sector"), *({s.key: s.title for s in f.sectors} for f in (old, new)))
    plans = ({n.key: n.title for n in f.neighbours} for f in (old, new))
    yield from _listed(_("Neighbouring plan"), *plans)


def _listed(
    label: str, old: Mapping[str, TranslatedText], new: Mapping[str, TranslatedText]
) -> Iterator[Redline]:
    nothing = TranslatedText()
    for key in dict.fromkeys((*new, *old)):
        yield from redlines_of(label, old.get(key, nothing), new.get(key, nothing))


def _level(frame: Frame, depth: int) -> TranslatedText:
    if depth > len(frame.levels):
        return TranslatedText()
    level = frame.levels[depth - 1]
    return TranslatedText.of({language: level.label(language) for language in level.labels})
