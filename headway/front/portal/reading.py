"""Which edition an address asks for, and whether the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import Http404

from headway.foundation.core.days import Days
from headway.foundation.publication.pages import shows
from headway.foundation.publication.services import strategy_scope
from headway.monitoring.strategy.permissions import can_see_strategy
from headway.monitoring.strategy.queries.editions import editions_at, in_force
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.http import HttpRequest

    from headway.monitoring.strategy.models import Edition, Strategy

NEWEST = 10
"""Editions that a menu offers, however many there are."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A strategy as an address asks for it: one edition, and those beside it."""

    strategy: Strategy
    edition: Edition
    editions: tuple[Edition, ...]
    days: Days
    current: Edition | None
    """The edition in force today."""

    @property
    def adopted(self) -> tuple[Edition, ...]:
        """The editions that an act put in force, from whatever day, the newest first."""
        return tuple(each for each in self.editions if each.state == EditionState.IN_FORCE)

    def numbered(self, number: int) -> Edition | None:
        return next((each for each in self.adopted if each.number == number), None)

    @property
    def offered(self) -> tuple[Edition, ...]:
        """The editions that a menu offers: the newest, and the one that is read with those beside.

        A strategy may have hundreds; the history leads to all.
        """
        offered = {*self.adopted[:NEWEST], self.edition, self.before, self.next}
        return tuple(each for each in self.adopted if each in offered)

    @property
    def before(self) -> Edition | None:
        """The edition that the one that is read replaced."""
        older = (each for each in self.adopted if each.number < self.edition.number)
        return max(older, key=lambda each: each.number, default=None)

    @property
    def next(self) -> Edition | None:
        """The edition that replaced the one that is read, or will."""
        newer = (each for each in self.adopted if each.number > self.edition.number)
        return min(newer, key=lambda each: each.number, default=None)

    @property
    def last_day(self) -> date | None:
        """The last day on which the edition that is read is in force; None while none ends it.

        A day before its first: another act of the same day replaced it at once.
        """
        following = self.next
        first = following.in_force_from if following else None
        return first - timedelta(days=1) if first else None

    @property
    def is_current(self) -> bool:
        return self.current == self.edition

    @property
    def is_ahead(self) -> bool:
        """Whether an act put the edition in force from a day that has not come."""
        first = self.edition.in_force_from
        return bool(first and first > self.days.today)

    @property
    def was_never_read(self) -> bool:
        """Whether another act of the same day replaced the edition at once."""
        first, last = self.edition.in_force_from, self.last_day
        return bool(first and last and last < first)

    @property
    def moment(self) -> datetime | None:
        """The last instant of which something counts; None for today, when everything does."""
        before = self.days.known_before
        return before - timedelta.resolution if before else None


def read_strategy(request: HttpRequest, slug: str, *, at: datetime) -> Reading:
    """Return what the address asks for. One query for a reader who is not signed in.

    :raises Http404: for a strategy or a day that shows this reader nothing.
    :raises BadInput: for a day that is none, or whose knowledge lies ahead.
    """
    strategy, editions, days = _open(request, slug, at)
    edition = in_force(editions, on=days.on)
    if edition is None:
        raise Http404
    return Reading(strategy, edition, editions, days, in_force(editions, on=days.today))


def read_editions(request: HttpRequest, slug: str, *, at: datetime) -> Reading:
    """Return a strategy with all that an act put in force, however long ago or from when.

    The edition that is read is the one in force today, else the newest. As many queries as
    `read_strategy`; a draft is not among them for anybody.

    :raises Http404: for a strategy without any that this reader may see.
    :raises BadInput: for a day that is none, or whose knowledge lies ahead.
    """
    strategy, found, days = _open(request, slug, at)
    editions = tuple(each for each in found if each.state == EditionState.IN_FORCE)
    if not editions:
        raise Http404
    current = in_force(editions, on=days.today)
    return Reading(strategy, current or editions[0], editions, days, current)


def read_edition(request: HttpRequest, slug: str, number: int, *, at: datetime) -> Reading:
    """Return one edition by its number, as `read_editions` does.

    :raises Http404: for a number that no act made, drafts' numbers among them.
    """
    reading = read_editions(request, slug, at=at)
    edition = reading.numbered(number)
    if edition is None:
        raise Http404
    return replace(reading, edition=edition)


def _open(
    request: HttpRequest, slug: str, at: datetime
) -> tuple[Strategy, tuple[Edition, ...], Days]:
    editions = editions_at(slug, user=request.user)
    strategy = editions[0].strategy if editions else None
    if strategy is None or not can_see_strategy(request.user, strategy):
        raise Http404
    shows(request, strategy_scope(strategy.key), zone=strategy.time_zone)
    return strategy, editions, Days.asked(request.GET, at=at, zone=strategy.time_zone)
