"""Compiles the translations for gettext; where only root may write the code, root does it once."""

from __future__ import annotations

import os

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from config.installation import catalogues


def compile_catalogues() -> None:
    """Write the .mo file beside each .po file that is newer, for gettext to read."""
    for po in catalogues():
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        written = mo.with_suffix(f".{os.getpid()}.part")
        with written.open("wb") as target:
            write_mo(target, catalogue)
        written.replace(mo)  # whole or not at all: half of one would be newer than its source


if __name__ == "__main__":
    compile_catalogues()
