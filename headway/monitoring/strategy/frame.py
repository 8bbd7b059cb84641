"""What an edition says of the strategy as a whole: vision, levels, sectors.

Value types, kept as one JSON value with the edition. They name things; nodes refer to sectors
by key and to levels by depth. An item without a key is new: the service that keeps it gives one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.plurals import plural_category
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import EMPTY, TranslatedText

Forms = Mapping[str, str]
"""One word in the plural forms of its language: {"one": "measure", "other": "measures"}."""


@dataclass(frozen=True, slots=True)
class Level:
    """What the nodes of one depth are called, in each language and plural form."""

    labels: Mapping[str, Forms]

    def label(self, language: str, count: int | None = None) -> str:
        """Return the label that goes with a count; without one, the singular.

        The count's form is the one that CLDR gives the language: 1 priemonė, 9 priemonės,
        10 priemonių. A language without labels is served in the first that has them.
        """
        language = language if language in self.labels else next(iter(self.labels), "")
        forms = self.labels.get(language, {})
        category = "one" if count is None else plural_category(language, count)
        return forms.get(category) or forms.get("other", "")

    def of(self, language: str, count: int) -> str:
        """Return the form after “of 109”: the plural, or in Lithuanian the genitive.

        CLDR gives Lithuanian fractions the genitive singular (“many”) and round numbers the
        genitive plural (“other”), which are the two forms that follow „iš“.
        """
        if language != "lt" or language not in self.labels:
            return self.label(language, count)
        forms = self.labels[language]
        is_one = plural_category(language, count) == "one"
        return forms.get("many" if is_one else "other", "") or forms.get("other", "")


@dataclass(frozen=True, slots=True)
class Sector:
    key: str
    title: TranslatedText
    provenance: Provenance = UNKNOWN


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another plan that this strategy has to do with."""

    title: TranslatedText
    address: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class StatusOption:
    """One implementation status of the strategy's own list, mapped to a canonical one."""

    code: str
    label: TranslatedText
    canonical: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything an edition says that belongs to no single node."""

    levels: tuple[Level, ...] = ()
    counted_depth: int = 1
    """The depth whose nodes are counted as the strategy's measures, from 1."""
    horizon: PartialDate | None = None
    vision: TranslatedText = EMPTY
    vision_provenance: Provenance = UNKNOWN
    sectors: tuple[Sector, ...] = ()
    neighbours: tuple[Neighbour, ...] = field(default=())

    @property
    def counted(self) -> Level:
        return self.level(self.counted_depth)

    def level(self, depth: int) -> Level:
        """Return the level at a depth from 1; deeper than named, the last one."""
        return self.levels[min(depth, len(self.levels)) - 1] if self.levels else Level({})

    def sector(self, key: str) -> Sector | None:
        return next((sector for sector in self.sectors if sector.key == key), None)


def frame_to_json(frame: Frame) -> dict[str, Any]:
    return {
        "levels": [{lang: dict(forms) for lang, forms in lv.labels.items()} for lv in frame.levels],
        "counted_depth": frame.counted_depth,
        "horizon": str(frame.horizon) if frame.horizon else "",
        "vision": frame.vision.as_json(),
        "vision_provenance": frame.vision_provenance.as_json(),
        "sectors": [
            {"key": s.key, "title": s.title.as_json(), "provenance": s.provenance.as_json()}
            for s in frame.sectors
        ],
        "neighbours": [
            {"key": n.key, "title": n.title.as_json(), "address": n.address}
            for n in frame.neighbours
        ],
    }


def frame_from_json(value: Mapping[str, Any] | None) -> Frame:
    value = value or {}
    text = TranslatedText.from_json
    origin = Provenance.from_json
    return Frame(
        levels=tuple(Level(labels) for labels in value.get("levels", ())),
        counted_depth=value.get("counted_depth", 1),
        horizon=PartialDate.parse(value["horizon"]) if value.get("horizon") else None,
        vision=text(value.get("vision")),
        vision_provenance=origin(value.get("vision_provenance")),
        sectors=tuple(
            Sector(s["key"], text(s["title"]), origin(s.get("provenance")))
            for s in value.get("sectors", ())
        ),
        neighbours=tuple(
            Neighbour(text(n["title"]), n.get("address", ""), n.get("key", str(number)))
            for number, n in enumerate(value.get("neighbours", ()), start=1)
        ),
    )


def statuses_to_json(statuses: tuple[StatusOption, ...]) -> list[dict[str, Any]]:
    return [
        {"code": s.code, "label": s.label.as_json(), "canonical": s.canonical} for s in statuses
    ]


def statuses_from_json(value: list[dict[str, Any]] | None) -> tuple[StatusOption, ...]:
    return tuple(
        StatusOption(s["code"], TranslatedText.from_json(s["label"]), s["canonical"])
        for s in value or ()
    )
