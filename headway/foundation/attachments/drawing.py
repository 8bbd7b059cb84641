"""Draws the copies of a picture that somebody brought. Pure: bytes in, bytes out.

A file says how large its picture is before anything of it is unpacked, and what it says decides
whether it is unpacked at all. The limits keep one picture under 50 MB of memory: a PNG takes four
bytes for each pixel and as many while it is turned into plain colours, a WebP sixteen, a JPEG up to
eight if it comes in several scans; one in a single scan is made smaller while it is read.
"""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, PngImagePlugin

from headway.foundation.attachments.sizes import ENDINGS, LARGEST_PICTURE, WIDTHS
from headway.foundation.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PIXELS = {"JPEG": 50_000_000, "JPEG in scans": 2_000_000, "PNG": 2_800_000, "WEBP": 2_000_000}
MOST_UNPACKED = 6_000_000
"""Pixels of a JPEG after it was made smaller while it was read."""
ORIENTATION, TURNED = 0x0112, {5, 6, 7, 8}
"""The field of EXIF 2.32 that says how a picture lies, and its values for a quarter of a turn."""
MOST_SCANS = 100  # a progressive JPEG has about ten
MOST_SEGMENTS = 2_000
LEAST_SIDE = 16  # pixels
MOST_TEXT = 1024 * 1024  # bytes that the texts inside a PNG may unpack to
QUALITY = 80

SIGNATURES = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"RIFF", "WEBP"))
MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
END, SCAN = 0xD9, 0xDA
SIXTEEN_BITS = 1 / 256

Image.MAX_IMAGE_PIXELS = MOST_PIXELS["JPEG"]
PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY = MOST_TEXT

UNREADABLE = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError,
    OverflowError, ZeroDivisionError, NotImplementedError, struct.error, zlib.error, Warning,
    Image.DecompressionBombError,
)  # fmt: skip
"""What Pillow raises over a damaged file."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy: how wide it is in pixels, what kind of file, and its bytes."""

    width: int
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it stands upright, its largest size in pixels, and its copies."""

    width: int
    height: int
    copies: tuple[Copy, ...]


def drawn(content: bytes) -> Drawn:
    """Draw the copies of a picture, each without what else travels in the file.

    None is larger than the picture itself, or than the widest copy is wide.

    :raises BadInput: for what is no JPEG, PNG or WebP, cannot be read, or is too large.
    """
    kind = kind_of(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            upright, width, height = _upright(kind, content)
    except UNREADABLE as problem:
        raise _unreadable() from problem
    copies: list[Copy] = []
    for wide in sorted({min(each, upright.width) for each in WIDTHS}, reverse=True):
        size = wide, max(1, round(height * wide / width))
        upright = upright.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
        copies += [Copy(wide, media_type, _saved(upright, media_type)) for media_type in ENDINGS]
    return Drawn(width, height, tuple(copies))


def kind_of(content: bytes) -> str:
    """Return JPEG, PNG or WEBP, as the first bytes say. :raises BadInput: for anything else."""
    if len(content) > LARGEST_PICTURE:
        raise BadInput({"file": _("The picture is larger than 20 MB. Make it smaller.")})
    kind = next((name for start, name in SIGNATURES if content.startswith(start)), "")
    if not kind or (kind == "WEBP" and content[8:12] != b"WEBP"):
        raise BadInput({"file": _("This is no picture. Choose a JPEG, PNG or WebP file.")})
    if kind == "WEBP":  # its reader unpacks before it can be asked for the size
        _refuse_large(kind, content, _webp_size(content))
    return kind


def _refuse_large(kind: str, content: bytes, size: tuple[int, int]) -> None:
    """Go on only if the picture can be unpacked. :raises BadInput: if it is too large or small."""
    if min(size) < LEAST_SIDE:
        sentence = _("The picture is smaller than %(side)d by %(side)d pixels. Choose another.")
        raise BadInput({"file": sentence % {"side": LEAST_SIDE}})
    scans = sum(1 for code in _markers(content) if code == SCAN) if kind == "JPEG" else 1
    if scans > MOST_SCANS:
        raise _unreadable()
    if size[0] * size[1] > MOST_PIXELS[kind if scans == 1 else "JPEG in scans"]:
        raise _too_large(size)


def _unreadable() -> BadInput:
    sentence = _("The picture cannot be read. Open it, save it anew, and choose that file.")
    return BadInput({"file": sentence})


def _too_large(size: tuple[int, int]) -> BadInput:
    sentence = _(
        "The picture has %(width)d × %(height)d pixels, more than can be taken of such a file. "
        "Make it smaller: %(enough)d pixels wide are enough. A plain JPEG may have the most."
    )
    named = {"width": size[0], "height": size[1], "enough": WIDTHS[-1]}
    return BadInput({"file": sentence % named})


def _markers(content: bytes) -> Iterator[int]:
    """Yield the markers of a JPEG up to its end, or the first two thousand."""
    at = 2
    for _number in range(MOST_SEGMENTS):
        found = MARKER.search(content, at)
        if found is None:
            return
        code = found[1][0]
        if code == END:
            return
        yield code
        at = found.end() + max(int.from_bytes(content[found.end() : found.end() + 2]), 2)
    yield from [SCAN] * MOST_SCANS  # more segments than any camera writes


def _webp_size(content: bytes) -> tuple[int, int]:
    """Read the size off the head of a WebP. Source: RFC 9649, sections 2.5 to 2.7."""
    chunk, head = content[12:16], content[20:30]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(head[4:7], "little"), 1 + int.from_bytes(head[7:10], "little")
    if chunk == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return (
        int.from_bytes(head[6:8], "little") & 0x3FFF,
        int.from_bytes(head[8:10], "little") & 0x3FFF,
    )


def _upright(kind: str, content: bytes) -> tuple[Image.Image, int, int]:
    """Return a picture that fits the largest copy, and how large it was, as it stands upright.

    :raises BadInput: if it has too many pixels to be unpacked.
    """
    with Image.open(BytesIO(content), formats=[kind]) as image:
        _refuse_large(kind, content, image.size)
        width, height = image.size
        share = min(1, WIDTHS[-1] / max(width, height))
        size = ceil(width * share), ceil(height * share)
        image.draft(None, size)  # the colours stay
        if image.width * image.height > MOST_UNPACKED:
            raise _too_large((width, height))
        is_turned = image.getexif().get(ORIENTATION, 1) in TURNED
        plain = _in_colours(image)
        plain.thumbnail(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
        upright = ImageOps.exif_transpose(plain)
    upright.info = {}
    return (upright, height, width) if is_turned else (upright, width, height)


def _in_colours(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        return image.point(lambda value: value * SIXTEEN_BITS).convert("RGB")
    has_holes = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    mode = "RGBA" if has_holes else "RGB"
    if image.mode == mode:
        image.load()
        return image
    return image.convert(mode)


def _saved(image: Image.Image, media_type: str) -> bytes:
    file = BytesIO()
    if media_type == "image/webp":
        image.save(file, "WEBP", quality=QUALITY, method=3)
        return file.getvalue()
    if image.mode == "RGBA":
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    image.save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()
