"""What whoever collects sees: partners down, rounds across."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextField
from django.db.models.functions import Cast

from headway.foundation.core.folding import sort_key
from headway.foundation.core.texts import TranslatedText
from headway.foundation.notices.queries import mails_about
from headway.foundation.notices.states import MailState
from headway.monitoring.reporting.models import Report, Round
from headway.monitoring.reporting.rules import (
    OUTSTANDING,
    completeness,
    is_late,
    is_punctual,
    standing_of,
)
from headway.monitoring.reporting.states import RoundState, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from headway.foundation.notices.queries import Standing as MailStanding
    from headway.monitoring.strategy.models import Strategy

REASON = "the page of somebody who keeps the strategy, or who reads everything"
SHOWN = (RoundState.OPEN, RoundState.CLOSED, RoundState.PUBLISHED)
# The name as it is kept: it comes with each of an organisation's reports and is read once.
COLUMNS = (
    "pk",
    "key",
    "round_id",
    "organisation_id",
    "organisation__slug",
    "name_kept",
    "state",
    "state_since",
    "own_deadline_at",
    "started_at",
    "first_submitted_at",
    "reopened_at",
    "reopened_until",
    "wanted_until",
    "wanted_because",
    "count_asked",
    "count_done",
)
MOST_ROUNDS = 12
"""Rounds across at once: three years of quarters. More of them nobody compares."""
LATE, OUTSTANDING_ONES, NOT_STARTED, WAITING, RETURNED, WANTS_TIME = (
    "late", "outstanding", "not_started", "waiting", "returned", "wants_time",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """How one partner stands in one round."""

    pk: int
    key: str
    round: Round
    standing: Standing
    since: datetime
    deadline: datetime
    was_due: datetime
    """By when it was to be handed in first: what it is judged by, reopened or not."""
    is_late: bool
    is_outstanding: bool
    was_in_time: bool | None
    """Whether it was first handed in by its deadline; None while it was not and still may be."""
    asked: int
    done: int
    has_own_deadline: bool
    wanted_until: datetime | None
    wanted_because: str
    bounced: tuple[str, ...] = ()
    """Addresses that refused the newest mail about the report."""
    written_at: datetime | None = None

    def is_one_of(self, kind: str) -> bool:
        """Tell whether a filter of the page shows it."""
        return {
            LATE: self.is_late,
            OUTSTANDING_ONES: self.is_outstanding,
            NOT_STARTED: self.standing == Standing.NOT_STARTED,
            WAITING: self.standing == Standing.SUBMITTED,
            RETURNED: self.standing == Standing.RETURNED,
            WANTS_TIME: self.wanted_until is not None,
        }.get(kind, True)


@dataclass(frozen=True, slots=True)
class Partner:
    """One organisation, its cell in each round (None: it was not asked), and how it kept them."""

    slug: str
    name: TranslatedText
    cells: tuple[Cell | None, ...]
    now: Cell | None
    """Its cell in the round that is looked at."""

    @property
    def complete(self) -> int | None:
        """Of a hundred questions in rounds that are over, how many were answered in time or not."""
        over = [c for c in self.cells if c and c.round.state != RoundState.OPEN]
        done = sum(c.done for c in over if c.standing != Standing.SILENT)
        return completeness(done=done, asked=sum(c.asked for c in over))

    @property
    def judged(self) -> int:
        """Of how many reports it is known whether they came in time."""
        return sum(c.was_in_time is not None for c in self.cells if c)

    @property
    def in_time(self) -> int:
        return sum(bool(c.was_in_time) for c in self.cells if c)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rounds, the newest first, the one that is looked at, and every partner by name."""

    rounds: tuple[Round, ...]
    now: Round | None
    partners: tuple[Partner, ...]
    others: int = 0
    """How many rounds stand on no page of the matrix with these."""

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return the cells of the round that is looked at."""
        return tuple(partner.now for partner in self.partners if partner.now)

    def count(self, kind: str) -> int:
        return sum(cell.is_one_of(kind) for cell in self.cells)


def rounds_shown(strategy: Strategy) -> tuple[Round, ...]:
    """Return the rounds of a strategy that were opened, the newest first. One query."""
    rounds = Round.objects.unrestricted(reason=REASON).filter(strategy=strategy, state__in=SHOWN)
    found = tuple(rounds.order_by("-period_end", "-pk"))
    for each in found:
        each.strategy = strategy
    return found


def collecting(
    strategy: Strategy,
    *,
    at: datetime,
    language: str,
    key: str = "",
    slug: str = "",
    most: int = MOST_ROUNDS,
) -> Matrix:
    """Return who stands how in rounds. Three queries, whatever the number of either.

    `key` names the round that is looked at: else the newest open one, else the newest. It stands
    among `most` rounds, the newest ones unless it is older. `slug` leaves one partner alone, in
    every round.
    """
    every = rounds_shown(strategy)
    now = _looked_at(every, key)
    rounds = every if slug else _window(every, now, most)
    by_id = {each.pk: each for each in rounds}
    reports = Report.objects.unrestricted(reason=REASON).filter(round__in=by_id)
    if slug:
        reports = reports.filter(organisation__slug=slug)
    reports = reports.annotate(name_kept=Cast("organisation__name", TextField()))
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in reports.values_list(*COLUMNS)]
    mails = _mails(rows, now)
    partners: dict[int, dict[int, Cell]] = {}
    names: dict[int, tuple[str, str]] = {}
    for row in rows:
        pk = row["organisation_id"]
        names[pk] = row["organisation__slug"], row["name_kept"]
        cell = _cell(row, by_id[row["round_id"]], mails.get(row["key"], ()), at=at)
        partners.setdefault(pk, {})[row["round_id"]] = cell
    found = [_partner(*names[pk], cells, rounds, now) for pk, cells in partners.items()]
    found.sort(key=lambda each: sort_key(str(each.name.passage(language)), language))
    return Matrix(rounds, now, tuple(found), len(every) - len(rounds))


def _looked_at(rounds: Sequence[Round], key: str) -> Round | None:
    named = [each for each in rounds if each.key == key]
    still_open = [each for each in rounds if each.state == RoundState.OPEN]
    return next(iter([*named, *still_open, *rounds]), None)


def _window(rounds: tuple[Round, ...], now: Round | None, most: int) -> tuple[Round, ...]:
    """Return the newest rounds; those from the one on that is looked at, if it is older."""
    place = rounds.index(now) if now else 0
    return rounds[:most] if place < most else rounds[place : place + most]


def _mails(
    rows: Iterable[Mapping[str, Any]], now: Round | None
) -> Mapping[str, list[MailStanding]]:
    """Return the mails about the reports of one round. One query."""
    keys = [row["key"] for row in rows if now and row["round_id"] == now.pk]
    return mails_about(Report._meta.label_lower, keys)


def _partner(
    slug: str,
    name_kept: str,
    cells: Mapping[int, Cell],
    rounds: Sequence[Round],
    now: Round | None,
) -> Partner:
    return Partner(
        slug=slug,
        name=TranslatedText.from_json(json.loads(name_kept)),
        cells=tuple(cells.get(each.pk) for each in rounds),
        now=cells.get(now.pk) if now else None,
    )


def _cell(
    row: Mapping[str, Any], asked: Round, mails: Iterable[MailStanding], *, at: datetime
) -> Cell:
    was_due = row["own_deadline_at"] or asked.deadline_at
    is_reopened = row["reopened_at"] is not None
    deadline = row["reopened_until"] if is_reopened else was_due
    standing = standing_of(
        round_state=asked.state,
        report_state=row["state"],
        is_started=row["started_at"] is not None,
        is_reopened=is_reopened,
    )
    takes = asked.state == RoundState.OPEN or is_reopened
    written = [mail.written_at for mail in mails]
    return Cell(
        pk=row["pk"],
        key=row["key"],
        round=asked,
        standing=standing,
        since=row["state_since"],
        deadline=deadline,
        was_due=was_due,
        is_late=takes and is_late(state=row["state"], deadline=deadline, at=at),
        is_outstanding=takes and row["state"] in OUTSTANDING,
        was_in_time=_was_in_time(row["first_submitted_at"], was_due, at=at),
        asked=row["count_asked"],
        done=row["count_done"],
        has_own_deadline=row["own_deadline_at"] is not None and not is_reopened,
        wanted_until=row["wanted_until"],
        wanted_because=row["wanted_because"],
        bounced=_bounced(mails),
        written_at=max(written, default=None),
    )


def _was_in_time(submitted: datetime | None, deadline: datetime, *, at: datetime) -> bool | None:
    if submitted is not None:
        return is_punctual(submitted=submitted, deadline=deadline)
    return False if at > deadline else None


def _bounced(mails: Iterable[MailStanding]) -> tuple[str, ...]:
    """Return the addresses whose newest mail was refused: what arrived since clears an address."""
    newest: dict[str, MailStanding] = {}
    for mail in mails:
        if mail.state in {MailState.SENT, MailState.BOUNCED}:
            newest.setdefault(mail.recipient, mail)
    return tuple(to for to, mail in newest.items() if mail.state == MailState.BOUNCED)
