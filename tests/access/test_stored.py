"""What one reads reaches nobody else through the store of pages, and what is withdrawn is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.foundation.publication.tests.sites import Site
from headway.monitoring.reporting.links import token_of
from headway.monitoring.reporting.models import TaskLink
from headway.monitoring.strategy.models import Strategy
from headway.monitoring.strategy.services import change_strategy
from headway.monitoring.strategy.services.strategies import Settings
from tests.scenarios.reports import running
from tests.scenarios.table import AT, BY

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.monitoring.reporting.tests.factories import World

pytestmark = pytest.mark.django_db
NOW = AT + timedelta(hours=1)
REASON = "test"


def signed_in(of: World) -> str:
    client = Client()
    client.force_login(with_second_factor(of.coordinator))
    return f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"


def by_link(_of: World) -> str:
    """Return the cookie of somebody whom the link in a letter let in."""
    link = TaskLink.objects.unrestricted(reason=REASON).first()
    assert link
    client = Client()
    with time_machine.travel(NOW):
        client.post(reverse("reporting:enter", args=[token_of(link.key)]))
    return f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"


@pytest.mark.parametrize("enter", [signed_in, by_link])
def test_nobody_reads_what_was_rendered_for_another(enter: Callable[[World], str]) -> None:
    of, _asked, _report, _by = running()
    cookie = enter(of)
    paths = Site(NOW).crawl("en", most=1)
    site = Site(NOW)
    own = {path: site.get(path, HTTP_COOKIE=cookie).shown for path in paths}
    strangers = {path: site.get(path).shown for path in paths}
    assert strangers == {path: site.fresh(path).shown for path in paths}
    assert own == {path: site.get(path, HTTP_COOKIE=cookie).shown for path in paths}
    assert own == {path: site.fresh(path, HTTP_COOKIE=cookie).shown for path in paths}
    assert strangers == {path: site.get(path).shown for path in paths}
    assert len(paths) > 10


def test_a_coordinator_s_page_differs_or_the_test_above_would_say_nothing() -> None:
    of, _asked, _report, _by = running()
    site, cookie = Site(NOW), signed_in(of)
    page = f"/en/strategies/{of.edition.strategy.slug}/"
    workspace = reverse("workspace:home").encode()
    shown = [workspace in site.get(page, **asked).body for asked in ({"HTTP_COOKIE": cookie}, {})]
    assert shown == [True, False]


def test_a_strategy_that_is_withdrawn_is_gone_at_the_next_request() -> None:
    of, _asked, _report, _by = running()
    site = Site(NOW)
    stored = {path for path in site.crawl("en", most=5) if f"/{of.edition.strategy.slug}/" in path}
    for is_public, status in ((False, 404), (True, 200)):
        set_public(of.edition.strategy.pk, is_public=is_public)
        assert {site.get(path).status for path in stored} == {status}
    assert len(stored) > 3


def set_public(pk: int, *, is_public: bool) -> None:
    """Put a strategy before the public, or take it out of view."""
    kept = Strategy.objects.get(pk=pk)
    wanted = replace(Settings.of(kept), is_public=is_public)
    change_strategy(strategy_id=pk, wanted=wanted, version=kept.version, by=BY, at=NOW)
