"""The workshop's project: six units of five regions, their plans, people, and a session of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from headway.cooperation.partnerships.models import PolicyInstrument
from headway.cooperation.partnerships.states import MemberRole
from headway.cooperation.partnerships.tests.factories import MemberFactory, ProjectFactory
from headway.cooperation.peerreview import services
from headway.cooperation.peerreview.facts import PairingPlan, PointSaid, SessionPlan, UnitPlan
from headway.cooperation.peerreview.models import PointVerdict, Review, ReviewSession, ReviewUnit
from headway.cooperation.peerreview.queries.reviews import WITH
from headway.cooperation.peerreview.states import Mark, Point
from headway.cooperation.plans.facts import ActionText, Named, PlanText, Player, fingerprint
from headway.cooperation.plans.models import Plan, PlanAuthor, PlanEdition, PlannedAction
from headway.cooperation.plans.states import EditionReason, PlanState
from headway.foundation.core.keys import new_key
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    RegionFactory,
)

if TYPE_CHECKING:
    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation

AT = datetime(2021, 6, 10, 9, tzinfo=UTC)
START = datetime(2021, 6, 17, 8, tzinfo=UTC)
"""10:00 in Hungary."""
ZONE = "Europe/Budapest"
REASON = "a test looks at everything"
PARTNERS = (
    ("pannon", "HU"),
    ("lomb", "IT"),
    ("acep", "PL"),
    ("rrda", "PL"),
    ("ceei", "ES"),
    ("sodebur", "ES"),
    ("klamun", "LT"),
    ("kid", "LT"),
)
UNITS = (
    ("HU", ("pannon",)),
    ("IT", ("lomb",)),
    ("PL", ("acep",)),
    ("PL", ("rrda",)),
    ("ES", ("ceei", "sodebur")),
    ("LT", ("klamun", "kid")),
)
"""Of the planning workshop: each with the country of its plan."""


def text(words: str) -> TranslatedText:
    return TranslatedText.of({"en": words, "lt": f"{words} lietuviškai"}, original="en")


@dataclass
class World:
    """A project whose lead partner is `pannon`; a person who reports for each partner."""

    project: Project
    houses: dict[str, Organisation]
    plans: dict[str, Plan]
    people: dict[str, User] = field(default_factory=dict)

    @property
    def lead(self) -> User:
        return self.people["pannon"]

    def slugs(self, *names: str) -> tuple[str, ...]:
        return tuple(self.houses[name].slug for name in names)


def world(*, lead: Organisation | None = None) -> World:
    """Return the project with a plan for each country, each with an edition frozen for review.

    Its lead partner is `pannon`, or the organisation that is given.
    """
    project = ProjectFactory.create(languages=["en", "lt"])
    regions = {country: RegionFactory.create(country=country) for _name, country in PARTNERS}
    houses, people = {}, {}
    for name, country in PARTNERS:
        house = (lead if name == "pannon" else None) or OrganisationFactory.create(
            short_name=TranslatedText.of({"en": name.upper()}), email=f"{name}@example.org"
        )
        role = MemberRole.LEAD if name == "pannon" else MemberRole.PARTNER
        MemberFactory.create(
            project=project, organisation=house, region=regions[country], role=role
        )
        houses[name] = house
        people[name] = MembershipFactory.create(organisation=house, role=Role.REPORTER).user
    plans = {}
    for country in dict.fromkeys(country for _name, country in PARTNERS):
        authors = [houses[name] for name, of in PARTNERS if of == country]
        plans[country] = plan_of(project, regions[country], authors, country)
        frozen(plans[country])
    return World(project, houses, plans, people)


def plan_of(project: Any, region: Any, authors: list[Organisation], name: str) -> Plan:  # noqa: ANN401
    """Return a plan being written, with one planned action."""
    instrument = PolicyInstrument.objects.create(
        key=new_key(), project=project, region=region, title=text(f"Instrument {name}")
    )
    plan: Plan = Plan.objects.unrestricted(reason=REASON).create(
        key=new_key(),
        slug=f"plan-{name.lower()}",
        project=project,
        instrument=instrument,
        title=text(f"DRAFT title {name}"),
        languages=["en"],
        intro=text(f"DRAFT intro {name}"),
        state=PlanState.IN_REVIEW,
        state_since=AT,
    )
    for place, author in enumerate(authors, start=1):
        PlanAuthor.objects.create(plan=plan, organisation=author, place=place)
    PlannedAction.objects.unrestricted(reason=REASON).create(
        key=new_key(), plan=plan, place=1, title=text(f"DRAFT action {name}")
    )
    return plan


def frozen(plan: Plan, said: str = "EDITION") -> PlanEdition:
    """Freeze an edition of a plan, whose words begin with `said` and the plan's address."""
    rows = PlanEdition.objects.unrestricted(reason=REASON)
    words = text(f"{said} {plan.slug}")
    kept = PlanText(
        key=plan.key,
        title=words,
        languages=("en", "lt"),
        instrument=Named(plan.instrument.title, plan.instrument.key),
        authors=tuple(
            Named(each.organisation.name, each.organisation.slug)
            for each in PlanAuthor.objects.filter(plan=plan).select_related("organisation")
        ),
        region=Named(plan.instrument.region.name, plan.instrument.region.slug),
        intro=words,
        actions=(
            ActionText(
                new_key(), words, lead=words, players=(Player(Named(text("Agency")), words),)
            ),
        ),
    )
    made: PlanEdition = rows.create(
        key=new_key(),
        plan=plan,
        number=rows.filter(plan=plan).count() + 1,
        reason=EditionReason.REVIEW,
        frozen_at=AT,
        frozen_by="test",
        kept_text=kept.as_json(),
        sha256=fingerprint(kept),
    )
    return made


def session_plan(**said: Any) -> SessionPlan:  # noqa: ANN401
    return replace(
        SessionPlan(text("Planning workshop"), ZONE, date(2021, 6, 25), date(2021, 7, 30)), **said
    )


def planned(of: World, *, units: int = len(UNITS), **said: Any) -> ReviewSession:  # noqa: ANN401
    """Return a session with the workshop's units, or the first so many; not paired yet."""
    session = services.create_session(
        project_id=of.project.pk, plan=session_plan(**said), by=of.lead, at=AT
    )
    for country, names in UNITS[:units]:
        added(of, session, country, *names)
    return again(session)


def added(of: World, session: ReviewSession, country: str, *names: str) -> ReviewUnit:
    plan = UnitPlan(of.plans[country].key, of.slugs(*names))
    return services.add_unit(session_id=session.pk, plan=plan, by=of.lead, at=AT)


def pairing(**said: Any) -> PairingPlan:  # noqa: ANN401
    return replace(PairingPlan(1, ("Blue", "Green", "White"), START, 30), **said)


def paired(of: World, *, units: int = len(UNITS), **said: Any) -> ReviewSession:  # noqa: ANN401
    session = planned(of, units=units)
    services.pair_units(
        session_id=session.pk, plan=pairing(**said), version=session.version, by=of.lead, at=AT
    )
    return again(session)


def opened(of: World, *, units: int = len(UNITS), **said: Any) -> ReviewSession:  # noqa: ANN401
    session = paired(of, units=units, **said)
    services.open_session(session_id=session.pk, by=of.lead, at=AT)
    return again(session)


def again(session: ReviewSession) -> ReviewSession:
    """Return a session as it stands now."""
    rows = ReviewSession.objects.unrestricted(reason=REASON).select_related("project")
    found: ReviewSession = rows.get(pk=session.pk)
    return found


def units_in(session: ReviewSession) -> dict[str, ReviewUnit]:
    """Return the units of a session by their names."""
    rows = ReviewUnit.objects.unrestricted(reason=REASON).filter(session=session)
    return {each.name: each for each in rows.order_by("place")}


def reviews_in(session: ReviewSession, **which: Any) -> list[Review]:  # noqa: ANN401
    rows = Review.objects.unrestricted(reason=REASON).filter(reviewed__session=session, **which)
    return list(rows.select_related(*WITH).order_by("pk"))


def review_by(session: ReviewSession, name: str) -> Review:
    """Return the first review that a unit writes."""
    return reviews_in(session, reviewer__name=name)[0]


def fresh(review: Review) -> Review:
    return Review.objects.unrestricted(reason=REASON).select_related(*WITH).get(pk=review.pk)


def verdicts(review: Review) -> dict[str, PointVerdict]:
    rows = PointVerdict.objects.unrestricted(reason=REASON).filter(review=review)
    return {each.point: each for each in rows.select_related("review", "seen_in")}


def said(word: str = "SAID", mark: int = Mark.FAIR) -> list[PointSaid]:
    """Say something of every point; each word begins with `word`."""
    return [
        PointSaid(point, mark, f"{word} comment {point}", f"{word} suggestion {point}")
        for point in Point.values
    ]


def writer_of(of: World, name: str) -> User:
    """Return who writes for a unit, by the name of the unit."""
    return of.people[name.split(" & ")[0].lower()]


def saved(of: World, review: Review, word: str = "SAID", mark: int = Mark.FAIR) -> Review:
    services.save_review(
        review_id=review.pk,
        said=said(word, mark),
        language="en",
        version=fresh(review).version,
        by=writer_of(of, review.reviewer.name),
        at=AT,
    )
    return fresh(review)


def submitted(of: World, review: Review, word: str = "SAID", mark: int = Mark.FAIR) -> Review:
    saved(of, review, word, mark)
    by = writer_of(of, review.reviewer.name)
    services.submit_review(review_id=review.pk, by=by, at=AT)
    return fresh(review)
