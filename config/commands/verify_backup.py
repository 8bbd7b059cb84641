"""Proves that a backup can be restored: restores it into a throw-away database, and looks."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config.arguments import OK
from config.backups.manifest import refuse_newer
from config.backups.passphrases import passphrase
from config.backups.reading import opened_backup
from config.backups.remembered import LAST_VERIFIED, remember
from config.commands.restore import fill, refuse_room, unseal
from config.installation import data_folder

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    kept, now = data_folder(), datetime.now(UTC)
    words = passphrase(options.passphrase_file)
    with (
        opened_backup(Path(options.file)) as backup,
        tempfile.TemporaryDirectory(prefix="headway-verify-") as folder,
    ):
        data = Path(folder)
        refuse_newer(backup.manifest)
        os.environ |= {"HEADWAY_DATA": folder, "HEADWAY_DATABASE": ""}
        refuse_room(backup, data)
        unseal(backup, data, words=words)
        fill(backup, data, at=now, say=lambda _sentence: None)
        manifest = backup.manifest
    remember(
        kept, LAST_VERIFIED, at=now, file=options.file, made_at=manifest.made_at,
        audit_head=manifest.audit_head, digest=manifest.digest,
    )  # fmt: skip
    told = {
        "file": options.file, "made_at": manifest.made_at, "rows": manifest.rows,
        "files": manifest.files.count, "missing": manifest.files.missing,
        "audit_head": manifest.audit_head, "digest": manifest.digest,
    }  # fmt: skip
    sentence = (
        f"{options.file} can be restored: {manifest.rows} rows and {manifest.files.count} files of "
        f"{manifest.made_at}, each as it was."
    )
    print(json.dumps(told) if options.json else sentence)
    return OK
