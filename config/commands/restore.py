"""Restores a backup into an empty data folder and an empty database."""

from __future__ import annotations

import importlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config import environment
from config.arguments import OK
from config.backups.archive import SEALED, damaged
from config.backups.manifest import refuse_newer
from config.backups.passphrases import passphrase
from config.backups.places import put, refuse_little_space
from config.backups.reading import opened_backup
from config.backups.sealing import opened
from config.commands.init import prepare
from config.installation import RESTORING, data_folder
from config.refusals import Refusal
from config.secrets import NAME, NAMES, secret_keys

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from config.backups.reading import Backup

TIMES_UNPACKED = 3
"""How many times the room that rows take unpacked, a database with its indexes may take."""


def run(options: argparse.Namespace) -> int:
    data, now = data_folder(), datetime.now(UTC)
    say: Callable[[str], None] = (lambda _sentence: None) if options.json else print
    words = passphrase(options.passphrase_file)
    refuse_taken(data)
    with opened_backup(Path(options.file)) as backup:
        refuse_newer(backup.manifest)
        refuse_room(backup, data)
        unseal(backup, data, words=words)
        fill(backup, data, at=now, say=say)
        prepare(data, say=say)
        importlib.import_module("config.backups.restoring").complete(data)
        manifest = backup.manifest
    lines = [
        f"Restored: {manifest.rows} rows and {manifest.files.count} files of {manifest.made_at}."
    ]
    if manifest.secrets and not words:
        lines.append(
            f"Without its secrets: second factors cannot be read until {NAME} is put back."
        )
    say("\n".join(lines))
    if options.json:
        told = {"data": str(data), "rows": manifest.rows, "files": manifest.files.count}
        print(json.dumps({**told, "made_at": manifest.made_at, "digest": manifest.digest}))
    return OK


def fill(backup: Backup, data: Path, *, at: datetime, say: Callable[[str], None]) -> None:
    """Put a backup into an installation. Django is set up here: the secret key stands by now."""
    importlib.import_module("django").setup()
    restoring = importlib.import_module("config.backups.restoring")
    restoring.refuse_unfit(backup)
    say("Restoring the database and the files …")
    restoring.restore(backup, data, at=at)


def refuse_taken(data: Path) -> None:
    """Keep what somebody works with.

    :raises Refusal: for a folder that holds more than a secret key or an unfinished restore.
    """
    if (data / RESTORING).exists():
        return
    held = sorted(path.name for path in data.iterdir() if path.name not in NAMES)
    if held:
        sentence = (
            f"{data} is not empty (it holds {held[0]}); name an empty folder with HEADWAY_DATA."
        )
        raise Refusal(sentence)


def refuse_room(backup: Backup, folder: Path) -> None:
    """Look before beginning. :raises Refusal: if a folder has too little room for the backup."""
    manifest = backup.manifest
    rows = 0 if environment.read()["database"] else TIMES_UNPACKED * manifest.unpacked
    needed = manifest.files.size + rows
    refuse_little_space(
        folder, needed=needed, purpose="what is restored", remedy="make room, or name another"
    )


def unseal(backup: Backup, data: Path, *, words: str) -> None:
    """Put the secrets of a backup into the data folder, above a key that stands there already.

    :raises Refusal: for another passphrase.
    """
    if backup.sealed is None or not words:
        return
    secrets = opened(backup.reader.content(backup.sealed), passphrase=words)
    if not secrets.keys() <= set(NAMES):
        raise damaged(SEALED)
    before = secret_keys(data) if (data / NAME).exists() else []
    keys = secrets[NAME].split()
    secrets[NAME] = "\n".join([*keys, *(key for key in before if key not in keys)])
    for name, content in secrets.items():
        put(data / name, content.encode())
