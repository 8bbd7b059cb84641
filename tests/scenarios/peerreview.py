"""Services of peer reviews."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from headway.cooperation.peerreview import services as reviews
from headway.cooperation.peerreview.facts import UnitPlan
from headway.cooperation.peerreview.queries.sessions import session_shown
from headway.cooperation.peerreview.states import Point, Reply
from headway.cooperation.peerreview.tests.factories import (
    AT,
    added,
    again,
    frozen,
    opened,
    paired,
    pairing,
    planned,
    review_by,
    said,
    saved,
    session_plan,
    submitted,
    text,
    units_in,
    verdicts,
    world,
    writer_of,
)
from tests.scenarios.table import writes

Act = Callable[[], object]

# -- sessions ------------------------------------------------------------------------------------


@writes("peerreview.services.sessions.create_session", "review_session_created")
def _() -> Act:
    of = world()
    plan = session_plan()
    return lambda: reviews.create_session(project_id=of.project.pk, plan=plan, by=of.lead, at=AT)


@writes("peerreview.services.sessions.change_session", "review_session_changed")
def _() -> Act:
    of = world()
    session = planned(of, units=0)
    plan = session_plan(title=text("Another"))
    return lambda: reviews.change_session(
        session_id=session.pk, plan=plan, version=session.version, by=of.lead, at=AT
    )


@writes("peerreview.services.sessions.open_session", "review_session_opened")
def _() -> Act:
    of = world()
    session = paired(of)
    return lambda: reviews.open_session(session_id=session.pk, by=of.lead, at=AT)


@writes("peerreview.services.sessions.close_session", "review_session_closed")
def _() -> Act:
    of = world()
    session = opened(of)
    return lambda: reviews.close_session(session_id=session.pk, by=of.lead, at=AT)


@writes("peerreview.services.sessions.reopen_session", "review_session_reopened")
def _() -> Act:
    of = world()
    session = opened(of)
    reviews.close_session(session_id=session.pk, by=of.lead, at=AT)
    return lambda: reviews.reopen_session(session_id=session.pk, by=of.lead, at=AT)


@writes("peerreview.services.sessions.say_to_all", "review_plenary_said")
def _() -> Act:
    of = world()
    session = opened(of)
    return lambda: reviews.say_to_all(
        session_id=session.pk, words=text("Well"), version=session.version, by=of.lead, at=AT
    )


# -- units and pairs -----------------------------------------------------------------------------


@writes("peerreview.services.units.add_unit", "review_unit_added")
def _() -> Act:
    of = world()
    session = planned(of, units=0)
    return lambda: added(of, session, "LT", "klamun", "kid")


@writes("peerreview.services.units.change_unit", "review_unit_changed")
def _() -> Act:
    of = world()
    session = paired(of)
    plan = UnitPlan(of.plans["ES"].key, of.slugs("ceei"))
    unit = units_in(session)["CEEI & SODEBUR"]
    return lambda: reviews.change_unit(
        unit_id=unit.pk, plan=plan, version=session.version, by=of.lead, at=AT
    )


@writes("peerreview.services.units.remove_unit", "review_unit_removed")
def _() -> Act:
    of = world()
    unit = units_in(paired(of))["LOMB"]
    return lambda: reviews.remove_unit(unit_id=unit.pk, by=of.lead, at=AT)


@writes("peerreview.services.pairing.pair_units", "review_rounds_paired")
def _() -> Act:
    of = world()
    session = planned(of)
    return lambda: reviews.pair_units(
        session_id=session.pk, plan=pairing(), version=session.version, by=of.lead, at=AT
    )


@writes("peerreview.services.pairing.swap_units", "review_units_swapped")
def _() -> Act:
    of = world()
    session = planned(of, units=0)
    for country, name in (("LT", "kid"), ("HU", "pannon"), ("IT", "lomb"), ("ES", "ceei")):
        added(of, session, country, name)
    version = again(session).version
    reviews.pair_units(session_id=session.pk, plan=pairing(), version=version, by=of.lead, at=AT)
    [round_] = session_shown(session).rounds
    (first, _one), (second, _other) = round_.keys
    return lambda: reviews.swap_units(
        session_id=session.pk,
        number=1,
        first=first,
        second=second,
        version=version + 1,
        by=of.lead,
        at=AT,
    )


# -- reviews and answers -------------------------------------------------------------------------


@writes("peerreview.services.reviews.save_review", "peer_review_saved")
def _() -> Act:
    of = world()
    review = review_by(opened(of), "KLAMUN & KID")
    return lambda: reviews.save_review(
        review_id=review.pk,
        said=said(),
        language="lt",
        version=review.version,
        by=of.people["kid"],
        at=AT,
    )


@writes("peerreview.services.reviews.type_review")
def _() -> Act:
    of = world()
    review = review_by(opened(of), "KLAMUN & KID")
    return lambda: reviews.type_review(
        review_id=review.pk,
        typed={"who.comment": "Hm"},
        seen_version=1,
        by=of.people["kid"],
        at=AT,
    )


@writes("peerreview.services.reviews.submit_review", "peer_review_submitted")
def _() -> Act:
    of = world()
    review = saved(of, review_by(opened(of), "KLAMUN & KID"))
    return lambda: reviews.submit_review(review_id=review.pk, by=of.people["kid"], at=AT)


@writes("peerreview.services.reviews.take_back_review", "peer_review_taken_back")
def _() -> Act:
    of = world()
    review = submitted(of, review_by(opened(of), "KLAMUN & KID"))
    return lambda: reviews.take_back_review(review_id=review.pk, by=of.people["kid"], at=AT)


@writes("peerreview.services.answers.answer_suggestion", "peer_suggestion_answered")
def _() -> Act:
    of = world()
    review = submitted(of, review_by(opened(of), "KLAMUN & KID"))
    row = verdicts(review)[Point.WHO]
    return lambda: reviews.answer_suggestion(
        verdict_id=row.pk,
        reply=Reply.ACCEPTED,
        words="",
        language="en",
        version=row.version,
        by=writer_of(of, review.reviewed.name),
        at=AT,
    )


@writes("peerreview.services.answers.show_answer_in", "peer_suggestion_seen")
def _() -> Act:
    of = world()
    review = submitted(of, review_by(opened(of), "KLAMUN & KID"))
    by = writer_of(of, review.reviewed.name)
    row = verdicts(review)[Point.WHO]
    reviews.answer_suggestion(
        verdict_id=row.pk, reply=Reply.ACCEPTED, words="", language="en", version=row.version,
        by=by, at=AT,
    )  # fmt: skip
    later = frozen(review.reviewed.plan, "LATER")
    return lambda: reviews.show_answer_in(
        verdict_id=row.pk, seen_in=later.number, version=row.version + 1, by=by, at=AT
    )


@writes("peerreview.services.reminders.send_review_reminders")
def _() -> Act:
    of = world()
    session = opened(of)
    assert session.reviews_until is not None
    days = (session.reviews_until - AT.date()).days
    return lambda: reviews.send_review_reminders(at=AT + timedelta(days=days))
