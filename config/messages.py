"""Keeps the translation catalogues: collects the sentences of the code, tells what is missing.

One catalogue for each area; a sentence that several areas say stands in the lowest of them.
A catalogue in which nothing is translated has not been begun, and is not judged.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = Path(__file__).parents[1]
LANGUAGE = "lt"
AREAS = ("foundation", "monitoring", "cooperation", "front")
"""Lowest first. What the demonstration says stands with the front, on whose pages it is seen."""
HOMES = {"demo": "front", "config": "front"}
IDLE = (
    "Generated-By",
    "Language-Team",
    "Last-Translator",
    "PO-Revision-Date",
    "POT-Creation-Date",
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
)
"""Headers that would change every time, or say nothing."""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
CONTEXT = ((1, "c"), 2)
PLURAL = (1, 2)
CONTEXT_PLURAL = ((1, "c"), 2, 3)
KEYWORDS: dict[str, Any] = {
    f"{name}{suffix}": rule
    for name, rule in (
        ("gettext", None),
        ("pgettext", CONTEXT),
        ("ngettext", PLURAL),
        ("npgettext", CONTEXT_PLURAL),
    )
    for suffix in ("", "_lazy")
} | {"_": None, "_now": None, "gettext_noop": None}

Key = tuple[str, str]
"""What gettext looks up: the context, often empty, and the sentence (its singular)."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the code, and the files that say it."""

    words: str | tuple[str, str]
    context: str
    files: tuple[str, ...]

    @property
    def key(self) -> Key:
        return self.context, self.words if isinstance(self.words, str) else self.words[0]


def catalogue_path(area: str) -> Path:
    return CODE / "headway" / area / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def sentences() -> dict[str, list[Sentence]]:
    """Return the sentences of each area, without those that a lower area says already."""
    found: dict[str, dict[Key, Sentence]] = {area: {} for area in AREAS}
    for path in _files():
        area = _area(path)
        kept = found[HOMES.get(area, area)]
        for words, context in _said_in(path):
            new = Sentence(words, context, (path.relative_to(CODE).as_posix(),))
            before = kept.get(new.key)
            kept[new.key] = _joined(before, new) if before else new
    said: set[Key] = set()
    for area in AREAS:
        found[area] = {key: s for key, s in found[area].items() if key not in said}
        said |= set(found[area])
    return {area: [kept[key] for key in sorted(kept)] for area, kept in found.items()}


def _joined(one: Sentence, other: Sentence) -> Sentence:
    words = one.words if isinstance(one.words, tuple) else other.words
    return Sentence(words, one.context, tuple(sorted({*one.files, *other.files})))


def _area(path: Path) -> str:
    """Return the area of a file; the settings name pages in menus, and count as one."""
    parts = path.relative_to(CODE).parts
    return parts[1] if parts[0] == "headway" else parts[0]


def _files() -> list[Path]:
    areas = [CODE / "headway" / area for area in (*AREAS, "demo")] + [CODE / "config" / "settings"]
    return sorted(path for area in areas for path in area.rglob("*") if _speaks(path))


def _speaks(path: Path) -> bool:
    if path.suffix == ".py":
        return not {"tests", "migrations"} & set(path.parts)
    return path.suffix in {".html", ".txt"} and "templates" in path.parts


def _said_in(path: Path) -> Iterator[tuple[str | tuple[str, str], str]]:
    text = path.read_text()
    if path.suffix != ".py":
        # Django turns a template into something like Python; its indentation means nothing.
        lines = templatize(text, origin=str(path)).splitlines()
        text = "\n".join(line.strip() for line in lines)
    for _line, words, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
        yield (words if isinstance(words, str) else (words[0], words[1])), context or ""


def read(area: str) -> Catalog | None:
    """Return an area's catalogue, if there is one."""
    path = catalogue_path(area)
    if not path.exists():
        return None
    with path.open("rb") as source:
        return read_po(source, locale=LANGUAGE)


def update(area: str, said: list[Sentence]) -> None:
    """Add new sentences to an area's catalogue, take out those that nobody says any more."""
    before = read(area)
    after = Catalog(locale=LANGUAGE, project="Headway", fuzzy=False, charset="utf-8")
    after.header_comment = f"# Lithuanian, {area}. `make messages` brings it up to the code."
    for sentence in said:
        kept = before.get(sentence.key[1], sentence.context or None) if before else None
        is_same = kept is not None and isinstance(kept.id, str) == isinstance(sentence.words, str)
        after.add(
            sentence.words,
            string=kept.string if kept is not None and is_same else None,
            locations=[(file, 0) for file in sentence.files],
            context=sentence.context or None,
        )
    path = catalogue_path(area)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()
    write_po(written, after, width=100, include_lineno=False)
    lines = written.getvalue().decode().splitlines(keepends=True)
    idle = tuple(f'"{header}:' for header in IDLE)
    path.write_text("".join(line for line in lines if not line.startswith(idle)))


def problems() -> list[str]:
    """Return what is wrong with the catalogues that were begun, one sentence each."""
    found = []
    for area, said in sentences().items():
        catalogue = read(area)
        if catalogue is not None and is_begun(catalogue):
            found += [f"{area}: {problem}" for problem in _problems(catalogue, said)]
    return found


def is_begun(catalogue: Catalog) -> bool:
    return any(message.id and forms_of(message) for message in catalogue)


def _problems(catalogue: Catalog, said: list[Sentence]) -> Iterator[str]:
    wanted = {sentence.key for sentence in said}
    kept = {_key(message): message for message in catalogue if message.id}
    yield from (f"“{words}” is not in the catalogue." for _c, words in sorted(wanted - set(kept)))
    yield from (f"“{words}” is said nowhere." for _c, words in sorted(set(kept) - wanted))
    for key in sorted(set(kept) & wanted):
        yield from _problems_of(kept[key], catalogue.num_plurals)


def _problems_of(message: Message, plurals: int) -> Iterator[str]:
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    forms = forms_of(message)
    if message.fuzzy:
        yield f"“{ids[0]}” is marked as doubtful."
    if len(forms) != (1 if isinstance(message.id, str) else plurals):
        yield f"“{ids[0]}” is not translated, or lacks a plural form."
    names = set(PLACEHOLDER.findall(ids[-1]))
    for form in forms:
        if set(PLACEHOLDER.findall(form)) != names:
            yield f"“{form}” does not name what “{ids[-1]}” names."


def forms_of(message: Message) -> list[str]:
    """Return the translations of a message that there are: one, or one for each plural form."""
    strings = [message.string] if isinstance(message.string, str) else message.string or []
    return [form for form in strings if form]


def _key(message: Message) -> Key:
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--check", action="store_true")
    if not options.parse_args().check:
        for area, said in sentences().items():
            update(area, said)
        return 0
    found = problems()
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
