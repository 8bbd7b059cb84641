"""The lists of an edition: its sectors and the plans that it has to do with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _

from headway.foundation.core.words import is_address
from headway.monitoring.strategy.frame import Frame, Neighbour, Sector
from headway.monitoring.strategy.lists import NEIGHBOURS, SECTORS, item_name
from headway.monitoring.strategy.queries.uses import sector_uses, told
from headway.monitoring.strategy.rules import LONGEST_CODE, key_for
from headway.monitoring.strategy.services.clashes import Listed, list_clashes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from headway.foundation.core.errors import Clash
    from headway.monitoring.strategy.models import Edition

I = TypeVar("I", Sector, Neighbour)  # noqa: E741 -- an item


def keyed_frame(frame: Frame) -> Frame:
    """Return the frame with a key for each new item, made of its title."""
    return replace(
        frame,
        sectors=_keyed(frame.sectors),
        neighbours=_keyed(frame.neighbours),
    )


def _keyed(items: tuple[I, ...]) -> tuple[I, ...]:
    taken = {item.key for item in items}
    found: list[I] = []
    for item in items:
        key = item.key or key_for(str(item.title), taken=taken)
        taken.add(key)
        found.append(replace(item, key=key))
    return tuple(found)


def list_problems(frame: Frame) -> dict[str, str]:
    """Say what is wrong with the items of a frame, each by its control."""
    problems = _nameless(
        SECTORS,
        frame.sectors,
        _("The sector has no title. Write it in at least one language, or remove the sector."),
    )
    problems |= _nameless(
        NEIGHBOURS,
        frame.neighbours,
        _("The plan has no title. Write it in at least one language, or remove the plan."),
    )
    for plan in frame.neighbours:
        if plan.address and not is_address(plan.address):
            sentence = _("“%(address)s” is no address. Write the whole of it, with https://.")
            name = f"{item_name(NEIGHBOURS, plan.key)}-address"
            problems[name] = sentence % {"address": plan.address}
    return problems


def _nameless(kind: str, items: Iterable[Sector | Neighbour], sentence: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    met: set[str] = set()
    for item in items:
        name = f"{item_name(kind, item.key)}-title"
        if not item.title:
            problems[name] = sentence
        elif problem := key_problem(item.key, met, longest=LONGEST_CODE):
            problems[name] = problem
        met.add(item.key)
    return problems


def key_problem(key: str, met: set[str], *, longest: int) -> str:
    """Say what is wrong with the code of an item, beside those met before; nothing, if new."""
    if key and key in met:
        return _("Two items have the code “%(code)s”. Take one of them out.") % {"code": key}
    if len(key) > longest:
        sentence = _("The code is too long. Shorten it to %(number)d signs.")
        return sentence % {"number": longest}
    return ""


def sector_problems(draft: Edition, wanted: Frame) -> dict[str, str]:
    """Refuse to take out a sector that texts of the draft are in. One query, or none."""
    kept = {sector.key for sector in wanted.sectors}
    gone = {sector.key: sector for sector in draft.frame.sectors if sector.key not in kept}
    sentence = _("“%(name)s” cannot be removed. In use by %(uses)s. Change their sectors first.")
    return {
        f"{item_name(SECTORS, key)}-DELETE": sentence
        % {"name": listed(gone[key]).name, "uses": told(texts, draft.frame)}
        for key, texts in sector_uses(draft, set(gone)).items()
    }


def frame_clashes(theirs: Frame, mine: Frame) -> Iterator[Clash]:
    yield from list_clashes(
        SECTORS, _("Sector"), map(listed, theirs.sectors), map(listed, mine.sectors)
    )
    yield from list_clashes(
        NEIGHBOURS,
        _("Neighbouring plan"),
        map(listed, theirs.neighbours),
        map(listed, mine.neighbours),
    )


def listed(item: Sector | Neighbour) -> Listed:
    parts: dict[str, tuple[str, object]] = {"title": (_("Title"), item.title)}
    if isinstance(item, Neighbour):
        parts["address"] = (_("Address of the plan"), item.address)
    return Listed(item.key, item.title, parts)
