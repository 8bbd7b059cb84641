"""Nobody reads another's draft, edition or review that was not given to them: canaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from headway.cooperation.partnerships.tests.factories import MemberFactory
from headway.cooperation.peerreview import services
from headway.cooperation.peerreview.documents import plenary_blocks
from headway.cooperation.peerreview.models import PointVerdict, Review, TypedReview
from headway.cooperation.peerreview.queries.plenary import plenary_of
from headway.cooperation.peerreview.queries.reviews import reviews_to_answer, reviews_to_write
from headway.cooperation.peerreview.states import Point, Reply
from headway.cooperation.peerreview.tests.factories import (
    AT,
    World,
    again,
    fresh,
    opened,
    paired,
    reviews_in,
    saved,
    submitted,
    verdicts,
    world,
    writer_of,
)
from headway.cooperation.plans.models import PlanEdition
from headway.foundation.notices.models import Mail
from headway.foundation.organisations.tests.factories import MembershipFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from headway.cooperation.peerreview.models import ReviewSession
    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def of() -> World:
    return world()


@pytest.fixture
def session(of: World) -> ReviewSession:
    return opened(of)


def group_with(session: ReviewSession, name: str) -> tuple[Review, Review]:
    """Return what a unit writes, and what is written of it by the same other."""
    [mine] = reviews_in(session, reviewer__name=name)
    [theirs] = reviews_in(session, reviewed__name=name)
    return mine, theirs


def addresses(of: World, session: ReviewSession) -> Iterator[str]:
    """Return every page of a session that answers to GET, of each of its reviews."""
    base = [of.project.slug, session.key]
    yield reverse("peerreview:sessions", args=base[:1])
    for name in ("session", "timetable", "plenary"):
        yield reverse(f"peerreview:{name}", args=base)
    for review in reviews_in(session):
        for name in ("review", "edition", "write"):
            yield reverse(f"peerreview:{name}", args=[*base, review.key])
        for point in (Point.WHO, Point.ADOPTION):
            yield reverse("peerreview:answer", args=[*base, review.key, point])


def read_by(client: Client, person: User, pages: Iterator[str]) -> str:
    """Return all that a person gets to read, on pages that open for them."""
    client.force_login(person)
    answers = [client.get(page) for page in pages]
    return "\n".join(each.content.decode() for each in answers if each.status_code == 200)


def person_from_afar(of: World) -> User:
    """Return who reports for a partner of another region that presents nothing."""
    member = MemberFactory.create(project=of.project)
    return MembershipFactory.create(organisation=member.organisation).user


def plant(of: World, session: ReviewSession) -> dict[int, str]:
    """Write each review with a word of its own; return the words by review."""
    words = {}
    for review in reviews_in(session):
        words[review.pk] = f"CANARY{review.pk}END"
        submitted(of, review, words[review.pk])
    return words


def test_a_partner_outside_the_group_reads_neither_review_nor_draft_nor_edition(
    of: World, session: ReviewSession, client: Client
) -> None:
    plant(of, session)
    stranger = person_from_afar(of)
    for state in ("open", "closed"):
        read = read_by(client, stranger, addresses(of, session))
        assert "KLAMUN &amp; KID" in read
        assert [word for word in ("CANARY", "DRAFT", "EDITION") if word in read] == []
        if state == "open":
            services.close_session(session_id=session.pk, by=of.lead, at=AT)
    assert list(Review.objects.visible_to(stranger)) == []
    assert list(PointVerdict.objects.visible_to(stranger)) == []
    assert list(PlanEdition.objects.visible_to(stranger)) == []
    assert list(reviews_to_write(stranger)) == []


@pytest.mark.parametrize("name", ["KLAMUN & KID", "LOMB", "CEEI & SODEBUR", "ACEP"])
def test_a_unit_reads_its_own_group_and_the_live_draft_of_nobody(
    of: World, session: ReviewSession, client: Client, name: str
) -> None:
    words = plant(of, session)
    mine, theirs = group_with(session, name)
    person = writer_of(of, name)
    own_plan = {each.pk for each in reviews_in(session, reviewed__plan=mine.reviewer.plan)}
    expected = {mine.pk, theirs.pk} | own_plan
    read = read_by(client, person, addresses(of, session))
    assert {pk for pk, word in words.items() if word in read} == expected
    assert "DRAFT" not in read
    given = {each.slug for each in of.plans.values() if f"EDITION {each.slug}" in read}
    assert given == {mine.reviewed.plan.slug, mine.reviewer.plan.slug}


def test_a_stranger_to_the_project_finds_nothing(
    of: World, session: ReviewSession, client: Client
) -> None:
    plant(of, session)
    outsider = MembershipFactory.create().user
    client.force_login(outsider)
    codes = {client.get(page).status_code for page in addresses(of, session)}
    assert codes == {404}


def test_what_is_not_submitted_is_read_by_its_writers_alone(
    of: World, session: ReviewSession, client: Client
) -> None:
    mine, _theirs = group_with(session, "ACEP")
    saved(of, mine, "CANARY")
    services.type_review(
        review_id=mine.pk,
        typed={"who.comment": "CANARY-TYPED"},
        seen_version=fresh(mine).version,
        by=of.people["acep"],
        at=AT,
    )
    others = {name: person for name, person in of.people.items() if name != "acep"}
    for name, person in others.items():
        assert "CANARY" not in read_by(client, person, addresses(of, session)), name
        assert not TypedReview.objects.visible_to(person).exists()
    assert "CANARY-TYPED" in read_by(client, of.people["acep"], addresses(of, session))


def test_the_other_unit_of_a_plan_reads_what_is_said_of_it_once_it_is_submitted(
    of: World, session: ReviewSession, client: Client
) -> None:
    _mine, theirs = group_with(session, "ACEP")
    saved(of, theirs, "CANARY")
    sister = of.people["rrda"]
    assert "CANARY" not in read_by(client, sister, addresses(of, session))
    services.submit_review(review_id=theirs.pk, by=writer_of(of, theirs.reviewer.name), at=AT)
    assert "CANARY" in read_by(client, sister, addresses(of, session))
    client.force_login(sister)
    page = reverse("peerreview:answer", args=[of.project.slug, session.key, theirs.key, Point.WHO])
    assert client.get(page).status_code == 403


def test_what_a_unit_writes_of_others_is_not_its_sisters_to_read(
    of: World, session: ReviewSession, client: Client
) -> None:
    mine, _theirs = group_with(session, "ACEP")
    submitted(of, mine, "CANARY")
    assert "CANARY" not in read_by(client, of.people["rrda"], addresses(of, session))


def test_taking_a_review_back_hides_it_again(
    of: World, session: ReviewSession, client: Client
) -> None:
    mine, _theirs = group_with(session, "LOMB")
    submitted(of, mine, "CANARY")
    authors = writer_of(of, mine.reviewed.name)
    assert "CANARY" in read_by(client, authors, addresses(of, session))
    services.take_back_review(review_id=mine.pk, by=of.people["lomb"], at=AT)
    assert "CANARY" not in read_by(client, authors, addresses(of, session))
    assert list(reviews_to_answer(authors)) == []


def test_an_edition_is_given_only_once_the_session_is_open(of: World, client: Client) -> None:
    session = paired(of, rounds=2)
    for person in of.people.values():
        read = read_by(client, person, addresses(of, session))
        assert "EDITION" not in read
        assert "DRAFT" not in read


def test_answers_are_read_by_who_reads_the_review(
    of: World, session: ReviewSession, client: Client
) -> None:
    mine, _theirs = group_with(session, "LOMB")
    submitted(of, mine)
    row = verdicts(mine)[Point.WHO]
    services.answer_suggestion(
        verdict_id=row.pk,
        reply=Reply.DECLINED,
        words="CANARY-WHY",
        language="en",
        version=row.version,
        by=writer_of(of, mine.reviewed.name),
        at=AT,
    )
    services.close_session(session_id=session.pk, by=of.lead, at=AT)
    readers = {
        name
        for name, person in of.people.items()
        if "CANARY-WHY" in read_by(client, person, addresses(of, session))
    }
    reviewed = {name.lower() for name in mine.reviewed.name.split(" & ")}
    authors = {"acep", "rrda"} if reviewed & {"acep", "rrda"} else reviewed
    assert readers == {"lomb", "pannon"} | authors


def test_letters_hold_no_word_of_plans_and_reviews(of: World, session: ReviewSession) -> None:
    plant(of, session)
    services.close_session(session_id=session.pk, by=of.lead, at=AT)
    mails = Mail.objects.unrestricted(reason="test")
    words = "".join(f"{mail.subject} {mail.text} {mail.html}" for mail in mails)
    assert mails.exists()
    assert [word for word in ("CANARY", "DRAFT", "EDITION") if word in words] == []


def test_the_plenary_as_a_file_quotes_only_what_its_reader_may_read(
    of: World, session: ReviewSession
) -> None:
    words = plant(of, session)
    services.close_session(session_id=session.pk, by=of.lead, at=AT)
    quoted = {}
    for name, person in {"lead": of.lead, "stranger": person_from_afar(of)}.items():
        found = plenary_of(again(session), user=person, reads_all=name == "lead")
        written = str(list(plenary_blocks(again(session), found)))
        quoted[name] = [word for word in words.values() if word in written]
    assert quoted == {"lead": list(words.values()), "stranger": []}


def test_figures_of_two_reviews_are_shown_only_to_who_reads_both(
    of: World, session: ReviewSession, client: Client
) -> None:
    first, second = reviews_in(session)[:2]
    for each in (first, second):
        submitted(of, each)
    services.close_session(session_id=session.pk, by=of.lead, at=AT)
    page = [reverse("peerreview:plenary", args=[of.project.slug, session.key])]
    assert "marks-table" not in read_by(client, person_from_afar(of), iter(page))
    assert "marks-table" in read_by(client, of.lead, iter(page))
