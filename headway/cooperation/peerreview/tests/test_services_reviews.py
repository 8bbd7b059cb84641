"""Reviews are typed, saved, submitted, taken back; suggestions are answered one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from headway.cooperation.peerreview import services
from headway.cooperation.peerreview.models import TypedReview
from headway.cooperation.peerreview.queries.reviews import reviews_to_answer, reviews_to_write
from headway.cooperation.peerreview.states import Point, Reply, ReviewState
from headway.cooperation.peerreview.tests.factories import (
    AT,
    REASON,
    World,
    fresh,
    frozen,
    opened,
    review_by,
    reviews_in,
    said,
    saved,
    session_plan,
    submitted,
    verdicts,
    world,
    writer_of,
)
from headway.foundation.core.actors import writer_of as name_of_writer
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.foundation.notices.models import Mail
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory

if TYPE_CHECKING:
    from headway.cooperation.peerreview.models import Review, ReviewSession
    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def of() -> World:
    return world()


@pytest.fixture
def session(of: World) -> ReviewSession:
    return opened(of)


@pytest.fixture
def review(session: ReviewSession) -> Review:
    return review_by(session, "KLAMUN & KID")


def save(review: Review, by: User, **given: Any) -> None:  # noqa: ANN401
    usual: dict[str, Any] = {
        "said": said(),
        "language": "en",
        "version": fresh(review).version,
        "at": AT,
    }
    services.save_review(review_id=review.pk, by=by, **(usual | given))


def reply(review: Review, by: User, point: str = Point.SUMMARY, **given: Any) -> None:  # noqa: ANN401
    verdict = verdicts(review)[point]
    usual: dict[str, Any] = {
        "reply": Reply.ACCEPTED,
        "words": "",
        "language": "en",
        "version": verdict.version,
        "at": AT,
    }
    services.answer_suggestion(verdict_id=verdict.pk, by=by, **(usual | given))


def mails(kind: str) -> list[tuple[str, str]]:
    rows = Mail.objects.unrestricted(reason=REASON).filter(kind=kind)
    return list(rows.order_by("pk").values_list("recipient", "text"))


def test_the_reviewing_unit_writes_and_nobody_else(of: World, review: Review) -> None:
    reader = MembershipFactory.create(organisation=of.houses["kid"], role=Role.READER).user
    authors = writer_of(of, review.reviewed.name)
    for person in (of.lead, reader, authors):
        if person != of.people["kid"]:
            with pytest.raises(NotAllowed, match="KLAMUN & KID"):
                save(review, person)
    save(review, of.people["kid"])
    save(review, of.people["klamun"])
    row = verdicts(review)[Point.WHO]
    assert (row.score, row.comment, row.suggestion) == (
        3,
        "SAID comment who",
        "SAID suggestion who",
    )
    assert fresh(review).language == "en"


@pytest.mark.parametrize(
    ("index", "change", "field"),
    [
        (0, {"score": 6}, "readable.score"),
        (0, {"score": 0}, "readable.score"),
        (5, {"comment": "x" * 4001}, "who.comment"),
        (5, {"suggestion": "x" * 4001}, "who.suggestion"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(
    of: World, review: Review, index: int, change: dict[str, Any], field: str
) -> None:
    points = said()
    points[index] = replace(points[index], **change)
    with pytest.raises(BadInput) as refused:
        save(review, of.people["kid"], said=points)
    assert list(refused.value.problems) == [field]
    assert not any(each.score for each in verdicts(review).values())


def test_two_who_write_one_review_compare_their_words(of: World, review: Review) -> None:
    save(review, of.people["kid"], said=said("THEIRS"))
    with pytest.raises(Conflict) as conflict:
        save(review, of.people["klamun"], said=said("MINE"), version=review.version)
    clashes = {each.field: (each.theirs, each.mine) for each in conflict.value.clashes}
    assert clashes["who.comment"] == ("THEIRS comment who", "MINE comment who")
    assert "who.score" not in clashes
    assert verdicts(review)[Point.WHO].comment == "THEIRS comment who"


def test_what_is_typed_is_kept_for_who_types_it_until_it_is_saved(
    of: World, review: Review
) -> None:
    rows = TypedReview.objects.unrestricted(reason=REASON)
    for name in ("kid", "klamun"):
        services.type_review(
            review_id=review.pk, typed={"who.comment": name}, seen_version=1,
            by=of.people[name], at=AT,
        )  # fmt: skip
    save(review, of.people["kid"])
    assert [each.typed for each in rows.all()] == [{"who.comment": "klamun"}]
    assert rows.get().writer_id == name_of_writer(of.people["klamun"])
    with pytest.raises(BadInput):
        services.type_review(
            review_id=review.pk, typed={"who.comment": "x" * 100_001}, seen_version=1,
            by=of.people["kid"], at=AT,
        )  # fmt: skip


def test_a_review_is_submitted_only_when_it_is_complete(of: World, review: Review) -> None:
    points = said()
    points[2] = replace(points[2], suggestion="")
    points[3] = replace(points[3], score=4, suggestion="")
    save(review, of.people["kid"], said=points)
    with pytest.raises(WrongState, match="at 1 points"):
        services.submit_review(review_id=review.pk, by=of.people["kid"], at=AT)
    points[2] = replace(points[2], suggestion="Begin with it.")
    save(review, of.people["kid"], said=points)
    services.submit_review(review_id=review.pk, by=of.people["kid"], at=AT)
    assert fresh(review).state == ReviewState.SUBMITTED
    with pytest.raises(WrongState, match="Take it back"):
        save(review, of.people["kid"])
    with pytest.raises(WrongState):
        services.submit_review(review_id=review.pk, by=of.people["kid"], at=AT)


def test_who_is_reviewed_gets_a_letter_without_a_word_of_the_review(
    of: World, review: Review
) -> None:
    submitted(of, review)
    found = mails("peerreview_received")
    assert {to for to, _text in found} == {writer_of(of, review.reviewed.name).email}
    assert "SAID" not in "".join(words for _to, words in found)
    assert "KLAMUN & KID reviewed the plan of" in found[0][1]


def test_a_review_is_taken_back_until_somebody_answers(of: World, review: Review) -> None:
    submitted(of, review)
    services.take_back_review(review_id=review.pk, by=of.people["klamun"], at=AT)
    assert (fresh(review).state, fresh(review).submitted_by) == (ReviewState.DRAFT, "")
    services.submit_review(review_id=review.pk, by=of.people["kid"], at=AT)
    reply(review, writer_of(of, review.reviewed.name))
    with pytest.raises(WrongState, match="begun to answer"):
        services.take_back_review(review_id=review.pk, by=of.people["kid"], at=AT)


def test_a_closed_session_takes_no_review(
    of: World, session: ReviewSession, review: Review
) -> None:
    saved(of, review)
    services.close_session(session_id=session.pk, by=of.lead, at=AT)
    for act in (services.submit_review, services.take_back_review):
        with pytest.raises(WrongState):
            act(review_id=review.pk, by=of.people["kid"], at=AT)
    with pytest.raises(WrongState, match="closed"):
        save(review, of.people["kid"])


def test_the_reviewed_unit_answers_with_why(of: World, review: Review) -> None:
    authors = writer_of(of, review.reviewed.name)
    saved(of, review)
    with pytest.raises(WrongState, match="not submitted"):
        reply(review, authors)
    services.submit_review(review_id=review.pk, by=of.people["kid"], at=AT)
    with pytest.raises(NotAllowed):
        reply(review, of.people["kid"])
    for answer in (Reply.ADAPTED, Reply.DECLINED):
        with pytest.raises(BadInput) as refused:
            reply(review, authors, reply=answer)
        assert list(refused.value.problems) == ["words"]
    with pytest.raises(BadInput) as refused:
        reply(review, authors, reply="perhaps")
    assert list(refused.value.problems) == ["reply"]
    reply(review, authors, reply=Reply.DECLINED, words="The council forbids it.")
    row = verdicts(review)[Point.SUMMARY]
    assert (row.reply, row.reply_words, row.replied_by) == (
        "declined",
        "The council forbids it.",
        str(authors),
    )
    with pytest.raises(Conflict):
        reply(review, authors, version=1)


def test_an_answer_keeps_the_language_that_its_words_are_in(of: World, review: Review) -> None:
    submitted(of, review)
    authors = writer_of(of, review.reviewed.name)
    with pytest.raises(BadInput) as refused:
        reply(review, authors, words="Taip.", language="xx")
    assert list(refused.value.problems) == ["language"]
    reply(review, authors, words="Taip.", language="lt")
    row = verdicts(review)[Point.SUMMARY]
    assert (row.reply_words, row.reply_language, row.review.language) == ("Taip.", "lt", "en")
    with pytest.raises(Conflict) as met:
        reply(review, authors, words="Yes.", language="en", version=row.version - 1)
    assert {each.field: each.theirs for each in met.value.clashes} == {
        "words": "Taip.",
        "language": "lt",
    }
    reply(review, authors, words="", language="en")
    row = verdicts(review)[Point.SUMMARY]
    assert (row.reply, row.reply_language) == ("accepted", ""), "no words are in no language"


def test_nothing_is_answered_where_nothing_was_suggested(of: World, review: Review) -> None:
    points = [replace(each, score=5, suggestion="") for each in said()]
    save(review, of.people["kid"], said=points)
    services.submit_review(review_id=review.pk, by=of.people["kid"], at=AT)
    with pytest.raises(WrongState, match="Nothing was suggested"):
        reply(review, writer_of(of, review.reviewed.name))


def test_an_answer_is_seen_in_a_later_edition_of_that_plan(of: World, review: Review) -> None:
    submitted(of, review)
    authors = writer_of(of, review.reviewed.name)
    with pytest.raises(BadInput) as refused:
        reply(review, authors, seen_in=review.edition.number)
    assert list(refused.value.problems) == ["seen_in"]
    later = frozen(review.reviewed.plan, "LATER")
    with pytest.raises(BadInput) as refused:
        reply(review, authors, reply=Reply.DECLINED, words="No.", seen_in=later.number)
    assert list(refused.value.problems) == ["seen_in"]
    reply(review, authors)
    row = verdicts(review)[Point.SUMMARY]
    services.show_answer_in(
        verdict_id=row.pk, seen_in=later.number, version=row.version, by=authors, at=AT
    )
    assert verdicts(review)[Point.SUMMARY].seen_in == later
    with pytest.raises(WrongState, match="anew"):
        services.show_answer_in(
            verdict_id=row.pk, seen_in=later.number, version=row.version, by=authors, at=AT
        )


def test_what_waits_for_a_person_is_what_they_write_and_answer(
    of: World, session: ReviewSession, review: Review
) -> None:
    reader = MembershipFactory.create(organisation=of.houses["kid"], role=Role.READER).user
    assert list(reviews_to_write(of.people["kid"])) == [review]
    assert list(reviews_to_write(reader)) == []
    submitted(of, review)
    assert list(reviews_to_write(of.people["kid"])) == []
    authors = writer_of(of, review.reviewed.name)
    assert list(reviews_to_answer(authors).values_list("pk", "left")) == [(review.pk, 8)]
    reply(review, authors)
    assert list(reviews_to_answer(authors).values_list("pk", "left")) == [(review.pk, 7)]
    services.close_session(session_id=session.pk, by=of.lead, at=AT)
    assert [person for person in of.people.values() if reviews_to_write(person)] == []
    asked = [person for person in of.people.values() if reviews_to_answer(person)]
    assert len(asked) == len(review.reviewed.name.split(" & "))


DAY = timedelta(days=1)


def due(session: ReviewSession, days: int) -> datetime:
    assert session.reviews_until is not None
    return datetime.combine(session.reviews_until, AT.timetz()) + days * DAY


def test_who_owes_a_review_is_reminded_once_three_days_before(
    of: World, session: ReviewSession, review: Review
) -> None:
    submitted(of, review)
    assert services.send_review_reminders(at=due(session, -4)) == 0
    assert services.send_review_reminders(at=due(session, -2)) == 6
    assert services.send_review_reminders(at=due(session, -1)) == 0
    owed = {to for to, _text in mails("peerreview_reviews_due")}
    assert owed == {person.email for person in of.people.values()} - {
        of.people["kid"].email,
        of.people["klamun"].email,
    }
    services.change_session(
        session_id=session.pk,
        plan=session_plan(reviews_until=due(session, 3).date()),
        version=session.version,
        by=of.lead,
        at=AT,
    )
    assert services.send_review_reminders(at=due(session, 3)) == 6


def test_who_owes_an_answer_is_told_when_the_session_closes_and_reminded_before_the_day(
    of: World, session: ReviewSession, review: Review
) -> None:
    for each in reviews_in(session):
        submitted(of, each)
    services.close_session(session_id=session.pk, by=of.lead, at=AT)
    assert len(mails("peerreview_answers_due")) == len(of.people)
    assert session.answers_until is not None
    before = datetime.combine(session.answers_until, AT.timetz()) - DAY
    assert services.send_review_reminders(at=before) == len(of.people)
    assert services.send_review_reminders(at=before) == 0
