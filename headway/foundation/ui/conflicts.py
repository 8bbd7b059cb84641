"""Two people saved the same thing: the second one sees both texts and chooses, field by field.

The page posts to the address of the form. It carries all of mine under the form's own names, all
of theirs under `theirs:` names, and per clash a choice; `chosen` makes one form's data of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.forms import BaseForm, BaseFormSet
from django.http import QueryDict
from django.shortcuts import render

from headway.foundation.core.versions import require_version
from headway.foundation.ui.context import own_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from headway.foundation.core.errors import Conflict

THEIRS, KEEP, CLASH = "theirs:", "keep:", "clash"
OURS = ("csrfmiddlewaretoken", CLASH)

Shown = BaseForm | BaseFormSet[Any]


def conflict_page(
    request: HttpRequest,
    conflict: Conflict,
    *,
    thing: object,
    theirs: Iterable[Shown],
    token: str = "version",  # noqa: S107 -- the name of a field
    tokens: Mapping[str, str] | None = None,
    carried: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Show both texts. `theirs` are unbound forms of what stands now, `token` a field of them.

    Where several things are saved at once, `tokens` are those of what stands now, by field.
    `carried` is what no field of the forms holds, such as the names of files, mine and theirs.
    """
    besides = carried or {}
    seen = {token: conflict.token} if tokens is None else tokens
    mine = [
        (name, value)
        for name, values in chosen(request.POST).lists()
        for value in values
        if name not in (*OURS, *seen, *besides)
    ]
    now = [(f"{THEIRS}{name}", value) for form in theirs for name, value in values_of(form)]
    context = {
        "conflict": conflict,
        "thing": thing,
        "hidden": [*mine, *now, *besides.items(), *seen.items()],
    }
    return render(request, "ui/conflict.html", context, status=409)


def chosen(data: QueryDict) -> QueryDict:
    """Return the data of a form, with theirs where the person chose theirs.

    A clash without a choice keeps theirs: nobody's text is overwritten unseen.
    """
    clashes = data.getlist(CLASH)
    if not clashes:
        return data
    given_up = [field for field in clashes if data.get(f"{KEEP}{field}") != "mine"]
    result = QueryDict(mutable=True)
    for name, values in data.lists():
        own = name.removeprefix(THEIRS)
        is_theirs = own != name
        if not name.startswith(KEEP) and name != CLASH and _is_of(own, given_up) == is_theirs:
            result.setlist(own, list(values))
    return result


def _is_of(name: str, fields: Sequence[str]) -> bool:
    """Tell whether a control belongs to one of the fields; those of its parts begin with it."""
    starts = tuple(f"{field}{sign}" for field in fields for sign in "-.")
    return name in fields or name.startswith(starts)


def values_of(form: Shown) -> Iterator[tuple[str, str]]:
    """Return what a browser would send of an unbound form that nobody touched."""
    if isinstance(form, BaseFormSet):
        for each in (form.management_form, *form.forms):
            yield from values_of(each)
        return
    for field in form:
        value = field.value()
        if isinstance(value, bool):
            yield from [(field.html_name, "on")] if value else []
        elif isinstance(value, list | tuple):
            yield from ((field.html_name, str(part)) for part in value)
        else:
            yield field.html_name, "" if value is None else str(value)


def require_seen(
    version: int,
    *,
    current: int,
    theirs: Mapping[str, str],
    mine: Mapping[str, str],
    labels: Mapping[str, str],
) -> None:
    """Go on only if nobody saved since `version` was read; what I leave out counts as emptied.

    A text is labelled by its field, `title`, in whatever language.

    :raises Conflict: with every field that reads otherwise now than in what I send.
    """
    whole = dict.fromkeys(theirs, "") | dict(mine)
    named_by = {field: _label(field, labels) for field in whole}
    require_version(version, current=current, theirs=theirs, mine=whole, labels=named_by)


def _label(field: str, labels: Mapping[str, str]) -> str:
    name, _dot, language = field.partition(".")
    label = labels.get(name, name)
    return f"{label} ({own_name(language)})" if language else label
