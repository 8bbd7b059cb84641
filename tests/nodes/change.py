"""Adds an organisation of a name: `python -m tests.nodes.change NAME`, as one node does it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib import import_module

import django
from django.utils import translation

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.texts import TranslatedText

if __name__ == "__main__":
    django.setup()
    with translation.override("en"):
        import_module("headway.foundation.organisations.services").add_organisation(
            name=TranslatedText.of({"en": sys.argv[1], "lt": sys.argv[1]}),
            by=SystemActor("proof"),
            at=datetime.now(UTC),
        )
