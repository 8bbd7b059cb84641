"""Every write to the directory and to roles: permission → state → change → audit → version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from headway.foundation.accounts.models import User
from headway.foundation.accounts.rules import email_problem
from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput, WrongState
from headway.foundation.core.folding import fold
from headway.foundation.core.keys import new_key
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import require_version
from headway.foundation.organisations import verbs
from headway.foundation.organisations.models import Alias, Membership, Organisation, Region
from headway.foundation.organisations.permissions import (
    can_change_organisation,
    can_give_role,
    can_keep_directory,
)
from headway.foundation.organisations.queries import (
    PLAIN,
    TEXTS,
    alias_owner,
    values_of,
)
from headway.foundation.organisations.rules import (
    alias_problem,
    country_problem,
    nuts_problem,
    point_problem,
    search_key,
    slug_from,
    website_problem,
)
from headway.foundation.organisations.states import OrganisationKind, Role
from headway.foundation.publication.services import DIRECTORY, renew

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from headway.foundation.audit.verbs import Verb
    from headway.foundation.core.actors import SystemActor
    from headway.foundation.core.verdicts import Verdict

WHY = "services decide by permissions, not by what the actor sees"


def _require_good(problems: Mapping[str, str]) -> None:
    """Go on only if no field has a problem. :raises BadInput: naming every one that has."""
    found = {field: problem for field, problem in problems.items() if problem}
    if found:
        raise BadInput(found)


def _name_problem(name: TranslatedText) -> str:
    return "" if name else _("The name is missing. Write it in at least one language.")


@transaction.atomic
def add_region(
    *,
    name: TranslatedText,
    country: str,
    by: User | SystemActor,
    at: datetime,
    nuts_code: str = "",
    nuts_version: str = "",
    point: tuple[Decimal, Decimal] | None = None,
    provenance: Provenance = UNKNOWN,
    key: str = "",
    slug: str = "",
) -> Region:
    """Add a region to the directory. Its point on a map is latitude and longitude in degrees.

    :raises NotAllowed: unless by an administrator.
    :raises BadInput: for a missing name, a wrong country, a NUTS code without its release, a point
        that is nowhere.
    """
    require(can_keep_directory(by))
    _require_good(
        {
            "name": _name_problem(name),
            "country": country_problem(country),
            "nuts_code": nuts_problem(nuts_code, nuts_version),
            "point": point_problem(*point) if point else "",
        }
    )
    latitude, longitude = point or (None, None)
    region = Region.objects.create(
        key=key or new_key(),
        slug=slug_from(slug or str(name), set(Region.objects.values_list("slug", flat=True))),
        name=name,
        country=country,
        nuts_code=nuts_code,
        nuts_version=nuts_version,
        latitude=latitude,
        longitude=longitude,
        provenance=provenance,
    )
    record(verbs.REGION_ADDED, region, by=by, at=at)
    renew(DIRECTORY, at=at)
    return region


@transaction.atomic
def add_organisation(
    *,
    name: TranslatedText,
    by: User | SystemActor,
    at: datetime,
    kind: str = OrganisationKind.OTHER,
    short_name: TranslatedText = EMPTY,
    mission: TranslatedText = EMPTY,
    region: Region | None = None,
    country: str = "",
    website: str = "",
    email: str = "",
    provenance: Provenance = UNKNOWN,
    key: str = "",
    slug: str = "",
    aliases: Iterable[str] = (),
) -> Organisation:
    """Add an organisation to the directory, with its other names. One without region may be.

    :raises NotAllowed: unless by an administrator.
    :raises BadInput: for a missing name, a wrong kind, country or address, an alias that is taken.
    """
    require(can_keep_directory(by))
    plain = {"kind": kind, "country": country, "website": website, "email": email}
    _require_good({"name": _name_problem(name), **_plain_problems(plain)})
    organisation = Organisation(
        key=key or new_key(),
        slug=slug_from(slug or str(short_name or name), _slugs()),
        name=name,
        short_name=short_name,
        mission=mission,
        region=region,
        provenance=provenance,
        **plain,
    )
    _keep(organisation)
    record(verbs.ORGANISATION_ADDED, organisation, by=by, at=at)
    for alias in aliases:
        add_alias(organisation_id=organisation.pk, alias=alias, by=by, at=at)
    renew(DIRECTORY, at=at)
    return organisation


@transaction.atomic
def add_named_organisation(
    *,
    name: TranslatedText,
    verdict: Verdict,
    origin: Mapping[str, str],
    by: User | SystemActor,
    at: datetime,
) -> Organisation:
    """Add an organisation of which nothing but the name is known, for an app above.

    That app has decided whether the person may: `verdict` is its answer, `origin` says in the
    audit trail what asked for the organisation. The rest of its page stays with administrators.

    :raises NotAllowed: unless the verdict allows it.
    :raises BadInput: for a missing name, or one that means an organisation already.
    """
    require(verdict)
    owner = alias_owner(str(name)) if name else None
    taken = _("“%(alias)s” means %(owner)s already.") % {"alias": name, "owner": owner}
    _require_good({"name": _name_problem(name) or (taken if owner else "")})
    organisation = Organisation(key=new_key(), slug=slug_from(str(name), _slugs()), name=name)
    _keep(organisation)
    record(verbs.ORGANISATION_ADDED, organisation, by=by, at=at, payload=origin)
    renew(DIRECTORY, at=at)
    return organisation


def _slugs() -> set[str]:
    return set(Organisation.objects.values_list("slug", flat=True))


def _plain_problems(values: Mapping[str, str]) -> dict[str, str]:
    checks: dict[str, Callable[[str], str]] = {
        "kind": _kind_problem,
        "country": country_problem,
        "website": website_problem,
        "email": lambda text: email_problem(text) if text else "",
    }
    return {field: checks[field](words) for field, words in values.items() if field in checks}


def _kind_problem(kind: str) -> str:
    if kind in OrganisationKind.values:
        return ""
    return _("There is no kind “%(kind)s”. Choose one of those listed.") % {"kind": kind}


def _keep(organisation: Organisation) -> None:
    texts = (organisation.name, organisation.short_name)
    organisation.folded = search_key(
        tuple(text.words(language) for text in texts for language in text.languages)
    )
    organisation.save()


@transaction.atomic
def change_organisation(
    *,
    organisation_id: int,
    values: Mapping[str, str],
    version: int,
    by: User | SystemActor,
    at: datetime,
) -> Organisation:
    """Change those fields that are given, named as `queries.values_of` names them.

    :raises NotAllowed: unless by an approver of the organisation or an administrator.
    :raises BadInput: for a value that cannot be kept.
    :raises Conflict: if somebody saved since `version` was read.
    """
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    require(can_change_organisation(by, organisation))
    mine = {field: words.strip().replace("\r\n", "\n") for field, words in values.items()}
    before = values_of(organisation)
    require_version(
        version,
        current=organisation.version,
        theirs=before,
        mine=mine,
        labels={field: _label(field) for field in mine},
    )
    changes = {f: [before.get(f, ""), w] for f, w in mine.items() if w != before.get(f, "")}
    if not changes:
        return organisation
    _apply(organisation, mine)
    organisation.version += 1
    _keep(organisation)
    record(verbs.ORGANISATION_CHANGED, organisation, by=by, at=at, payload={"changes": changes})
    renew(DIRECTORY, at=at)
    return organisation


def _label(field: str) -> str:
    stem, _dash, language = field.partition("-")
    label = str(Organisation._meta.get_field(stem).verbose_name)  # type: ignore[union-attr]  # plain fields all
    return f"{label} ({language})" if language else label


def _apply(organisation: Organisation, values: Mapping[str, str]) -> None:
    """Set the fields from texts. :raises BadInput: if one cannot be kept."""
    plain = {field: words for field, words in values.items() if field in PLAIN}
    problems = _plain_problems(plain)
    for field, words in plain.items():
        setattr(organisation, field, words)
    for field in TEXTS:
        wording = {
            key.removeprefix(f"{field}-"): text
            for key, text in values.items()
            if key.startswith(f"{field}-")
        }
        setattr(organisation, field, getattr(organisation, field).revised(wording))
    if not organisation.name:
        first = next(field for field in values if field.startswith("name-"))
        problems[first] = _name_problem(organisation.name)
    if "region" in values:
        organisation.region = Region.objects.filter(slug=values["region"]).first()
        if values["region"] and organisation.region is None:
            problems["region"] = _("There is no such region. Choose one of those listed.")
    _require_good(problems)


@transaction.atomic
def add_alias(*, organisation_id: int, alias: str, by: User | SystemActor, at: datetime) -> Alias:
    """Add another name by which an organisation is found. Folded, it may mean one only.

    :raises NotAllowed: unless by an administrator.
    :raises BadInput: for an empty alias, or one that is a name or alias already.
    """
    require(can_keep_directory(by))
    organisation = Organisation.objects.get(pk=organisation_id)
    owner = alias_owner(alias)
    taken = _("“%(alias)s” means %(owner)s already.") % {"alias": alias, "owner": owner}
    _require_good({"alias": alias_problem(alias) or (taken if owner else "")})
    try:
        with transaction.atomic():
            kept = Alias.objects.create(
                organisation=organisation, name=alias.strip(), folded=fold(alias)
            )
    except IntegrityError as clash:  # somebody else added it a moment ago
        raise BadInput(
            {"alias": _("“%(alias)s” was taken a moment ago.") % {"alias": alias}}
        ) from clash
    record(verbs.ALIAS_ADDED, organisation, by=by, at=at, payload={"alias": kept.name})
    renew(DIRECTORY, at=at)
    return kept


@transaction.atomic
def remove_alias(*, alias_id: int, by: User | SystemActor, at: datetime) -> None:
    """Take a name off an organisation. :raises NotAllowed: unless by an administrator."""
    require(can_keep_directory(by))
    alias = Alias.objects.select_related("organisation").get(pk=alias_id)
    alias.delete()
    record(verbs.ALIAS_REMOVED, alias.organisation, by=by, at=at, payload={"alias": alias.name})
    renew(DIRECTORY, at=at)


@transaction.atomic
def give_role(
    *,
    user_id: int,
    organisation_id: int,
    role: str,
    since: date,
    by: User | SystemActor,
    at: datetime,
) -> Membership:
    """Give a person a role in an organisation. Who works where is not public: no page changes.

    :raises NotAllowed: unless by an administrator.
    :raises BadInput: for a role that there is not, or that the person has.
    :raises WrongState: if the person's account is closed.
    """
    require(can_give_role(by))
    person = User.objects.get(pk=user_id)
    organisation = Organisation.objects.get(pk=organisation_id)
    if role not in Role.values:
        raise BadInput({"role": _("There is no such role. Choose one of those listed.")})
    if not person.is_active:
        raise WrongState(_("The account of %(name)s is closed. Open it first.") % {"name": person})
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                user=person, organisation=organisation, role=role, since=since
            )
    except IntegrityError as clash:
        raise BadInput(
            {"role": _("%(name)s has this role there already.") % {"name": person}}
        ) from clash
    _record_role(verbs.ROLE_GIVEN, membership, by=by, at=at, day=since)
    return membership


@transaction.atomic
def end_role(
    *, membership_id: int, until: date, by: User | SystemActor, at: datetime
) -> Membership:
    """End a role; `until` is its last day. What the person did in it stays theirs.

    :raises NotAllowed: unless by an administrator.
    :raises WrongState: if it has ended.
    :raises BadInput: if it would end before it began.
    """
    require(can_give_role(by))
    everyone = Membership.objects.unrestricted(reason=WHY)
    membership = everyone.select_for_update().get(pk=membership_id)
    if membership.until is not None:
        raise WrongState(_("This role has ended already."))
    if until < membership.since:
        raise BadInput({"until": _("The role would end before it began. Choose a later day.")})
    membership.until = until
    membership.save(update_fields=["until"])
    _record_role(verbs.ROLE_ENDED, membership, by=by, at=at, day=until)
    return membership


def _record_role(
    verb: Verb, membership: Membership, *, by: User | SystemActor, at: datetime, day: date
) -> None:
    payload = {
        "person": str(membership.user),
        "role": membership.role,
        "organisation": str(membership.organisation),
        "day": day.isoformat(),
    }
    record(verb, membership.organisation, by=by, at=at, payload=payload)
