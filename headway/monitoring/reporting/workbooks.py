"""A report as a workbook: downloaded with what is known, uploaded with what is new."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.numbers import plain
from headway.foundation.core.periods import Period
from headway.foundation.formats.workbooks import (
    Column,
    Row,
    Sheet,
    read_workbook,
    workbook,
)
from headway.foundation.ui.names import named
from headway.monitoring.indicators.kinds import KINDS
from headway.monitoring.indicators.states import Missing
from headway.monitoring.reporting.forms.parts import TAKEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from headway.foundation.formats.errors import CellProblem
    from headway.foundation.formats.workbooks import FilledCell
    from headway.monitoring.reporting.forms.grids import GridForm
    from headway.monitoring.reporting.models import Report
    from headway.monitoring.reporting.queries.answering import Due
    from headway.monitoring.strategy.frame import StatusOption

TEXTS = ("done", "ahead", "obstacles", "cause")


@dataclass(frozen=True, slots=True)
class Brought:
    """What an uploaded workbook says, as the fields of the grid, and where each stands."""

    fields: dict[str, str]
    cells: dict[str, str]
    """“Sheet, D7” by the name of the field."""
    problems: tuple[CellProblem, ...]
    notes: tuple[str, ...]


def token_of(report: Report) -> str:
    """Return what a workbook says it is of, so that none is read into another report."""
    return f"report:{report.key}"


def sheets_of(report: Report, forms_shown: Sequence[GridForm]) -> list[Sheet]:
    """Return the sheets of a report with what its forms show."""
    measures = [form for form in forms_shown if "is_none" in form.fields]
    figures = [(form, due) for form in forms_shown for due in form.task.figures]
    found = []
    if measures:
        found.append(_measures(report, measures))
    if figures:
        found.append(_figures(figures))
    return found


def _measures(report: Report, forms_shown: Sequence[GridForm]) -> Sheet:
    labels = {each.code: named(each.label) for each in report.round.strategy.statuses}
    columns = [Column("measure", _("Measure"), 50, is_editable=False)]
    if report.round.asks_statuses:
        columns.append(Column("status", _("Status"), 22, True, tuple(labels.values()), "choice"))
    names = (_("What was done"), _("What is next"), _("Obstacles"), _("Cause"))
    columns += [
        Column(code, label, 40, is_editable=True) for code, label in zip(TEXTS, names, strict=True)
    ]
    rows = []
    for form in forms_shown:
        values: dict[str, str | Decimal | None] = {"measure": named(form.task.text)}
        if "status" in form.fields:
            values["status"] = labels.get(str(form["status"].value() or ""))
        for name in TEXTS:
            values[name] = str(form[_text_field(form, name)].value() or "") or None
        rows.append(Row(str(form.task.answer.pk), values))
    return Sheet(
        _("Answers"),
        tuple(columns),
        tuple(rows),
        _("Fill in the white cells, then upload the file."),
    )


def _text_field(form: GridForm, name: str) -> str:
    """Return the field of a text in the reader's language."""
    return next(field for field in form.fields if field.startswith(f"{name}."))


def _figures(figures: Iterable[tuple[GridForm, Due]]) -> Sheet:
    reasons = tuple(str(label) for _code, label in Missing.choices)
    columns = (
        Column("indicator", _("Indicator"), 50, is_editable=False),
        Column("unit", _("Unit"), 14, is_editable=False),
        Column("period", _("Period"), 14, is_editable=False),
        Column("value", _("Value"), 14, True, kind="number"),
        Column("numerator", _("Part"), 14, True, kind="number"),
        Column("denominator", _("Whole"), 14, True, kind="number"),
        Column("missing", _("Why there is no value"), 22, True, reasons, "choice"),
        Column("note", _("Note"), 40, is_editable=True),
    )
    rows = []
    for form, due in figures:
        name = f"figure-{due.figure.pk}"
        labels = {code: str(label) for code, label in Missing.choices}
        values: dict[str, str | Decimal | None] = {
            "indicator": named(due.text),
            "unit": named(due.text.unit_in_plural),
            "period": Period.parse(due.figure.period).worded(),
            "missing": labels.get(str(form[f"{name}.missing"].value() or "")),
            "note": str(form[f"{name}.note"].value() or "") or None,
        }
        for part in TAKEN[KINDS[due.text.kind].takes]:
            shown = form.initial.get(f"{name}.{part}")
            values[part] = shown if isinstance(shown, Decimal) else None
        rows.append(Row(str(due.figure.pk), values))
    return Sheet(_("Figures"), columns, tuple(rows))


def workbook_of(report: Report, forms_shown: Sequence[GridForm]) -> bytes:
    return workbook(
        sheets_of(report, forms_shown),
        token=token_of(report),
        title=f"{named(report.organisation)}, {named(report.round)}",
        language=get_language() or "en",
    )


def read_report(file: BinaryIO, report: Report, forms_shown: Sequence[GridForm]) -> Brought:
    """Return what a workbook says of each field of the grid. Blank cells leave theirs as it is.

    :raises Unreadable: if the file is too large, dangerous, damaged, or of another report.
    """
    shapes = [sheet.shape for sheet in sheets_of(report, forms_shown)]
    filled = read_workbook(file, sheets=shapes, token=token_of(report))
    fields: dict[str, str] = {}
    cells: dict[str, str] = {}
    for sheet, rows in filled.rows.items():
        for key, row in rows.items():
            form = _form_of(forms_shown, sheet, key)
            for code, cell in row.cells.items():
                name = _field_name(form, sheet, key, code)
                if cell.value is None or name is None:
                    continue
                fields[form.add_prefix(name)] = _written(form, code, cell)
                cells[form.add_prefix(name)] = f"{sheet}, {cell.address}"
    return Brought(fields, cells, filled.problems, filled.notes)


def _form_of(forms_shown: Sequence[GridForm], sheet: str, key: str) -> GridForm:
    for form in forms_shown:
        if sheet == _("Figures"):
            if any(str(due.figure.pk) == key for due in form.task.figures):
                return form
        elif str(form.task.answer.pk) == key:
            return form
    raise LookupError(key)


def _field_name(form: GridForm, sheet: str, key: str, code: str) -> str | None:
    if sheet == _("Figures"):
        name = f"figure-{key}.{code}"
        return name if name in form.fields else None
    return _text_field(form, code) if code in TEXTS else code


def _written(form: GridForm, code: str, cell: FilledCell) -> str:
    """Return what a cell says as the field of the grid takes it."""
    if isinstance(cell.value, Decimal):
        return plain(cell.value)
    if code == "status":
        labels = {named(each.label): each.code for each in _statuses(form)}
        return labels.get(str(cell.value), str(cell.value))
    if code == "missing":
        reasons = {str(label): reason for reason, label in Missing.choices}
        return reasons.get(str(cell.value), str(cell.value))
    return str(cell.value)


def _statuses(form: GridForm) -> tuple[StatusOption, ...]:
    found: tuple[StatusOption, ...] = form.task.answer.report.round.strategy.statuses
    return found
