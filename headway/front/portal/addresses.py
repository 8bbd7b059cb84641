"""The addresses of every public page, for the site map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse, translate_url
from django.utils import translation

from headway.cooperation.partnerships.queries import projects
from headway.foundation.organisations.models import Organisation
from headway.monitoring.amendments.queries.published import public_amendments
from headway.monitoring.indicators.models import IndicatorText
from headway.monitoring.reporting.queries.published import published_rounds
from headway.monitoring.strategy.models import NodeText
from headway.monitoring.strategy.queries.editions import editions_seen, in_force
from headway.monitoring.strategy.queries.nodes import address_of, public_strategies

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from headway.monitoring.strategy.models import Strategy


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """One page, by language; the first is the one that the entry names."""

    by_language: tuple[tuple[str, str], ...]

    @property
    def first(self) -> str:
        return self.by_language[0][1]


def public_addresses(*, on: date) -> Iterator[PublicAddress]:
    """Yield every page that everyone may read, in each language of the interface."""
    # An address is understood in the language that is active, so both steps belong in the block.
    with translation.override(settings.INTERFACE_LANGUAGES[0]):
        found = [
            tuple((code, translate_url(path, code)) for code in settings.INTERFACE_LANGUAGES)
            for path in _paths(on=on)
        ]
    for by_language in found:
        yield PublicAddress(by_language)


def _paths(*, on: date) -> Iterator[str]:
    yield from _directory()
    for strategy in public_strategies():
        editions = editions_seen(strategy, user=AnonymousUser())
        edition = in_force(editions, on=on)
        if edition:
            yield reverse("portal:strategy", args=[strategy.slug])
            yield reverse("portal:history", args=[strategy.slug])
            for amendment in public_amendments(strategy):
                yield reverse("portal:amendment", args=[strategy.slug, amendment.number])
            yield from _editions(strategy, [each.number for each in editions])
            yield from _rounds(strategy)
            texts = NodeText.objects.addressed(edition).select_related("node").order_by("path")
            for text in texts:
                yield reverse("portal:measure", args=[strategy.slug, address_of(text)])
            indicators = IndicatorText.objects.of(edition).order_by("place", "pk")
            for key in indicators.values_list("indicator__key", flat=True):
                yield reverse("portal:indicator", args=[key])


def _directory() -> Iterator[str]:
    for name in ("home", "organisations", "how_we_judge", "data", "integrity", "accessibility"):
        yield reverse(f"portal:{name}")
    for slug in Organisation.objects.order_by("slug").values_list("slug", flat=True):
        yield reverse("portal:organisation", args=[slug])
    for project in projects():
        yield reverse("portal:project", args=[project.slug])


def _editions(strategy: Strategy, numbers: list[int]) -> Iterator[str]:
    if len(numbers) > 1:
        yield reverse("portal:compare", args=[strategy.slug])
    for number in numbers:
        yield reverse("portal:edition", args=[strategy.slug, number])


def _rounds(strategy: Strategy) -> Iterator[str]:
    periods = [each.period for each in published_rounds(strategy, user=AnonymousUser())]
    if periods:
        yield reverse("portal:rounds", args=[strategy.slug])
    for period in periods:
        yield reverse("portal:round", args=[strategy.slug, period])
