"""Says what one file costs more than a small one, in its own process: `… READER SMALL FILE`."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import deque
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import django
from openpyxl import load_workbook
from PIL import Image

from headway.foundation.attachments.drawing import drawn
from headway.foundation.core.errors import HeadwayError
from headway.foundation.formats.readers import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

KILOBYTE = 1024


def table(path: Path) -> None:
    """Read a file as an import does: every row of every sheet."""
    with path.open("rb") as file:
        for sheet in read_workbook(file, path.name).sheets:
            deque(sheet.rows, maxlen=0)


def picture(path: Path) -> None:
    drawn(path.read_bytes())


def unguarded_workbook(path: Path) -> None:
    for sheet in load_workbook(path).worksheets:
        deque(sheet.rows, maxlen=0)


def unguarded_text(path: Path) -> None:
    csv.field_size_limit(sys.maxsize)
    deque(csv.reader(io.StringIO(path.read_text()), delimiter=";"), maxlen=0)


def unguarded_picture(path: Path) -> None:
    Image.MAX_IMAGE_PIXELS = None
    Image.open(path).load()


READERS: dict[str, Callable[[Path], None]] = {
    "table": table,
    "picture": picture,
    "unguarded workbook": unguarded_workbook,
    "unguarded text": unguarded_text,
    "unguarded picture": unguarded_picture,
}


def held(line: str) -> int:
    """Return what this process holds of memory (VmRSS), or has held at most (VmHWM): kilobytes."""
    status = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(each.split()[1]) for each in status if each.startswith(line))


def main() -> None:
    django.setup()
    reader, small, large = READERS[sys.argv[1]], Path(sys.argv[2]), Path(sys.argv[3])
    reader(small)
    Path("/proc/self/clear_refs").write_text("5")  # the most is counted from here
    before, began, sentence = held("VmRSS"), process_time(), ""
    try:
        reader(large)
    except HeadwayError as refused:
        sentence = str(refused)
    cost = {
        "sentence": sentence,
        "seconds": round(process_time() - began, 2),
        "megabytes": round((held("VmHWM") - before) / KILOBYTE, 1),
    }
    print(json.dumps(cost))  # noqa: T201 -- its only output


if __name__ == "__main__":
    main()
