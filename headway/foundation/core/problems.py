"""Carries the sentences of a refused input to the fields of the forms it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.forms import BaseForm

    from headway.foundation.core.errors import BadInput


def show_problems(form: BaseForm, refused: BadInput, besides: Iterable[BaseForm] = ()) -> None:
    """Add each sentence to its field; one that belongs to no field, to the form.

    What is wrong with a text stands at its first language: `title` at `title.lt`. Fields of the
    forms besides are named as the page sends them, with their prefix.
    """
    forms = (form, *besides)
    for name, sentence in refused.problems.items():
        owner, field = next(_places(forms, name), (form, None))
        owner.add_error(field, sentence)


def _places(forms: Iterable[BaseForm], name: str) -> Iterator[tuple[BaseForm, str]]:
    for form in forms:
        for field in form.fields:
            if f"{form.add_prefix(field)}.".startswith(f"{name}."):
                yield form, field
