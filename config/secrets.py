"""The installation's secret key: made at first start, kept in a file only its owner reads.

To change it, write a new key on a line above the old one and run `headway init`: what was encrypted
or signed under the old one stays good. Then the old line can be taken away; whoever is signed in
signs in again.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from config.environment import BadSetting

NAME = "secret-key"
NAMES = (NAME,)
"""Files of the data folder that a backup holds sealed, or not at all."""
LENGTH = 50
SHORTEST_TOKEN = 20  # signs
OF_OTHERS = 0o077


def secret_keys(data: Path) -> list[str]:
    """Return the keys kept in the data folder, newest first, making one if there is none."""
    path = data / NAME
    try:
        return path.read_text().split()
    except FileNotFoundError:
        pass
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_urlsafe(LENGTH)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first
        return path.read_text().split()
    with os.fdopen(handle, "w") as file:
        file.write(key)
    return [key]


def tokens(name: str) -> list[str]:
    """Return the tokens that stand in a file, each good; none, if no file is named.

    :raises BadSetting: if there is no such file, others can read it, or a token can be guessed.
    """
    if not name:
        return []
    path = Path(name)
    try:
        mode, found = stat.S_IMODE(path.stat().st_mode), path.read_text().split()
    except (OSError, UnicodeDecodeError) as problem:
        message = f"the token in {path} cannot be read ({problem})."
        raise BadSetting(message) from problem
    if mode & OF_OTHERS:
        message = f"others can read the token. Run: chmod 600 {path}"
        raise BadSetting(message)
    if not found or min(map(len, found)) < SHORTEST_TOKEN:
        message = f"the token in {path} is too short; write at least {SHORTEST_TOKEN} signs."
        raise BadSetting(message)
    return found


def secrets_of(data: Path) -> dict[str, str]:
    """Return what stands in each file of secrets."""
    return {name: (data / name).read_text() for name in NAMES if (data / name).exists()}
