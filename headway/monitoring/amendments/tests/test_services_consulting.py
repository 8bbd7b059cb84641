"""Every partner is asked, by mail; each answers for itself, or has its letter recorded."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.foundation.notices.models import Mail
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.monitoring.amendments import services
from headway.monitoring.amendments.tests.factories import (
    AT,
    BY,
    REASON,
    adopted,
    agreements,
    consulted,
    fresh,
    proposed,
    reworded,
    world,
)

if TYPE_CHECKING:
    from headway.monitoring.amendments.models import Agreement

pytestmark = pytest.mark.django_db


def mails(kind: str) -> list[str]:
    found = Mail.objects.unrestricted(reason=REASON).filter(kind=f"amendments_agreement_{kind}")
    return sorted(found.values_list("recipient", flat=True))


def answered(one: Agreement, stance: str = "agrees", **how: object) -> Agreement:
    given = {"agreement_id": one.pk, "words": "", "version": one.version, "by": BY, "at": AT}
    return services.answer_agreement(stance=stance, **(given | how))  # type: ignore[arg-type]


def test_every_partner_is_asked_by_mail_where_the_strategy_wants_it() -> None:
    of = world(asks_agreement=True)
    one = consulted(reworded(of, "New quay"), until=date(2026, 4, 1))
    assert [each.organisation for each in agreements(one)] == sorted(
        of.partners, key=lambda each: each.slug
    )
    assert mails("asked") == sorted(person.email for person in of.members)
    text = Mail.objects.unrestricted(reason=REASON).filter(recipient=of.members[0].email).get()
    assert "Reword n-1-1" in text.text
    assert "2026" in text.text
    assert fresh(one).state == "in_consultation"


@pytest.mark.parametrize(
    ("language", "day", "once"),
    [
        ("en", "until 1 April 2026.", "Sign in"),
        ("lt", "iki 2026 m. balandžio 1 d.", "Prisijunkite"),
    ],
)
def test_the_letter_says_all_of_it_once_and_the_day_as_everywhere(
    language: str, day: str, once: str
) -> None:
    of = world(asks_agreement=True)
    person = of.members[0]
    type(person).objects.filter(pk=person.pk).update(language=language)
    consulted(reworded(of, "New quay"), until=date(2026, 4, 1))
    said = Mail.objects.unrestricted(reason=REASON).get(recipient=person.email).text
    assert day in said
    assert (said.count("Reword n-1-1"), said.count(once)) == (1, 1)


def test_nobody_is_asked_where_the_strategy_does_not_want_it_but_who_is_named() -> None:
    of = world()
    other = OrganisationFactory.create()
    assert agreements(consulted(reworded(of, "A"))) == []
    one = consulted(reworded(of, "B"), organisation_ids=[other.pk])
    assert [each.organisation for each in agreements(one)] == [other]


def test_a_consultation_has_a_day_ahead_and_organisations_that_there_are() -> None:
    of = world()
    one = proposed(reworded(of, "A"))
    for how, field in (
        ({"until": AT.date() - timedelta(days=1)}, "until"),
        ({"organisation_ids": [0]}, "organisations"),
    ):
        with pytest.raises(BadInput) as refused:
            services.consult_on_amendment(amendment_id=one.pk, by=BY, at=AT, **how)
        assert list(refused.value.problems) == [field]
    assert fresh(one).state == "proposed"


def test_a_member_answers_and_coordinators_are_told() -> None:
    of = world(asks_agreement=True)
    one = consulted(reworded(of, "New quay"))
    mine = next(each for each in agreements(one) if each.organisation == of.partners[0])
    kept = answered(mine, "objects", words="Too dear.", by=of.members[0])
    assert (kept.stance, kept.words, kept.is_by_letter) == ("objects", "Too dear.", False)
    assert kept.answered_by == str(of.members[0])
    assert mails("given") == [of.coordinator.email]
    again = answered(kept, "agrees", by=of.members[0])
    assert (again.stance, again.version) == ("agrees", 3)


def test_a_coordinator_records_a_letter_and_the_page_says_so() -> None:
    of = world(asks_agreement=True)
    one = consulted(reworded(of, "New quay"))
    kept = answered(agreements(one)[0], by=of.coordinator)
    assert kept.is_by_letter
    assert mails("given") == []


def test_an_objection_says_what_stands_against_it() -> None:
    of = world(asks_agreement=True)
    one = agreements(consulted(reworded(of, "New quay")))[0]
    for stance, field in (("objects", "words"), ("", "stance"), ("perhaps", "stance")):
        with pytest.raises(BadInput) as refused:
            answered(one, stance)
        assert list(refused.value.problems) == [field]


def test_nobody_answers_for_another_organisation() -> None:
    of = world(asks_agreement=True)
    one = consulted(reworded(of, "New quay"))
    theirs = next(each for each in agreements(one) if each.organisation == of.partners[1])
    with pytest.raises(NotAllowed):
        answered(theirs, by=of.members[0])


def test_two_colleagues_answer_and_the_second_is_told() -> None:
    of = world(asks_agreement=True)
    one = agreements(consulted(reworded(of, "New quay")))[0]
    answered(one)
    with pytest.raises(Conflict):
        answered(one, "objects", words="No.")


def test_no_answer_is_taken_once_it_is_decided() -> None:
    of = world(asks_agreement=True)
    one = consulted(reworded(of, "New quay"))
    services.withdraw_amendment(amendment_id=one.pk, reason="x", by=BY, at=AT)
    with pytest.raises(WrongState):
        answered(agreements(one)[0])


def test_who_had_agreed_is_asked_again_after_a_revision() -> None:
    of = world(asks_agreement=True)
    one = consulted(reworded(of, "New quay"))
    answered(agreements(one)[0])
    services.revise_amendment(amendment_id=one.pk, reason="A word is wrong.", by=BY, at=AT)
    assert agreements(one) == []
    consulted(one)
    assert [each.stance for each in agreements(one)] == ["", ""]
    assert len(mails("asked")) == 4


def test_a_revision_and_a_withdrawal_say_why() -> None:
    of = world()
    one = proposed(reworded(of, "New quay"))
    for service in (services.revise_amendment, services.withdraw_amendment):
        with pytest.raises(BadInput) as refused:
            service(amendment_id=one.pk, reason=" ", by=BY, at=AT)
        assert list(refused.value.problems) == ["reason"]
    services.withdraw_amendment(amendment_id=one.pk, reason="No need.", by=BY, at=AT)
    assert (fresh(one).state, fresh(one).decision_words) == ("withdrawn", "No need.")
    with pytest.raises(WrongState):
        adopted(one)
