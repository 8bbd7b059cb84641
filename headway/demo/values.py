"""Reads the values of the demonstration's files: sources, provenance, texts, dates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import yaml

from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.provenance import ALL, Provenance, Source
from headway.foundation.core.texts import EMPTY, TranslatedText

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Told = dict[str, Any]
"""One thing as a file tells it."""
LAGS = {"half_year": 45, "year": 90, "irregular": 90}
"""Days after which a value is due, unless its indicator says otherwise."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of the files, by their short keys."""

    by_key: Mapping[str, Source]

    @classmethod
    def read(cls, path: Path) -> Sources:
        entries = yaml.safe_load(path.read_text("utf-8"))
        return cls({key: Source(e["label"], e["url"] or "") for key, e in entries.items()})

    def named(self, keys: Iterable[str]) -> tuple[Source, ...]:
        return tuple(self.by_key[key] for key in keys)


def provenance(
    entry: Mapping[str, Any],
    sources: Sources,
    *,
    inferred: tuple[str, ...] = (),
    note: TranslatedText = EMPTY,
) -> Provenance:
    """Return where an entry of a file comes from, as it says itself."""
    return Provenance(
        sources=sources.named(entry.get("sources", ())),
        synthetic=tuple(entry.get("synthetic", ())),
        inferred=inferred,
        translated=tuple(entry.get("translated", ())),
        note=note,
    )


def translated(words: Mapping[str, str], entry: Mapping[str, Any]) -> TranslatedText:
    """Return a text; a language that we did not translate leads."""
    ours = set(entry.get("translated", ()))
    original = next((language for language in words if language not in ours), "")
    return TranslatedText.of(words, original=original)


def partial(text: str | None) -> PartialDate | None:
    return PartialDate.parse(str(text)) if text else None


def origin(entry: Mapping[str, Any], sources: Sources) -> Provenance:
    """Return where an indicator or its figure comes from; what cites nothing is synthetic."""
    if not entry.get("sources"):
        return Provenance(synthetic=(ALL,))
    note = translated(entry.get("note", {}), {})
    return provenance(entry, sources, inferred=tuple(entry.get("inferred", ())), note=note)


def number(told: float | None) -> Decimal | None:
    """Return a number with the digits that the file writes."""
    return None if told is None else Decimal(str(told))


def lag_of(entry: Told) -> int:
    """Return after how many days the values of an indicator are due."""
    return int(entry.get("lag", LAGS[entry["frequency"]]))
