"""Forms of the directory and of people. Whether a value may be kept is decided by the services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from headway.foundation.accounts.states import SiteRole
from headway.foundation.organisations.models import Organisation
from headway.foundation.organisations.queries import (
    TEXTS,
    directory,
    languages_of,
    regions,
    values_of,
)
from headway.foundation.organisations.states import OrganisationKind, Role

if TYPE_CHECKING:
    from django.forms import BoundField

    from headway.foundation.accounts.models import User


def language_name(code: str) -> str:
    return str(get_language_info(code)["name_local"])


def page_languages() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code in settings.INTERFACE_LANGUAGES]


def region_choices() -> list[tuple[str, str]]:
    language = get_language() or settings.LANGUAGE_CODE
    found = [(region.slug, str(region.name.passage(language))) for region in regions(language)]
    return [("", str(_("no region"))), *found]


def organisation_choices() -> list[tuple[str, str]]:
    language = get_language() or settings.LANGUAGE_CODE
    return [(str(one.pk), str(one.name.passage(language))) for one in directory(language)]


class OrganisationForm(forms.Form):
    """All texts of an organisation, language beside language, and what needs no language."""

    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    region = forms.ChoiceField(label=_("Region"), choices=region_choices, required=False)
    country = forms.CharField(
        label=_("Country"), required=False, help_text=_("Two capital letters, such as LT.")
    )
    website = forms.CharField(label=_("Web address"), required=False)
    email = forms.CharField(
        label=_("Role address"),
        required=False,
        help_text=_("An address that several people read, such as info@example.org."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.languages = languages_of(organisation)
        for field in TEXTS:
            for language in self.languages:
                self.fields[f"{field}-{language}"] = forms.CharField(
                    label=language_name(language),
                    required=False,
                    widget=_widget(field, language),
                )

    @classmethod
    def of(cls, organisation: Organisation) -> OrganisationForm:
        """Return the form with what is kept."""
        version = str(organisation.version)
        return cls(organisation, initial={**values_of(organisation), "version": version})

    @property
    def texts(self) -> list[tuple[str, list[BoundField]]]:
        """Return the texts for the page: what each is, and its field in each language."""
        return [
            (
                str(Organisation._meta.get_field(field).verbose_name),  # type: ignore[union-attr]  # plain fields all
                [self[f"{field}-{language}"] for language in self.languages],
            )
            for field in TEXTS
        ]

    @property
    def others(self) -> list[BoundField]:
        return [self[name] for name in ("kind", "region", "country", "website", "email")]

    def values(self) -> dict[str, str]:
        """Return what was entered, as the service wants it."""
        return {name: text for name, text in self.cleaned_data.items() if name != "version"}


def _widget(field: str, language: str) -> forms.Widget:
    """Return a field that tells screen readers and spelling checkers its language."""
    if field == "mission":
        return forms.Textarea(attrs={"lang": language, "rows": 6})
    return forms.TextInput(attrs={"lang": language})


class InviteForm(forms.Form):
    email = forms.CharField(label=_("E-mail"), widget=forms.EmailInput)
    name = forms.CharField(label=pgettext_lazy("person", "Name"))
    language = forms.ChoiceField(label=_("Preferred language"), choices=page_languages)
    site_role = forms.ChoiceField(
        label=_("Role on the whole site"), choices=SiteRole.choices, required=False
    )


class PersonForm(forms.Form):
    """What an administrator changes of somebody's account."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), required=False)
    language = forms.ChoiceField(label=_("Preferred language"), choices=page_languages)
    site_role = forms.ChoiceField(
        label=_("Role on the whole site"), choices=SiteRole.choices, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, person: User) -> PersonForm:
        """Return the form with what is kept."""
        names = ("name", "language", "site_role", "version")
        return cls(initial={name: getattr(person, name) for name in names})


class RoleForm(forms.Form):
    organisation = forms.TypedChoiceField(
        label=_("Organisation"), choices=organisation_choices, coerce=int
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    since = forms.DateField(label=_("Since"), widget=forms.DateInput(attrs={"type": "date"}))
