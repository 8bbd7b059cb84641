"""Forms of accounts. Whether a value may be kept is decided by the services, not here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from headway.foundation.accounts.queries import values_of

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User


def interface_languages() -> list[tuple[str, str]]:
    """Return the languages of the pages, each by its own name."""
    return [
        (code, str(get_language_info(code)["name_local"])) for code in settings.INTERFACE_LANGUAGES
    ]


class SignInLinkForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=interface_languages)
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class ProfileForm(forms.Form):
    """What people change of their own account."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Preferred language"), choices=interface_languages)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, person: User) -> ProfileForm:
        """Return the form filled in with what is kept."""
        return cls(initial=values_of(person) | {"version": person.version})
