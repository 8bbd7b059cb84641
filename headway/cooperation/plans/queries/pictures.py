"""The pictures that a text of a plan names, as pages and documents show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.foundation.attachments.models import Picture
from headway.foundation.attachments.queries import shown_picture

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from headway.cooperation.plans.facts import PlanText
    from headway.foundation.ui.pictures import PictureShown

REASON = "whoever reads the text may see its pictures"


@dataclass(frozen=True, slots=True)
class TextPicture:
    """A picture with what the component of a page is given."""

    row: Picture
    shown: PictureShown


def pictures_of(
    text: PlanText, *, address: Callable[[str, int, str], str]
) -> Mapping[str, TextPicture]:
    """Return the pictures of a text by their keys. One query; none for a text without any.

    `address` says where a copy is handed out: of a picture's key, width in pixels, ending.
    """
    rows = Picture.objects.unrestricted(reason=REASON).filter(key__in=text.pictures)
    return {row.key: text_picture(row, address=address) for row in rows}


def text_picture(row: Picture, *, address: Callable[[str, int, str], str]) -> TextPicture:
    """Return a picture for pages and documents. No query."""

    def of_copy(width: int, ending: str) -> str:
        return address(row.key, width, ending)

    return TextPicture(row, shown_picture(row, address=of_copy))


def picture_in(text: PlanText, key: str) -> Picture | None:
    """Return a picture by its key, if a text that the caller may read names it. One query."""
    if key not in text.pictures:
        return None
    return Picture.objects.unrestricted(reason=REASON).filter(key=key).first()
