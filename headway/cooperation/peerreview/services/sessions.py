"""Review sessions: planned, changed, opened, closed, and what the lead partner says to all."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.exchange.models import Event
from headway.cooperation.partnerships.models import Project
from headway.cooperation.peerreview import verbs
from headway.cooperation.peerreview.facts import SessionPlan
from headway.cooperation.peerreview.models import PointVerdict, Review, ReviewSession
from headway.cooperation.peerreview.permissions import can_keep_sessions
from headway.cooperation.peerreview.queries.sessions import newest_editions, session_shown
from headway.cooperation.peerreview.rules import clashes, hard
from headway.cooperation.peerreview.services.common import (
    LONGEST_SPEECH,
    LONGEST_TITLE,
    REASON,
    session_to_keep,
    step,
    told_session,
)
from headway.cooperation.peerreview.services.letters import tell_answers_owed, tell_opened
from headway.cooperation.peerreview.states import SESSION_STEPS, Point
from headway.cooperation.peerreview.wording import clash_sentence, day_by, listed, plan_name
from headway.foundation.core.errors import WrongState
from headway.foundation.core.keys import new_key
from headway.foundation.core.problems import refuse
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import keep, require_version
from headway.foundation.core.words import text_problems

if TYPE_CHECKING:
    from datetime import date, datetime

    from headway.cooperation.peerreview.permissions import Person
    from headway.cooperation.peerreview.queries.sessions import SessionShown
    from headway.foundation.core.texts import TranslatedText


@transaction.atomic
def create_session(
    *,
    project_id: int,
    plan: SessionPlan,
    by: Person,
    at: datetime,
    key: str = "",
    provenance: Provenance = UNKNOWN,
) -> ReviewSession:
    """Plan a session in which the partners of a project review each other's plans.

    :raises NotAllowed: unless somebody who writes for the lead partner does it.
    :raises BadInput: without a title, for a strange time zone or event, or for answers that would
        be due before the reviews.
    """
    project = Project.objects.select_for_update().get(pk=project_id)
    require(can_keep_sessions(by, project))
    event = _event(project, plan.event_key, by)
    refuse(_problems(plan, event))
    session: ReviewSession = ReviewSession.objects.unrestricted(reason=REASON).create(
        key=key or new_key(),
        project=project,
        title=plan.title,
        time_zone=plan.time_zone,
        reviews_until=plan.reviews_until,
        answers_until=plan.answers_until,
        event=event,
        provenance=provenance,
    )
    told_session(verbs.SESSION_CREATED, session, by=by, at=at)
    return session


def _event(project: Project, key: str, by: Person) -> Event | None:
    if not key:
        return None
    return Event.objects.visible_to(by).filter(project=project, key=key).first()


def _problems(plan: SessionPlan, event: Event | None) -> dict[str, str]:
    problems = text_problems([("title", plan.title, LONGEST_TITLE)])
    if not plan.title:
        problems["title"] = _("The title is missing. Write it in at least one language.")
    if plan.time_zone not in available_timezones():
        problems["time_zone"] = _("Choose one of those listed.")
    if plan.event_key and event is None:
        problems["event"] = _("Choose one of those listed.")
    reviews, answers = plan.reviews_until, plan.answers_until
    if reviews and answers and answers < reviews:
        problems["answers_until"] = _("Answers follow reviews: choose %(day)s or a later day.") % {
            "day": day_by(reviews)
        }
    return problems


@transaction.atomic
def change_session(
    *, session_id: int, plan: SessionPlan, version: int, by: Person, at: datetime
) -> ReviewSession:
    """Change what a session is called, and until when reviews and answers are asked for.

    Who was reminded of a day is reminded again of another.

    :raises NotAllowed: unless somebody who writes for the lead partner does it.
    :raises BadInput: as for a new one.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    session = session_to_keep(session_id, by)
    event = _event(session.project, plan.event_key, by)
    require_version(
        version,
        current=session.version,
        theirs=_shown(_plan_of(session)),
        mine=_shown(_plan_of(session)) | dict.fromkeys(_titles(session), "") | _shown(plan),
        labels=_labels(),
    )
    refuse(_problems(plan, event))
    if session.reviews_until != plan.reviews_until:
        session.reviews_reminded_on = None
    if session.answers_until != plan.answers_until:
        session.answers_reminded_on = None
    session.title, session.event, session.time_zone = plan.title, event, plan.time_zone
    session.reviews_until, session.answers_until = plan.reviews_until, plan.answers_until
    keep(
        session, "title", "event", "time_zone", "reviews_until", "answers_until",
        "reviews_reminded_on", "answers_reminded_on",
    )  # fmt: skip
    told_session(verbs.SESSION_CHANGED, session, by=by, at=at)
    return session


def _plan_of(session: ReviewSession) -> SessionPlan:
    return SessionPlan(
        title=session.title,
        time_zone=session.time_zone,
        reviews_until=session.reviews_until,
        answers_until=session.answers_until,
        event_key=session.event.key if session.event else "",
    )


def _titles(session: ReviewSession) -> list[str]:
    return [f"title.{language}" for language in session.title.languages]


def _shown(plan: SessionPlan) -> dict[str, str]:
    titles = {f"title.{code}": plan.title.words(code) for code in plan.title.languages}
    return {
        **titles,
        "time_zone": plan.time_zone,
        "reviews_until": _iso(plan.reviews_until),
        "answers_until": _iso(plan.answers_until),
        "event": plan.event_key,
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _labels() -> dict[str, str]:
    return {
        "title.lt": _("Title"),
        "title.en": _("Title"),
        "time_zone": _("Time zone"),
        "reviews_until": _("Reviews until"),
        "answers_until": _("Answers until"),
        "event": _("Event"),
    }


@transaction.atomic
def open_session(*, session_id: int, by: Person, at: datetime) -> ReviewSession:
    """Open a session: each group's reviewers get the newest frozen edition of each other's plans.

    Those who write for the units are told. From now on who meets whom stays.

    :raises NotAllowed: unless somebody who writes for the lead partner does it.
    :raises WrongState: unless all units are paired, none against the rules, and each plan has a
        frozen edition.
    """
    session = session_to_keep(session_id, by)
    SESSION_STEPS.target(state=session.state, step="open")
    shown = session_shown(session)
    _require_ready(shown)
    _give_editions(shown)
    _begin_reviews(shown)
    step(session, "open")
    told_session(verbs.SESSION_OPENED, session, by=by, at=at)
    tell_opened(session, at=at)
    return session


def _require_ready(shown: SessionShown) -> None:
    if not shown.rounds:
        raise WrongState(_("The units are not paired yet. Pair them first."))
    names = shown.names
    for round_ in shown.rounds:
        absent = set(names) - {key for group in round_.keys for key in group}
        if absent:
            raise WrongState(
                _("%(units)s meet nobody in round %(number)d. Pair the units again.")
                % {"units": listed(names[key] for key in sorted(absent)), "number": round_.number}
            )
        if found := hard(clashes(round_.keys, shown.facts, {})):
            raise WrongState(clash_sentence(found[0], names))


def _give_editions(shown: SessionShown) -> None:
    """Give each unit the newest edition of its plan. :raises WrongState: for plans without one."""
    editions = newest_editions(each.unit for each in shown.units)
    lacking = {plan_name(u.unit): None for u in shown.units if u.unit.plan_id not in editions}
    if lacking:
        raise WrongState(
            _(
                "No edition is frozen yet of the plan for %(plans)s. Its authors send it to review "
                "first; that freezes one."
            )
            % {"plans": listed(lacking)}
        )
    for each in shown.units:
        each.unit.edition = editions[each.unit.plan_id]
        each.unit.save(update_fields=["edition"])


def _begin_reviews(shown: SessionShown) -> None:
    """Begin an empty review for each who reviews another, with a verdict for each point."""
    reviews = [
        Review(
            key=new_key(),
            group=group.group,
            reviewer=reviewer.unit,
            reviewed=reviewed.unit,
            edition=reviewed.unit.edition,
        )
        for round_ in shown.rounds
        for group in round_.groups
        for reviewer, reviewed in permutations(group.units, 2)
    ]
    made = Review.objects.unrestricted(reason=REASON).bulk_create(reviews)
    verdicts = [PointVerdict(review=review, point=point) for review in made for point in Point]
    PointVerdict.objects.unrestricted(reason=REASON).bulk_create(verdicts)


@transaction.atomic
def close_session(*, session_id: int, by: Person, at: datetime) -> ReviewSession:
    """Close a session: reviews stay as they are, and all partners read the plenary page.

    A review that was not submitted is not counted. Whoever has suggestions to answer is told.

    :raises NotAllowed: unless somebody who writes for the lead partner does it.
    :raises WrongState: unless it is open.
    """
    session = session_to_keep(session_id, by)
    step(session, "close")
    told_session(verbs.SESSION_CLOSED, session, by=by, at=at)
    tell_answers_owed(session, at=at)
    return session


@transaction.atomic
def reopen_session(*, session_id: int, by: Person, at: datetime) -> ReviewSession:
    """Open a session again, for reviews that are missing.

    :raises NotAllowed: unless somebody who writes for the lead partner does it.
    :raises WrongState: unless it is closed.
    """
    session = session_to_keep(session_id, by)
    step(session, "reopen")
    told_session(verbs.SESSION_REOPENED, session, by=by, at=at)
    return session


@transaction.atomic
def say_to_all(
    *, session_id: int, words: TranslatedText, version: int, by: Person, at: datetime
) -> ReviewSession:
    """Write what the lead partner says to all partners on the plenary page.

    :raises NotAllowed: unless somebody who writes for the lead partner does it.
    :raises WrongState: before the session is open.
    :raises BadInput: for words that are too long.
    :raises Conflict: if somebody else changed the session since `version` was read.
    """
    session = session_to_keep(session_id, by)
    if session.state == SESSION_STEPS.start:
        raise WrongState(_("The session is not open yet, so there is nothing to say of it."))
    theirs = {
        f"words.{code}": session.lead_words.words(code) for code in session.lead_words.languages
    }
    mine = {f"words.{code}": words.words(code) for code in words.languages}
    require_version(
        version,
        current=session.version,
        theirs=theirs,
        mine=dict.fromkeys(theirs, "") | mine,
        labels=dict.fromkeys([*theirs, *mine], _("What the lead partner says to all")),
    )
    refuse(text_problems([("words", words, LONGEST_SPEECH)]))
    session.lead_words = words
    keep(session, "lead_words")
    told_session(verbs.SAID_TO_ALL, session, by=by, at=at)
    return session
