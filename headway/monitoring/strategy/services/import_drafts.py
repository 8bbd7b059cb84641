"""An import in the workspace: upload, map the columns, look at the preview, apply."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from headway.foundation.attachments.queries import open_file
from headway.foundation.attachments.services import keep_file
from headway.foundation.audit.services import record
from headway.foundation.core.errors import Clash, Conflict
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import stale_sentence
from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.readers import read_workbook
from headway.monitoring.strategy.imports.guess import guess_mapping, likely_sheet
from headway.monitoring.strategy.imports.mapping import read_mapping
from headway.monitoring.strategy.imports.report import plan_as_json
from headway.monitoring.strategy.models import ImportDraft, Strategy
from headway.monitoring.strategy.permissions import can_keep_strategy
from headway.monitoring.strategy.queries.imports import mapping_for, plan_import
from headway.monitoring.strategy.services.imports import ImportResult, apply_import
from headway.monitoring.strategy.states import IMPORT_STEPS, ImportState
from headway.monitoring.strategy.verbs import IMPORT_ABANDONED, IMPORT_MAPPED, IMPORT_STARTED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import BinaryIO

    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor
    from headway.foundation.formats.readers import Sheet, Workbook
    from headway.monitoring.strategy.imports.plan import Plan

REASON = "the service checks its own permission"
LARGE = 2000
"""Rows above which the worker does the work."""
PIECE = 1024 * 1024
OPEN = (ImportState.UPLOADED, ImportState.MAPPED)


@transaction.atomic
def start_import(
    *,
    strategy_id: int,
    file: BinaryIO,
    name: str,
    media_type: str,
    by: User | SystemActor,
    at: datetime,
) -> ImportDraft:
    """Keep an uploaded file for a strategy, with a first guess at its mapping.

    :raises NotAllowed: unless a coordinator or an administrator does it.
    :raises Unreadable: for a file that cannot be read; it is not kept.
    :raises BadInput: for an empty file, or one that is too large.
    """
    strategy = Strategy.objects.get(pk=strategy_id)
    require(can_keep_strategy(by, strategy))
    workbook = read_workbook(file, name)
    sheet = likely_sheet(workbook)
    named = "" if sheet is workbook.sheet() else sheet.name
    is_large = _is_large(workbook, sheet)
    file.seek(0)
    kept = keep_file(content=_pieces(file), name=name, media_type=media_type, by=by, at=at)
    draft = ImportDraft.objects.create(
        strategy=strategy,
        file=kept,
        mapping=guess_mapping(sheet.header, strategy.languages, named),
        is_large=is_large,
    )
    record(IMPORT_STARTED, strategy, by=by, at=at, payload={"file": kept.name})
    return draft


@transaction.atomic
def map_import(
    *, import_id: int, mapping: str, version: int, by: User | SystemActor, at: datetime
) -> ImportDraft:
    """Say which column is what. A preview that was made before counts no more.

    :raises NotAllowed: unless a coordinator or an administrator does it.
    :raises WrongState: if it was applied or given up.
    :raises BadInput: with a sentence for every mistake in the mapping.
    :raises Conflict: if somebody else mapped it since `version` was read.
    """
    draft = _locked(import_id, by)
    state = IMPORT_STEPS.target(state=draft.state, step="map")
    read_mapping(mapping)
    if version != draft.version:
        clash = Clash("mapping", _("Mapping"), draft.mapping, mapping)
        raise Conflict(stale_sentence(), clashes=[clash], token=str(draft.version))
    draft.mapping, draft.state, draft.result = mapping, state, {}
    draft.version += 1
    draft.save(update_fields=["mapping", "state", "result", "version"])
    record(IMPORT_MAPPED, draft.strategy, by=by, at=at, payload={"file": draft.file.name})
    return draft


@transaction.atomic
def preview_import(*, import_id: int, by: User | SystemActor, at: datetime) -> ImportDraft:
    """Work out what an import would do, and keep it with the import. Nothing else changes.

    It is kept in every language of the interface: others read it too.

    :raises NotAllowed: unless a coordinator or an administrator does it.
    :raises WrongState: if it is not mapped, or was applied or given up.
    :raises BadInput: for a mapping that does not fit the file or the strategy.
    :raises Unreadable: for a file that cannot be read.
    """
    draft = _locked(import_id, by)
    IMPORT_STEPS.target(state=draft.state, step="apply")
    draft.result = {"previews": {}, "seen": {}}
    for language in _languages():
        draft.result["previews"][language], draft.result["seen"] = _told(draft, language, at=at)
    draft.save(update_fields=["result"])
    return draft


@transaction.atomic
def apply_import_draft(*, import_id: int, by: User | SystemActor, at: datetime) -> ImportResult:
    """Apply an import as its preview showed it, or not at all.

    :raises NotAllowed: unless a coordinator or an administrator does it.
    :raises WrongState: if it is not mapped, or was applied or given up.
    :raises BadInput: if the file has problems.
    :raises Conflict: if what it changes was changed since the preview, naming the rows.
    """
    draft = _locked(import_id, by)
    state = IMPORT_STEPS.target(state=draft.state, step="apply")
    plan = _plan(draft, at=at)
    _refuse_unseen(draft, plan)
    result = apply_import(
        strategy_id=draft.strategy_id, plan=plan, by=by, at=at, file_name=draft.file.name
    )
    draft.state, draft.result = state, {"applied": result.as_json()}
    draft.save(update_fields=["state", "result"])
    return result


@transaction.atomic
def abandon_import(*, import_id: int, by: User | SystemActor, at: datetime) -> ImportDraft:
    """Give an import up. The strategy stays as it is.

    :raises NotAllowed: unless a coordinator or an administrator does it.
    :raises WrongState: if it was applied or given up before.
    """
    draft = _locked(import_id, by)
    draft.state = IMPORT_STEPS.target(state=draft.state, step="abandon")
    draft.save(update_fields=["state"])
    record(IMPORT_ABANDONED, draft.strategy, by=by, at=at, payload={"file": draft.file.name})
    return draft


@transaction.atomic
def note_failure(*, import_id: int, sentences: list[str]) -> None:
    """Keep what went wrong while the worker had the import, for its page to show.

    One that was applied or given up meanwhile keeps what it says.
    """
    drafts = ImportDraft.objects.unrestricted(reason=REASON)
    drafts.filter(pk=import_id, state__in=OPEN).update(result={"errors": sentences})


def _locked(import_id: int, by: User | SystemActor) -> ImportDraft:
    """Take an import for writing. :raises NotAllowed: to anyone but the strategy's keepers."""
    drafts = ImportDraft.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    draft = drafts.select_related("strategy", "file").get(pk=import_id)
    require(can_keep_strategy(by, draft.strategy))
    return draft


def _is_large(workbook: Workbook, chosen: Sheet) -> bool:
    """Tell whether a sheet is long, be it one that is chosen only later.

    :raises Unreadable: if the chosen sheet cannot be read.
    """
    if _is_long(chosen):
        return True
    for sheet in workbook.sheets:
        with suppress(Unreadable):
            if sheet is not chosen and _is_long(sheet):
                return True
    return False


def _is_long(sheet: Sheet) -> bool:
    return any(True for _row in islice(sheet.rows, LARGE, None))


def _languages() -> list[str]:
    """Return the languages of the interface, that of whoever asks first: it says what is wrong."""
    spoken: tuple[str, ...] = settings.INTERFACE_LANGUAGES
    asked = get_language() if get_language() in spoken else "en"
    return sorted(spoken, key=lambda language: language != asked)


def _told(
    draft: ImportDraft, language: str, *, at: datetime
) -> tuple[dict[str, object], dict[str, str]]:
    """Return a preview in the words of a language, and what tells its plan from another.

    The plan itself is let go: it fills memory, and the next language needs another.
    """
    with override(language):
        plan = _plan(draft, at=at)
        return plan_as_json(plan), _seen(plan)


def _plan(draft: ImportDraft, *, at: datetime) -> Plan:
    # In the workspace an organisation is added only where a person has chosen so, name by name.
    given = replace(read_mapping(draft.mapping), creates_every_organisation=False)
    mapping = mapping_for(draft.strategy, given)
    today = at.astimezone(ZoneInfo(draft.strategy.time_zone)).date()
    with open_file(draft.file) as file:
        workbook = read_workbook(file, draft.file.name, header_row=given.sheet.header_row or None)
    return plan_import(workbook, mapping, strategy=draft.strategy, on=today)


def _seen(plan: Plan) -> dict[str, str]:
    """Return what tells one plan from another: each row that it writes, and on what it rests."""
    changed = {f"row {c.row}": c.versions for c in plan.changed}
    return changed | {f"row {c.row}": f"new under {c.parent}" for c in plan.created}


def _refuse_unseen(draft: ImportDraft, plan: Plan) -> None:
    seen, now = draft.result.get("seen"), _seen(plan)
    if seen == now:
        return
    rows = [row for row in now if now[row] != (seen or {}).get(row)]
    rows += [row for row in seen or {} if row not in now]
    if seen is None:
        sentence = _("Nobody has looked at the preview yet. Make it first.")
    else:
        sentence = _(
            "The strategy was changed since the preview: %(rows)s. Nothing was imported. "
            "Make the preview again."
        ) % {"rows": ", ".join(rows[:10])}
    clashes = [Clash(row, row, (seen or {}).get(row, ""), now.get(row, "")) for row in rows[:200]]
    raise Conflict(sentence, clashes=clashes, token="")


def _pieces(file: BinaryIO) -> Iterable[bytes]:
    while piece := file.read(PIECE):
        yield piece
