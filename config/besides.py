"""Two things done at once, on a machine with more than one core."""

from __future__ import annotations

import importlib
import multiprocessing
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from config.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


@contextmanager
def beside(work: Callable[[], None]) -> Generator[None]:
    """Make the database ready in a process of its own, while the block does something else.

    :raises Refusal: if that failed; the process has said why.
    """
    importlib.import_module("django.db").connections.close_all()  # none is shared between the two
    process = multiprocessing.get_context("fork").Process(target=_quietly, args=(work,))
    process.start()
    try:
        yield
    finally:
        process.join()
    if process.exitcode:
        sentence = "the database could not be made ready; what went wrong stands above."
        raise Refusal(sentence)


def _quietly(work: Callable[[], None]) -> None:
    """Let Ctrl+C end this process without a word: the one that began it says what is to say."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    work()
