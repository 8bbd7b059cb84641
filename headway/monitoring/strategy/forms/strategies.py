"""A strategy itself: its settings, its coordinators, a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from babel import Locale
from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.accounts.queries import people
from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.context import own_name
from headway.foundation.ui.forms import PartialDateField, TextsForm
from headway.monitoring.strategy.forms import choices
from headway.monitoring.strategy.frame import Forms, Frame, Level
from headway.monitoring.strategy.imports.mapping import FileMapping
from headway.monitoring.strategy.imports.vocabulary import new_statuses
from headway.monitoring.strategy.services.strategies import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.monitoring.strategy.models import Coordinator, Strategy

MOST_LEVELS = 5


class SettingsForm(TextsForm):
    """What is said of a strategy itself, whatever its edition."""

    languages = forms.MultipleChoiceField(
        label=_("Languages of the text"),
        choices=choices.languages,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
        help_text=_("Translations are asked for in each. The language that leads stays first."),
    )
    time_zone = forms.CharField(label=_("Time zone"))
    is_public = forms.BooleanField(
        label=_("Public"),
        required=False,
        help_text=_("Everyone then reads the editions in force; drafts stay here."),
    )
    asks_agreement = forms.BooleanField(
        label=_("Partners agree to amendments"),
        required=False,
        help_text=_("Every partner is asked before an amendment is decided."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, strategy: Strategy, data: Mapping[str, Any] | None = None) -> None:
        plain = ("languages", "time_zone", "is_public", "asks_agreement", "version")
        super().__init__(data, initial={name: getattr(strategy, name) for name in plain})
        self._strategy = strategy
        self.add_text("name", pgettext_lazy("thing", "Name"), strategy.name, strategy.languages)
        self.add_text("short_name", _("Short name"), strategy.short_name, strategy.languages)

    def settings(self) -> Settings:
        given = self.cleaned_data
        return replace(
            Settings.of(self._strategy),
            name=self.text("name"),
            short_name=self.text("short_name"),
            languages=_in_order(self._strategy.languages, given["languages"]),
            time_zone=given["time_zone"],
            is_public=given["is_public"],
            asks_agreement=given["asks_agreement"],
        )


def _in_order(before: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the wanted languages, those of before in their order: the first one leads."""
    kept = [language for language in before if language in wanted]
    return tuple(dict.fromkeys([*kept, *wanted]))


class CoordinatorForm(forms.Form):
    person = forms.TypedChoiceField(
        label=_("Person"),
        coerce=int,
        error_messages={"required": _("Choose a person.")},
    )

    def __init__(
        self, coordinators: Sequence[Coordinator], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        have = {coordinator.user_id for coordinator in coordinators}
        free = [p for p in people() if p.is_active and p.pk not in have]
        named = [(str(person.pk), f"{person} ({person.email})") for person in free]
        self.fields["person"].choices = [("", _now("Choose a person")), *named]  # type: ignore[attr-defined]  # a choice field


class LanguagesForm(forms.Form):
    """The first step of a new strategy: it decides which fields the second one has."""

    languages = forms.MultipleChoiceField(
        label=_("Languages of the text"),
        choices=choices.languages,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    original = forms.ChoiceField(
        label=_("Language that leads"),
        choices=choices.languages,
        help_text=_("The one in which the strategy is adopted; the others are made from it."),
    )
    depth = forms.TypedChoiceField(
        label=_("Levels"),
        choices=[(str(n), str(n)) for n in range(1, MOST_LEVELS + 1)],
        coerce=int,
        initial="3",
        help_text=_("Three, for a strategy with objectives, tasks and measures."),
    )

    def wanted(self) -> tuple[str, ...]:
        given = self.cleaned_data
        return tuple(dict.fromkeys([given["original"], *given["languages"]]))


class CreateForm(TextsForm):
    """The second step of a new strategy: its names, and what its levels are called."""

    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        help_text=_("Small letters, digits and dashes: keds makes /strategies/keds/."),
        error_messages={
            "required": _("Write an address, such as keds."),
            "invalid": _("An address has small letters, digits and dashes only."),
        },
    )
    organisation = forms.TypedChoiceField(
        label=_("Organisation"),
        coerce=int,
        help_text=_("The one that answers for the strategy."),
        error_messages={"required": _("Choose an organisation.")},
    )
    horizon = PartialDateField(label=_("Horizon"))
    time_zone = forms.CharField(label=_("Time zone"), initial="Europe/Vilnius")

    def __init__(
        self, languages: Sequence[str], depth: int, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        self._languages, self._depth = languages, depth
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", _now("Choose an organisation")),
            *choices.organisations(),
        ]
        self.add_text("name", pgettext_lazy("thing", "Name"), EMPTY, languages)
        self.add_text("short_name", _("Short name"), EMPTY, languages)
        for level in range(1, depth + 1):
            for language in languages:
                self.fields[_level(level, language)] = _level_field(level, language)
        self.fields["counted"] = forms.TypedChoiceField(
            label=_("Level that counts as measures"),
            choices=[(str(n), str(n)) for n in range(1, depth + 1)],
            coerce=int,
            initial=str(depth),
        )

    @property
    def settings(self) -> Settings:
        return Settings(
            name=self.text("name"),
            short_name=self.text("short_name"),
            languages=tuple(self._languages),
            statuses=new_statuses(FileMapping(columns={})),
            time_zone=self.cleaned_data["time_zone"],
        )

    @property
    def frame(self) -> Frame:
        levels = [
            {lang: _forms(lang, self.cleaned_data[_level(n, lang)]) for lang in self._languages}
            for n in range(1, self._depth + 1)
        ]
        counted, horizon = self.cleaned_data["counted"], self.cleaned_data["horizon"]
        named = tuple(Level(labels) for labels in levels)
        return replace(Frame(levels=named, counted_depth=counted), horizon=horizon)


def _level(number: int, language: str) -> str:
    return f"level-{number}-{language}"


def _level_field(number: int, language: str) -> forms.CharField:
    hint = _now("Singular and plurals, with commas between: for %(numbers)s.")
    return forms.CharField(
        label=_now("Level %(number)s, %(language)s")
        % {"number": number, "language": own_name(language)},
        help_text=hint % {"numbers": ", ".join(_samples(language).values())},
        widget=forms.TextInput(attrs={"lang": language}),
        error_messages={"required": _("Say what this level is called.")},
    )


def _samples(language: str) -> dict[str, str]:
    """Return the plural categories of a language's whole numbers, each with a sample."""
    rule = Locale.parse(language).plural_form
    samples: dict[str, str] = {}
    for number in (1, 2, 3, 5, 10, 11, 21):
        samples.setdefault(rule(number), str(number))
    return samples


def _forms(language: str, words: str) -> Forms:
    """Return the forms of a word; where fewer are written than the language has, the last again."""
    written = [word.strip() for word in words.split(",") if word.strip()] or [words.strip()]
    categories = list(_samples(language))
    forms_of = {c: written[min(n, len(written) - 1)] for n, c in enumerate(categories)}
    return {**forms_of, "other": forms_of.get("other", written[-1])}
