"""What two people wrote, side by side: for every service that refuses the second of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.errors import Clash
from headway.foundation.core.texts import TranslatedText
from headway.monitoring.strategy.lists import item_name, place_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Pair = tuple[str, object]
"""A label and the value that it is of."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An item of a list as its page shows it: its title, and all that it says, by control."""

    key: str
    title: TranslatedText
    parts: Mapping[str, Pair]

    @property
    def name(self) -> str:
        return str(self.title.passage(get_language() or self.title.original))


def clashing(pairs: Mapping[str, tuple[str, object, object]]) -> Sequence[Clash]:
    """Return a clash for each (label, theirs, mine) that differ; texts language by language."""
    found: list[Clash] = []
    for field, (label, theirs, mine) in pairs.items():
        if isinstance(theirs, TranslatedText) and isinstance(mine, TranslatedText):
            languages = dict.fromkeys([*theirs.languages, *mine.languages])
            found += [
                Clash(f"{field}.{lang}", f"{label} ({lang})", theirs.words(lang), mine.words(lang))
                for lang in languages
                if theirs.words(lang) != mine.words(lang)
            ]
        elif theirs != mine:
            found.append(Clash(field, label, _shown(theirs), _shown(mine)))
    return found


def list_clashes(
    kind: str, label: str, theirs: Iterable[Listed], mine: Iterable[Listed]
) -> Iterator[Clash]:
    """Return where two texts of a list differ: in a field, in a whole item, in the order.

    An item that only one of them has is chosen as a whole.
    """
    now, wanted = ({item.key: item for item in items} for items in (theirs, mine))
    for key in dict.fromkeys([*now, *wanted]):
        name = item_name(kind, key)
        if key in now and key in wanted:
            yield from _between(name, now[key], wanted[key])
        else:
            yield Clash(name, label, _whole(now.get(key)), _whole(wanted.get(key)))
    common = [key for key in now if key in wanted], [key for key in wanted if key in now]
    if common[0] != common[1]:
        orders = [", ".join(items[key].name for key in items) for items in (now, wanted)]
        yield Clash(place_name(kind), _("Order"), *orders)


def _between(name: str, theirs: Listed, mine: Listed) -> Sequence[Clash]:
    return clashing(
        {
            f"{name}-{part}": (f"{theirs.name}: {label}", value, mine.parts[part][1])
            for part, (label, value) in theirs.parts.items()
        }
    )


def _whole(item: Listed | None) -> str:
    """Say all that an item says, a line for each part."""
    parts = item.parts.values() if item else ()
    return "\n".join(line for label, value in parts for line in _lines(label, value))


def _lines(label: str, value: object) -> Iterator[str]:
    if isinstance(value, TranslatedText):
        yield from (f"{label} ({lang}): {value.words(lang)}" for lang in value.languages)
    elif value:
        yield f"{label}: {_shown(value)}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)
