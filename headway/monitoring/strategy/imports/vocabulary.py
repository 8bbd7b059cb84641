"""The vocabularies of a strategy's columns: its own statuses and sectors, kinds, yes and no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation

from headway.foundation.core.errors import BadInput
from headway.foundation.core.folding import fold
from headway.foundation.core.texts import TranslatedText
from headway.monitoring.strategy.frame import Frame, Level, Sector, StatusOption
from headway.monitoring.strategy.imports.words import Term, Vocabularies, Vocabulary
from headway.monitoring.strategy.rules import key_for
from headway.monitoring.strategy.states import Canonical, NodeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from headway.monitoring.strategy.imports.mapping import FileMapping

YES = ("yes", "y", "true", "1", "x", "+", "✓", "taip", "jah", "ja", "tak", "jā", "oui", "sì")
NO = ("no", "n", "false", "0", "-", "–", "ne", "ei", "nein", "nie", "nē", "non")


def vocabularies(
    mapping: FileMapping,
    *,
    statuses: tuple[StatusOption, ...],
    frame: Frame | None,
    organisations: tuple[Term, ...],
) -> Vocabularies:
    """Return what the file's words can mean. Without a frame, new sectors may be named.

    :raises BadInput: for a translation of the mapping that leads nowhere.
    """
    sectors = frame.sectors if frame else ()
    found = Vocabularies(
        status=Vocabulary(
            "status", status_terms(statuses, mapping), mapping.words.get("status", {})
        ),
        kind=Vocabulary("kind", _terms(NodeKind.choices), mapping.words.get("kind", {})),
        flagship=Vocabulary("flagship", _yes_and_no(), mapping.words.get("flagship", {})),
        sector=Vocabulary(
            "sector",
            tuple(Term(s.key, _names(s.title, mapping.original)) for s in sectors),
            mapping.words.get("sector", {}),
            open=frame is None,
        ),
        organisations=Vocabulary(
            "organisations",
            organisations,
            mapping.words.get("organisations", {}),
            open=mapping.creates_every_organisation,
            wanted=frozenset(fold(name) for name in mapping.new_organisations),
        ),
    )
    problems = {
        entry: f"{entry}: {sentence}"
        for vocabulary in (found.status, found.sector, found.organisations)
        for entry, sentence in vocabulary.unknown_meanings().items()
    }
    if problems:
        raise BadInput(problems)
    return found


def status_terms(statuses: tuple[StatusOption, ...], mapping: FileMapping) -> tuple[Term, ...]:
    canonical = [status.canonical for status in statuses]
    return tuple(
        Term(
            status.code,
            _names(status.label, mapping.original),
            (status.canonical,) if canonical.count(status.canonical) == 1 else (),
        )
        for status in statuses
    )


def new_statuses(mapping: FileMapping) -> tuple[StatusOption, ...]:
    """Return the statuses of a new strategy: those that the mapping names, in the file's words.

    Without such words the seven canonical ones, in the languages of the interface.
    """
    options: dict[str, StatusOption] = {}
    for word, meaning in mapping.words.get("status", {}).items():
        if meaning in Canonical.values:
            label = TranslatedText.of({mapping.original or "en": word})
            options.setdefault(meaning, StatusOption(meaning, label, meaning))
    if options:
        return tuple(options.values())
    return tuple(
        StatusOption(value, TranslatedText.of(_in_languages(Canonical, value)), value)
        for value in Canonical.values
    )


def new_frame(mapping: FileMapping, *, depth: int, sectors: Sequence[str]) -> Frame:
    """Return the frame of a new strategy: names of the levels, what is counted, the sectors."""
    levels = mapping.levels
    labels = [Level(names) for names in levels.names] or [
        Level({mapping.original: {"one": word, "other": word}})
        for word in levels.words or levels.ancestors
    ]
    if len(labels) < depth:
        header = next((h for n, h in mapping.columns.items() if n.startswith("title")), "")
        labels.append(Level({mapping.original: {"one": header, "other": header}}))
    return Frame(
        levels=tuple(labels),
        counted_depth=levels.counted or max(depth, 1),
        sectors=tuple(
            Sector(key, TranslatedText.of({mapping.original: name}))
            for name, key in sector_keys(sectors).items()
        ),
    )


def sector_keys(names: Sequence[str]) -> dict[str, str]:
    """Return a key for each new sector, made of its name: “Marine economy” → marine-economy."""
    keys: dict[str, str] = {}
    for name in names:
        keys[name] = key_for(name, taken=keys.values())
    return keys


def _names(text: TranslatedText, first: str) -> tuple[str, ...]:
    languages = sorted(text.languages, key=lambda language: language != first)
    return tuple(dict.fromkeys(text.words(language) for language in languages))


def _terms(choices: Sequence[tuple[str, object]]) -> tuple[Term, ...]:
    return tuple(
        Term(str(value), tuple(dict.fromkeys(_in_languages(NodeKind, str(value)).values())))
        for value, _label in choices
    )


def _in_languages(choices: type[Canonical | NodeKind], value: str) -> dict[str, str]:
    """Return a choice's label in each language of the interface."""
    words = {}
    for language in settings.INTERFACE_LANGUAGES:
        with translation.override(language):
            words[language] = str(choices(value).label)
    return words


def _yes_and_no() -> tuple[Term, ...]:
    return (Term("yes", YES), Term("no", NO))
