"""Where a fact comes from, and what of it was made up or translated by us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from headway.foundation.core.texts import EMPTY, TranslatedText

if TYPE_CHECKING:
    from collections.abc import Mapping

ALL = "all"


@dataclass(frozen=True, slots=True)
class Source:
    """A place where a fact can be read: a short name and, if it has one, an address."""

    label: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """The sources of a record; the parts of it that are synthetic, inferred, or our translation.

    Parts are field names, or "all". Languages in `translated` were translated by us. An empty
    provenance means that the record's owner entered it.
    """

    sources: tuple[Source, ...] = ()
    synthetic: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    translated: tuple[str, ...] = ()
    note: TranslatedText = EMPTY

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | None) -> Provenance:
        value = value or {}
        return cls(
            sources=tuple(Source(*source) for source in value.get("sources", ())),
            synthetic=tuple(value.get("synthetic", ())),
            inferred=tuple(value.get("inferred", ())),
            translated=tuple(value.get("translated", ())),
            note=TranslatedText.from_json(value.get("note")),
        )

    def as_json(self) -> dict[str, object]:
        whole: dict[str, object] = {
            "sources": [[source.label, source.address] for source in self.sources],
            "synthetic": list(self.synthetic),
            "inferred": list(self.inferred),
            "translated": list(self.translated),
            "note": self.note.as_json(),
        }
        return {name: value for name, value in whole.items() if value}

    def __bool__(self) -> bool:
        return self != UNKNOWN

    def is_synthetic(self, part: str = ALL) -> bool:
        """Tell whether this part of the record, or the whole of it, was made up."""
        return ALL in self.synthetic or part in self.synthetic


UNKNOWN = Provenance()
