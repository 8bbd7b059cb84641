"""An installation as its data folder shows it: prepared for this code or not, real or a demo."""

from __future__ import annotations

import hashlib
import ipaddress
import os
from importlib import metadata
from pathlib import Path

from config import environment
from config.arguments import WRONG_USE
from config.refusals import Refusal
from config.secrets import secret_keys

CODE = Path(__file__).parents[1]
PREPARED = "prepared"
"""File in the data folder: the fingerprint of the code that `init` last ran for."""
DEMO = "demo"
"""File in the data folder: this is a demonstration; its text is LOADED once it is complete."""
LOADED = "loaded"
RESTORING = "restoring"
"""File in the data folder: a restore has begun and not ended, unless it says ENDING."""
ENDING = "ending"
"""Everything was in its place: only the mark in the database was still to go."""
DATABASE = "headway.sqlite3"
LIBRARIES = ("headway", "Django", "django-allauth", "django-htmx", "django-tasks-db", "whitenoise")
"""Ourselves, and the libraries that bring tables or static files of their own."""
PREPARED_FROM = ("*/*/migrations/*.py", "*/*/static/**/*", "*/locale/*/LC_MESSAGES/*.po")


def data_folder() -> Path:
    """Return the data folder, made if need be, open to its owner alone.

    :raises Refusal: for a place that holds no folder of ours.
    """
    folder: Path = environment.read()["data"]
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except FileExistsError as problem:
        raise _unusable(folder, "it is a file") from problem
    except OSError as problem:
        raise _unusable(folder, problem.strerror or str(problem)) from problem
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _unusable(folder, "it is not ours to write")
    return folder


def _unusable(folder: Path, reason: str) -> Refusal:
    sentence = f"the data folder {folder} cannot be used ({reason}); choose another with"
    return Refusal(f"{sentence} HEADWAY_DATA.", WRONG_USE)


def refuse_unfinished(data: Path) -> None:
    """Keep everything away from half an installation.

    :raises Refusal: for a folder in which a restore has begun and not ended.
    """
    mark = data / RESTORING
    if mark.exists() and mark.read_text() != ENDING:
        sentence = (
            f"a restore into {data} was cut off; run `headway restore` again with the backup."
        )
        raise Refusal(sentence)


def fingerprint() -> str:
    """Return a digest of everything that `init` prepares an installation from, its keys too."""
    total = hashlib.sha256(environment.read()["database"].encode())
    total.update("\n".join(secret_keys(data_folder())).encode())
    for library in LIBRARIES:
        total.update(f"{library} {metadata.version(library)}\n".encode())
    for pattern in PREPARED_FROM:
        for path in sorted((CODE / "headway").glob(pattern)):
            if path.is_file():
                total.update(str(path.relative_to(CODE)).encode() + path.read_bytes())
    return total.hexdigest()


def is_prepared(data: Path) -> bool:
    """Tell whether `init` has run for this very code, and its work is still there."""
    try:
        known = (data / PREPARED).read_text()
    except FileNotFoundError:
        return False
    has_database = bool(environment.read()["database"]) or (data / DATABASE).exists()
    has_catalogues = all(po.with_suffix(".mo").exists() for po in catalogues())
    return has_database and has_catalogues and known == fingerprint()


def catalogues() -> list[Path]:
    """Return the translation catalogues as they are written: the .po files."""
    return sorted((CODE / "headway").glob("*/locale/*/LC_MESSAGES/*.po"))


def is_demo(data: Path) -> bool:
    return (data / DEMO).exists()


def is_loopback(host: str) -> bool:
    """Tell whether an address is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def refuse_beyond_loopback(host: str) -> None:
    """Keep a demonstration, where a link signs anybody in, on this machine.

    :raises Refusal: for any other address.
    """
    if not is_loopback(host):
        sentence = (
            f"a demonstration listens on this machine only, not on {host}, because its links "
            "sign anybody in; use 127.0.0.1, or `headway serve` with a data folder of your own."
        )
        raise Refusal(sentence, WRONG_USE)
