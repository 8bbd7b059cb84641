"""Sets a large document in a process of its own, which gives back the memory that it took.

What typst has set it remembers for the ten documents that follow: a strategy of two thousand
measures would hold gigabytes. `python -m headway.foundation.formats.setting` reads the words of
`typst.compile` as a pickle and writes the document.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import Any

from headway.foundation.formats.libraries import typst

LARGE = 60_000
"""Signs of data beyond which a document is set apart: about twenty pages. Starting takes 0.1 s."""
LONGEST = 120
"""Seconds that a document may take."""


class NotSet(RuntimeError):
    """A large document could not be set; what typst said."""


def set_document(source: bytes, fonts: str, words: dict[str, Any]) -> bytes:
    """Return what typst makes of a source with the fonts of a folder alone.

    :raises typst.TypstError: if the layout is wrong, or asks for data that are not there.
    """
    made: bytes = typst.compile(source, font_paths=_fonts(fonts), **words)
    return made


def set_apart(source: bytes, fonts: str, words: dict[str, Any]) -> bytes:
    """Do as `set_document` does, in a process that ends.

    :raises NotSet: if the layout is wrong, or asks for data that are not there.
    """
    command = [sys.executable, "-m", __name__]
    given = pickle.dumps((source, fonts, words))
    done = subprocess.run(  # noqa: S603 -- our own module, with nothing of anybody's in its words
        command, input=given, capture_output=True, check=False, timeout=LONGEST
    )
    if done.returncode:
        raise NotSet(done.stderr.decode(errors="replace")[-2_000:])
    return done.stdout


_KEPT: dict[str, typst.Fonts] = {}


def _fonts(folder: str) -> typst.Fonts:
    if folder not in _KEPT:
        _KEPT[folder] = typst.Fonts(include_system_fonts=False, font_paths=[folder])
    return _KEPT[folder]


if __name__ == "__main__":
    # What is read was written by the process that started this one, and by nobody else.
    sys.stdout.buffer.write(set_document(*pickle.load(sys.stdin.buffer)))  # noqa: S301
