"""Every service is run, and pages put together from kept parts compared with pages made anew.

A part that shows something that no service renews, or that some readers only may see, is found
here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.foundation.organisations.services import change_organisation
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.foundation.publication.tests.sites import Site, kind_of
from headway.monitoring.strategy.models import Partner, Strategy
from headway.monitoring.strategy.queries import reckoned
from headway.monitoring.strategy.queries.editions import editions_at
from headway.monitoring.strategy.states import PartnerRole
from tests.scenarios.table import AT, BY, SCENARIOS
from tests.test_publication import FILLING
from tests.test_stored_pages import ALONE, CONTROLS, STRATEGIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_django import Settings

__all__ = ["FILLING"]
pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOW = AT + timedelta(hours=1)
MADE_OF_PARTS = {"portal:strategy", "portal:measure", "portal:indicator"}


@pytest.fixture(autouse=True)
def _kept(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.MEDIA_ROOT, settings.PARTS_ARE_KEPT = tmp_path, True
    reckoned._kept.clear()
    yield
    reckoned._kept.clear()


def stale(act: Callable[[], object]) -> list[str]:
    """Return the pages that something done leaves with parts as they were."""
    site = Site(NOW)
    found = [path for path in site.crawl("lt", most=3) if kind_of(path) in MADE_OF_PARTS]
    act()
    shown = {path: site.fresh(path).shown for path in found}
    reckoned._kept.clear()
    return [path for path in found if site.fresh(path).shown != shown[path]]


@pytest.mark.parametrize("name", CONTROLS)
def test_no_part_is_stale_after_a_service(name: str) -> None:
    assert stale(SCENARIOS[name].ready()) == []


@pytest.mark.audit
@pytest.mark.parametrize("name", sorted(set(ALONE) - set(CONTROLS)))
def test_no_part_is_stale_after_any_service(name: str) -> None:
    assert stale(SCENARIOS[name].ready()) == []


@pytest.mark.parametrize(
    ("renewed", "is_stale"), [("directory", True), ("indicators", True), ("", False)]
)
def test_a_renewal_that_is_left_out_is_noticed(
    renewed: str, monkeypatch: pytest.MonkeyPatch, *, is_stale: bool
) -> None:
    """Of the directory, by which who answers is called; of the strategy, whose figures change."""
    tell = SCENARIOS["indicators.services.values.record_value"].ready()
    called = "headway.foundation.organisations.services" if renewed == "directory" else STRATEGIES
    if renewed:
        monkeypatch.setattr(f"{called}.renew", lambda *_scopes, **_at: None)
    assert bool(stale(tell if renewed == "indicators" else renaming())) == is_stale


def renaming() -> Callable[[], object]:
    """Return how an organisation is renamed that carries a strategy."""
    strategy = Strategy.objects.get(is_public=True)
    found = OrganisationFactory.create()
    Partner.objects.create(strategy=strategy, organisation=found, role=PartnerRole.FOUNDING)
    return lambda: change_organisation(
        organisation_id=found.pk,
        values={"name-lt": "Kitaip"},
        version=1,
        by=BY,
        at=AT,
    )


def asked(site: Site, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert site.fresh(path).status == 200
    return len(found)


def test_what_is_kept_is_not_asked_again_but_for_another_day_or_language() -> None:
    """A strategy page asks who answers and for the list; a measure or indicator twice."""
    SCENARIOS["indicators.services.values.record_value"].ready()()
    site = Site(NOW)
    paths = {kind_of(path): path for path in site.crawl("lt", most=1)}
    for kind in MADE_OF_PARTS:
        lt = paths[kind]
        en, of_yesterday = f"/en{lt[3:]}", f"{lt}?as_of={(NOW - timedelta(days=1)).date()}"
        reckoned._kept.clear()
        first = asked(site, lt)
        assert (kind, first - asked(site, lt)) == (kind, 2)
        assert asked(site, en) == first
        assert asked(site, of_yesterday) == asked(site, of_yesterday)


def test_of_what_is_no_more_public_nothing_is_kept() -> None:
    SCENARIOS["indicators.services.values.record_value"].ready()()
    site = Site(NOW)
    [path] = [path for path in site.crawl("lt", most=1) if kind_of(path) == "portal:strategy"]
    [edition] = editions_at(path.split("/")[3], user=AnonymousUser())
    assert reckoned._kept
    reckoned._kept.clear()
    type(edition.strategy).objects.filter(pk=edition.strategy_id).update(is_public=False)
    site.fresh(path)
    assert not reckoned._kept
