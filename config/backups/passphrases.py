"""Where the passphrase of a backup comes from: a file, or what is typed unseen; no argument."""

from __future__ import annotations

import stat
import sys
from getpass import getpass
from pathlib import Path

from config import environment
from config.backups.sealing import SHORTEST
from config.refusals import Refusal

INPUT = "-"


def passphrase(named: str) -> str:
    """Return the passphrase of a file, `-` for standard input; nothing, if no file is named.

    :raises Refusal: if there is no such file, others can read it, or it holds too little.
    """
    name = named or environment.read()["passphrase_file"]
    if not name:
        return ""
    words = _typed() if name == INPUT else _kept(Path(name))
    if len(words) < SHORTEST:
        sentence = f"the passphrase is too short; write at least {SHORTEST} signs."
        raise Refusal(sentence)
    return words


def _typed() -> str:
    if sys.stdin.isatty():
        return getpass("Passphrase: ")
    return sys.stdin.readline().rstrip("\r\n")


def _kept(path: Path) -> str:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        lines = path.read_text().splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        sentence = f"the passphrase in {path} cannot be read ({problem})."
        raise Refusal(sentence) from problem
    if mode & 0o077:
        sentence = f"others can read the passphrase. Run: chmod 600 {path}"
        raise Refusal(sentence)
    return lines[0] if lines else ""
