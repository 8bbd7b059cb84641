"""Takes people out of every table. What they did stays; who they were is gone."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import CASCADE, ForeignObjectRel, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from headway.foundation.accounts.models import Session, User
from headway.foundation.audit.queries import ERASED_PERSON
from headway.foundation.audit.services import erase
from headway.foundation.core.errors import WrongState
from headway.foundation.core.verdicts import require
from headway.foundation.notices.models import Mail
from headway.foundation.notices.states import MailState
from headway.foundation.organisations.models import Membership
from headway.foundation.privacy import verbs
from headway.foundation.privacy.permissions import can_erase_person
from headway.foundation.privacy.queries import names_of
from headway.foundation.privacy.rules import erased_address
from headway.foundation.privacy.sweeping import sweep
from headway.foundation.publication.models import ContentVersion
from headway.foundation.publication.services import renew

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from headway.foundation.audit.states import Part
    from headway.foundation.core.actors import SystemActor

WHY = "what is erased of a person, is erased wherever it stands"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was erased, without a word of it: the person’s number, and how much from where."""

    person: int
    tables: Counter[str] = field(default_factory=Counter)
    """Values replaced and rows taken out, by table."""
    parts: Counter[Part] = field(default_factory=Counter)
    """What the audit trail had in words."""


@transaction.atomic
def erase_person(*, person_id: int, by: User | SystemActor, at: datetime) -> Receipt:
    """Erase a person from every table; what they did stays, by nobody who could be named.

    :raises NotAllowed: unless an administrator does it, and not to themselves.
    :raises WrongState: if it was done before.
    """
    person = User.objects.select_for_update().get(pk=person_id)
    require(can_erase_person(by, person))
    address = erased_address(str(person.pk))
    if person.email == address:
        raise WrongState(_("The data of this person were erased already."))
    receipt, names, email = Receipt(person.pk), names_of(person), person.email
    nobody = _nobody()
    receipt.tables.update(_taken_out(person, [email]))
    ended = Membership.objects.unrestricted(reason=WHY).filter(user=person, until__isnull=True)
    receipt.tables["organisations_membership"] += ended.update(until=at.date())
    _empty(person, address=address, name=nobody)
    receipt.tables.update(sweep({email: address} | dict.fromkeys(names, nobody)))
    receipt.tables["accounts_user"] += 1
    told = {"tables": dict(sorted(receipt.tables.items()))}
    parts = erase(verbs.PERSON_ERASED, person, names=[*names, email], by=by, at=at, payload=told)
    receipt.parts.update(parts)
    renew(*ContentVersion.objects.values_list("scope", flat=True), at=at)
    return receipt


@transaction.atomic
def forget_old_mails(*, at: datetime) -> int:
    """Empty the texts of mails that ended long ago; that they went out, to whom and when, stays."""
    ended = Mail.objects.unrestricted(reason=WHY).exclude(state=MailState.WAITING)
    old = ended.filter(written_at__lt=at - timedelta(days=settings.KEEP_MAILS_DAYS))
    return old.exclude(text="", html="", enclosed="").update(
        text="", html="", enclosed="", problem=""
    )


def _nobody() -> str:
    """Return what stands in place of a name, in each language of the pages."""
    said = []
    for language in settings.INTERFACE_LANGUAGES:
        with translation.override(language):
            said.append(str(ERASED_PERSON))
    return " / ".join(said)


def _taken_out(person: User, emails: Iterable[str]) -> Counter[str]:
    """Take out what is theirs alone: whatever would go with their account, sessions, mails, tasks.

    Attempts to sign in are counted under addresses, all in one place, so all are forgotten.
    """
    gone: Counter[str] = Counter()
    for relation in User._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.on_delete is CASCADE:
            rows = relation.field.model._base_manager
            gone += _deleted(rows.filter(**{relation.field.name: person}))
    for_them = Q(person=person)
    for email in emails:
        for_them |= Q(recipient__iexact=email)
    gone += _deleted(Mail.objects.unrestricted(reason=WHY).filter(for_them))
    gone["accounts_session"] += _end_sessions(person, emails)
    told = Q()
    for words in (*emails, person.name):
        told |= Q(args_kwargs__icontains=json.dumps(words)[1:-1]) | Q(traceback__icontains=words)
    gone += _deleted(DBTaskResult.objects.filter(told))
    cache.clear()
    return gone


def _deleted(rows: QuerySet[Any]) -> Counter[str]:
    number, _by_model = rows.delete()
    return Counter({rows.model._meta.db_table: number})


def _end_sessions(person: User, emails: Iterable[str]) -> int:
    """End every session that is theirs, or in which their address was typed."""
    number = 0
    for session in Session.objects.iterator():
        kept = session.get_decoded()
        written = json.dumps(kept, default=str).lower()
        is_theirs = kept.get("_auth_user_id") == str(person.pk)
        if is_theirs or any(email.lower() in written for email in emails):
            session.delete()
            number += 1
    return number


def _empty(person: User, *, address: str, name: str) -> None:
    """Leave of an account its number alone."""
    person.email, person.name, person.site_role = address, name, ""
    person.language, person.last_login = settings.INTERFACE_LANGUAGES[0], None
    person.is_active = False
    person.version += 1
    person.set_unusable_password()
    person.save()
