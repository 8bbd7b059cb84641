"""What the public sees of rounds: those that were published, and nothing of any other.

`known_before` is the instant of which nothing counts any more (`Days.known_before`); None for now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    When,
)

from headway.foundation.core.prepared import prepared
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
    from headway.monitoring.strategy.models import Edition, Node, Strategy

    Reader = User | AnonymousUser

REASON = "that a partner reported in a published round, or did not, is public"
DEADLINE = "when the reports of an open round are due is public; nothing else of it is"
EVERYBODY = AnonymousUser()
EVERYTHING = slice(None)
WIDE = ("edition__frame", "edition__title", "edition__provenance")
"""What an edition brings along that the list of rounds does not say."""


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


class Brief(NamedTuple):
    """A statement without its words."""

    pk: int
    node_id: int
    status: str
    way: str
    path: str | None
    """Where the node stands in the edition that is read."""


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
    return _published_rounds(strategy.pk, user, known_before)


def _published_rounds(
    strategy: int, user: Reader, known_before: datetime | None
) -> QuerySet[Round]:
    rounds = Round.objects.visible_to(user).filter(strategy=strategy, state=RoundState.PUBLISHED)
    if known_before is not None:
        rounds = rounds.filter(published_at__lt=known_before)
    return rounds.order_by("-period_end", "-period")


def rounds_told(
    strategy: Strategy, *, user: Reader, known_before: datetime | None = None
) -> tuple[Told, ...]:
    """Return the published rounds with how many reported, the newest first. One query.

    The text and the frame of their editions are left out.
    """
    rounds = published_rounds(strategy, user=user, known_before=known_before)
    found = _told(_counted(rounds.select_related("edition").defer(*WIDE), known_before))
    for each in found:
        each.round.strategy = strategy
    return found


def news(
    strategy: Strategy, *, user: Reader, at: datetime, known_before: datetime | None = None
) -> News:
    """Return what the strategy's page says of reporting. One query.

    The deadline is that of now, so it is told on no day that has passed.
    """
    if user.is_authenticated:
        found = list(_news(strategy.pk, user, at, known_before))
    else:
        found = _public_news(strategy.pk, at, known_before)
    due = [each.deadline_at for each in found if each.state == RoundState.OPEN]
    told = _told(each for each in found if each.state == RoundState.PUBLISHED)
    return News(next(iter(told), None), min(due, default=None))


@prepared
def _public_news(strategy: int, at: datetime, known_before: datetime | None) -> QuerySet[Round]:
    return _news(strategy, EVERYBODY, at, known_before)


def _news(
    strategy: int, user: Reader, at: datetime, known_before: datetime | None
) -> QuerySet[Round]:
    rounds = Round.objects.unrestricted(reason=DEADLINE).filter(strategy=strategy)
    public = _published_rounds(strategy, user, known_before)
    wanted = Q(pk__in=public.order_by().values("pk"))
    if known_before is None:
        wanted |= Q(state=RoundState.OPEN, deadline_at__gte=at)
    return _counted(rounds.filter(wanted), known_before).order_by("-period_end", "-period")


def _counted(rounds: QuerySet[Round], known_before: datetime | None) -> QuerySet[Round]:
    reported = _reported("reports__", known_before)
    if known_before is not None:
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
    if known_before is None:
        return found
    return found & Q(**{f"{prefix}accepted_at__lt": known_before})


def _told(rounds: Iterable[Round]) -> tuple[Told, ...]:
    return tuple(
        Told(each, each.asked, each.reported)  # type: ignore[attr-defined]  # annotated by _counted
        for each in rounds
    )


def statements_of(
    node: Node, *, user: Reader, known_before: datetime | None = None
) -> tuple[Statement, ...]:
    """Return what was published of a node, the newest period first. One query."""
    if user.is_authenticated:
        return tuple(_said(node.pk, user, known_before))
    return tuple(_said_to_everybody(node.pk, known_before))


@prepared
def _said_to_everybody(node: int, known_before: datetime | None) -> QuerySet[Statement]:
    return _said(node, EVERYBODY, known_before)


def _said(node: int, user: Reader, known_before: datetime | None) -> QuerySet[Statement]:
    rows = _published(user, known_before).filter(node=node)
    return rows.select_related("round", "organisation", "evidence").order_by(
        "-round__period_end", "-published_at", "-pk"
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
    rounds: Iterable[Round], edition: Edition, *, user: Reader, known_before: datetime | None = None
) -> dict[int, dict[int, Brief]]:
    """Return what stands of each node in rounds as `statements_in` does, without its words.

    With the place of each in an edition. One query. The words of some are read by `worded`.
    """
    wanted = [each.pk for each in rounds]
    standing = Q(
        node__texts__from_number__lte=edition.number, node__texts__until_number__gt=edition.number
    )
    rows = (
        _published(user, known_before)
        .filter(round__in=wanted)
        .annotate(text=FilteredRelation("node__texts", condition=standing), path=F("text__path"))
        .order_by("published_at", "pk")
    )
    found: dict[int, dict[int, Brief]] = {pk: {} for pk in wanted}
    for pk, *brief in rows.values_list("round_id", *Brief._fields):
        row = Brief(*brief)
        found[pk][row.node_id] = row
    return found


def worded(ids: Iterable[int], of: Round, *, user: Reader) -> dict[int, Statement]:
    """Return statements of a round with their words and who reported, by node. One query."""
    found = Statement.objects.visible_to(user).filter(pk__in=tuple(ids), round=of)
    whole = {row.node_id: row for row in found.select_related("organisation", "evidence")}
    for row in whole.values():
        row.round = of
    return whole


def _published(user: Reader, known_before: datetime | None) -> QuerySet[Statement]:
    rows = Statement.objects.visible_to(user).filter(round__state=RoundState.PUBLISHED)
    return rows if known_before is None else rows.filter(published_at__lt=known_before)


def statements_told(*, user: Reader = EVERYBODY) -> QuerySet[Statement]:
    """Return all published statements with what a feed or a file says of them, the newest first."""
    rows = _published(user, None).select_related(
        "round__strategy", "round__edition", "organisation", "node"
    )
    return rows.order_by("-published_at", "-pk")


def partners_in(
    published: Round, *, known_before: datetime | None = None
) -> tuple[PartnerReport, ...]:
    """Return who was asked in a published round, and who reported. One query."""
    rows = Report.objects.unrestricted(reason=REASON).filter(
        round=published, round__state=RoundState.PUBLISHED
    )
    has_reported = _reported("", known_before)
    if known_before:
        said = Statement.objects.unrestricted(reason=REASON).filter(
            round=OuterRef("round"),
            organisation=OuterRef("organisation"),
            published_at__lt=known_before,
        )
        has_reported |= Q(Exists(said))
    told = Case(When(has_reported, then=True), default=False, output_field=BooleanField())
    found = rows.annotate(has_reported=told).select_related("organisation")
    pairs = [
        (row, row.has_reported)  # type: ignore[attr-defined]  # annotated above
        for row in found.order_by("organisation__slug")
    ]
    return tuple(
        PartnerReport(
            row.organisation, row.count_asked, had, row.first_submitted_at if had else None
        )
        for row, had in pairs
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
