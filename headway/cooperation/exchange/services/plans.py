"""What is wrong with what people write of an event, and the columns that it becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from headway.cooperation.exchange.queries.people import partners_of, written_for
from headway.cooperation.exchange.rules import span_of
from headway.cooperation.exchange.services.common import LONGEST_TITLE, LONGEST_WORDS
from headway.cooperation.exchange.states import EventKind, Mode
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.texts import texts_shown
from headway.foundation.core.words import text_problems, too_long
from headway.foundation.organisations.models import Organisation
from headway.foundation.ui.names import named

if TYPE_CHECKING:
    from headway.cooperation.exchange.facts import EventPlan
    from headway.cooperation.exchange.models import Event
    from headway.cooperation.exchange.permissions import Keeper
    from headway.cooperation.partnerships.models import Project

TEXTS = ("title", "place", "planned_place", "summary")
LONGEST_LINK = 500
MOST_PLACES = 100_000


def columns_of(plan: EventPlan) -> dict[str, object]:
    """Return what a plan becomes in the table, but for its hosts."""
    span = span_of(plan.start, plan.end, (plan.begins, plan.finishes), plan.time_zone)
    starts_at, ends_at = span or (None, None)
    return {
        "title": plan.title,
        "kind": plan.kind,
        "mode": plan.mode,
        "start": plan.start,
        "end": plan.end,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "time_zone": plan.time_zone,
        "place": plan.place,
        "planned_place": plan.planned_place,
        "online_link": plan.online_link,
        "languages": list(plan.languages),
        "summary": plan.summary,
        "is_public": plan.is_public,
        "takes_registrations": plan.takes_registrations,
        "places": plan.places,
        "registers_until": plan.registers_until,
    }


def plan_problems(plan: EventPlan, project: Project) -> dict[str, str]:
    """Return what is wrong with a plan, by field."""
    problems = text_problems(
        [
            ("title", plan.title, LONGEST_TITLE),
            ("place", plan.place, LONGEST_TITLE),
            ("planned_place", plan.planned_place, LONGEST_TITLE),
            ("summary", plan.summary, LONGEST_WORDS),
        ],
        wanted={"title": _("The title is missing. Write it in at least one language.")},
    )
    if plan.kind not in EventKind.values:
        problems["kind"] = _("There is no such kind. Choose one of those listed.")
    if plan.mode not in Mode.values:
        problems["mode"] = _("Say whether it is held on site, online, or both.")
    return problems | _time_problems(plan) | _host_problems(plan, project) | _place_problems(plan)


def _time_problems(plan: EventPlan) -> dict[str, str]:
    if plan.end and not plan.start:
        return {"start": _("Say when it begins, as far as it is known.")}
    if plan.start and plan.end and plan.end.last_day < plan.start.first_day:
        return {"end": _("It would end before it begins. Choose a later day.")}
    if not plan.begins and not plan.finishes:
        return {}
    if not (plan.begins and plan.finishes):
        field = "finishes" if plan.begins else "begins"
        return {field: _("Write both times, or none.")}
    return _clock_problems(plan)


def _clock_problems(plan: EventPlan) -> dict[str, str]:
    last = plan.end or plan.start
    if not (plan.start and last and plan.start.is_day and last.is_day):
        return {"start": _("Times need a whole day, such as 2026-11-22. Write it, or no times.")}
    if not is_zone(plan.time_zone):
        return {"time_zone": _("Say on whose clocks these times are.")}
    span = span_of(plan.start, plan.end, (plan.begins, plan.finishes), plan.time_zone)
    if span is None:
        sentence = _("Clocks go forward that night and never show this time. Choose another.")
        return {"begins": sentence}
    if span[1] <= span[0]:
        return {"finishes": _("It would end before it begins. Choose a later time.")}
    return {}


def is_zone(name: str) -> bool:
    """Tell whether there is such a time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


def _host_problems(plan: EventPlan, project: Project) -> dict[str, str]:
    partners = set(partners_of(project).values_list("pk", flat=True))
    if set(plan.host_ids) - partners:
        return {"hosts": _("Only partners of the project host its events.")}
    return {}


def own_host_problems(plan: EventPlan, project: Project, by: Keeper) -> dict[str, str]:
    """Return what is wrong if somebody who is not of the lead partner leaves the hosts."""
    if isinstance(by, SystemActor) or by.is_administrator:
        return {}
    own = set(written_for(by, project).values_list("pk", flat=True))
    if own & set(plan.host_ids):
        return {}
    return {"hosts": _("Choose your own organisation among the hosts: hosts keep their events.")}


def _place_problems(plan: EventPlan) -> dict[str, str]:
    problems = {}
    if len(plan.online_link) > LONGEST_LINK:
        problems["online_link"] = too_long(LONGEST_LINK)
    if plan.online_link and not plan.online_link.startswith(("https://", "http://")):
        problems["online_link"] = _("This is no address. Write it as https://….")
    if plan.places is not None and not 0 < plan.places <= MOST_PLACES:
        problems["places"] = _("Write a number of places from 1, or leave it empty.")
    if plan.takes_registrations and not (plan.start and plan.start.is_day):
        problems["start"] = _("Who registers needs to know the day. Write it, such as 2026-11-22.")
    if plan.takes_registrations and not plan.is_public:
        problems["takes_registrations"] = _("Only for a public event can people register.")
    return problems


def plan_of(event: Event) -> dict[str, str]:
    """Return how an event reads now, by field, as its form shows it."""
    clocks = _clocks(event)
    return {
        "kind": event.get_kind_display(),
        "mode": event.get_mode_display(),
        "start": str(event.start or ""),
        "end": str(event.end or ""),
        "begins": clocks[0],
        "finishes": clocks[1],
        "time_zone": event.time_zone,
        "online_link": event.online_link,
        "hosts": ", ".join(sorted(named(host) for host in event.hosts.all())),
        "languages": ", ".join(event.languages),
        "is_public": _yes_or_no(event.is_public),
        "takes_registrations": _yes_or_no(event.takes_registrations),
        "places": str(event.places or ""),
        "registers_until": str(event.registers_until or ""),
        **texts_shown(**{name: getattr(event, name) for name in TEXTS}),
    }


def shown_plan(plan: EventPlan) -> dict[str, str]:
    """Return how a plan reads, by field, as `plan_of` says it of an event."""
    hosts = Organisation.objects.filter(pk__in=plan.host_ids)
    return {
        "kind": str(EventKind(plan.kind).label) if plan.kind in EventKind.values else plan.kind,
        "mode": str(Mode(plan.mode).label) if plan.mode in Mode.values else plan.mode,
        "start": str(plan.start or ""),
        "end": str(plan.end or ""),
        "begins": f"{plan.begins:%H:%M}" if plan.begins else "",
        "finishes": f"{plan.finishes:%H:%M}" if plan.finishes else "",
        "time_zone": plan.time_zone,
        "online_link": plan.online_link,
        "hosts": ", ".join(sorted(named(host) for host in hosts)),
        "languages": ", ".join(plan.languages),
        "is_public": _yes_or_no(plan.is_public),
        "takes_registrations": _yes_or_no(plan.takes_registrations),
        "places": str(plan.places or ""),
        "registers_until": str(plan.registers_until or ""),
        **texts_shown(**{name: getattr(plan, name) for name in TEXTS}),
    }


def _clocks(event: Event) -> tuple[str, str]:
    if not (event.starts_at and event.ends_at):
        return "", ""
    zone = ZoneInfo(event.time_zone)
    return f"{event.starts_at.astimezone(zone):%H:%M}", f"{event.ends_at.astimezone(zone):%H:%M}"


def _yes_or_no(value: object) -> str:
    return _("yes") if value else _("no")


def labels() -> dict[str, str]:
    """Return what the fields of an event are called."""
    return {
        "title": _("Title"),
        "kind": _("Kind"),
        "mode": _("How it is held"),
        "start": _("First day"),
        "end": _("Last day"),
        "begins": _("Begins at"),
        "finishes": _("Ends at"),
        "time_zone": _("Whose clocks"),
        "place": _("Place"),
        "planned_place": _("Place that was planned"),
        "online_link": _("Link to take part"),
        "hosts": _("Hosts"),
        "languages": _("Languages"),
        "summary": _("About the event"),
        "is_public": _("Public"),
        "takes_registrations": _("People can register"),
        "places": _("Places"),
        "registers_until": _("Last day to register"),
    }
