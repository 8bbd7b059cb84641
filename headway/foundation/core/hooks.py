"""News that travels upwards: a lower app declares a hook, a higher app subscribes to it.

A hook sends plain keyword arguments, inside the transaction of the service that has the news. A
receiver makes one service call; an error of its own undoes the whole.

Source: architecture, section 3.6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Hook:
    """One kind of news. Its docstring, given as `doc`, says when it is sent and with what."""

    def __init__(self, doc: str) -> None:
        self.__doc__ = doc
        self._receivers: list[Callable[..., object]] = []

    def subscribe(self, receiver: Callable[..., object]) -> None:
        """Call a receiver with all news from now on; twice the same counts once."""
        if receiver not in self._receivers:
            self._receivers.append(receiver)

    def send(self, **news: object) -> None:
        for receiver in self._receivers:
            receiver(**news)
