"""What the names of organisations in a file mean, said by a person name by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomlkit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headway.foundation.core.folding import fold
from headway.foundation.organisations.queries import directory
from headway.monitoring.strategy.forms.choices import language
from headway.monitoring.strategy.forms.imports import read_toml, with_plain
from headway.monitoring.strategy.imports.mapping import CREATE
from headway.monitoring.strategy.imports.words import NEW, ORGANISATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NOTHING = "-"
"""The name says nothing; no address is a hyphen."""
Known = dict[str, Any]


class NamesForm(forms.Form):
    """One choice for each unknown name: one that is much alike, any other, a new one, or none.

    A form holds a page of them, by their places among all; what it does not hold stays unknown.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        unknown: Sequence[Known],
        page: range,
        mapping: str,
        version: int,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"version": version})
        self._asked, self._mapping = {place: unknown[place] for place in page}, mapping
        self.first, self.last, self.count = page[0] + 1, page[-1] + 1, len(unknown)
        everyone = [(one.slug, str(one.name.passage(language()))) for one in directory(language())]
        adds_all = read_toml(mapping).get(CREATE) is True
        for number, one in self._asked.items():
            self.fields[f"name-{number}"] = forms.ChoiceField(
                label=one["name"],
                help_text=_where(one),
                choices=_choices(one, everyone),
                initial=NEW if adds_all and one["can_be_new"] else "",
                required=False,
            )

    @property
    def names(self) -> list[forms.BoundField]:
        return [self[f"name-{number}"] for number in self._asked]

    def mapping(self) -> str:
        """Return the mapping with what the person chose; names without a choice stay unknown."""
        document = read_toml(self._mapping)
        chosen = {
            one["name"]: self.cleaned_data[f"name-{number}"] for number, one in self._asked.items()
        }
        before = document.get(CREATE, [])
        added = list(before) if isinstance(before, list) else []
        added += [name for name, choice in chosen.items() if choice == NEW]
        meanings = {
            name: "" if choice == NOTHING else choice
            for name, choice in chosen.items()
            if choice not in ("", NEW)
        }
        if meanings:
            section = document.setdefault(ORGANISATIONS, tomlkit.table())
            said = {fold(word) for word in meanings}
            for word in [word for word in section if fold(word) in said]:
                section.remove(word)
            section.update(meanings)
        return tomlkit.dumps(with_plain(document, {CREATE: added}))


def _where(one: Known) -> str:
    if one["rows"] == 1:
        return _("In row %(row)s.") % {"row": one["row"]}
    sentence = ngettext(
        "First in row %(row)s; %(count)s cell in all.",
        "First in row %(row)s; %(count)s cells in all.",
        one["rows"],
    )
    return sentence % {"row": one["row"], "count": one["rows"]}


def _choices(one: Known, everyone: list[tuple[str, str]]) -> list[Any]:
    """Return the choices in groups, the likeliest organisations first."""
    near = [(each["address"], _alike(each)) for each in one["close"]]
    rest = [(NOTHING, _("Nothing: leave it out"))]
    if one["can_be_new"]:
        rest.insert(0, (NEW, _("Add “%(name)s” to the directory") % {"name": one["name"]}))
    groups = [(_("Much alike"), near)] if near else []
    return [("", _("Not said yet")), *groups, *rest, (_("The whole directory"), everyone)]


def _alike(each: Mapping[str, str]) -> str:
    """Name an organisation, with the other name of its that is like the one in the file."""
    if fold(each["like"]) == fold(each["name"]):
        return each["name"]
    return f"{each['name']} ({each['like']})"
