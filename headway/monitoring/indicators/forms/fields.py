"""Fields that the forms of indicators share: numbers, periods, one source."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.folding import fold
from headway.foundation.core.provenance import Provenance, Source
from headway.foundation.formats.periods import NotAPeriod, parse_period
from headway.foundation.organisations.queries import names
from headway.monitoring.strategy.entering import NumberField, language, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.foundation.core.periods import Period

PERIOD_HINT = _("2026, 2026-S1, 2026-Q2, 2026-06 or 2026-06-30.")
__all__ = ["NumberField", "language", "written"]  # as the other forms of this app know them
LONGEST_LABEL, LONGEST_ADDRESS, LONGEST_KEY = 200, 500, 40


class PeriodField(forms.Field):
    """A year, half-year, quarter, month or day."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        options.setdefault("required", False)
        options.setdefault("help_text", PERIOD_HINT)
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: object) -> Period | None:
        try:
            return parse_period(value)
        except NotAPeriod as problem:
            raise ValidationError(str(problem)) from problem

    def has_changed(self, initial: object, data: object) -> bool:
        return str(initial or "") != str(data or "").strip()


def key_for(words: str) -> str:
    """Return the key that a part of a breakdown gets from its name: “women”, “mazos-imones”."""
    return slugify(fold(words))[:LONGEST_KEY].strip("-")


def organisation_field(label: Any, **options: Any) -> forms.ChoiceField:  # noqa: ANN401
    """Return a choice of the organisations in the directory, or of none. One query."""
    everyone = [(str(pk), name) for pk, name in names(language())]
    return forms.ChoiceField(label=label, choices=[("", "–"), *everyone], required=False, **options)


def choose(form: forms.Form, field: str, options: Iterable[tuple[str, object]]) -> None:
    """Set what can be chosen in a field of a form."""
    form.fields[field].choices = list(options)  # type: ignore[attr-defined]  # a choice field


def source_label() -> forms.CharField:
    return forms.CharField(label=_("Source"), required=False, max_length=LONGEST_LABEL)


def source_address() -> forms.URLField:
    return forms.URLField(
        label=_("Address of the source"),
        required=False,
        max_length=LONGEST_ADDRESS,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        error_messages={"invalid": _("This is no address. Write it whole, such as https://….")},
    )


def first_source(provenance: Provenance) -> dict[str, str]:
    """Return what the fields of a source show: the first that a record names."""
    for source in provenance.sources:
        return {"source": source.label, "source_address": source.address}
    return {}


def with_source(before: Provenance, label: str, address: str) -> Provenance:
    """Return a provenance whose first source reads as it was entered; its others stay."""
    given = (Source(label or address, address),) if label or address else ()
    return replace(before, sources=given + before.sources[1:])
