"""What the public sees of rounds: those that were published, and nothing of any other.

`known_before` is the instant of which nothing counts any more (`Days.known_before`); None for now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, F, OuterRef, Q

from headway.monitoring.indicators.queries.definitions import texts
from headway.monitoring.reporting.models import Report, Round, Statement
from headway.monitoring.reporting.queries.verdicts import verdicts_of
from headway.monitoring.reporting.states import ReportState, RoundState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.indicators.models import IndicatorText
    from headway.monitoring.reporting.models import RoundVerdict
    from headway.monitoring.strategy.models import Node, Strategy

    Reader = User | AnonymousUser

REASON = "that a partner reported in a published round, or did not, is public"
DEADLINE = "when the reports of an open round are due is public; nothing else of it is"
EVERYBODY = AnonymousUser()
EVERYTHING = slice(None)
WORDS = ("done", "ahead", "obstacles", "cause")


@dataclass(frozen=True, slots=True)
class Told:
    """A published round, and how many of those who were asked have reported in it."""

    round: Round
    asked: int
    reported: int

    @property
    def silent(self) -> int:
        return self.asked - self.reported


@dataclass(frozen=True, slots=True)
class News:
    """What a strategy's page says of reporting: the newest published round, the next deadline."""

    latest: Told | None = None
    next_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class PartnerReport:
    """Whether one partner reported in a published round.

    How far somebody got who handed nothing in, or changes a report that was reopened, is not told.
    """

    organisation: Organisation
    asked: int
    reported: bool
    first_submitted_at: datetime | None

    @property
    def answered(self) -> int:
        """How many questions were answered by what was accepted, which answers all or none."""
        return self.asked if self.reported else 0


@dataclass(frozen=True, slots=True)
class Frozen:
    """What was judged of an indicator when a round was closed, with its definition of then."""

    text: IndicatorText
    row: RoundVerdict


def published_rounds(
    strategy: Strategy, *, user: Reader, known_before: datetime | None = None
) -> QuerySet[Round]:
    """Return the rounds of a strategy that were published before an instant, the newest first."""
    rounds = Round.objects.visible_to(user).filter(strategy=strategy, state=RoundState.PUBLISHED)
    if known_before:
        rounds = rounds.filter(published_at__lt=known_before)
    return rounds.order_by("-period_end", "-period")


def rounds_told(
    strategy: Strategy, *, user: Reader, known_before: datetime | None = None
) -> tuple[Told, ...]:
    """Return the published rounds with how many reported, the newest first. One query."""
    rounds = published_rounds(strategy, user=user, known_before=known_before)
    return _told(_counted(rounds.select_related("edition", "strategy__organisation"), known_before))


def news(
    strategy: Strategy, *, user: Reader, at: datetime, known_before: datetime | None = None
) -> News:
    """Return what the strategy's page says of reporting. One query.

    The deadline is that of now, so it is told on no day that has passed.
    """
    rounds = Round.objects.unrestricted(reason=DEADLINE).filter(strategy=strategy)
    public = published_rounds(strategy, user=user, known_before=known_before)
    wanted = Q(pk__in=public.order_by().values("pk"))
    if known_before is None:
        wanted |= Q(state=RoundState.OPEN, deadline_at__gte=at)
    found = list(_counted(rounds.filter(wanted), known_before).order_by("-period_end", "-period"))
    due = [each.deadline_at for each in found if each.state == RoundState.OPEN]
    told = _told(each for each in found if each.state == RoundState.PUBLISHED)
    return News(next(iter(told), None), min(due, default=None))


def _counted(rounds: QuerySet[Round], known_before: datetime | None) -> QuerySet[Round]:
    reported = _reported("reports__", known_before)
    if known_before:
        said = Statement.objects.unrestricted(reason=REASON).filter(
            round=OuterRef("round"),
            organisation=OuterRef("organisation"),
            published_at__lt=known_before,
        )
        reports = Report.objects.unrestricted(reason=REASON).filter(Exists(said))
        reported |= Q(reports__in=reports.values("pk"))
    return rounds.annotate(
        asked=Count("reports", distinct=True),
        reported=Count("reports", filter=reported, distinct=True),
    )


def _reported(prefix: str, known_before: datetime | None) -> Q:
    """Return which reports were published with their round, or afterwards.

    One that was reopened after the round was published stands as it was until it is accepted again.
    """
    reopened = Q(
        **{
            f"{prefix}accepted_at__isnull": False,
            f"{prefix}reopened_at__gt": F(f"{prefix}round__published_at"),
        }
    )
    found = Q(**{f"{prefix}state": ReportState.ACCEPTED}) | reopened
    return found & Q(**{f"{prefix}accepted_at__lt": known_before}) if known_before else found


def _told(rounds: Iterable[Round]) -> tuple[Told, ...]:
    return tuple(
        Told(each, each.asked, each.reported)  # type: ignore[attr-defined]  # annotated by _counted
        for each in rounds
    )


def statements_of(
    node: Node, *, user: Reader, known_before: datetime | None = None
) -> tuple[Statement, ...]:
    """Return what was published of a node, the newest period first. One query."""
    rows = _published(user, known_before).filter(node=node)
    return tuple(
        rows.select_related("round", "organisation", "evidence").order_by(
            "-round__period_end", "-published_at", "-pk"
        )
    )


def statements_in(
    rounds: Iterable[Round], *, user: Reader, known_before: datetime | None = None
) -> dict[int, dict[int, Statement]]:
    """Return what stands of each node in rounds, by round and node. One query.

    Of a report that was accepted again the last statement stands.
    """
    wanted = tuple(rounds)
    rows = _published(user, known_before).filter(round__in=wanted)
    found: dict[int, dict[int, Statement]] = {each.pk: {} for each in wanted}
    for row in rows.select_related("organisation", "node", "round").order_by("published_at", "pk"):
        found[row.round_id][row.node_id] = row
    return found


def statuses_in(
    rounds: Iterable[Round], *, user: Reader, known_before: datetime | None = None
) -> dict[int, dict[int, Statement]]:
    """Return what stands of each node in rounds as `statements_in` does, without its words.

    One query. The words of some are read by `worded`.
    """
    wanted = {each.pk: each for each in rounds}
    rows = _published(user, known_before).filter(round__in=tuple(wanted.values()))
    found: dict[int, dict[int, Statement]] = {pk: {} for pk in wanted}
    for row in rows.defer(*WORDS).order_by("published_at", "pk"):
        row.round = wanted[row.round_id]
        found[row.round_id][row.node_id] = row
    return found


def worded(rows: Iterable[Statement], *, user: Reader) -> dict[int, Statement]:
    """Return statements with their words and who reported, by id. One query."""
    known = {row.pk: row for row in rows}
    found = Statement.objects.visible_to(user).filter(pk__in=tuple(known))
    whole = {row.pk: row for row in found.select_related("organisation", "evidence")}
    for pk, row in whole.items():
        row.round = known[pk].round
    return whole


def _published(user: Reader, known_before: datetime | None) -> QuerySet[Statement]:
    rows = Statement.objects.visible_to(user).filter(round__state=RoundState.PUBLISHED)
    return rows.filter(published_at__lt=known_before) if known_before else rows


def statements_told(*, user: Reader = EVERYBODY) -> QuerySet[Statement]:
    """Return all published statements with what a feed or a file says of them, the newest first."""
    rows = _published(user, None).select_related(
        "round__strategy", "round__edition", "organisation", "node"
    )
    return rows.order_by("-published_at", "-pk")


def partners_in(
    published: Round, *, known_before: datetime | None = None
) -> tuple[PartnerReport, ...]:
    """Return who was asked in a published round, and who reported. Two queries at most."""
    rows = Report.objects.unrestricted(reason=REASON).filter(
        round=published, round__state=RoundState.PUBLISHED
    )
    had = set(rows.filter(_reported("", known_before)).values_list("pk", flat=True))
    if known_before:
        said = Statement.objects.unrestricted(reason=REASON).filter(
            round=OuterRef("round"),
            organisation=OuterRef("organisation"),
            published_at__lt=known_before,
        )
        had |= set(rows.filter(Exists(said)).values_list("pk", flat=True))
    return tuple(
        PartnerReport(
            row.organisation,
            row.count_asked,
            row.pk in had,
            row.first_submitted_at if row.pk in had else None,
        )
        for row in rows.select_related("organisation").order_by("organisation__slug")
    )


def verdicts_in(published: Round, *, known_before: datetime | None = None) -> tuple[Frozen, ...]:
    """Return how a published round is judged, in the order of its edition. Two queries."""
    return defined(published, kept_in(published, known_before=known_before))


def kept_in(
    published: Round, *, known_before: datetime | None = None
) -> Mapping[int, RoundVerdict]:
    """Return how each indicator was judged in a published round, by indicator. One query."""
    is_told = published.state == RoundState.PUBLISHED
    return verdicts_of(published, known_before=known_before) if is_told else {}


def defined(
    published: Round, kept: Mapping[int, RoundVerdict], *, part: slice = EVERYTHING
) -> tuple[Frozen, ...]:
    """Return verdicts with their definitions, in the order of the edition. One query.

    `part` says which of them, counted in that order.
    """
    found = texts(published.edition).filter(indicator__in=tuple(kept))[part]
    return tuple(Frozen(text, kept[text.indicator_id]) for text in found)
