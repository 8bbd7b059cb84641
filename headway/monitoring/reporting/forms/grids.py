"""All parts of a report as one table: each a form of its own, with the same fields and checks."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headway.foundation.core.errors import BadInput
from headway.monitoring.reporting.facts import PartSaid, part_prefix
from headway.monitoring.reporting.forms.parts import PartForm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from django.forms import BoundField

    from headway.monitoring.indicators.models import Value
    from headway.monitoring.reporting.queries.answering import Due, Previous, Task

UNSAID = ("version", "was", "is_sure", "evidence_file", "drop_evidence")
"""Ends of the fields that say nothing of the measure, and of those that the table leaves alone."""
STATUSES = "statuses"
"""What may be pasted: the statuses, or the values, in the order of the rows."""
VALUES = "values"


class GridForm(PartForm):
    """One part as a row: the status as a list to choose from."""

    def __init__(
        self,
        task: Task,
        before: Previous | None,
        values: Mapping[int, Value],
        data: Mapping[str, Any] | None = None,
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(task, before, values, data, prefix=part_prefix(task.answer.pk), **options)
        self.fields["was"] = forms.CharField(required=False, widget=forms.HiddenInput)
        if "status" in self.fields:
            choice: Any = self.fields["status"]
            choices = [("", "–"), *choice.choices]
            choice.widget = forms.Select(choices=choices)
            choice.choices = choices
        if not task.answer.way:
            self.fields["is_kept"] = forms.BooleanField(
                label=_("Answer with what stands here"), required=False
            )
        for name in ("done", "ahead", "obstacles", "cause"):
            for field in self.fields:
                if field.startswith(f"{name}."):
                    self.fields[field].widget.attrs["rows"] = 2
        self.initial["was"] = self._digest(self._as_shown)

    @property
    def is_touched(self) -> bool:
        """Whether the person changed the row as it was shown, whoever saved it since."""
        if not self.is_bound or self.is_of_now or not self["was"].value():
            return any(not name.endswith(UNSAID) for name in self.changed_data)
        is_kept = self.data.get(self.add_prefix("is_kept"))
        return bool(is_kept) or str(self["was"].value()) != self._digest(self._as_sent)

    def _digest(self, value_of: Callable[[str], object]) -> str:
        """Return a short sign of what the fields say, the same for what a browser makes of it."""
        names = [name for name in self.fields if not name.endswith((*UNSAID, "is_kept"))]
        said = {name: _plain(value_of(name)) for name in names}
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]

    def _as_shown(self, name: str) -> object:
        return self.fields[name].prepare_value(self.get_initial_for_field(self.fields[name], name))

    def _as_sent(self, name: str) -> object:
        return self[name].data

    @property
    def shown(self) -> list[BoundField]:
        """The texts in the first language: what was done, and the cause."""
        names = [f"{name}.{self._spoken[0]}" for name in ("done", "cause")]
        return [self[name] for name in names if name in self.fields]

    @property
    def kept(self) -> Iterator[BoundField]:
        """The fields that the table does not show, carried along."""
        shown = {field.name for field in self.shown} | {"status", "version", "is_sure", "is_kept"}
        for field in self:
            is_figure = field.name.endswith((".value", ".numerator", ".denominator", ".missing"))
            is_file = field.name.endswith(("evidence_file", "drop_evidence"))
            if field.name not in shown and not is_figure and not is_file:
                yield field

    def part_said(self) -> PartSaid:
        """Return what the row says; the file that stands as evidence stays."""
        answer = self.task.answer
        return PartSaid(
            answer_id=answer.pk,
            said=self.reported(answer.evidence_id),
            figures=self.measured(),
            version=self.cleaned_data["version"] or 0,
        )


def _plain(value: object) -> str:
    if value in (None, False):
        return ""
    return "on" if value is True else str(value).replace("\r\n", "\n").strip()


@dataclass(frozen=True, slots=True)
class Pastable:
    """A column that can be pasted: what it is called and how many lines it has."""

    code: str
    label: str
    count: int


def pastable(forms_shown: Sequence[GridForm]) -> list[Pastable]:
    statuses = sum("status" in form.fields for form in forms_shown)
    values = len(_value_names(forms_shown))
    found = [
        Pastable(STATUSES, _("Statuses"), statuses),
        Pastable(VALUES, _("Values"), values),
    ]
    return [each for each in found if each.count]


def _value_names(forms_shown: Sequence[GridForm]) -> list[str]:
    return [
        form.add_prefix(f"figure-{due.figure.pk}.value")
        for form in forms_shown
        for due in form.task.figures
        if f"figure-{due.figure.pk}.value" in form.fields
    ]


def pasted_into(forms_shown: Sequence[GridForm], *, column: str, words: str) -> dict[str, str]:
    """Return the fields that a pasted column fills, by name; blank lines leave theirs as it is.

    :raises BadInput: unless there are as many lines as fields.
    """
    lines = words.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    if column == VALUES:
        names = _value_names(forms_shown)
    else:
        names = [form.add_prefix("status") for form in forms_shown if "status" in form.fields]
    if len(lines) != len(names):
        told = ngettext(
            "%(lines)d line was pasted, and the table has %(rows)d rows for it. Copy one column, "
            "a line for each row.",
            "%(lines)d lines were pasted, and the table has %(rows)d rows for them. Copy one "
            "column, a line for each row.",
            len(lines),
        )
        raise BadInput({"pasted": told % {"lines": len(lines), "rows": len(names)}})
    filled = {}
    for name, line in zip(names, lines, strict=True):
        said = line.split("\t")[0].strip()
        if said:
            filled[name] = _status_code(forms_shown, said) if column == STATUSES else said
    return filled


def _status_code(forms_shown: Sequence[GridForm], said: str) -> str:
    """Return the code of a status that is called so; what is not known stays as it was written."""
    for form in forms_shown:
        if "status" in form.fields:
            choice: Any = form.fields["status"]
            for code, label in choice.choices:
                if said.casefold() in {str(code).casefold(), str(label).casefold()}:
                    return str(code)
    return said


def figures_of_row(form: GridForm) -> list[tuple[Due, list[BoundField], BoundField]]:
    """Return the figures of a row, each with its fields and why there is none."""
    found = []
    for due in form.task.figures:
        fields = form.of_figure(due)
        found.append((due, [*fields.taken], fields.missing))
    return found
