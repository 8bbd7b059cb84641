"""Says once that something fails, however often it is met."""

from __future__ import annotations

import logging

LOG = logging.getLogger("headway.pages")


class Trouble:
    """One kind of failure, which never breaks a page: it is rendered then."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        self._is_told = False

    def met(self, problem: Exception) -> None:
        """Log it, unless it was logged and nothing has gone well since."""
        if not self._is_told:
            self._is_told = True
            LOG.error("%s: %s: %s", self._sentence, type(problem).__name__, problem)

    def over(self) -> None:
        self._is_told = False
