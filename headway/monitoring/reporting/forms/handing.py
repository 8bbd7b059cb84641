"""To whom a part of a report is handed over."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 200


class ColleagueForm(forms.Form):
    """A colleague without an account."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _(
                "The name is missing. Write the name by which colleagues know this person."
            )
        },
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        error_messages={
            "required": _("The address is missing. Write to where the link is to be sent.")
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
