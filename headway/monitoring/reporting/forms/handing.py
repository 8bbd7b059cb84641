"""To whom a part of a report is handed over."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 200


class ColleagueForm(forms.Form):
    """A colleague without an account."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
