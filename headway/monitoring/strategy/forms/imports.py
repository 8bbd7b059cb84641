"""A file and its mapping, as forms. The mapping stays TOML: what the form does not show is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomlkit
from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from tomlkit.exceptions import TOMLKitError

from headway.foundation.ui.context import own_name
from headway.monitoring.strategy.imports.columns import PLACE, PLAIN, TRANSLATED
from headway.monitoring.strategy.imports.labels import label_of
from headway.monitoring.strategy.imports.mapping import ORIGINS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tomlkit import TOMLDocument

    from headway.monitoring.strategy.forms import choices

ABOVE = "above."
MOST_ABOVE = 4


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("A workbook (.xlsx) or a table (.csv), up to 20 MB."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class MappingForm(forms.Form):
    """Which column is what. A mapping that was pasted or edited counts before the choices."""

    original = forms.ChoiceField(
        label=_("Language that leads"),
        help_text=_("Columns that name no language are in this one."),
    )
    origin = forms.ChoiceField(label=_("Levels"))
    separator = forms.CharField(
        label=_("Between several values in one cell"), initial=";", max_length=5, required=False
    )
    toml = forms.CharField(
        label=_("Mapping as text"),
        required=False,
        show_hidden_initial=True,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "code"}),
        help_text=_(
            "What the words of the file mean stands here, under [status], [kind] and [sector]. "
            "Paste a whole mapping if you have one: text that you change counts before the choices."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        header: Sequence[str],
        languages: Sequence[str],
        mapping: str,
        version: int,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self._header, self._mapping = header, mapping
        document = read_toml(mapping)
        initial = _settings(document, languages) | {"toml": mapping, "version": version}
        super().__init__(data, initial=initial)
        named = _named_columns(document)
        for number, heading in enumerate(header):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=heading or _now("column %(number)s") % {"number": number + 1},
                choices=column_choices(languages),
                required=False,
                initial=named.get(heading, ""),
            )
        self._choose("original", [(code, own_name(code)) for code in languages])
        self._choose("origin", [(origin, _origin(origin)) for origin in ORIGINS])

    def _choose(self, field: str, options: choices.Choices) -> None:
        self.fields[field].choices = options  # type: ignore[attr-defined]  # a choice field

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[f"column-{number}"] for number in range(len(self._header))]

    def clean(self) -> dict[str, Any]:
        """Refuse one thing said of two columns: only one of them would be read."""
        given = super().clean() or self.cleaned_data
        first: dict[str, str] = {}
        for number, heading in enumerate(self._header):
            chosen = given.get(f"column-{number}")
            if not chosen or "toml" in self.changed_data:
                continue
            if chosen in first:
                sentence = _now(
                    "This is said of the column “%(column)s” already. Leave one of them out."
                )
                self.add_error(f"column-{number}", sentence % {"column": first[chosen]})
            first.setdefault(chosen, heading)
        return given

    def mapping(self) -> str:
        """Return the mapping that the person means."""
        if "toml" in self.changed_data:
            return str(self.cleaned_data["toml"]).replace("\r\n", "\n")
        document = read_toml(self._mapping)
        document["columns"], ancestors = self._columns()
        levels = document.setdefault("levels", tomlkit.table())
        levels["from"] = self.cleaned_data["origin"]
        levels.pop("ancestors", None)
        if ancestors:
            levels["ancestors"] = ancestors
        document.setdefault("languages", tomlkit.table())["original"] = self.cleaned_data[
            "original"
        ]
        return tomlkit.dumps(with_plain(document, self._plain()))

    def _columns(self) -> tuple[dict[str, str], list[str]]:
        chosen = (self.cleaned_data[f"column-{n}"] for n in range(len(self._header)))
        given = dict(zip(chosen, self._header, strict=True))
        given.pop("", None)
        above = sorted(name for name in given if name.startswith(ABOVE))
        columns = {name: heading for name, heading in given.items() if name not in above}
        return columns, [given[name] for name in above]

    def _plain(self) -> dict[str, object]:
        given = self.cleaned_data
        return {"separator": given["separator"] or ";"}


def read_toml(mapping: str) -> TOMLDocument:
    """Read a mapping that may be wrong: what cannot be read is an empty one."""
    try:
        return tomlkit.parse(mapping)
    except TOMLKitError:
        return tomlkit.document()


def with_plain(document: TOMLDocument, plain: Mapping[str, object]) -> TOMLDocument:
    """Put single values before the sections, where TOML wants them."""
    result = tomlkit.document()
    for name, value in plain.items():
        result[name] = value
    for name, value in document.items():
        if name not in plain:
            result[name] = value
    return result


def _settings(document: TOMLDocument, languages: Sequence[str]) -> dict[str, object]:
    levels = document.get("levels", {})
    original = document.get("languages", {}).get("original", "")
    return {
        "original": original or languages[0],
        "origin": levels.get("from", "parent"),
        "separator": document.get("separator", ";"),
    }


def _named_columns(document: TOMLDocument) -> dict[str, str]:
    """Return what each heading stands for: title.lt, lead, above.1."""
    found = {heading: name for name, heading in _flat(document.get("columns", {}))}
    ancestors = document.get("levels", {}).get("ancestors", [])
    return found | {str(heading): f"{ABOVE}{n}" for n, heading in enumerate(ancestors, 1)}


def _flat(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{language}", str(heading)) for language, heading in value.items())
        else:
            yield name, str(value)


def column_choices(languages: Sequence[str]) -> choices.Choices:
    """Return everything that a column can be, in words."""
    texts = [
        (f"{base}.{language}", label_of(f"{base}.{language}"))
        for base in TRANSLATED
        for language in languages
    ]
    above = [
        (f"{ABOVE}{n}", _now("Level above, number %(number)s") % {"number": n})
        for n in range(1, MOST_ABOVE + 1)
    ]
    plain = [(name, label_of(name)) for name in (*PLACE, *PLAIN)]
    return [("", _now("Left out")), *texts, *plain, *above]


def _origin(origin: str) -> str:
    return {
        "code": _now("from the code: 1.3.1 stands under 1.3"),
        "column": _now("from the column “level”"),
        "columns": _now("from columns that name the levels above"),
        "parent": _now("from the column that names the node above"),
    }[origin]
