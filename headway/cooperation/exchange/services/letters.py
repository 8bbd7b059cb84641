"""Letters about events and good practices: who is told what, with what goes into a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.cooperation.exchange import notices
from headway.cooperation.exchange.calendars import entry_of, organiser_of
from headway.cooperation.exchange.links import token_of
from headway.cooperation.exchange.models import Registration
from headway.cooperation.exchange.queries.people import addressees
from headway.cooperation.exchange.services.common import REASON
from headway.cooperation.exchange.states import RegistrationState
from headway.cooperation.exchange.wording import ToldEvent, ToldPractice, registration_page
from headway.cooperation.partnerships.queries import is_partner_now, lead_of
from headway.foundation.formats.calendars import Contact, Method, calendar
from headway.foundation.notices.rendering import Addressee
from headway.foundation.notices.services import Enclosure, post_notice
from headway.foundation.publication.services import partnership_scope
from headway.foundation.ui.names import named

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.exchange.models import Event, GoodPractice
    from headway.foundation.notices.registry import Notice

FILE = "event.ics"
COMING = (RegistrationState.REGISTERED, RegistrationState.WAITING)


def ask_to_confirm(registration: Registration, *, at: datetime) -> None:
    """Write to whoever was registered, by themselves or not: only they can confirm. Once an hour.

    It says the same whether they had registered before or not.
    """
    _write(notices.CONFIRM, registration, period=f"{registration.key} {at:%Y-%m-%dT%H}", at=at)


def tell_place(registration: Registration, *, at: datetime) -> None:
    """Say that somebody has a place, with what their calendar is to do; or that they wait."""
    period = f"{registration.key} place {at.isoformat()}"
    has_place = registration.state == RegistrationState.REGISTERED
    method = Method.REQUEST if has_place else None
    _write(notices.PLACE, registration, period=period, at=at, method=method)


def tell_changed(event: Event, *, at: datetime) -> None:
    """Tell those who registered that an event was changed."""
    for each in _registered(event):
        period = f"sequence {event.sequence}"
        # who waits has nothing in their calendar yet
        has_place = each.state == RegistrationState.REGISTERED
        method = Method.REQUEST if has_place else None
        _write(notices.CHANGED, each, period=period, at=at, method=method)


def tell_cancelled(event: Event, *, at: datetime) -> None:
    """Tell those who registered that an event is cancelled."""
    for each in _registered(event):
        period = f"sequence {event.sequence}"
        has_place = each.state == RegistrationState.REGISTERED
        method = Method.CANCEL if has_place else None
        _write(notices.CANCELLED, each, period=period, at=at, method=method)


def _registered(event: Event) -> list[Registration]:
    rows = Registration.objects.unrestricted(reason=REASON).filter(event=event, state__in=COMING)
    found = list(rows.order_by("pk"))
    for each in found:
        each.event = event
    return found


def _write(
    notice: Notice,
    registration: Registration,
    *,
    period: str,
    at: datetime,
    method: Method | None = None,
) -> None:
    event = registration.event
    to = Addressee(registration.email, registration.name, registration.language)
    is_waiting = registration.state == RegistrationState.WAITING
    post_notice(
        notice,
        to=to,
        about=event,
        period=period,
        at=at,
        context={
            "of": ToldEvent(event),
            "is_waiting": is_waiting,
            "has_place": registration.state == RegistrationState.REGISTERED,
            **_sender(event),
        },
        scope=partnership_scope(event.project.key),
        link=registration_page(registration, token_of(registration)),
        reply_to=_host_address(event),
        enclosure=_enclosed(event, method, to) if method else None,
    )


def _enclosed(event: Event, method: Method, to: Addressee) -> Enclosure | None:
    """Return what the calendar of one person is to do with an event."""
    with translation.override(to.language):
        attendee = Contact(to.email, to.name)
        entry = entry_of(event, attendees=(attendee,), with_link=method == Method.REQUEST)
        if entry is None:
            return None
        text = calendar([entry], method=method)
    return Enclosure(FILE, f"text/calendar; method={method}", text)


def _sender(event: Event) -> dict[str, Any]:
    """Return what a letter says of why somebody gets it, and whom to ask."""
    asked = _host_address(event)
    return {
        "role": lazy(_role, str)(event),
        "ask": lazy(_ask, str)(event) if asked else "",
    }


def _role(event: Event) -> str:
    words = _("You get this mail because your address was given to register for “%(event)s”.")
    return words % {"event": named(event)}


def _ask(event: Event) -> str:
    contact = organiser_of(event)
    return _("Questions: %(name)s, %(email)s.") % {"name": contact.name, "email": contact.email}


def _host_address(event: Event) -> str:
    return next((host.email for host in event.hosts.all() if host.email), "")


# -- good practices ------------------------------------------------------------------------------


def tell_lead(practice: GoodPractice, *, at: datetime) -> None:
    """Tell the lead partner that a good practice waits for them."""
    lead = lead_of(practice.project)
    if lead:
        _tell(notices.SUBMITTED, practice, addressees(lead, language=_language(practice)), at=at)


def tell_organisation(notice: Notice, practice: GoodPractice, *, at: datetime) -> None:
    """Tell the organisation of a good practice what the lead partner says, if it is a partner."""
    if is_partner_now(practice.organisation, practice.project):
        people = addressees(practice.organisation, language=_language(practice))
        _tell(notice, practice, people, at=at)


def _tell(notice: Notice, practice: GoodPractice, people: list[Addressee], *, at: datetime) -> None:
    for to in people:
        post_notice(
            notice,
            to=to,
            about=practice,
            period=f"{practice.state} {at.isoformat()}",
            at=at,
            context={
                "of": ToldPractice(practice),
                "role": lazy(_partner, str)(practice),
            },
            scope=partnership_scope(practice.project.key),
        )


def _partner(practice: GoodPractice) -> str:
    words = _("You get this mail because you write for a partner of %(project)s.")
    return words % {"project": practice.project.acronym}


def _language(practice: GoodPractice) -> str:
    languages = practice.project.languages
    return languages[0] if languages else get_language() or "en"
