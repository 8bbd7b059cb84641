"""How the commands of backups are typed."""

from __future__ import annotations

from config.command import JSON, Argument, Command

PASSPHRASE = Argument(
    "--passphrase-file",
    "file whose first line is the passphrase of the secrets, instead of HEADWAY_PASSPHRASE_FILE; "
    "- reads standard input, unseen if it is typed",
    {"metavar": "PATH", "default": ""},
)

BACKUPS = (
    Command(
        "backup",
        "write everything that an installation keeps into one file, while it is in use",
        "Takes one snapshot of the database, and the files that its rows name. The file appears "
        "under its name when it is whole; an existing file is refused. The secret key is left out, "
        "or sealed under a passphrase. Files that rows name and that are missing are named, and "
        "make the exit code 1; the backup then holds all else.",
        "headway backup /srv/backups/headway-2026-11-23.hwb",
        (Argument("file", "the file to write", {"metavar": "FILE"}), PASSPHRASE, JSON),
    ),
    Command(
        "restore",
        "restore a backup into an empty data folder and an empty database",
        "Into SQLite or PostgreSQL, whichever it was made on. Refuses a file of which one byte has "
        "changed, one of another Headway, and a folder or database that holds something. One that "
        "was cut off leaves a mark: nothing else runs there until it was begun again and ended.",
        "HEADWAY_DATA=/srv/headway headway restore /srv/backups/headway-2026-11-23.hwb",
        (Argument("file", "the backup to restore", {"metavar": "FILE"}), PASSPHRASE, JSON),
        needs_django=False,
    ),
    Command(
        "verify-backup",
        "prove that a backup can be restored",
        "Restores it into a throw-away SQLite database in the folder for temporary files (TMPDIR), "
        "compares every row, follows every foreign key, weighs the audit trail, and remembers in "
        "the data folder that it did: `doctor` tells when that was.",
        "headway verify-backup /srv/backups/headway-2026-11-23.hwb --json",
        (Argument("file", "the backup to verify", {"metavar": "FILE"}), PASSPHRASE, JSON),
        needs_django=False,
    ),
)
