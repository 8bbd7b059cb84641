"""A file of values: which one, and which of its columns and categories are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from headway.foundation.formats.observations import observations
from headway.foundation.formats.readers.jsonstat import LABEL
from headway.foundation.formats.readers.values import Columns
from headway.monitoring.indicators.bringing import Brought, bring
from headway.monitoring.indicators.forms.bringing import BringForm
from headway.monitoring.indicators.forms.fields import LONGEST_LABEL, choose
from headway.monitoring.indicators.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from headway.foundation.formats.errors import Unreadable
    from headway.foundation.formats.observations import Observation
    from headway.foundation.formats.readers.sheets import Cell, Sheet
    from headway.foundation.formats.readers.values import ValueFile
    from headway.monitoring.indicators.models import IndicatorText

GUESSED = {
    "period": {"time", "time_period", "period", "year", "date", "metai", "laikotarpis", "data"},
    "value": {"value", "obs_value", "values", "reikšmė", "reikšmės"},
    "status": {"status", "obs_flag", "obs_status", "flag", "žyma", "statusas"},
}
MOST_CATEGORIES = 300
"""Columns with more different cells are no categories of which one is chosen."""
PICK = "pick-"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, a workbook (.xlsx), or JSON-stat 2.0 as Eurostat gives it; up to 20 MB."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.json,.jsonstat"}),
    )


class ColumnsForm(BringForm):
    """Which columns hold periods, values and statuses, and which rows are meant."""

    period = forms.ChoiceField(label=_("Column of the periods"))
    value = forms.ChoiceField(label=_("Column of the values"))
    denominator = forms.ChoiceField(
        label=_("Column of the wholes"),
        required=False,
        help_text=_("If the column of the values holds parts of them."),
    )
    status = forms.ChoiceField(label=_("Column of the statuses"), required=False)

    def __init__(
        self,
        text: IndicatorText,
        file: ValueFile,
        sheet: Sheet,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        guessed = _guessed(file, sheet)
        super().__init__(text, data, initial=guessed | _source(file))
        self._sheet, self._dataset = sheet, file.dataset
        headings = [(name, name) for name in dict.fromkeys(sheet.header) if name]
        for name in ("period", "value"):
            choose(self, name, [("", _("choose")), *headings])
        for name in ("denominator", "status"):
            choose(self, name, [("", "–"), *headings])
        if KINDS[text.kind].takes != "share":
            del self.fields["denominator"]
        if file.columns:
            self._settle(file.columns)
        self._offer_categories(data if data is not None else guessed)

    def _settle(self, columns: Columns) -> None:
        """Take out what a JSON-stat file says itself."""
        for name in ("value", "status", *(["period"] if columns.period else [])):
            self.fields[name].widget = forms.HiddenInput()
        self.fields.pop("denominator", None)

    def _offer_categories(self, chosen: Mapping[str, Any]) -> None:
        """Add a choice for each column that says which rows are meant."""
        used = {chosen.get(name) for name in ("period", "value", "denominator", "status")}
        labels = _labels(self._dataset)
        for place, heading in enumerate(self._sheet.header):
            if not heading or heading in used or heading.endswith(LABEL):
                continue
            known = labels.get(heading) or _categories(self._sheet, place)
            if len(known) < 2:
                continue
            is_needed = self._dataset is not None
            blank = [("", _("choose") if is_needed else _("all"))]
            name, label = labels.get((heading, "name"), heading), list(known.items())
            self.fields[f"{PICK}{place}"] = forms.ChoiceField(
                label=name, choices=[*blank, *label], required=is_needed
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        names = ("period", "value", "denominator", "status")
        return [self[n] for n in names if n in self.fields and not self[n].is_hidden]

    @property
    def settled(self) -> list[forms.BoundField]:
        return [self[n] for n in ("period", "value", "status") if self[n].is_hidden]

    @property
    def categories(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PICK)]

    @property
    def subject(self) -> str:
        return self._sheet.name

    def read(self, evidence_id: int) -> Brought:
        """Read the rows that are meant. :raises Unreadable: if a column cannot be read."""
        given = self.cleaned_data
        first = self._rows(given["value"])
        whole = given.get("denominator")
        second = self._rows(whole) if whole else None
        rows = zip(first, second, strict=True) if second else ((each, None) for each in first)
        return bring(rows, like=self.like(evidence_id), why=given["missing"])

    def _rows(self, value: str) -> Iterator[Observation]:
        given = self.cleaned_data
        columns = Columns(period=given["period"], value=value, status=given["status"])
        wanted = {
            self._sheet.header[int(name.removeprefix(PICK))]: choice
            for name, choice in given.items()
            if name.startswith(PICK) and choice
        }
        for row in observations(self._sheet, columns, answers=self.answers):
            if all(_words(row.cells.get(name)) == choice for name, choice in wanted.items()):
                yield row


def _words(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _categories(sheet: Sheet, place: int) -> dict[str, str]:
    """Return the different cells of a column; nothing for a column that has too many."""
    found: dict[str, str] = {}
    for row in sheet.rows:
        if words := _words(row.cells[place]):
            found[words] = words
        if len(found) > MOST_CATEGORIES:
            return {}
    return found


def _labels(dataset: Any) -> dict[Any, Any]:  # noqa: ANN401 -- a data set, or none
    """Return the categories of each dimension with their words, and what dimensions are called."""
    if dataset is None:
        return {}
    found: dict[Any, Any] = {}
    for each in dataset.dimensions:
        found[each.name] = {c.code: _both(c.label, c.code) for c in each.categories}
        found[each.name, "name"] = _both(each.label, each.name)
    return found


def _both(label: str, code: str) -> str:
    return label if label == code else f"{label} ({code})"


def _guessed(file: ValueFile, sheet: Sheet) -> dict[str, str]:
    """Return the columns as far as the file or their headings say them."""
    if file.columns:
        said = file.columns
        return {"period": said.period, "value": said.value, "status": said.status}
    found = {}
    for name, known in GUESSED.items():
        found[name] = next((h for h in sheet.header if h.casefold() in known), "")
    return found


def _source(file: ValueFile) -> dict[str, str]:
    if file.dataset is None:
        return {}
    parts = (file.dataset.source, file.dataset.label, file.dataset.updated[:10])
    return {"source": ", ".join(part for part in parts if part)[:LONGEST_LABEL]}


def refused_at_file(form: UploadForm, refused: Unreadable) -> None:
    """Say at the file why it cannot be read."""
    for sentence in refused.problems or (refused,):
        form.add_error("file", str(sentence))


def column_problem() -> str:
    return _now("Say which column holds the periods and which one the values.")
