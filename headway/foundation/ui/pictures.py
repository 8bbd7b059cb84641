"""What the component of a picture is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from headway.foundation.core.texts import Passage


@dataclass(frozen=True, slots=True)
class PictureSource:
    """One kind of file, and its copies as `srcset` wants them."""

    media_type: str
    addresses: str


@dataclass(frozen=True, slots=True)
class PictureShown:
    """A picture with its copies. Width and height in pixels, of the widest; it is `address`."""

    alternative: Passage
    credit: str
    licence: str
    width: int
    height: int
    address: str
    sources: tuple[PictureSource, ...]
