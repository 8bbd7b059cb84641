"""Review sessions as their pages show them: units, rounds, groups, and what hinders whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import TYPE_CHECKING

from django.db.models import Count, F

from headway.cooperation.exchange.models import Event
from headway.cooperation.partnerships.models import Member, Project, among
from headway.cooperation.peerreview.facts import Unit
from headway.cooperation.peerreview.models import (
    Review,
    ReviewGroup,
    ReviewSession,
    ReviewUnit,
    Seat,
)
from headway.cooperation.peerreview.states import ReviewState
from headway.cooperation.plans.models import Plan, PlanAuthor, PlanEdition

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from headway.cooperation.peerreview.facts import Group
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation

REASON = "whoever sees a session sees who meets whom in it"


@dataclass(frozen=True, slots=True)
class UnitShown:
    """A unit with its organisations, and as the rules of pairing know it."""

    unit: ReviewUnit
    fact: Unit
    organisations: tuple[Organisation, ...]

    def __str__(self) -> str:
        return self.fact.name


@dataclass(frozen=True, slots=True)
class GroupShown:
    """A group with its units, and those of its reviews that the reader may see."""

    group: ReviewGroup
    units: tuple[UnitShown, ...]
    reviews: tuple[Review, ...] = ()

    @property
    def keys(self) -> Group:
        return tuple(each.fact.key for each in self.units)


@dataclass(frozen=True, slots=True)
class RoundShown:
    """A round with its groups, in the order of their times and rooms."""

    number: int
    groups: tuple[GroupShown, ...]

    @property
    def keys(self) -> tuple[Group, ...]:
        return tuple(each.keys for each in self.groups)


@dataclass(frozen=True, slots=True)
class SessionShown:
    """A session as its page shows it."""

    session: ReviewSession
    units: tuple[UnitShown, ...]
    rounds: tuple[RoundShown, ...]

    @property
    def facts(self) -> tuple[Unit, ...]:
        return tuple(each.fact for each in self.units)

    @property
    def names(self) -> dict[str, str]:
        return {each.fact.key: each.fact.name for each in self.units}

    @property
    def rooms(self) -> tuple[str, ...]:
        found = (each.group.room for round_ in self.rounds for each in round_.groups)
        return tuple(dict.fromkeys(found))

    def met_besides(self, number: int) -> Counter[frozenset[str]]:
        """Count who meets whom in all rounds but one."""
        return met_in(each.keys for each in self.rounds if each.number != number)


def met_in(rounds: Iterable[Iterable[Group]]) -> Counter[frozenset[str]]:
    """Count how often two units meet."""
    return Counter(
        frozenset(pair) for groups in rounds for group in groups for pair in combinations(group, 2)
    )


def sessions_of(project: Project, *, user: User) -> tuple[ReviewSession, ...]:
    """Return the sessions of a project that a person may see, newest first. One query."""
    seen = ReviewSession.objects.visible_to(user).filter(project=project)
    counted = seen.annotate(
        count_units=Count("units", distinct=True), count_rounds=Count("rounds", distinct=True)
    )
    return tuple(counted.order_by(F("starts_at").desc(nulls_first=True), "-pk"))


def units_of(session: ReviewSession) -> tuple[UnitShown, ...]:
    """Return the units of a session in their order. Three queries."""
    rows = ReviewUnit.objects.unrestricted(reason=REASON).filter(session=session)
    units = list(
        rows.select_related("plan__instrument__region")
        .prefetch_related("organisations")
        .order_by("place", "pk")
    )
    countries = _countries(session.project_id)
    return tuple(_shown(unit, tuple(unit.organisations.all()), countries) for unit in units)


def _countries(project_id: int) -> dict[int, str]:
    """Return from which country each partner takes part; advisers may have none. One query."""
    members = Member.objects.filter(project_id=project_id)
    rows = members.values_list("organisation_id", "region__country", "organisation__country")
    return {pk: by_region or own for pk, by_region, own in rows}


def _shown(
    unit: ReviewUnit, organisations: tuple[Organisation, ...], countries: dict[int, str]
) -> UnitShown:
    found = {countries.get(each.pk, "") for each in organisations} - {""}
    fact = Unit(unit.key, unit.name, str(unit.plan_id), frozenset(found))
    return UnitShown(unit, fact, organisations)


def session_shown(session: ReviewSession, *, user: User | None = None) -> SessionShown:
    """Return a session with its units and rounds; for somebody, with the reviews they may see.

    Four queries; five with the reviews.
    """
    units = units_of(session)
    by_id = {each.unit.pk: each for each in units}
    seats = Seat.objects.unrestricted(reason=REASON).filter(group__round__session=session)
    groups: dict[int, ReviewGroup] = {}
    inside: dict[int, list[UnitShown]] = defaultdict(list)
    order = ("group__round__number", "group__place", "group", "pk")
    for each in seats.select_related("group__round").order_by(*order):
        groups[each.group_id] = each.group
        inside[each.group_id].append(by_id[each.unit_id])
    reviews = _reviews(session, by_id, user)
    rounds: dict[int, list[GroupShown]] = defaultdict(list)
    for group in groups.values():
        members = sorted(inside[group.pk], key=lambda each: (each.unit.place, each.unit.pk))
        shown = GroupShown(group, tuple(members), tuple(reviews[group.pk]))
        rounds[group.round.number].append(shown)
    return SessionShown(
        session, units, tuple(RoundShown(number, tuple(each)) for number, each in rounds.items())
    )


def _reviews(
    session: ReviewSession, units: dict[int, UnitShown], user: User | None
) -> dict[int, list[Review]]:
    found: dict[int, list[Review]] = defaultdict(list)
    if user is None:
        return found
    seen = Review.objects.visible_to(user).filter(group__round__session=session)
    for review in seen.order_by("pk"):
        review.reviewer, review.reviewed = (
            units[review.reviewer_id].unit,
            units[review.reviewed_id].unit,
        )
        found[review.group_id].append(review)
    return found


def met_before(session: ReviewSession, units: Sequence[UnitShown]) -> Counter[frozenset[str]]:
    """Count how often units met in the project's other sessions, by their organisations.

    Units are made anew for each session: who shares an organisation counts as the same. Two
    queries.
    """
    rows = Seat.objects.unrestricted(reason=REASON)
    past = rows.filter(group__round__session__project=session.project_id)
    past = past.exclude(group__round__session=session)
    groups: dict[int, set[int]] = defaultdict(set)
    for group_id, unit_id in past.values_list("group", "unit"):
        groups[group_id].add(unit_id)
    houses: dict[int, set[int]] = defaultdict(set)
    wanted = {pk for members in groups.values() for pk in members}
    of_units = ReviewUnit.organisations.through.objects.filter(reviewunit__in=wanted)
    for unit_id, organisation_id in of_units.values_list("reviewunit_id", "organisation_id"):
        houses[unit_id].add(organisation_id)
    same: dict[int, list[str]] = {
        pk: [each.fact.key for each in units if houses[pk] & {o.pk for o in each.organisations}]
        for pk in wanted
    }
    return Counter(
        frozenset((one, other))
        for members in groups.values()
        for first, second in combinations(sorted(members), 2)
        for one in same[first]
        for other in same[second]
        if one != other
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How many reviews of a session are asked for, and how many are submitted."""

    asked: int
    submitted: int
    waiting: tuple[str, ...]
    """The names of units that still write."""

    @property
    def drafts(self) -> int:
        return self.asked - self.submitted

    @property
    def is_complete(self) -> bool:
        return not self.drafts


def progress_in(shown: SessionShown) -> Progress:
    """Return how far the reviews of a session are, as it was read for whoever sees all of them.

    That is whoever keeps it: of a group each reviews each other, and what is submitted is theirs
    to read. No query.
    """
    groups = [group for round_ in shown.rounds for group in round_.groups]
    done = {
        (each.group_id, each.reviewer_id, each.reviewed_id)
        for group in groups
        for each in group.reviews
        if each.state == ReviewState.SUBMITTED
    }
    asked = [
        (one, (group.group.pk, one.unit.pk, other.unit.pk))
        for group in groups
        for one, other in permutations(group.units, 2)
    ]
    late = dict.fromkeys(str(unit) for unit, pair in asked if pair not in done)
    return Progress(len(asked), len(done), tuple(late))


def progress_of(session: ReviewSession) -> Progress:
    """Return how far the reviews of a session are; nothing of their words. One query."""
    rows = Review.objects.unrestricted(reason="counts and names of units alone")
    found = rows.filter(reviewer__session=session).order_by("reviewer__place")
    states = list(found.values_list("state", "reviewer__name"))
    late = dict.fromkeys(name for state, name in states if state == ReviewState.DRAFT)
    submitted = sum(state == ReviewState.SUBMITTED for state, _name in states)
    return Progress(len(states), submitted, tuple(late))


def newest_editions(units: Iterable[ReviewUnit]) -> dict[int, PlanEdition]:
    """Return the newest frozen edition of each unit's plan, by plan, without its text.

    Plans without one are left out. One query.
    """
    rows = PlanEdition.objects.unrestricted(reason="the lead partner gives it to reviewers")
    found = rows.filter(plan__in={unit.plan_id for unit in units}).defer("kept_text")
    return {each.plan_id: each for each in found.order_by("number")}


def plans_of(project: Project) -> tuple[tuple[Plan, ...], tuple[PlanAuthor, ...]]:
    """Return which plans a project has and which partners write them; nothing of their words.

    Two queries.
    """
    rows = Plan.objects.unrestricted(reason="which plans are written is no secret; their words are")
    plans = rows.filter(project=project).select_related("instrument__region")
    now = among(Member.objects.now(), "plan__project")
    authors = PlanAuthor.objects.filter(now, plan__project=project).select_related("organisation")
    return tuple(plans.order_by("instrument__region__slug", "pk")), tuple(
        authors.order_by("plan__instrument__region__slug", "place")
    )


def events_of(project: Project, *, user: User) -> tuple[Event, ...]:
    """Return the events of a project that a person may see, the newest first. One query."""
    seen = Event.objects.visible_to(user).filter(project=project)
    return tuple(seen.order_by("-start", "-pk"))
