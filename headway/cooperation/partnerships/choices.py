"""Fields that several forms of projects have, and what can be chosen in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from headway.cooperation.partnerships.services.common import LONGEST_ADDRESS
from headway.foundation.organisations.models import Region
from headway.foundation.ui.names import named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.cooperation.partnerships.models import Project

NOBODY = ("", "–")
NO_SUM = _("This is no sum. Write it in digits: 160000 or 1151955.30.")
NO_NUMBER = _("Write a whole number.")
NO_DAY = _("This is no day. Write it as 2026-11-22.")


def languages_of(project: Project) -> list[str]:
    return project.languages or list(settings.INTERFACE_LANGUAGES)


def money_field(label: Any) -> forms.DecimalField:  # noqa: ANN401 -- a lazy sentence
    """Return a field for a sum in euro."""
    return forms.DecimalField(
        label=label,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": NO_SUM},
    )


def number_field(label: Any, **options: Any) -> forms.IntegerField:  # noqa: ANN401 -- a lazy sentence
    said = dict.fromkeys(("invalid", "required", "min_value", "max_value"), NO_NUMBER)
    return forms.IntegerField(label=label, error_messages=said, **options)


def day_field(label: Any, *, required: bool = True) -> forms.DateField:  # noqa: ANN401 -- a lazy sentence
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": NO_DAY, "required": _("Choose a day.")},
    )


def address_field() -> forms.CharField:
    """Return a field for the address of a page elsewhere; the service says what is wrong."""
    return forms.CharField(
        label=_("Web address"),
        required=False,
        max_length=LONGEST_ADDRESS,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )


def version_field() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


def chosen_region(
    project: Project, regions: Iterable[int] | None = None
) -> forms.ModelChoiceField[Region]:
    """Return a field for a region of a project, or for one of those given by id."""
    if regions is None:
        regions = [pk for pk in project.members.values_list("region_id", flat=True) if pk]
    rows = Region.objects.filter(pk__in=list(regions)).order_by("pk")
    return NamedField(rows, label=_("Region"))


class NamedField(forms.ModelChoiceField):  # type: ignore[type-arg]  # of any rows with names
    """A choice of rows, each called as in the language of the page."""

    def __init__(self, rows: Any, **options: Any) -> None:  # noqa: ANN401 -- rows of any model
        said = {
            "required": _("Choose one of those listed."),
            "invalid_choice": _("Choose one of those listed."),
        }
        super().__init__(rows, empty_label=NOBODY[1], error_messages=said, **options)

    def label_from_instance(self, obj: object) -> str:
        return named(obj)

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 -- as Django has it
        if value not in self.empty_values and not str(value).isdecimal():
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return super().to_python(value)
