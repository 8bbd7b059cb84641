"""What each service changes of what the public sees: every one is here, run, and compared.

A service whose change readers see renews the content version of its scopes, in its transaction;
one whose change nobody outside sees renews nothing. What it records is told in both languages.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.utils import translation

from headway.foundation.audit.models import Entry
from headway.foundation.audit.verbs import registered
from headway.monitoring.strategy.tests.reading import Changes
from tests.architecture.test_services import FUNCTIONS, IN_STEPS, NOT_SERVICES
from tests.scenarios import (
    adoption,
    amendments,
    exchange,
    foundation,
    implementation,
    indicators,
    meetings,
    peerreview,
    plans,
    projects,
    reporting,
    reporting_edits,
    reporting_letters,
    strategies,
)
from tests.scenarios.table import SCENARIOS

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

NAME = re.compile(r"%\((\w+)\)s")
FILLING = (
    adoption,
    amendments,
    exchange,
    foundation,
    implementation,
    indicators,
    meetings,
    plans,
    peerreview,
    projects,
    reporting,
    reporting_edits,
    reporting_letters,
    strategies,
)
"""The modules whose import fills the table."""


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.django_db
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_service_renews_what_it_changes_for_the_public_and_tells_what_it_records(
    name: str,
) -> None:
    """It renews nothing else, and tells in both languages, with nothing left out."""
    scenario = SCENARIOS[name]
    act = scenario.ready()
    changes = Changes()
    before = Entry.objects.unrestricted(reason="test").count()
    act()
    assert (changes.verbs, changes.scopes) == (scenario.verbs, scenario.scopes)
    entries = Entry.objects.unrestricted(reason="test").select_related("payload")
    recorded = list(entries.order_by("number")[before:])
    left_out = {
        f"{language} {entry.verb}: {name}"
        for entry in recorded
        for language in settings.INTERFACE_LANGUAGES
        for name in NAME.findall(sentence(entry.verb, language))
        if name not in {"actor", "thing", *json.loads(entry.payload.content)}
    }
    assert (len(recorded), left_out) == (len(scenario.verbs), set())


def sentence(verb: str, language: str) -> str:
    with translation.override(language):
        return str(registered()[verb].sentence)


def ending(dotted: str) -> str:
    return dotted.removeprefix("headway.").split(".", 1)[1].removeprefix("strategy.services.")


@pytest.mark.once
def test_every_service_is_in_the_table() -> None:
    services = {ending(name) for name in FUNCTIONS if name not in NOT_SERVICES} | {
        ending(name) for name in IN_STEPS
    }
    assert {name.partition(" ")[0] for name in SCENARIOS} == services


@pytest.mark.once
def test_every_verb_is_recorded_by_some_service() -> None:
    recorded = {verb for scenario in SCENARIOS.values() for verb in scenario.verbs}
    assert set(registered()) - recorded - {"test_done", "test_erased"} == set()
