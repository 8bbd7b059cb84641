"""What is counted of a large strategy, once for each change of it and not for each page.

To count ten thousand measures takes longer than all else of a page. What was counted of an edition
in force is kept by each process under the content version of its public strategy, which is read
beside the edition (`editions_at`) and before anything is counted: so what is kept can be newer than
the version says, never older. Of a small strategy no counts are kept.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable

    from headway.monitoring.strategy.models import Edition

MANY = 1_000
"""Counted nodes from which on it is worth while."""
MOST = 300
"""What a process keeps: figures and parts of pages, those that were made last."""
_kept: OrderedDict[tuple[int, tuple[object, ...], tuple[Hashable, ...]], Any] = OrderedDict()
_changing = threading.Lock()


def kept(edition: Edition, *of: Hashable) -> Any:  # noqa: ANN401 -- whatever was kept
    """Return what was counted of an edition since its strategy has changed; None, if nothing."""
    if edition.known_under is None:
        return None
    return _kept.get((edition.pk, edition.known_under, of))


def keep(edition: Edition, *of: Hashable, found: object, number: int | None = None) -> None:
    """Keep what was found of an edition, and nothing older of the same strategy.

    What was counted of so many nodes is kept only if they are many.
    """
    if edition.known_under is None or (number is not None and number < MANY):
        return
    with _changing:
        for key in [key for key in _kept if _is_older(key[1], edition.known_under)]:
            del _kept[key]
        _kept[edition.pk, edition.known_under, of] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)


def _is_older(one: tuple[object, ...], now: tuple[object, ...]) -> bool:
    """Tell whether something was kept of the same strategy under another content version."""
    return one[0] == now[0] and one != now
