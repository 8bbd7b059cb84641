"""What a part of a plan would say, were what is typed into its form saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from headway.foundation.ui.conflicts import values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from headway.cooperation.plans.forms.parts import PartForms

    Build = Callable[[QueryDict | None, Mapping[str, str]], PartForms]


def unsaved(build: Build, typed: Mapping[str, str]) -> Any:  # noqa: ANN401 -- as PartForms.said
    """Return what a part would say; None, if that cannot be read.

    What no field takes, such as half a month, counts as it stands. `build` makes the forms of the
    part, as they were sent or with what was typed.
    """
    for words in (typed, _readable(build, typed)):
        forms = _sent(build, words)
        if all([each.is_valid() for each in forms.all]):  # noqa: C419 -- each reads what it was sent
            return forms.said()
    return None


def _readable(build: Build, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed, without what its fields refuse."""
    forms = _sent(build, typed)
    each_form = [forms.form, *(form for rows in forms.rows.values() for form in rows.forms)]
    refused = {form.add_prefix(name) for form in each_form for name in form.errors}
    return {name: words for name, words in typed.items() if name not in refused}


def _sent(build: Build, typed: Mapping[str, str]) -> PartForms:
    """Return the forms as a browser sends them that shows what was typed."""
    data = QueryDict(mutable=True)
    for form in build(None, typed).all:
        for name, value in values_of(form):
            data.appendlist(name, value)
    return build(data, {})
