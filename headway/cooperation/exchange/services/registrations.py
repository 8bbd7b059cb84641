"""People ask for a place at an event, confirm it by the link in their mail, and withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.exchange import verbs
from headway.cooperation.exchange.models import LONGEST_NAME, Event, Registration
from headway.cooperation.exchange.permissions import takes_visitors
from headway.cooperation.exchange.rules import KEPT_AFTER
from headway.cooperation.exchange.services.common import REASON, locked_event, told
from headway.cooperation.exchange.services.letters import ask_to_confirm, tell_place
from headway.cooperation.exchange.services.places import free_at, give_places
from headway.cooperation.exchange.states import RegistrationState
from headway.foundation.core.errors import WrongState
from headway.foundation.core.keys import new_key
from headway.foundation.core.problems import refuse
from headway.foundation.core.texts import tidied
from headway.foundation.core.verdicts import require_now
from headway.foundation.core.words import LONGEST_REASON, too_long
from headway.foundation.notices.services import forget_mails
from headway.foundation.ui.context import interface_language

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.exchange.facts import Visitor
    from headway.foundation.core.actors import SystemActor

LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3
FORGOTTEN = {"name": "", "email": "", "organisation": "", "needs": ""}


@transaction.atomic
def ask_for_place(
    *, event_id: int, visitor: Visitor, by: SystemActor, at: datetime
) -> Registration:
    """Ask for a place. Nothing is taken before the link in the mail is used.

    Whoever asks again, or for somebody who is registered, learns nothing: the mail goes to the
    address itself, and what was written first stays.

    :raises WrongState: unless the event takes registrations now.
    :raises BadInput: for a missing name, an address that is none, or too many words.
    """
    event = locked_event(event_id)
    require_now(takes_visitors(event, at=at))
    refuse(_problems(visitor))
    registration, is_new = Registration.objects.unrestricted(reason=REASON).get_or_create(
        event=event,
        email=visitor.email.strip().lower(),
        defaults={
            "key": new_key(),
            "name": tidied(visitor.name),
            "organisation": tidied(visitor.organisation),
            "needs": tidied(visitor.needs),
            "language": interface_language(visitor.language),
            "state": RegistrationState.ASKED,
            "registered_at": at,
        },
    )
    registration.event = event
    if is_new:
        told(verbs.REGISTRATION_ASKED, event, by=by, at=at)
    ask_to_confirm(registration, at=at)
    return registration


def _problems(visitor: Visitor) -> dict[str, str]:
    problems = {}
    if not tidied(visitor.name):
        problems["name"] = _("Write your name: the hosts expect somebody.")
    for name, words, most in (
        ("name", visitor.name, LONGEST_NAME),
        ("email", visitor.email, LONGEST_EMAIL),
        ("organisation", visitor.organisation, LONGEST_NAME),
        ("needs", visitor.needs, LONGEST_REASON),
    ):
        if len(words) > most:
            problems[name] = too_long(most)
    try:
        validate_email(visitor.email.strip())
    except ValidationError:
        problems["email"] = _("This is no e-mail address. Write it as name@example.org.")
    return problems


@transaction.atomic
def confirm_place(*, registration_id: int, by: SystemActor, at: datetime) -> Registration:
    """Confirm that somebody comes: they get a place, or the end of the waiting list.

    A second time changes nothing.

    :raises WrongState: unless the event takes registrations now, or after they withdrew.
    """
    event, registration = _locked(registration_id)
    if registration.state in {RegistrationState.REGISTERED, RegistrationState.WAITING}:
        return registration
    if registration.state == RegistrationState.WITHDRAWN:
        raise WrongState(_("You withdrew, and were forgotten. Register again on its page."))
    require_now(takes_visitors(event, at=at))
    has_place = free_at(event) != 0
    registration.state = RegistrationState.REGISTERED if has_place else RegistrationState.WAITING
    registration.confirmed_at = at
    registration.save(update_fields=["state", "confirmed_at"])
    told(verbs.REGISTRATION_CONFIRMED, event, by=by, at=at, payload={"state": registration.state})
    tell_place(registration, at=at)
    return registration


def _locked(registration_id: int) -> tuple[Event, Registration]:
    """Take a registration and its event, the event first."""
    rows = Registration.objects.unrestricted(reason=REASON)
    event = locked_event(rows.values_list("event_id", flat=True).get(pk=registration_id))
    registration = rows.get(pk=registration_id)
    registration.event = event
    return event, registration


@transaction.atomic
def withdraw_place(*, registration_id: int, by: SystemActor, at: datetime) -> Registration:
    """Withdraw: who it was is forgotten, with the mails, and who waits first gets the place.

    A second time changes nothing.
    """
    event, registration = _locked(registration_id)
    if registration.state == RegistrationState.WITHDRAWN:
        return registration
    registration.state = RegistrationState.WITHDRAWN
    forget_mails(about=event, recipients=[registration.email])
    for name, value in FORGOTTEN.items():
        setattr(registration, name, value)
    registration.save(update_fields=["state", *FORGOTTEN])
    told(verbs.REGISTRATION_WITHDRAWN, event, by=by, at=at)
    give_places(event, at=at)
    return registration


@transaction.atomic
def forget_visitors(*, by: SystemActor, at: datetime) -> int:
    """Forget who registered for events that were over 90 days ago; return how many people.

    How many had come stays.
    """
    rows = Registration.objects.unrestricted(reason=REASON).exclude(email="")
    events = Event.objects.unrestricted(reason=REASON).filter(pk__in=rows.values("event"))
    number = 0
    for event in events.select_related("project"):
        last = event.end or event.start
        if last is None or at.date() <= last.last_day + KEPT_AFTER:
            continue
        visitors = rows.filter(event=event)
        forget_mails(about=event, recipients=list(visitors.values_list("email", flat=True)))
        number += visitors.update(**FORGOTTEN)
        told(verbs.REGISTRATIONS_FORGOTTEN, event, by=by, at=at)
    return number
