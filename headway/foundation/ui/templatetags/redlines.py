"""The tags of a redline: one text with marks, or one of its two sides. Readable without colour.

A screen reader is told in words what is struck out and what is added, since most say nothing of
`del` and `ins`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from headway.foundation.core.differing import Piece, word_differences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.foundation.ui.redlines import Redline

register = template.Library()
pieces_of = lru_cache(maxsize=8)(word_differences)
"""A page writes the same two texts three times in a row: both sides, and both as one."""
TAGS = {"gone": "del", "new": "ins"}


@register.simple_tag
def merged(line: Redline) -> SafeString:
    """Write both texts as one: what is gone struck out, what is new underlined."""
    pieces = pieces_of(line.before, line.after)
    whole = [piece.kind for piece in pieces] == ["gone", "new"]
    return _written(pieces, between="<br>" if whole else "")


@register.simple_tag
def whole_of(line: Redline) -> SafeString:
    """Write what stands in one of the two texts alone, as it is or was."""
    parts = (Piece("gone", line.before), Piece("new", line.after))
    return _written((part for part in parts if part.words), between=" ")


@register.simple_tag
def side_before(line: Redline) -> SafeString:
    """Write the old text, with what is gone from it struck out."""
    return _written(p for p in pieces_of(line.before, line.after) if p.kind != "new")


@register.simple_tag
def side_after(line: Redline) -> SafeString:
    """Write the new text, with what it adds underlined."""
    return _written(p for p in pieces_of(line.before, line.after) if p.kind != "gone")


def _written(pieces: Iterable[Piece], *, between: str = "") -> SafeString:
    return format_html_join(SafeString(between), "{}", ((_piece(piece),) for piece in pieces))


def _piece(piece: Piece) -> SafeString:
    if piece.kind == "same":
        return format_html("{}", piece.words)
    said = {"gone": _("struck out:"), "new": _("added:")}[piece.kind]
    tag = SafeString(TAGS[piece.kind])
    return format_html('<{0}><span class="vh">{1} </span>{2}</{0}>', tag, said, piece.words)
