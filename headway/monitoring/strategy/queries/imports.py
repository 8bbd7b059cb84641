"""What an import compares a file with, and the plan that comes of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from sys import intern
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.attachments.queries import open_file
from headway.foundation.core.errors import BadInput
from headway.foundation.core.numbers import plain
from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.readers import read_workbook
from headway.foundation.organisations.models import Organisation
from headway.monitoring.strategy.frame import Frame, StatusOption
from headway.monitoring.strategy.funding import EURO, Funding
from headway.monitoring.strategy.imports.columns import LIFE, base_of, language_of
from headway.monitoring.strategy.imports.guess import guess_mapping
from headway.monitoring.strategy.imports.levels import place
from headway.monitoring.strategy.imports.plan import Plan, Planner
from headway.monitoring.strategy.imports.problems import Problems
from headway.monitoring.strategy.imports.rows import RowReader, layout_of
from headway.monitoring.strategy.imports.standing import TOP, Standing, Stood
from headway.monitoring.strategy.imports.values import MANY, long_text, one_line, prose
from headway.monitoring.strategy.imports.vocabulary import new_statuses, vocabularies
from headway.monitoring.strategy.imports.words import Term, Vocabularies
from headway.monitoring.strategy.models import Edition, Node, NodeText, Responsibility, Strategy
from headway.monitoring.strategy.rules import is_done_too_early
from headway.monitoring.strategy.states import EditionState, NodeKind, Responsible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from headway.foundation.formats.readers import Sheet, Workbook
    from headway.monitoring.strategy.imports.mapping import FileMapping
    from headway.monitoring.strategy.models import ImportDraft

WHY = "the caller may keep the strategy, and an import reads all of an edition"
BATCH = 2000
COLUMNS = (
    "node_id", "node__key", "parent_id", "depth", "pk", "version", "node__life__version",
    "code", "title", "description", "kind", "is_flagship", "start", "due", "sectors",
    "funding", "node__life__status", "node__life__note",
)  # fmt: skip


def edition_compared(strategy: Strategy) -> Edition | None:
    """Return the draft; without one, the newest edition in force."""
    editions = Edition.objects.unrestricted(reason=WHY).filter(strategy=strategy)
    kept = editions.exclude(state=EditionState.DISCARDED).select_related("strategy")
    return kept.order_by("-number").first()


def organisation_terms(language: str = "") -> tuple[Term, ...]:
    """Return every organisation with its names, those in a language first. Two queries."""
    terms = []
    for organisation in Organisation.objects.prefetch_related("aliases").order_by("key"):
        texts = (organisation.name, organisation.short_name)
        names = [text.words(language) for text in texts]
        names += [text.words(lang) for text in texts for lang in text.languages]
        names += [alias.name for alias in organisation.aliases.all()]
        exact = (organisation.slug,)
        terms.append(Term(organisation.key, tuple(dict.fromkeys(filter(None, names))), exact))
    return tuple(terms)


def vocabularies_for(
    mapping: FileMapping, strategy: Strategy | None, edition: Edition | None
) -> Vocabularies:
    """Return what the words of a file can mean for this strategy.

    :raises BadInput: for a translation of the mapping that leads nowhere.
    """
    return vocabularies(
        mapping,
        statuses=strategy.statuses if strategy else new_statuses(mapping),
        frame=(edition.frame if edition else Frame()) if strategy else None,
        organisations=organisation_terms(mapping.original),
    )


def standing_of(edition: Edition | None, fields: tuple[str, ...]) -> Standing:
    """Return the nodes of an edition with these fields, in the order of the tree. Two queries.

    Texts are written as they would come back from a file, so that only a real change shows.
    """
    standing = Standing(fields)
    if edition is None:
        return standing
    duties = _duties(edition)
    texts = NodeText.objects.of(edition).order_by("path").values_list(*COLUMNS)
    for row in texts.iterator(chunk_size=BATCH):
        said = dict(zip(COLUMNS, row, strict=True))
        standing.add(
            Stood(
                node=said["node_id"],
                key=said["node__key"],
                parent=said["parent_id"] or TOP,
                depth=said["depth"],
                versions=versions(said["pk"], said["version"], said["node__life__version"]),
                values=tuple(_value(name, said, duties) for name in fields),
            )
        )
    return standing


def versions(text: int, version: int, life: int | None) -> str:
    return f"{text}.{version}/{life or 0}"


def _duties(edition: Edition) -> dict[str, dict[int, str]]:
    """Return per role and node the keys of the organisations, joined."""
    found: dict[str, dict[int, str]] = {role: {} for role in Responsible.values}
    rows = Responsibility.objects.of(edition).order_by("node_id", "organisation__key")
    for node, role, key in rows.values_list("node_id", "role", "organisation__key").iterator(
        chunk_size=BATCH
    ):
        before = found[role].get(node)
        if before is None or key not in before.split(MANY):
            found[role][node] = intern(f"{before}{MANY}{key}" if before else key)
    return found


def _value(name: str, said: dict[str, Any], duties: dict[str, dict[int, str]]) -> str:
    base, language = base_of(name), language_of(name)
    if base == "title":
        return one_line(prose(said["title"].words(language)))
    if base in ("description", "note"):
        text = said["node__life__note" if base == "note" else base]
        return long_text(prose(text.words(language)))
    if base in ("funding", "currency", "funding_sources"):
        return _of_funding(base, said["funding"], language)
    if base in ("lead", "contributing"):
        return duties[base].get(said["node_id"], "")
    return _plain(base, said)


def _of_funding(name: str, funding: Funding, language: str) -> str:
    if name == "funding_sources":
        return long_text(prose(funding.sources.words(language)))
    if funding.amount is None:
        return ""
    if name == "funding":
        return plain(funding.amount)
    return "" if funding.currency == EURO else funding.currency


def _plain(name: str, said: dict[str, Any]) -> str:
    if name == "flagship":
        return "yes" if said["is_flagship"] else ""
    if name == "sector":
        return MANY.join(sorted(set(said["sectors"])))
    return intern(str(said["node__life__status" if name == "status" else name] or ""))


def plan_import(
    workbook: Workbook, mapping: FileMapping, *, strategy: Strategy | None, on: date
) -> Plan:
    """Compare a workbook with what stands in a strategy, or with nothing for a new one.

    Every problem of the rows is in the plan; `on` is today in the strategy's zone.

    :raises BadInput: for a mapping that does not fit the strategy.
    :raises Unreadable: for a file that cannot be read at all.
    """
    if strategy:
        _refuse_languages(mapping, strategy)
    sheet = workbook.sheet(mapping.sheet.name)
    edition = edition_compared(strategy) if strategy else None
    words = vocabularies_for(mapping, strategy, edition)
    problems = Problems(sheet.name)
    reader = RowReader(mapping, sheet.header, vocabularies=words, problems=problems)
    if problems:
        return Plan(
            layout_of(mapping),
            problems=problems.shown(),
            problem_count=problems.count,
            notes=_notes(sheet),
        )
    entries = reader.read(_cells(sheet, problems))
    standing = standing_of(edition, reader.fields)
    labels = _labels(edition.frame) if edition else ()
    place(entries, mapping=mapping, standing=standing, labels=labels, problems=problems)
    if not entries and not problems:
        problems.add(_("The sheet has no rows below its header. Is it the right sheet?"))
    given = {entry.key for entry in entries if entry.key} - standing.by_key.keys()
    planner = Planner(
        entries,
        standing,
        problems=problems,
        headers=mapping.columns,
        taken_keys=_taken(given),
        names=_shown(words, strategy.statuses if strategy else new_statuses(mapping)),
        too_early=_too_early(strategy, edition, on=on) if strategy else frozenset(),
    )
    return replace(
        planner.plan(),
        base=edition.number if edition else 0,
        organisations=words.organisations.made,
        sectors=words.sector.made,
        original=mapping.original,
        unknown=tuple(reader.unknown.values()),
        notes=_notes(sheet),
    )


def _refuse_languages(mapping: FileMapping, strategy: Strategy) -> None:
    """Refuse columns in a language that the strategy is not written in: nobody would see them.

    :raises BadInput: naming them.
    """
    sentence = _("The strategy is not written in “%(language)s”. It is in: %(known)s.")
    problems = {
        f"columns.{name}": f"columns.{name}: "
        + sentence % {"language": language_of(name), "known": ", ".join(strategy.languages)}
        for name in mapping.columns
        if language_of(name) and language_of(name) not in strategy.languages
    }
    if problems:
        raise BadInput(problems)


def _notes(sheet: Sheet) -> tuple[str, ...]:
    """Return what was assumed; nothing of a sheet that cannot be read, whose problems are told."""
    try:
        return sheet.notes
    except Unreadable:
        return ()


def _cells(sheet: Sheet, problems: Problems) -> Iterator[tuple[int, tuple[object, ...]]]:
    """Yield the rows; where one cannot be read, its problems are added and reading ends."""
    try:
        for row in sheet.rows:
            yield row.number, row.cells
    except Unreadable as problem:
        for found in problem.problems:
            problems.add(found.sentence, row=found.row, column=found.column, value=found.value)
        if not problem.problems:
            problems.add(str(problem))


def _labels(frame: Frame) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(word for forms in level.labels.values() for word in forms.values())
        for level in frame.levels
    )


def _taken(keys: set[str]) -> frozenset[str]:
    """Return those of the keys that nodes elsewhere have."""
    given = sorted(keys)
    return frozenset(
        key
        for start in range(0, len(given), BATCH)
        for key in Node.objects.filter(key__in=given[start : start + BATCH]).values_list(
            "key", flat=True
        )
    )


def _too_early(strategy: Strategy, edition: Edition | None, *, on: date) -> frozenset[str]:
    horizon = edition.frame.horizon if edition else None
    return frozenset(
        option.code
        for option in strategy.statuses
        if is_done_too_early(
            kind=NodeKind.CONTINUOUS, canonical=option.canonical, horizon=horizon, on=on
        )
    )


def _shown(words: Vocabularies, statuses: tuple[StatusOption, ...]) -> dict[str, dict[str, str]]:
    """Return the words that people see for codes, by field, in the language of the page."""
    language = get_language() or ""
    organisations = {term.code: term.names[0] for term in words.organisations.terms if term.names}
    return {
        "lead": organisations,
        "contributing": organisations,
        "sector": {term.code: term.names[0] for term in words.sector.terms if term.names},
        "status": {option.code: str(option.label.passage(language)) for option in statuses},
        "kind": {value: str(label) for value, label in NodeKind.choices},
        "flagship": {"yes": _("yes")},
    }


def mapping_for(strategy: Strategy | None, mapping: FileMapping, language: str = "") -> FileMapping:
    """Give a mapping its leading language: its own, the strategy's first, or the one given.

    :raises BadInput: if none is known.
    """
    languages = list(strategy.languages) if strategy else []
    led = mapping.led_by(next(filter(None, (mapping.original, *languages, language)), ""))
    if not led.original:
        raise BadInput({"languages": _("Say in which language the file is written.")})
    return led


def is_life_only(plan: Plan) -> bool:
    """Tell whether nothing but statuses and notes would change, so that no draft is needed."""
    return not plan.created and all(
        base_of(change.field) in LIFE for changed in plan.changed for change in changed.changes
    )


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of one sheet of a file, the mapping to begin with, and which sheets there are.

    The mapping is the one that is kept, or a guess if that is of another sheet.
    """

    sheet: str
    header: tuple[str, ...]
    mapping: str
    sheets: tuple[str, ...]


def headings_of(draft: ImportDraft, sheet: str = "") -> Headings:
    """Return the headings of a sheet of an uploaded file that the caller was allowed to read.

    Without a name, of the sheet that its mapping names.

    :raises Unreadable: if it cannot be read, or has no such sheet.
    :raises NoFile: if it is no longer kept.
    """
    said = tomllib.loads(draft.mapping).get("sheet", {})
    with open_file(draft.file) as file:
        workbook = read_workbook(file, draft.file.name, header_row=said.get("header_row"))
        names = tuple(each.name for each in workbook.sheets)
        mapped = said["name"] if said.get("name") in names else names[0]
        if sheet in ("", mapped):
            header = workbook.sheet(mapped).header
            return Headings(mapped, header, draft.mapping, names)
        file.seek(0)
        header = read_workbook(file, draft.file.name).sheet(sheet).header
    named = "" if sheet == names[0] else sheet
    return Headings(sheet, header, guess_mapping(header, draft.strategy.languages, named), names)
