"""Fields and choices that the forms of this app share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from headway.foundation.ui.context import own_name
from headway.foundation.ui.names import named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.foundation.organisations.models import Organisation

Choices = list[tuple[str, Any]]
NO_NUMBER = _("Write a whole number.")
NO_TIME = _("This is no time. Write it as 17:00.")
NO_DAY = _("This is no day. Write it as 2026-11-22.")
NO_ADDRESS = _("This is no address. Write it as https://….")


def number_field(label: Any, **options: Any) -> forms.IntegerField:  # noqa: ANN401
    """Return a field for a whole number."""
    return forms.IntegerField(
        label=label,
        error_messages=dict.fromkeys(("invalid", "required", "min_value", "max_value"), NO_NUMBER),
        **{"required": False, "min_value": 0, "max_value": 1_000_000, **options},
    )


def time_field(label: Any, **options: Any) -> forms.TimeField:  # noqa: ANN401
    """Return a field for a time of day."""
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": NO_TIME},
        **options,
    )


def address_field(label: Any, **options: Any) -> forms.URLField:  # noqa: ANN401
    """Return a field for an address of the web."""
    return forms.URLField(
        label=label,
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": NO_ADDRESS},
        **options,
    )


def languages(codes: Iterable[str]) -> Choices:
    known = dict.fromkeys([*codes, *settings.INTERFACE_LANGUAGES])
    return [(code, own_name(code)) for code in known]


def organisations(found: Iterable[Organisation]) -> Choices:
    return [(str(one.pk), named(one)) for one in found]
