"""The daily heads of the chain, for whoever wants to keep a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from headway.foundation.audit.queries import daily_heads
from headway.foundation.formats.types import Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def head_rows(_filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield one row for each day, the newest first. One query."""
    for kept in daily_heads().iterator():
        yield {"day": kept.day, "entries": kept.position, "digest": kept.digest}


HEADS = Table(
    name="audit_heads",
    title=_("Daily heads of the audit trail"),
    description=_(
        "Where the chain of the audit trail stood after each day. Keep a copy: if a digest of a "
        "past day ever changes, what was recorded was made anew."
    ),
    columns=(
        Column("day", _("Day"), _("The day that ended, in the site’s time zone."), "date"),
        Column("entries", _("Entries"), _("How many entries the chain had by then."), "number"),
        Column(
            "digest",
            _("Digest"),
            _("SHA-256 of the last link, in hexadecimal; 64 zeros while there was no entry."),
            "text",
        ),
    ),
    rows=head_rows,
    public=True,
)

TABLES = (HEADS,)
