"""Every service is run, and what is stored of public pages compared with what they say then.

A page that needs something that no service renews, or a service that renews too little, is found
here. The clock is moved likewise, without any change.
"""

from __future__ import annotations

import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from headway.foundation.publication import pages
from headway.foundation.publication.tests.sites import Site
from headway.monitoring.reporting.tests.factories import DEADLINE
from tests.access.matrix import MATRIX
from tests.access.routes import routes
from tests.scenarios.reports import running
from tests.scenarios.table import AT, SCENARIOS
from tests.tables import WatchedSite, noted
from tests.test_publication import FILLING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from pytest_django import Settings

__all__ = ["FILLING"]
NOW = AT + timedelta(hours=1)
MANY = 20
STRATEGIES = "headway.monitoring.strategy.services.strategies"
EXCHANGE = "headway.cooperation.exchange.services"
CONTROLS = {
    "organisations.services.change_organisation": "headway.foundation.organisations.services",
    "indicators.services.values.record_value": STRATEGIES,
    "reporting.services.rounds.open_round": STRATEGIES,
    "reporting.services.publishing.publish_round": STRATEGIES,
    "amendments.services.deciding.adopt_amendment": STRATEGIES,
    "exchange.services.practices.publish_practice": f"{EXCHANGE}.practices",
    "exchange.services.events.announce_event": f"{EXCHANGE}.common",
}
"""Services, each with the module whose call of `renew` is taken out."""


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path


RENEWED_BY_CALLERS = {"import_life.write_life": "whoever applies a plan renews what it changes"}
"""Parts of other services, which are run here too, each with who renews for it."""
ALONE = sorted(SCENARIOS.keys() - RENEWED_BY_CALLERS.keys())


def stale(
    site: Site, act: Callable[[], object], *, languages: Iterable[str], most: int
) -> list[str]:
    """Return the pages that are stored as they were before something is done, and differ now."""
    found = [path for language in languages for path in site.crawl(language, most=most)]
    before = {path: site.get(path).shown for path in found}
    act()
    kept = [path for path in found if site.entry(path)]
    return [path for path in kept if site.fresh(path).shown != before[path]]


def stale_of_what_asked(act: Callable[[], object], *, language: str) -> list[str]:
    """Return the same, one page of each kind; rendered anew is what asked a table that was written.

    The rest says what it said: at one moment a page shows what its tables hold.
    """
    site, written = WatchedSite(NOW), set[str]()
    found = [path for path in site.crawl(language, most=1) if site.asked[path]]
    before = {path: site.get(path).shown for path in found}
    with noted(written, writes=True):
        act()
    kept = [path for path in found if site.asked[path] & written and site.entry(path)]
    return [path for path in kept if site.fresh(path).shown != before[path]]


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("name", ALONE)
def test_nothing_that_is_stored_is_stale_after_a_service(name: str) -> None:
    """One page of each kind, in a language that the name of the service chooses."""
    act = SCENARIOS[name].ready()
    languages = settings.INTERFACE_LANGUAGES
    language = languages[zlib.crc32(name.encode()) % len(languages)]
    assert stale_of_what_asked(act, language=language) == []


@pytest.mark.audit
@pytest.mark.django_db
@pytest.mark.parametrize("name", ALONE)
def test_no_page_that_is_stored_is_stale_after_a_service(name: str) -> None:
    act = SCENARIOS[name].ready()
    assert stale(Site(NOW), act, languages=settings.INTERFACE_LANGUAGES, most=MANY) == []


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("by_tables", [False, True], ids=["all pages", "tables that were asked"])
@pytest.mark.parametrize(("name", "module"), CONTROLS.items())
def test_a_renewal_that_is_left_out_is_noticed(
    name: str, module: str, monkeypatch: pytest.MonkeyPatch, *, by_tables: bool
) -> None:
    act = SCENARIOS[name].ready()
    monkeypatch.setattr(f"{module}.renew", lambda *_scopes, **_at: None)
    if by_tables:
        assert stale_of_what_asked(act, language="lt")
    else:
        assert stale(Site(NOW), act, languages=["lt"], most=MANY)


MIDNIGHT = datetime(2026, 3, 2, 22, tzinfo=UTC)
"""In Vilnius, of the strategy as of the site."""
INSTANTS = (
    MIDNIGHT - timedelta(seconds=1),
    MIDNIGHT,
    DEADLINE,
    DEADLINE + timedelta(microseconds=1),
    DEADLINE + timedelta(days=300),
)


def stale_by_the_clock(instants: Sequence[datetime]) -> list[str]:
    """Return the pages that say something else, at one of the instants, than what is stored."""
    _of, _asked, _report, _by = running()
    site, found = Site(NOW), []
    paths = site.crawl("lt", most=2)
    for site.at in instants:
        found += [path for path in paths if site.get(path).shown != site.fresh(path).shown]
    return found


@pytest.mark.once
@pytest.mark.django_db
def test_nothing_that_is_stored_is_stale_as_time_goes_by() -> None:
    assert stale_by_the_clock(INSTANTS) == []


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("instants", [(MIDNIGHT,), (DEADLINE + timedelta(microseconds=1),)])
def test_a_page_that_did_not_end_is_noticed(
    instants: tuple[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    def show(rendering: pages.Rendering, scopes: Iterable[str], **_ends: Any) -> None:  # noqa: ANN401
        rendering.scopes.update(scopes)
        rendering.ends = [NOW + timedelta(days=365)]

    monkeypatch.setattr(pages.Rendering, "show", show)
    assert stale_by_the_clock(instants)


UNSTORED = {
    "asks who somebody is": {
        *("account_confirm_login_code", "account_inactive", "account_login", "account_logout"),
        *("account_request_login_code", "account_reset_password", "account_reset_password_done"),
        *("account_reset_password_from_key", "account_reset_password_from_key_done"),
        *("accounts:enter", "accounts:sign_in_link", "mfa_authenticate", "reporting:enter"),
    },
    "is for one person": {
        *("exchange:register", "exchange:registration"),
        *("meetings:answer_by_link", "meetings:feed"),
    },
    "hands out a file": {
        *("exchange:calendar", "exchange:event_calendar", "exchange:material", "exchange:picture"),
        *("portal:act", "portal:comparison_document", "portal:consolidated_text", "portal:emblem"),
        *("portal:evidence", "portal:plan_document", "portal:plan_picture"),
        *("portal:recommendation_document", "portal:recommendation_file", "api:table"),
    },
    "says something of now": {
        *("site:live", "site:ready", "site:security", "site:arrival", "exchange:event"),
        *("portal:integrity", "metrics"),
    },
    "differs by more than its address": {
        *("api:description", "api:tables", "site:root", "site:sitemap", "site:robots"),
    },
    "finds whatever words are asked for": {"portal:search"},
    "lies below the store": {"ui:components"},
}
"""The public routes whose pages are rendered each time, by what hinders the store."""


@pytest.mark.once
def test_every_public_page_is_stored_or_has_its_reason() -> None:
    views = routes()
    public = {row.route for row in MATRIX if row.is_public and "GET" in row.methods}
    unstored = {name for name in public if not getattr(views[name], "may_be_stored", False)}
    assert unstored == set().union(*UNSTORED.values())


@pytest.mark.once
def test_no_page_that_asks_for_a_sign_in_is_stored() -> None:
    views = routes()
    stored = {name for name, view in views.items() if getattr(view, "may_be_stored", False)}
    assert stored - {row.route for row in MATRIX if row.is_public} == set()
    assert len(stored) > 20
