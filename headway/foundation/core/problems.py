"""Carries the sentences of a refused input to the fields of the form it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.forms import BaseForm

    from headway.foundation.core.errors import BadInput


def show_problems(form: BaseForm, refused: BadInput) -> None:
    """Add each sentence to its field; one that belongs to no field, to the form.

    What is wrong with a text stands at its first language: `title` at `title.lt`.
    """
    for field, sentence in refused.problems.items():
        first = next((name for name in form.fields if name.startswith(f"{field}.")), None)
        form.add_error(field if field in form.fields else first, sentence)
