from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery

from headway.foundation.core.aggregates import Joined
from headway.foundation.core.folding import fold, sort_key
from headway.foundation.organisations.models import Alias, Membership, Organisation, Region

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from headway.foundation.accounts.models import User
    from headway.foundation.core.texts import TranslatedText

TEXTS = ("name", "short_name", "mission")
PLAIN = ("kind", "country", "website", "email")


def directory(language: str) -> tuple[Organisation, ...]:
    """Return all organisations in the order of the language's dictionary. One query."""
    everyone = Organisation.objects.select_related("region")
    return tuple(
        sorted(everyone, key=lambda one: sort_key(str(one.name.passage(language)), language))
    )


def names(language: str) -> tuple[tuple[int, str], ...]:
    """Return the id and the name of all organisations, ordered as the directory. One query."""
    rows = Organisation.objects.values_list("pk", "name")
    said = [(pk, str(name.passage(language))) for pk, name in rows]
    return tuple(sorted(said, key=lambda one: sort_key(one[1], language)))


def regions(language: str) -> tuple[Region, ...]:
    """Return all regions in the order of the language's dictionary. One query."""
    return tuple(
        sorted(
            Region.objects.all(),
            key=lambda region: sort_key(str(region.name.passage(language)), language),
        )
    )


def find_organisation(words: str) -> Organisation | None:
    """Return the organisation with this name, short name or alias, in any language and spelling.

    None if there is none, or if several are called so. One query.
    """
    key = fold(words)
    if not key:
        return None
    found = Organisation.objects.filter(
        Q(folded__contains=f"\n{key}\n") | Q(aliases__folded=key)
    ).distinct()[:2]
    return found[0] if len(found) == 1 else None


def organisations_by_name() -> dict[str, Organisation | None]:
    """Return organisations by folded name, short name and alias; None where several share one.

    For imports that look up many. Two queries.
    """
    named: dict[str, Organisation | None] = {}
    for organisation in Organisation.objects.prefetch_related("aliases"):
        keys = {*organisation.folded.split("\n"), *(a.folded for a in organisation.aliases.all())}
        for key in keys - {""}:
            named[key] = None if key in named else organisation
    return named


def search(words: str) -> QuerySet[Organisation]:
    """Return the organisations whose names or aliases hold every word, by its beginning."""
    found = Organisation.objects.all()
    for word in fold(words).split():
        found = found.filter(
            Q(folded__contains=f"\n{word}")
            | Q(folded__contains=f" {word}")
            | Q(aliases__folded__startswith=word)
            | Q(aliases__folded__contains=f" {word}")
        )
    return found.distinct()


def alias_owner(alias: str) -> Organisation | None:
    """Return whose name or alias this is already."""
    taken = Alias.objects.select_related("organisation").filter(folded=fold(alias)).first()
    if taken:
        return taken.organisation
    return Organisation.objects.filter(folded__contains=f"\n{fold(alias)}\n").first()


def people_of(organisation: Organisation, user: User) -> QuerySet[Membership]:
    """Return who does what for an organisation now, as far as this person may see it."""
    return (
        Membership.objects.visible_to(user)
        .filter(organisation=organisation, until__isnull=True)
        .select_related("user")
        .order_by("user__name", "role")
    )


def roles_of(person: User) -> QuerySet[Membership]:
    """Return what a person does now, for whichever organisations."""
    return (
        Membership.objects.unrestricted(reason="a person's own roles decide what they may do")
        .filter(user_id=person.pk, until__isnull=True)
        .select_related("organisation")
        .order_by("organisation__slug", "role")
    )


def all_roles(user: User) -> dict[int, list[Membership]]:
    """Return the roles that people have now, by person, as far as this person may see them."""
    found: dict[int, list[Membership]] = {}
    now = Membership.objects.visible_to(user).filter(until__isnull=True)
    for membership in now.select_related("organisation").order_by("organisation__slug", "role"):
        found.setdefault(membership.user_id, []).append(membership)
    return found


def has_role(person: User, organisation: Organisation, roles: Iterable[str]) -> bool:
    """Tell whether a person has one of these roles in the organisation now.

    One query, or their roles are known.
    """
    if not person.is_active:
        return False
    if organisation.known_roles and organisation.known_roles[0] == person.pk:
        return not organisation.known_roles[1].isdisjoint(roles)
    return roles_of(person).filter(organisation=organisation, role__in=tuple(roles)).exists()


def roles_held(person: Any, organisation: str) -> Subquery:  # noqa: ANN401 -- an id, or where one stands
    """Return the roles of a person in the organisation of a row, to read rows with; see `know`."""
    now = Membership.objects.unrestricted(reason="a person's own roles decide what they may do")
    own = now.filter(user_id=person, organisation=OuterRef(organisation), until__isnull=True)
    joined = own.order_by().values("organisation").annotate(all=Joined("role"))
    return Subquery(joined.values("all"))


def know_roles(organisation: Organisation, person: Any, row: Any) -> None:  # noqa: ANN401 -- or nobody; whichever row
    """Let an organisation know from a row (`roles`) which roles somebody holds there."""
    if person.pk is not None:
        organisation.known_roles = (person.pk, frozenset((row.roles or "").split(",")))


def organisations_of(user: User) -> QuerySet[Organisation]:
    """Return the organisations that a person works in; all, for whoever reads everything."""
    if user.reads_everything:
        return Organisation.objects.order_by("slug")
    own = Membership.objects.visible_to(user).filter(user_id=user.pk, until__isnull=True)
    return Organisation.objects.filter(pk__in=own.values("organisation")).order_by("slug")


def values_of(organisation: Organisation) -> dict[str, str]:
    """Return what can be changed of an organisation as texts, `name-lt` and the like."""
    values = {field: str(getattr(organisation, field)) for field in PLAIN}
    values["region"] = organisation.region.slug if organisation.region else ""
    for field in TEXTS:
        text: TranslatedText = getattr(organisation, field)
        for language in languages_of(organisation):
            values[f"{field}-{language}"] = text.words(language)
    return values


def languages_of(organisation: Organisation) -> tuple[str, ...]:
    """Return the languages of the pages, and those in which the organisation has texts besides."""
    used = [code for field in TEXTS for code in getattr(organisation, field).languages]
    return tuple(dict.fromkeys([*settings.INTERFACE_LANGUAGES, *used]))


def is_current(membership: Membership, on: date) -> bool:
    """Tell whether a role holds on a day. Its last day counts."""
    return membership.since <= on and (membership.until is None or on <= membership.until)
