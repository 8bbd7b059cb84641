"""Every write to accounts: permission → state → change → audit → mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from sesame.utils import get_token

from headway.foundation.accounts import verbs
from headway.foundation.accounts.encryption import renewed
from headway.foundation.accounts.models import Session, User
from headway.foundation.accounts.permissions import (
    can_change_person,
    can_deactivate_person,
    can_end_sessions,
    can_give_site_role,
    can_invite_person,
    can_reactivate_person,
)
from headway.foundation.accounts.queries import (
    handle_of,
    link_is_spent,
    person_by_email,
    person_of_link,
    values_of,
)
from headway.foundation.accounts.rules import (
    PRIVATE,
    canonical_email,
    email_problem,
    language_problem,
    name_problem,
)
from headway.foundation.accounts.states import SiteRole
from headway.foundation.audit.services import record
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.errors import BadInput, WrongState
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import require_version

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

SYSTEM = SystemActor("Headway")
ENCRYPTED = ("secret", "seed")
"""What of a second factor is secret: the app's key, and that of which recovery codes are made."""


def _require_good(**problems: str) -> None:
    """Go on only if no field has a problem. :raises BadInput: naming every one that has."""
    found = {field: problem for field, problem in problems.items() if problem}
    if found:
        raise BadInput(found)


def _role_problem(role: str) -> str:
    if role in SiteRole.values:
        return ""
    return _("There is no role “%(role)s”. Choose one of those listed.") % {"role": role}


@transaction.atomic
def invite_person(
    *,
    email: str,
    name: str,
    language: str,
    by: User | SystemActor,
    at: datetime,
    site_role: str = SiteRole.NONE,
    sign_in_address: str = "",
) -> User:
    """Give somebody an account without a password. With an address, a mail tells them where.

    :raises NotAllowed: unless an administrator does it.
    :raises BadInput: for an address that is wrong or has an account, a missing name, a strange
        language or role.
    """
    require(can_invite_person(by))
    kept = canonical_email(email)
    _require_good(
        email=email_problem(email) or _taken(kept),
        name=name_problem(name),
        language=language_problem(language, settings.INTERFACE_LANGUAGES),
        site_role=_role_problem(site_role),
    )
    person = User(
        email=kept, name=name.strip(), language=language, site_role=site_role, joined_at=at
    )
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as clash:  # somebody else invited the same person a moment ago
        raise BadInput({"email": _already_there(kept)}) from clash
    record(verbs.PERSON_INVITED, person, by=by, at=at, payload={"site_role": site_role})
    if sign_in_address:
        _mail(person, "invitation", {"address": sign_in_address})
    return person


def _taken(email: str) -> str:
    return _already_there(email) if person_by_email(email) else ""


def _already_there(email: str) -> str:
    return _("%(email)s has an account already. Find it in the list and change it there.") % {
        "email": email
    }


def _mail(
    person: User,
    name: str,
    context: Mapping[str, str],
    *,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Write a mail to a person in their language: the first line is its subject."""
    with translation.override(person.language):
        whole = render_to_string(f"accounts/notices/{name}.txt", {"person": person, **context})
    subject, _rule, text = whole.partition("\n")
    words = (subject.strip(), text.strip() + "\n")
    EmailMessage(*words, to=[person.email], headers=dict(headers or {})).send()


def _locked(person_id: int) -> User:
    return User.objects.select_for_update().get(pk=person_id)


def _keep(person: User, *fields: str) -> None:
    person.version += 1
    person.save(update_fields=[*fields, "version"])


@transaction.atomic
def change_person(
    *,
    person_id: int,
    name: str,
    language: str,
    version: int,
    by: User | SystemActor,
    at: datetime,
    site_role: str | None = None,
) -> User:
    """Change name, language and, if given, the role on the whole site.

    :raises NotAllowed: for another's account or one's own role, unless that may be.
    :raises BadInput: for a missing name, a strange language or role.
    :raises Conflict: if somebody saved since `version` was read.
    """
    person = _locked(person_id)
    require(can_change_person(by, person))
    role = person.site_role if site_role is None else site_role
    if role != person.site_role:
        require(can_give_site_role(by, person))
    _require_good(
        name=name_problem(name),
        language=language_problem(language, settings.INTERFACE_LANGUAGES),
        site_role=_role_problem(role),
    )
    mine = {"name": name.strip(), "language": language, "site_role": role}
    before = values_of(person)
    labels = {field: str(User._meta.get_field(field).verbose_name) for field in mine}  # type: ignore[union-attr]  # plain fields all
    require_version(version, current=person.version, theirs=before, mine=mine, labels=labels)
    if mine == before:
        return person
    person.name, person.language, person.site_role = mine["name"], language, role
    _keep(person, *mine)
    changes = {f: [before[f], words] for f, words in mine.items() if words != before[f]}
    record(verbs.PERSON_CHANGED, person, by=by, at=at, payload={"changes": changes})
    return person


@transaction.atomic
def set_language(*, person_id: int, language: str, by: User, at: datetime) -> User:
    """Change the language that a person prefers; nothing else, so no version is asked for.

    :raises NotAllowed: for another's account, unless by an administrator.
    :raises BadInput: for a language in which the pages are not written.
    """
    person = _locked(person_id)
    require(can_change_person(by, person))
    _require_good(language=language_problem(language, settings.INTERFACE_LANGUAGES))
    if language != person.language:
        changes = {"language": [person.language, language]}
        person.language = language
        _keep(person, "language")
        record(verbs.PERSON_CHANGED, person, by=by, at=at, payload={"changes": changes})
    return person


@transaction.atomic
def deactivate_person(
    *, person_id: int, by: User | SystemActor, at: datetime, reason: str = ""
) -> User:
    """Close an account: the person is signed out at once and cannot sign in.

    :raises NotAllowed: unless by an administrator, and not on oneself.
    :raises WrongState: if it is closed already.
    """
    person = _locked(person_id)
    require(can_deactivate_person(by, person))
    if not person.is_active:
        raise WrongState(_("The account of %(name)s is closed already.") % {"name": person})
    person.is_active = False
    _keep(person, "is_active")
    Session.objects.filter(person=person).delete()  # else they would live again with the account
    record(verbs.PERSON_DEACTIVATED, person, by=by, at=at, reason=reason)
    return person


@transaction.atomic
def reactivate_person(*, person_id: int, by: User | SystemActor, at: datetime) -> User:
    """Open a closed account again.

    :raises NotAllowed: unless by an administrator.
    :raises WrongState: if it is open.
    """
    person = _locked(person_id)
    require(can_reactivate_person(by))
    if person.is_active:
        raise WrongState(_("The account of %(name)s is open already.") % {"name": person})
    person.is_active = True
    _keep(person, "is_active")
    record(verbs.PERSON_REACTIVATED, person, by=by, at=at)
    return person


@transaction.atomic
def end_session(*, person_id: int, handle: str, by: User | SystemActor, at: datetime) -> bool:
    """End one session, named by its handle, and tell whether it was still there.

    :raises NotAllowed: for another's session, unless by an administrator.
    """
    person = _locked(person_id)
    require(can_end_sessions(by, person))
    kept = Session.objects.filter(person=person).values_list("pk", flat=True)
    keys = [key for key in kept if handle_of(key) == handle]
    return bool(_end(person, keys, by=by, at=at))


@transaction.atomic
def end_sessions(*, person_id: int, by: User | SystemActor, at: datetime, but: str = "") -> int:
    """End all sessions of a person, but one where its key is given; return how many.

    :raises NotAllowed: for another's sessions, unless by an administrator.
    """
    person = _locked(person_id)
    require(can_end_sessions(by, person))
    kept = Session.objects.filter(person=person).exclude(pk=but)
    return _end(person, [*kept.values_list("pk", flat=True)], by=by, at=at)


def _end(person: User, keys: Sequence[str], *, by: User | SystemActor, at: datetime) -> int:
    Session.objects.filter(pk__in=keys).delete()
    if keys:
        record(verbs.SESSIONS_ENDED, person, by=by, at=at, payload={"number": len(keys)})
    return len(keys)


@transaction.atomic
def renew_encryption() -> int:
    """Encrypt every second factor under the newest secret; return how many could not be read.

    An older secret can then be taken away. What was encrypted under one that is gone stays as it
    is, to be read again once it is back. Called by `headway init`.
    """
    unreadable = 0
    for factor in Authenticator.objects.select_for_update().order_by("pk"):
        try:
            kept = {name: renewed(factor.data[name]) for name in ENCRYPTED if name in factor.data}
        except WrongState:
            unreadable += 1
            continue
        factor.data = {**factor.data, **kept}
        factor.save(update_fields=["data"])
    return unreadable


@transaction.atomic
def record_sign_in(*, by: User, method: str, at: datetime) -> None:
    """Keep that a person signed in, and how."""
    record(verbs.SIGNED_IN, by, by=by, at=at, payload={"method": method})


@transaction.atomic
def send_sign_in_link(*, email: str, address_of: Callable[[str], str], at: datetime) -> None:
    """Mail a link to sign in, if the address has an open account; else do nothing, silently.

    `address_of` turns the token into an absolute address. Whoever asked is told the same either
    way, so that nobody learns who has an account.
    """
    person = person_by_email(email)
    if person is None or not person.is_active:
        return
    minutes = str(settings.SESAME_MAX_AGE // 60)
    context = {"address": address_of(get_token(person)), "minutes": minutes}
    _mail(person, "sign_in_link", context, headers=PRIVATE)
    record(verbs.SIGN_IN_LINK_ASKED, person, by=SYSTEM, at=at)


@transaction.atomic
def use_sign_in_link(*, token: str, at: datetime) -> User:
    """Use up a link and return whose it is. Of two at the same moment, one wins.

    :raises WrongState: for a link that is used, old or false.
    """
    person = person_of_link(token)
    if person is not None:
        _locked(person.pk)
        person = person_of_link(token)  # read again under the lock
    if person is None:
        raise WrongState(link_is_spent())
    person.last_login = at
    person.save(update_fields=["last_login"])
    return person
