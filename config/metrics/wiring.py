"""Puts the counting of requests around the application, if an installation has a token for it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from django.conf import settings

from config.metrics.places import share
from config.pages import with_store

if TYPE_CHECKING:
    from config.pages import Application


def answering(application: Application) -> Application:
    """Return the application behind the store of its pages, and counted if anybody may ask."""
    if not settings.METRICS_TOKENS:
        return with_store(application)
    share()
    counting = importlib.import_module("config.metrics.counting")  # it costs 3 MB
    found: Application = counting.Counted(with_store(counting.marked(application)))
    return found
