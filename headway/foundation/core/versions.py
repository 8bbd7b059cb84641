"""Two people edit the same thing: the second one saves nothing unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.errors import Clash, Conflict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model


def keep(row: Model, *columns: str) -> None:
    """Write columns of a row that has a version, and raise that."""
    row.version += 1  # type: ignore[attr-defined]  # whoever calls it has one
    row.save(update_fields=[*columns, "version"])


def require_version(
    version: int,
    *,
    current: int,
    theirs: Mapping[str, str],
    mine: Mapping[str, str],
    labels: Mapping[str, str],
) -> None:
    """Go on only if nobody saved since `version` was read.

    `theirs` and `mine` are texts by field, as the form shows them.

    :raises Conflict: with every field that reads otherwise now than in what I send.
    """
    if version == current:
        return
    clashes = [
        Clash(field=field, label=labels.get(field, field), theirs=theirs.get(field, ""), mine=words)
        for field, words in mine.items()
        if words != theirs.get(field, "")
    ]
    raise Conflict(stale_sentence(), clashes=clashes, token=str(current))


def stale_sentence() -> str:
    """Say that somebody else saved first, and what to do."""
    return _(
        "Somebody else saved this while you were writing. Nothing of yours is kept yet: "
        "compare both texts and choose what stays."
    )
