"""Tells the planning workshop: who met whom in which room, what was said, what authors answered.

It is told before there are people, so that nobody is written to about years gone by. The days of
the sessions that follow are counted from the moment of loading.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from headway.cooperation.peerreview.facts import PairingPlan, PointSaid, SessionPlan, UnitPlan
from headway.cooperation.peerreview.models import PointVerdict, Review, ReviewSession
from headway.cooperation.peerreview.queries.sessions import session_shown
from headway.cooperation.peerreview.services import (
    add_unit,
    answer_suggestion,
    close_session,
    create_session,
    open_session,
    pair_units,
    save_review,
    say_to_all,
    submit_review,
    swap_units,
)
from headway.demo.rounds import deliver
from headway.demo.values import provenance, translated
from headway.foundation.core.keys import derived_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.cooperation.peerreview.permissions import Person
    from headway.demo.plans import Written
    from headway.demo.values import Told
    from headway.foundation.accounts.models import User

REASON = "the loader made it a moment ago"
LANGUAGE = "en"
"""In which partners of five countries wrote to each other."""
MORNING = time(9)
PLANNED, OPENED, SUBMITTED, CLOSED = (timedelta(days=days) for days in (-10, -7, 7, 14))
"""Before and after the day of the workshop; of the reviews these days are synthetic."""
ANSWERED = datetime(2021, 10, 4, 9, tzinfo=UTC)
REVISION = 2
"""The edition of a plan that followed its review."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """A session as a file tells it, and its units by their keys there."""

    of: Written
    session: ReviewSession
    told: Told
    units: dict[str, str]
    by: Person
    """Who keeps it; the loader, before there are people."""

    def at(self, since: timedelta) -> datetime:
        return _moment(self.told, MORNING) + since

    def version(self) -> int:
        rows = ReviewSession.objects.unrestricted(reason=REASON).filter(pk=self.session.pk)
        version: int = rows.values_list("version", flat=True).get()
        return version


def load_reviews(of: Written, told: Told) -> None:
    """Tell the workshop from its planning to its end. What nobody said stays unsaid."""
    began = _moment(told["session"], MORNING)
    workshop = _planned(of, told["session"], by=of.by, at=began + PLANNED)
    _pair(workshop)
    open_session(session_id=workshop.session.pk, by=of.by, at=workshop.at(OPENED))
    for each in told["reviews"]:
        _review(workshop, each)
    close_session(session_id=workshop.session.pk, by=of.by, at=workshop.at(CLOSED))
    say_to_all(
        session_id=workshop.session.pk,
        words=translated(workshop.told["lead_words"], workshop.told),
        version=workshop.version(),
        by=of.by,
        at=workshop.at(CLOSED),
    )


def load_answers(of: Written, told: Told) -> None:
    """Tell what authors answered to suggestions when they had revised their plans."""
    rows = PointVerdict.objects.unrestricted(reason=REASON)
    for review in told["reviews"]:
        of_review = rows.filter(
            review__reviewer__key=_unit_key(of, review["reviewer"]),
            review__reviewed__key=_unit_key(of, review["reviewed"]),
        )
        for point, said in review.get("answers", {}).items():
            verdict = of_review.get(point=point)
            answer_suggestion(
                verdict_id=verdict.pk,
                reply=said["reply"],
                words=said["words"],
                language=LANGUAGE,
                version=verdict.version,
                seen_in=REVISION if said.get("seen") else None,
                by=of.by,
                at=ANSWERED,
            )


def load_later(of: Written, people: Mapping[str, User], told: Told, *, at: datetime) -> None:
    """Tell a session that runs, in which somebody has begun to write, and one that is planned."""
    for each in told["later"]:
        workshop = _later(of, each, told["session"], by=people["reporter_pannon"], at=at)
        if each.get("is_open"):
            _open_later(workshop, people["reporter_kid"], at=at)


def _later(of: Written, told: Told, first: Told, *, by: User, at: datetime) -> Workshop:
    """Plan a session of units that presented their plans at the first, and pair them."""
    today = at.astimezone(ZoneInfo(first["time_zone"])).date()
    days = {
        name: (today + timedelta(days=told[name])).isoformat()
        for name in ("reviews_until", "answers_until")
    }
    whole = first | told | days | {
        "date": (today + timedelta(days=told["days"])).isoformat(),
        "units": [each for each in first["units"] if each["key"] in told["units"]],
        "synthetic": ["all"],
        "sources": [],
    }  # fmt: skip
    workshop = _planned(of, whole, key=told["key"], by=by, at=at - timedelta(days=18))
    _draw(workshop, at=at - timedelta(days=17))
    return workshop


def _open_later(workshop: Workshop, writer: User, *, at: datetime) -> None:
    """Open a session; somebody begins a review and has not handed it in."""
    opened, begun = at - timedelta(days=16), workshop.told["begun"]
    open_session(session_id=workshop.session.pk, by=workshop.by, at=opened)
    deliver(at=opened + timedelta(hours=1))
    rows = Review.objects.unrestricted(reason=REASON).order_by("pk")
    review = rows.filter(reviewer__key=workshop.units[begun["reviewer"]])[0]
    said = [PointSaid(point, **verdict) for point, verdict in begun["verdicts"].items()]
    save_review(
        review_id=review.pk, said=said, language=LANGUAGE, version=review.version, by=writer,
        at=at - timedelta(days=2),
    )  # fmt: skip


def _moment(told: Told, clock: time) -> datetime:
    """Return a moment of the day of the workshop, by the clock of its lead partner."""
    day, zone = date.fromisoformat(told["date"]), ZoneInfo(told["time_zone"])
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _unit_key(of: Written, key: str, *, session: str = "") -> str:
    return derived_key("review unit", of.project.slug, session, key)


def _planned(of: Written, told: Told, *, by: Person, at: datetime, key: str = "") -> Workshop:
    """Plan a session with its units."""
    slug = of.project.slug
    session = create_session(
        project_id=of.project.pk,
        plan=SessionPlan(
            title=translated(told["title"], told),
            time_zone=told["time_zone"],
            reviews_until=date.fromisoformat(told["reviews_until"]),
            answers_until=date.fromisoformat(told["answers_until"]),
            event_key="" if key else derived_key("event", slug, told["event"]),
        ),
        provenance=provenance(told, of.sources),
        key=derived_key("review session", slug, key),
        by=by,
        at=at,
    )
    units = {each["key"]: _unit_key(of, each["key"], session=key) for each in told["units"]}
    for each in told["units"]:
        slugs = tuple(of.organisations[key].slug for key in each["organisations"])
        plan = UnitPlan(derived_key("plan", slug, each["plan"]), slugs, each["name"])
        add_unit(session_id=session.pk, plan=plan, key=units[each["key"]], by=by, at=at)
    return Workshop(of, session, told, units, by)


def _draw(workshop: Workshop, *, at: datetime) -> None:
    """Pair the units by the rules."""
    told = workshop.told
    plan = PairingPlan(
        rounds=1,
        rooms=tuple(told["rooms"]),
        starts_at=_moment(told, time.fromisoformat(told["starts"])),
        minutes=told["minutes"],
    )
    pair_units(
        session_id=workshop.session.pk, plan=plan, version=workshop.version(), by=workshop.by,
        at=at,
    )  # fmt: skip


def _pair(workshop: Workshop) -> None:
    """Pair the units, then swap until those meet who met that day, each group in its room."""
    told, at = workshop.told, workshop.at(PLANNED)
    _draw(workshop, at=at)
    for group in told["groups"]:
        wanted = {workshop.units[key] for key in group["units"]}
        while leaving := sorted(_in_room(workshop, group["room"]) - wanted):
            swap_units(
                session_id=workshop.session.pk,
                number=1,
                first=leaving[0],
                second=min(wanted - _in_room(workshop, group["room"])),
                version=workshop.version(),
                by=workshop.by,
                at=at,
            )


def _in_room(workshop: Workshop, room: str) -> set[str]:
    """Return who meets in a room now."""
    (round_,) = session_shown(workshop.session).rounds
    return next(set(each.keys) for each in round_.groups if each.group.room == room)


def _review(workshop: Workshop, told: Told) -> None:
    """Write a review, and hand it in."""
    of, at = workshop.of, workshop.at(SUBMITTED)
    rows = Review.objects.unrestricted(reason=REASON)
    review = rows.get(
        reviewer__key=workshop.units[told["reviewer"]],
        reviewed__key=workshop.units[told["reviewed"]],
    )
    said = [PointSaid(point, **verdict) for point, verdict in told["verdicts"].items()]
    save_review(
        review_id=review.pk, said=said, language=LANGUAGE, version=review.version, by=of.by,
        at=at - timedelta(hours=1),
    )  # fmt: skip
    submit_review(review_id=review.pk, by=of.by, at=at)
