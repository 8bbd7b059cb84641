"""Loads Django and the product, as every command, worker and server process begins."""

from __future__ import annotations

import gc
import importlib


def set_up() -> None:
    """Set Django up. All that is loaded stays, so nobody looks for garbage in it, then or later."""
    gc.disable()
    importlib.import_module("django").setup()
    gc.freeze()
    gc.enable()
