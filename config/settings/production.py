"""Settings of an installation; the demonstration is one, on this machine only."""

from config.settings.base import *  # noqa: F403
