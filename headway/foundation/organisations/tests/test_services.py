from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from headway.foundation.accounts.tests.factories import AdministratorFactory, UserFactory
from headway.foundation.audit.models import Entry
from headway.foundation.audit.queries import history_of
from headway.foundation.core.errors import BadInput, Clash, Conflict, NotAllowed, WrongState
from headway.foundation.core.provenance import Provenance, Source
from headway.foundation.core.texts import TranslatedText
from headway.foundation.core.verdicts import ALLOW, deny
from headway.foundation.organisations.models import Alias, Membership, Organisation, Region
from headway.foundation.organisations.queries import find_organisation, values_of
from headway.foundation.organisations.services import (
    add_alias,
    add_named_organisation,
    add_organisation,
    add_region,
    change_organisation,
    end_role,
    give_role,
    remove_alias,
)
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    RegionFactory,
)
from headway.foundation.publication.queries import versions

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 3, 2)


@pytest.fixture
def administrator() -> User:
    return AdministratorFactory.create()


@pytest.fixture
def approver() -> User:
    return MembershipFactory.create(role=Role.APPROVER).user


def verbs() -> list[str]:
    found = Entry.objects.unrestricted(reason="test").order_by("number")
    return list(found.values_list("verb", flat=True))


def renewals() -> int:
    return versions(["directory"])["directory"]


def name(en: str) -> TranslatedText:
    return TranslatedText.of({"en": en})


def test_a_region_is_added(administrator: User) -> None:
    region = add_region(
        name=name("Klaipėda region"),
        country="LT",
        nuts_code="LT023",
        nuts_version="2021",
        by=administrator,
        at=AT,
    )
    assert (region.slug, len(region.key), verbs(), renewals()) == (
        "klaipeda-region",
        10,
        ["region_added"],
        1,
    )


def test_every_wrong_field_of_a_region_is_named(administrator: User) -> None:
    with pytest.raises(BadInput) as refused:
        add_region(name=TranslatedText(), country="Lt", nuts_code="LT023", by=administrator, at=AT)
    assert sorted(refused.value.problems) == ["country", "name", "nuts_code"]
    assert not Region.objects.exists()


def test_an_organisation_is_added_with_its_aliases(administrator: User) -> None:
    sources = Provenance(sources=(Source("Project page"),))
    one = add_organisation(
        name=TranslatedText.of({"lt": "Klaipėda ID", "en": "Klaipėda Agency"}, original="lt"),
        kind="agency",
        website="https://klaipedaid.lt",
        email="info@klaipedaid.lt",
        provenance=sources,
        aliases=["KEPA"],
        key="kid2345678",
        by=administrator,
        at=AT,
    )
    one.refresh_from_db()
    assert (one.slug, one.key, one.provenance) == ("klaipeda-id", "kid2345678", sources)
    assert find_organisation("kepa") == one
    assert verbs() == ["organisation_added", "alias_added"]
    assert renewals() > 0


def test_two_organisations_of_one_name_get_two_addresses(administrator: User) -> None:
    slugs = [add_organisation(name=name("Park"), by=administrator, at=AT).slug for _ in range(2)]
    assert slugs == ["park", "park-2"]


def test_every_wrong_field_of_an_organisation_is_named(administrator: User) -> None:
    with pytest.raises(BadInput) as refused:
        add_organisation(
            name=TranslatedText(),
            kind="guild",
            country="Lithuania",
            website="www",
            email="info",
            by=administrator,
            at=AT,
        )
    assert sorted(refused.value.problems) == ["country", "email", "kind", "name", "website"]


def test_an_organisation_that_an_app_asks_for_has_a_name_and_nothing_else() -> None:
    by = UserFactory.create()
    added = add_named_organisation(
        name=TranslatedText.of({"lt": "Klaipėda ID"}),
        verdict=ALLOW,
        origin={"file": "planas.xlsx"},
        by=by,
        at=AT,
    )
    assert find_organisation("klaipeda id") == added
    assert (added.slug, added.kind, added.region, str(added.mission)) == (
        "klaipeda-id", "other", None, "",
    )  # fmt: skip
    entry = Entry.objects.unrestricted(reason="test").get(thing_key=added.key)
    assert (entry.verb, entry.actor_id) == ("organisation_added", str(by.pk))
    assert entry.payload.content == '{"file":"planas.xlsx"}'


@pytest.mark.parametrize("name", ["Uostas", "UOSTAS!", "port", ""])
def test_a_name_that_is_known_or_missing_is_not_added_again(name: str) -> None:
    port = OrganisationFactory.create(name=TranslatedText.of({"lt": "Uostas"}))
    Alias.objects.create(organisation=port, name="Port", folded="port")
    wanted = TranslatedText.of({"lt": name})
    with pytest.raises(BadInput):
        add_named_organisation(
            name=wanted, verdict=ALLOW, origin={}, by=UserFactory.create(), at=AT
        )
    assert list(Organisation.objects.all()) == [port]


def test_nothing_is_added_against_the_verdict_not_even_by_an_administrator(
    administrator: User,
) -> None:
    name = TranslatedText.of({"lt": "Uostas"})
    with pytest.raises(NotAllowed, match="Not here"):
        add_named_organisation(
            name=name, verdict=deny("Not here."), origin={}, by=administrator, at=AT
        )
    assert not Organisation.objects.exists()


def test_a_taken_alias_adds_nothing_of_the_organisation(administrator: User) -> None:
    add_organisation(name=name("Park"), by=administrator, at=AT)
    with pytest.raises(BadInput, match="“PARK” means Park already"):
        add_organisation(name=name("Forest"), aliases=["PARK"], by=administrator, at=AT)
    assert (Organisation.objects.count(), verbs()) == (1, ["organisation_added"])


def test_the_directory_is_kept_by_administrators_only(approver: User) -> None:
    alias = Alias.objects.create(
        organisation=OrganisationFactory.create(), name="KEPA", folded="kepa"
    )
    before = renewals()
    with pytest.raises(NotAllowed, match="Send them the name"):
        add_region(name=name("R"), country="LT", by=approver, at=AT)
    with pytest.raises(NotAllowed):
        add_organisation(name=name("O"), by=approver, at=AT)
    with pytest.raises(NotAllowed):
        add_alias(organisation_id=alias.organisation_id, alias="X", by=approver, at=AT)
    with pytest.raises(NotAllowed):
        remove_alias(alias_id=alias.pk, by=approver, at=AT)
    assert (verbs(), renewals()) == ([], before)


def own(approver: User) -> Organisation:
    found = Membership.objects.unrestricted(reason="test").get(user=approver)
    return found.organisation


def change(one: Organisation, by: User, **values: str) -> Organisation:
    given = {field.replace("__", "-"): text for field, text in values.items()}
    return change_organisation(
        organisation_id=one.pk, values=given, version=one.version, by=by, at=AT
    )


def test_an_approver_changes_the_texts_of_their_organisation(approver: User) -> None:
    one = own(approver)
    change(one, approver, name__lt="Nauja", mission__en=" We build.\r\nWell. ", website="")
    one.refresh_from_db()
    assert (one.name.words("lt"), one.mission.words("en"), one.version) == (
        "Nauja",
        "We build.\nWell.",
        2,
    )
    assert find_organisation("nauja") == one
    [told] = history_of(one, user=approver)
    assert told.payload["changes"]["name-lt"][1] == "Nauja"
    assert renewals() == 1


def test_a_text_in_a_further_language_is_kept(approver: User) -> None:
    one = own(approver)
    change(one, approver, name__pl="Organizacja")
    one.refresh_from_db()
    assert values_of(one)["name-pl"] == "Organizacja"


def test_saving_what_stands_already_renews_nothing(approver: User) -> None:
    one = own(approver)
    change(one, approver, name__lt=one.name.words("lt"))
    one.refresh_from_db()
    assert (one.version, verbs(), renewals()) == (1, [], 0)


def test_the_last_name_cannot_be_taken_away(approver: User) -> None:
    with pytest.raises(BadInput) as refused:
        change(own(approver), approver, name__lt="", name__en="")
    assert refused.value.problems == {
        "name-lt": "The name is missing. Write it in at least one language."
    }


def test_wrong_values_are_named_and_nothing_is_kept(approver: User) -> None:
    one = own(approver)
    with pytest.raises(BadInput) as refused:
        change(one, approver, website="javascript:1", region="nowhere", name__lt="X")
    assert sorted(refused.value.problems) == ["region", "website"]
    one.refresh_from_db()
    assert one.name.words("lt") != "X"


def test_a_region_is_chosen_and_taken_away(approver: User) -> None:
    one = own(approver)
    region = RegionFactory.create(slug="west")
    assert change(one, approver, region="west").region == region
    assert change(Organisation.objects.get(pk=one.pk), approver, region="").region is None


def test_nobody_else_changes_an_organisation(approver: User) -> None:
    other = OrganisationFactory.create()
    with pytest.raises(NotAllowed, match="Only an approver of"):
        change(other, approver, name__lt="X")


def test_who_saves_second_gets_both_texts_field_by_field(
    approver: User, administrator: User
) -> None:
    mine = own(approver)
    theirs = Organisation.objects.get(pk=mine.pk)
    change(theirs, administrator, name__lt="Jų", website="https://theirs.lt")
    with pytest.raises(Conflict) as conflict:
        change(mine, approver, name__lt="Mano", website="https://theirs.lt")
    assert conflict.value.clashes == (
        Clash(field="name-lt", label="name (lt)", theirs="Jų", mine="Mano"),
    )
    assert conflict.value.token == "2"
    assert Organisation.objects.get(pk=mine.pk).name.words("lt") == "Jų"


def test_an_alias_is_added_and_removed(administrator: User) -> None:
    one = OrganisationFactory.create()
    alias = add_alias(organisation_id=one.pk, alias=" KEPA ", by=administrator, at=AT)
    assert find_organisation("kepa") == one
    remove_alias(alias_id=alias.pk, by=administrator, at=AT)
    assert find_organisation("kepa") is None
    assert (verbs(), renewals()) == (["alias_added", "alias_removed"], 2)


def test_two_aliases_at_once_make_one(administrator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    one = OrganisationFactory.create()
    add_alias(organisation_id=one.pk, alias="KEPA", by=administrator, at=AT)
    monkeypatch.setattr(
        "headway.foundation.organisations.services.alias_owner", lambda _alias: None
    )
    with pytest.raises(BadInput, match="taken a moment ago"):
        add_alias(organisation_id=one.pk, alias="kepa", by=administrator, at=AT)
    assert Alias.objects.count() == 1


def give(person: User, one: Organisation, by: User, role: str = Role.REPORTER) -> Membership:
    return give_role(user_id=person.pk, organisation_id=one.pk, role=role, since=DAY, by=by, at=AT)


def test_a_role_is_given_and_ended_and_no_public_page_changes(administrator: User) -> None:
    person, one = UserFactory.create(name="Ona"), OrganisationFactory.create()
    membership = give(person, one, administrator)
    end_role(membership_id=membership.pk, until=DAY, by=administrator, at=AT)
    told = [entry.sentence for entry in history_of(one, user=administrator)]
    assert told == [
        f"Administrator ended the role “reporter” of Ona in {one}.",
        f"Administrator gave Ona the role “reporter” in {one}.",
    ]
    assert renewals() == 0


def test_the_trail_names_a_role_in_the_language_of_its_reader(administrator: User) -> None:
    one = OrganisationFactory.create()
    give(UserFactory.create(name="Ona"), one, administrator)
    with translation.override("lt"):
        [told] = [entry.sentence for entry in history_of(one, user=administrator)]
    assert "ataskaitų rengėjas" in told
    assert "reporter" not in told


def test_a_role_is_held_once_at_a_time(administrator: User) -> None:
    person, one = UserFactory.create(name="Ona"), OrganisationFactory.create()
    give(person, one, administrator)
    give(person, one, administrator, Role.APPROVER)
    with pytest.raises(BadInput, match="Ona has this role there already"):
        give(person, one, administrator)


def test_a_role_that_ended_can_be_given_again(administrator: User) -> None:
    ended = MembershipFactory.create(until=DAY)
    assert give(ended.user, ended.organisation, administrator).until is None


def test_roles_are_given_and_ended_by_administrators_only(approver: User) -> None:
    membership = MembershipFactory.create()
    with pytest.raises(NotAllowed, match="give and end roles"):
        give(approver, own(approver), approver)
    with pytest.raises(NotAllowed):
        end_role(membership_id=membership.pk, until=DAY, by=approver, at=AT)


def test_a_closed_account_gets_no_role_and_a_strange_role_is_refused(administrator: User) -> None:
    one = OrganisationFactory.create()
    with pytest.raises(WrongState, match="Open it first"):
        give(UserFactory.create(is_active=False), one, administrator)
    with pytest.raises(BadInput, match="There is no such role"):
        give(UserFactory.create(), one, administrator, "king")


def test_a_role_ends_once_and_not_before_it_began(administrator: User) -> None:
    membership = MembershipFactory.create(since=DAY)
    with pytest.raises(BadInput, match="before it began"):
        end_role(membership_id=membership.pk, until=date(2026, 1, 1), by=administrator, at=AT)
    end_role(membership_id=membership.pk, until=DAY, by=administrator, at=AT)
    with pytest.raises(WrongState, match="ended already"):
        end_role(membership_id=membership.pk, until=DAY, by=administrator, at=AT)
