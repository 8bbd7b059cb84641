"""Puts the store of rendered pages before Django, as an installation wants it."""

from __future__ import annotations

import hashlib
import importlib
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from config import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

CODE = Path(__file__).parents[1]
MEGABYTE = 2**20
IN_MEMORY = 16 * MEGABYTE
"""What each server process holds of the pages itself, at most."""
OF_NO_PAGE = {"__pycache__", "tests", "migrations"}
"""Folders of code whose change changes no page."""
MANIFEST = "staticfiles.json"
"""The list of the files to serve, in their folder."""
STORE = "headway.foundation.publication.store"


def with_store(application: Application) -> Application:
    """Return the application behind a store of its pages, or itself if none are to be stored."""
    most = settings.PAGES_SIZE * MEGABYTE
    if not most:
        return application
    store = importlib.import_module(STORE)  # needs Django to be set up
    found: Application = store.PageStore(
        application,
        versions=store.Versions().current,
        memory=store.Memory(min(most, IN_MEMORY)),
        folder=store.Folder(settings.PAGES_FOLDER, edition=made_by(), most=most),
    )
    return found


def made_by() -> str:
    """Return a digest of what makes pages besides the database: code, libraries, settings.

    Pages that another code or another setting has made are never found; they end by themselves.
    """
    total = hashlib.sha256()
    for name, value in sorted(environment.read().items()):
        total.update(f"{name}={value}\n".encode())
    for library in sorted(f"{each.name} {each.version}" for each in metadata.distributions()):
        total.update(f"{library}\n".encode())
    for path in _files():
        total.update(f"{path.name}\n".encode() + path.read_bytes())
    return total.hexdigest()[:16]


def _files() -> Iterator[Path]:
    for area in ("headway", "config"):
        for path in sorted((CODE / area).rglob("*")):
            if path.is_file() and not OF_NO_PAGE.intersection(path.parts):
                yield path
    manifest = settings.STATIC_ROOT / MANIFEST
    if manifest.exists():
        yield manifest
