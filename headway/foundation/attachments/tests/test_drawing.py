"""Copies of pictures: what they are, what is refused, and what it costs to find out."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from headway.foundation.attachments.drawing import MOST_SCANS, drawn
from headway.foundation.attachments.sizes import ENDINGS, LARGEST_PICTURE, WIDTHS
from headway.foundation.core.errors import BadInput

pytestmark = pytest.mark.once
COST = "headway.foundation.attachments.tests.cost_of_drawing"
ROOT = Path(__file__).parents[4]
MOST_MEGABYTES, MOST_SECONDS = 50, 2


def file(kind: str, size: tuple[int, int], *, mode: str = "RGB", **said: Any) -> bytes:  # noqa: ANN401
    made = BytesIO()
    noise = said.pop("noise", False)
    image = Image.effect_noise(size, 60).convert(mode) if noise else Image.new(mode, size)
    image.save(made, kind, **said)
    return made.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize(
    ("size", "widths"),
    [((2400, 1000), WIDTHS), ((1200, 800), (480, 960, 1200)), ((300, 200), (300,)),
     ((480, 480), (480,)), ((1000, 2000), (480, 800))],
)  # fmt: skip
def test_copies_are_drawn_in_sizes_and_never_larger_than_the_original(
    size: tuple[int, int], widths: tuple[int, ...]
) -> None:
    found = drawn(file("JPEG", size))
    assert (found.width, found.height) == size
    assert sorted({copy.width for copy in found.copies}) == list(widths)
    for copy in found.copies:
        image = opened(copy.content)
        assert (image.width, copy.media_type) == (copy.width, f"image/{image.format}".lower())
        assert abs(image.height - size[1] * copy.width / size[0]) <= 1
    assert {copy.media_type for copy in found.copies} == set(ENDINGS)


def test_nothing_else_travels_in_a_copy_and_the_picture_stands_upright() -> None:
    image = Image.new("RGB", (200, 100), "red")
    image.paste("blue", (0, 0, 100, 100))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SECRET CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    made = BytesIO()
    image.save(made, "JPEG", exif=exif, comment=b"SECRET NOTE", icc_profile=b"SECRET PROFILE")
    found = drawn(made.getvalue() + b"PK\x03\x04 SECRET ARCHIVE <script>SECRET()</script>")
    assert (found.width, found.height) == (100, 200)
    for copy in found.copies:
        assert b"SECRET" not in copy.content
        shown = opened(copy.content).convert("RGB")
        assert shown.getexif() == {}
        assert shown.size == (100, 200)
        top, bottom = shown.getpixel((50, 20)), shown.getpixel((50, 180))
        assert isinstance(top, tuple)
        assert isinstance(bottom, tuple)
        assert top[2] > 200 > 60 > top[0], "the left side is on top after a quarter of a turn"
        assert bottom[0] > 200 > 60 > bottom[2]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_becomes_a_picture(mode: str) -> None:
    found = drawn(file("PNG", (64, 64), mode=mode))
    assert {opened(copy.content).size for copy in found.copies} == {(64, 64)}


def test_a_hole_shows_paper_where_the_kind_of_file_has_no_holes() -> None:
    found = drawn(file("PNG", (64, 64), mode="RGBA"))
    by_type = {copy.media_type: opened(copy.content) for copy in found.copies}
    assert by_type["image/jpeg"].getpixel((9, 9)) == (255, 255, 255)
    assert by_type["image/webp"].convert("RGBA").getpixel((9, 9))[3] == 0  # type: ignore[index]


def png(width: int, height: int, rows: bytes, *besides: tuple[bytes, bytes]) -> bytes:
    """Return a PNG that says it has this size, with chunks besides."""
    head = width.to_bytes(4) + height.to_bytes(4) + bytes([1, 0, 0, 0, 0])
    chunks = [(b"IHDR", head), *besides, (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)
        for name, body in chunks
    )


def webp_that_says(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    whole = file("WEBP", (64, 64))
    chunk = b"VP8X" + (10).to_bytes(4, "little") + b"\x02\0\0\0" + size
    return b"RIFF" + (len(whole) + 10).to_bytes(4, "little") + b"WEBP" + chunk + whole[12:]


def jpeg_that_says(width: int, height: int, **said: Any) -> bytes:  # noqa: ANN401
    content = bytearray(file("JPEG", (64, 64), **said))
    at = content.index(b"\xff\xc2" if said else b"\xff\xc0") + 5
    content[at : at + 4] = height.to_bytes(2) + width.to_bytes(2)
    return bytes(content)


def jpeg_of_scans() -> bytes:
    """Return a progressive JPEG whose last scan comes a hundred thousand times."""
    content = file("JPEG", (1600, 1600), progressive=True)
    at = content.rindex(b"\xff\xda")
    return content[:at] + content[at:-2] * 100_000


def text_bomb() -> bytes:
    """Return a PNG of one hundred texts that unpack to a megabyte each."""
    body = b"note\0\0" + zlib.compress(bytes(1024 * 1024 - 1))
    return png(64, 64, zlib.compress(bytes(9 * 64)), *[(b"zTXt", body)] * 100)


REFUSED = {
    "no picture": lambda: b"MZ\x90 a program",
    "an SVG": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "a GIF": lambda: file("GIF", (64, 64)),
    "a TIFF": lambda: file("TIFF", (64, 64)),
    "a page that begins like a JPEG": lambda: b"\xff\xd8\xff<html><script>alert(1)</script>",
    "an archive that begins like a PNG": lambda: b"\x89PNG\r\n\x1a\nPK\x03\x04",
    "a film in RIFF": lambda: b"RIFF\x10\0\0\0AVI LIST",
    "half a JPEG": lambda: file("JPEG", (640, 640), noise=True)[:9000],
    "half a WebP": lambda: file("WEBP", (640, 640), noise=True)[:9000],
    "a dot": lambda: file("PNG", (1, 1)),
    "too many bytes": lambda: b"\xff\xd8\xff" + bytes(LARGEST_PICTURE),
    "a PNG of 2.5 thousand million pixels": lambda: png(50_000, 50_000, zlib.compress(b"")),
    "a PNG that unpacks to a hundred megabytes": lambda: png(
        28_000, 28_000, zlib.compress(bytes(100_000_000))
    ),
    "a WebP of 268 million pixels": lambda: webp_that_says(16_383, 16_383),
    "a JPEG of 4 thousand million pixels": lambda: jpeg_that_says(65_500, 65_500),
    "a JPEG in scans of 25 million pixels": lambda: jpeg_that_says(5_000, 5_000, progressive=True),
    "a JPEG of a hundred thousand scans": jpeg_of_scans,
    "a PNG with texts": text_bomb,
}
TAKEN = {
    "the largest JPEG": lambda: file("JPEG", (8_660, 5_770), noise=True, quality=30),
    "a tall JPEG": lambda: file("JPEG", (1_599, 30_000)),
    "the largest JPEG in scans": lambda: file("JPEG", (1_600, 1_250), progressive=True, noise=True),
    "the largest PNG": lambda: file("PNG", (1_920, 1_440)),
    "the largest PNG with holes": lambda: file("PNG", (1_920, 1_440), mode="RGBA"),
    "the largest WebP": lambda: file("WEBP", (1_600, 1_250), mode="RGBA"),
    "a PNG with a program behind it": lambda: file("PNG", (800, 600)) + b"MZ" + bytes(10**7),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_good_picture_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(BadInput) as refused:
        drawn(REFUSED[name]())
    (sentence,) = refused.value.problems.values()
    assert sentence.endswith(".")


def cost_of(path: Path, *how: str) -> Any:  # noqa: ANN401
    """Return what a picture costs in a process of its own: this one holds what others left."""
    told = subprocess.run(  # noqa: S603 -- a neighbour of this file
        [sys.executable, "-m", COST, str(path), *how],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    return json.loads(told.stdout)


@pytest.mark.parametrize("name", [*REFUSED, *TAKEN])
def test_a_picture_costs_little_whatever_it_says_of_itself(name: str, tmp_path: Path) -> None:
    is_taken = name in TAKEN
    path = tmp_path / "picture"
    path.write_bytes((TAKEN if is_taken else REFUSED)[name]())
    cost = cost_of(path)
    assert cost["is_taken"] == is_taken
    assert cost["megabytes"] < MOST_MEGABYTES, cost


@pytest.mark.audit
@pytest.mark.parametrize("name", [*REFUSED, *TAKEN])
def test_a_picture_takes_little_time(name: str, tmp_path: Path) -> None:
    """Seconds of the processor, on a machine that does nothing else."""
    path = tmp_path / "picture"
    path.write_bytes((REFUSED | TAKEN)[name]())
    cost = cost_of(path)
    assert cost["seconds"] < MOST_SECONDS, cost


def test_the_measure_of_memory_sees_what_an_unguarded_reader_would_take(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    path.write_bytes(file("PNG", (6_000, 6_000)))
    assert cost_of(path, "unguarded")["megabytes"] > 2 * MOST_MEGABYTES


def test_a_damaged_file_is_refused_and_never_breaks_anything() -> None:
    chance = random.Random(7)  # noqa: S311 -- the same damage each time
    refused = 0
    for kind in ("JPEG", "PNG", "WEBP"):
        whole = file(kind, (96, 64), noise=True)
        for _time in range(150):
            content = bytearray(whole)
            for _byte in range(chance.randint(1, 12)):
                content[chance.randrange(len(content))] = chance.randrange(256)
            del content[chance.randrange(len(content) // 2, len(content) + 1) :]
            try:
                drawn(bytes(content))
            except BadInput:
                refused += 1
    assert 100 < refused < 450


def test_more_scans_than_any_camera_writes_are_not_read() -> None:
    whole = file("JPEG", (64, 64), progressive=True)
    at = whole.rindex(b"\xff\xda")
    assert drawn(whole).width == 64
    with pytest.raises(BadInput):
        drawn(whole[:at] + whole[at:-2] * MOST_SCANS + whole[-2:])
