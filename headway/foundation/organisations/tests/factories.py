from __future__ import annotations

from datetime import date

from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.core.keys import new_key
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.models import Membership, Organisation, Region
from headway.foundation.organisations.rules import search_key
from headway.foundation.organisations.states import Role


class RegionFactory(DjangoModelFactory[Region]):
    key = LazyFunction(new_key)
    slug = Sequence(lambda number: f"region-{number}")
    name = Sequence(lambda number: TranslatedText.of({"en": f"Region {number}"}))
    country = "LT"

    class Meta:
        model = Region


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """An organisation named in both languages of the pages."""

    class Params:
        number = Sequence(lambda number: number)

    key = LazyFunction(new_key)
    slug = LazyAttribute(lambda made: f"organisation-{made.number}")
    name = LazyAttribute(
        lambda made: TranslatedText.of(
            {"en": f"Organisation {made.number}", "lt": f"Organizacija {made.number}"}
        )
    )
    folded = LazyAttribute(
        lambda made: search_key(tuple(made.name.words(code) for code in made.name.languages))
    )

    class Meta:
        model = Organisation


class MembershipFactory(DjangoModelFactory[Membership]):
    """A reporter since the beginning of 2026."""

    user = SubFactory(UserFactory)
    organisation = SubFactory(OrganisationFactory)
    role = Role.REPORTER
    since = date(2026, 1, 5)

    class Meta:
        model = Membership
