"""Writes everything that an installation keeps into one file."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config.arguments import OK, PROBLEMS
from config.backups.passphrases import passphrase
from config.backups.remembered import LAST_BACKUP, remember
from config.backups.writing import write_backup
from config.commands.serve import refuse_unprepared
from config.installation import data_folder, is_demo
from config.secrets import NAME

if TYPE_CHECKING:
    import argparse

    from config.backups.manifest import Manifest

MEGABYTE = 10**6


def run(options: argparse.Namespace) -> int:
    data, target, now = data_folder(), Path(options.file).absolute(), datetime.now(UTC)
    words = passphrase(options.passphrase_file)
    refuse_unprepared()
    manifest = write_backup(target, data=data, is_demo=is_demo(data), passphrase=words, at=now)
    remember(data, LAST_BACKUP, at=now, file=str(target), digest=manifest.digest)
    if options.json:
        print(json.dumps(_told(manifest, target)))
    else:
        print("\n".join(_lines(manifest, target)))
    return PROBLEMS if manifest.files.missing else OK


def _told(manifest: Manifest, target: Path) -> dict[str, object]:
    told = asdict(manifest)
    tables = {table.name: table.rows for table in manifest.tables}
    del told["migrations"]
    return {"file": str(target), "size": target.stat().st_size, **told, "tables": tables}


def _lines(manifest: Manifest, target: Path) -> list[str]:
    size = target.stat().st_size / MEGABYTE
    lines = [
        f"{target}: {size:.1f} MB with {manifest.rows} rows and {manifest.files.count} files, "
        f"as of {manifest.made_at}."
    ]
    if not manifest.secrets:
        lines.append(
            f"Without secrets: keep {data_folder() / NAME} elsewhere, or name a passphrase."
        )
    return lines + [
        f"The file {sha256} is not on the disk as it was brought. All else is kept."
        for sha256 in manifest.files.missing
    ]
