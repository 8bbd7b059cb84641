from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import AdministratorFactory, UserFactory
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.models import Organisation
from headway.foundation.organisations.queries import (
    directory,
    find_organisation,
    is_current,
    names,
    organisations_by_name,
    people_of,
    roles_of,
    search,
)
from headway.foundation.organisations.services import add_organisation
from headway.foundation.organisations.tests.factories import MembershipFactory, RegionFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def add(lt: str, en: str = "", *aliases: str) -> Organisation:
    return add_organisation(
        name=TranslatedText.of({"lt": lt, "en": en}),
        aliases=aliases,
        by=SystemActor("test"),
        at=AT,
    )


def test_the_directory_is_in_the_order_of_the_language() -> None:
    for name in ("Žalias", "Ūkas", "Zebras", "Čia", "Cukrus", "Ylakiai", "Ignalina"):
        add(name)
    assert [str(one) for one in directory("lt")] == [
        "Cukrus",
        "Čia",
        "Ignalina",
        "Ylakiai",
        "Ūkas",
        "Zebras",
        "Žalias",
    ]
    assert names("lt") == tuple((one.pk, str(one)) for one in directory("lt"))


def test_the_directory_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for name in ("A", "B", "C"):
        add(name)
    Organisation.objects.update(region=RegionFactory.create())
    with django_assert_num_queries(1):
        assert [one.region is not None for one in directory("en")] == [True] * 3
    with django_assert_num_queries(1):
        assert len(names("en")) == 3


@pytest.mark.parametrize(
    "words", ["Klaipėda ID", "klaipeda  id", "KLAIPĖDA-ID", "Klaipeda city agency", "KEPA"]
)
def test_an_organisation_is_found_by_name_and_alias_in_any_spelling(words: str) -> None:
    wanted = add("Klaipėda ID", "Klaipėda City Agency", "KEPA")
    add("Klaipėda")
    assert find_organisation(words) == wanted
    assert organisations_by_name()["klaipeda id"] == wanted


@pytest.mark.parametrize("words", ["Klaip", "ID", "", "–", "Klaipėda ID 2"])
def test_a_part_of_a_name_is_not_the_name(words: str) -> None:
    add("Klaipėda ID", "", "KEPA")
    assert find_organisation(words) is None


def test_a_name_that_two_share_means_neither() -> None:
    add("Chamber of Commerce")
    add("Chamber of commerce")
    assert find_organisation("chamber of commerce") is None
    assert organisations_by_name() == {"chamber of commerce": None}


def test_search_meets_the_beginnings_of_words_of_names_and_aliases() -> None:
    one = add("Klaipėdos miesto savivaldybė", "", "Magistrat der Stadt")
    add("Šiaulių savivaldybė")
    assert [
        list(search(words)) for words in ("savival klaip", "stadt", "aipedos", "klaip siaul")
    ] == [
        [one],
        [one],
        [],
        [],
    ]


def test_colleagues_and_administrators_see_who_works_where() -> None:
    mine = MembershipFactory.create()
    colleague = MembershipFactory.create(organisation=mine.organisation)
    MembershipFactory.create(organisation=mine.organisation, until=date(2026, 2, 1))
    stranger = MembershipFactory.create().user
    seen = [
        set(people_of(mine.organisation, user))
        for user in (mine.user, AdministratorFactory.create(), stranger, UserFactory.create())
    ]
    assert seen == [{mine, colleague}, {mine, colleague}, set(), set()]


def test_a_persons_roles_are_those_that_have_not_ended() -> None:
    now = MembershipFactory.create()
    MembershipFactory.create(user=now.user, until=date(2026, 2, 1))
    assert list(roles_of(now.user)) == [now]


def test_the_last_day_of_a_role_counts() -> None:
    role = MembershipFactory.build(
        user=None, organisation=None, since=date(2026, 1, 5), until=date(2026, 2, 1)
    )
    days = (date(2026, 1, 4), date(2026, 1, 5), date(2026, 2, 1), date(2026, 2, 2))
    assert [is_current(role, on) for on in days] == [False, True, True, False]
