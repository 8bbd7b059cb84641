"""The lists that a strategy and its editions keep, and what their items are called on a page."""

from __future__ import annotations

SECTORS, NEIGHBOURS, STATUSES = "sectors", "neighbours", "statuses"
NEW = "~new"


def item_name(kind: str, key: str) -> str:
    """Return with what the controls of an item, and its clashes, begin: sectors-marine~economy.

    A dash ends the name, so a dash of the key is written otherwise. No key: the new item.
    """
    return f"{kind}-{key.replace('-', '~') or NEW}"


def key_in(name: str) -> str:
    """Return the key in the name of an item or of one of its controls; none for the new one."""
    part = name.split("-")[1]
    return "" if part == NEW else part.replace("~", "-")


def place_name(kind: str) -> str:
    """Return with what the controls of every place in a list begin: they are chosen together."""
    return f"{kind}.place"
