"""Files on the disk: unfinished until whole, room before work, names that outlast a power cut."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from config.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

UNFINISHED = ".part"
SPARE = 64 * 1024 * 1024
"""Bytes that stay free beside what is known to be needed."""
GIGABYTE = 10**9


@contextmanager
def unfinished(target: Path) -> Iterator[BinaryIO]:
    """Give a file under another name, which takes the name it is for when it is whole.

    :raises Refusal: if there is such a file already, or it cannot be written.
    """
    refuse_existing(target)
    try:
        file = NamedTemporaryFile(  # noqa: SIM115 -- closed below, where its problems are told
            dir=target.parent, prefix=f".{target.name}.", suffix=UNFINISHED, delete=False
        )
    except OSError as problem:
        raise unwritable(target, problem) from problem
    written = Path(file.name)
    try:
        with file:
            yield cast("BinaryIO", file)
            file.flush()
            os.fsync(file.fileno())
        _take_name(written, target)
        sync(target.parent)
    except OSError as problem:
        raise unwritable(target, problem) from problem
    finally:
        with suppress(FileNotFoundError):
            written.unlink()


def _take_name(written: Path, target: Path) -> None:
    """Rename, but never over a file that was made meanwhile."""
    try:
        os.link(written, target)
    except FileExistsError:
        refuse_existing(target)
    except OSError:  # a disk without links
        refuse_existing(target)
        written.rename(target)


def refuse_existing(target: Path) -> None:
    """Keep what is there. :raises Refusal: if there is something at this place."""
    if target.exists() or target.is_symlink():
        sentence = f"{target} exists; name another file."
        raise Refusal(sentence)


def unwritable(target: Path, problem: OSError) -> Refusal:
    return Refusal(f"{target} cannot be written ({problem.strerror or problem}).")


def refuse_little_space(folder: Path, *, needed: int, purpose: str, remedy: str) -> None:
    """Look before beginning. :raises Refusal: if a folder has no room for so many bytes."""
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE:
        sentence = (
            f"{folder} has {free / GIGABYTE:.1f} GB free, and {purpose} may take "
            f"{(needed + SPARE) / GIGABYTE:.1f} GB; {remedy}."
        )
        raise Refusal(sentence)


def put(path: Path, content: bytes) -> None:
    """Write a small file, open to its owner alone: wholly, or not at all."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    sync(path.parent)


def sync(folder: Path) -> None:
    """Make a name outlast a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
