"""Refuses input with its sentences, and carries them to the fields of the forms it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.foundation.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.forms import BaseForm


def refuse(problems: Mapping[str, str]) -> None:
    """Go on only if there is no problem.

    :raises BadInput: with a sentence for each field.
    """
    if problems:
        raise BadInput(problems)


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
