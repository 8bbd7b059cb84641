"""What `headway import-strategy` and `headway export-strategy` do, once their words are parsed.

Exit codes: 0 done, 1 the file or the mapping has problems, 2 the command was used wrongly.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.errors import BadInput, Conflict, HeadwayError
from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.readers import read_workbook
from headway.foundation.formats.writers import WRITERS
from headway.foundation.organisations.models import Organisation
from headway.monitoring.strategy.exports import export_strategy, present
from headway.monitoring.strategy.imports.mapping import FileMapping, default_mapping, read_mapping
from headway.monitoring.strategy.imports.report import plan_as_json, plan_lines
from headway.monitoring.strategy.models import Edition, Strategy
from headway.monitoring.strategy.queries.imports import mapping_for, plan_import
from headway.monitoring.strategy.services.import_new import create_from_plan
from headway.monitoring.strategy.services.imports import apply_import
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path


OK, PROBLEMS, WRONG_USE = 0, 1, 2
ACTOR = SystemActor("headway import-strategy")
REASON = "whoever holds the machine may read everything"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended, for people and for programs."""

    code: int
    told: tuple[str, ...] = ()
    content: dict[str, object] = field(default_factory=dict)

    def lines(self) -> tuple[str, ...]:
        return self.told

    def as_json(self) -> dict[str, object]:
        return self.content


class WrongUse(HeadwayError):
    """The options do not fit together; the sentence says what to write."""


def import_strategy(
    *,
    file: Path,
    mapping: Path | None = None,
    strategy: str = "",
    create_in: str = "",
    languages: Sequence[str] = (),
    create_organisations: Sequence[str] = (),
    dry_run: bool = False,
    at: datetime,
) -> Outcome:
    """Import a file into a strategy, or into a new one in an organisation.

    `create_organisations` are names that are added to the directory if it has none of them.
    """
    try:
        return _import(
            file,
            mapping,
            strategy or file.stem.lower(),
            create_in,
            languages,
            create_organisations,
            dry_run,
            at=at,
        )
    except (WrongUse, OSError) as problem:
        return Outcome(WRONG_USE, (str(problem),), {"error": str(problem)})
    except BadInput as problem:
        return _refused(tuple(problem.problems.values()))
    except Conflict as problem:
        return _refused((str(problem), *(clash.label for clash in problem.clashes)))
    except Unreadable as problem:
        return _refused(tuple(map(str, problem.problems)) or (str(problem),))
    except HeadwayError as problem:
        return _refused((str(problem),))


def _refused(sentences: tuple[str, ...]) -> Outcome:
    return Outcome(PROBLEMS, sentences, {"errors": list(sentences)})


def _import(
    file: Path,
    mapping_file: Path | None,
    slug: str,
    create_in: str,
    languages: Sequence[str],
    create_organisations: Sequence[str],
    dry_run: bool,
    *,
    at: datetime,
) -> Outcome:
    strategy = Strategy.objects.filter(slug=slug).first()
    if strategy is None:
        _owner(slug, create_in, languages)
    with file.open("rb") as opened:
        given = _read(mapping_file) if mapping_file else None
        header_row = (given.sheet.header_row or None) if given else None
        workbook = read_workbook(opened, file.name, header_row=header_row)
    wanted = tuple(strategy.languages if strategy else languages)
    mapping = given or present(default_mapping(wanted), workbook.sheet().header)
    mapping = mapping_for(strategy, mapping, next(iter(wanted), ""))
    named = (*mapping.new_organisations, *create_organisations)
    mapping = replace(mapping, new_organisations=named)
    plan = plan_import(workbook, mapping, strategy=strategy, on=at.date())
    if not plan.is_clean or dry_run:
        code = OK if plan.is_clean else PROBLEMS
        return Outcome(code, plan_lines(plan), plan_as_json(plan))
    with transaction.atomic():
        kept = strategy or create_from_plan(
            slug=slug,
            organisation=_owner(slug, create_in, languages),
            languages=wanted,
            mapping=mapping,
            plan=plan,
            name=file.stem,
            by=ACTOR,
            at=at,
        )
        result = apply_import(strategy_id=kept.pk, plan=plan, by=ACTOR, at=at, file_name=file.name)
    content = plan_as_json(plan) | {"applied": result.as_json()}
    return Outcome(OK, plan_lines(plan), content)


def _read(mapping: Path) -> FileMapping:
    """Read a mapping file. :raises WrongUse: if it is no text."""
    try:
        return read_mapping(mapping.read_text("utf-8"))
    except UnicodeDecodeError:
        sentence = _("“%(name)s” is no text in UTF-8. Save it as UTF-8.")
        raise WrongUse(sentence % {"name": mapping.name}) from None


def _owner(slug: str, create_in: str, languages: Sequence[str]) -> Organisation:
    """Return the organisation that a new strategy belongs to.

    :raises WrongUse: if the options for a new strategy are missing.
    """
    if not create_in or not languages:
        sentence = _(
            "There is no strategy “%(slug)s”. Name one that exists with --strategy, or create it: "
            "--create-in ORGANISATION --languages lt,en"
        )
        raise WrongUse(sentence % {"slug": slug})
    owner = Organisation.objects.filter(slug=create_in).first()
    if owner is None:
        sentence = _(
            "There is no organisation “%(slug)s”. Write its address, as in /organisations/."
        )
        raise WrongUse(sentence % {"slug": create_in})
    return owner


def export_strategy_file(
    *, slug: str, to: Path, mapping: Path | None = None, language: str = "", draft: bool = False
) -> Outcome:
    """Write a strategy to a file whose ending says the format: .xlsx or .csv."""
    try:
        return _export(slug, to, mapping, language, draft=draft)
    except (WrongUse, OSError) as problem:
        return Outcome(WRONG_USE, (str(problem),), {"error": str(problem)})
    except BadInput as problem:
        return _refused(tuple(problem.problems.values()))
    except HeadwayError as problem:
        return _refused((str(problem),))


def _export(
    slug: str, to: Path, mapping_file: Path | None, language: str, *, draft: bool
) -> Outcome:
    edition = _edition(slug, draft=draft)
    writer = WRITERS.get(to.suffix.lower().removeprefix("."))
    if writer is None:
        sentence = _("“%(name)s” ends in no format that can be written: .xlsx, .csv.")
        raise WrongUse(sentence % {"name": to.name})
    mapping = (
        _read(mapping_file) if mapping_file else default_mapping(tuple(edition.strategy.languages))
    )
    table, rows = export_strategy(edition, mapping, name=slug, language=language)
    written = to.with_name(f".{to.name}.part")
    with override(language or edition.strategy.languages[0]), written.open("wb") as file:
        for piece in writer.write(table, rows):
            file.write(piece)
    written.replace(to)
    return Outcome(OK, (str(to),), {"file": str(to), "edition": edition.number})


def _edition(slug: str, *, draft: bool) -> Edition:
    """Return the edition to write: in force, or the draft.

    :raises WrongUse: if there is none.
    """
    editions = Edition.objects.unrestricted(reason=REASON).filter(strategy__slug=slug)
    state = EditionState.DRAFT if draft else EditionState.IN_FORCE
    found = (
        editions.filter(state=state)
        .select_related("strategy", "strategy__organisation")
        .order_by("-number")
        .first()
    )
    if found:
        return found
    if not Strategy.objects.filter(slug=slug).exists():
        raise WrongUse(_("There is no strategy “%(slug)s”.") % {"slug": slug})
    if draft:
        raise WrongUse(_("“%(slug)s” has no draft.") % {"slug": slug})
    sentence = _("“%(slug)s” has no edition in force. Add --draft to write the draft.")
    raise WrongUse(sentence % {"slug": slug})
