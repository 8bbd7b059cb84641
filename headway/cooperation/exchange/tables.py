"""Open tables of events and good practices, and the hosts' list of who registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from headway.cooperation.exchange.models import Event, GoodPractice
from headway.cooperation.partnerships.models import Project
from headway.foundation.core.errors import BadInput
from headway.foundation.formats.types import Column, Filter, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from headway.cooperation.exchange.models import Registration
    from headway.foundation.core.texts import TranslatedText

NOBODY = AnonymousUser()


def event_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield the public events, by project. Three queries.

    :raises BadInput: for a project that is not here.
    """
    rows = Event.objects.visible_to(NOBODY).select_related("project").prefetch_related("hosts")
    for one in _of_project(rows, filters).order_by("project__slug", "start", "pk"):
        yield {
            "project": one.project.slug,
            "event": one.key,
            "title": _words(one.title),
            "kind": one.get_kind_display(),
            "state": one.get_state_display(),
            "start": str(one.start or ""),
            "end": str(one.end or ""),
            "starts_at": one.starts_at.isoformat() if one.starts_at else "",
            "ends_at": one.ends_at.isoformat() if one.ends_at else "",
            "mode": one.get_mode_display(),
            "place": _words(one.place),
            "planned_place": _words(one.planned_place),
            "hosts": "; ".join(sorted(host.slug for host in one.hosts.all())),
            "learnt": _words(one.learnt),
            "synthetic": "; ".join(one.provenance.synthetic),
        }


def practice_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield the published good practices, by project. Two queries.

    :raises BadInput: for a project that is not here.
    """
    rows = GoodPractice.objects.visible_to(NOBODY)
    found = rows.select_related("project", "region", "organisation")
    for one in _of_project(found, filters).order_by("project__slug", "region__slug", "pk"):
        yield {
            "project": one.project.slug,
            "practice": one.key,
            "title": _words(one.title),
            "region": one.region.slug,
            "organisation": one.organisation.slug,
            "level": one.get_level_display() if one.level else "",
            "problem": _words(one.problem),
            "solution": _words(one.solution),
            "evidence": _words(one.evidence),
            "difficulties": _words(one.difficulties),
            "resources": _words(one.resources),
            "transferability": _words(one.transferability),
            "began": str(one.began or ""),
            "ended": str(one.ended or ""),
            "link": one.link,
            "synthetic": "; ".join(one.provenance.synthetic),
        }


def _of_project(rows: object, filters: Mapping[str, str]):  # type: ignore[no-untyped-def]  # noqa: ANN202 -- either query set
    slug = filters.get("project")
    if not slug:
        return rows
    if not Project.objects.filter(slug=slug).exists():
        sentence = gettext("There is no project “%(slug)s”.")
        raise BadInput({"project": sentence % {"slug": slug}})
    return rows.filter(project__slug=slug)  # type: ignore[attr-defined]  # a query set


def _words(text: TranslatedText) -> str:
    return text.passage(get_language() or "en").words


_AS_KNOWN = _("As far as it is known: a year, a month or a day.")
_EXACT = _("With its offset; empty where no time is known.")
_ASKED = _("In the language asked for, else the original.")
_MADE_UP = _("Which parts were made up; “all” for all.")
_PROJECT = Column("project", _("project"), _("Its name in addresses."), "text")
_FILTERS = (Filter("project", _("one project, by its name in addresses")),)

EVENTS = Table(
    name="events",
    title=_("Events of projects"),
    description=_(
        "Partner meetings, study visits, workshops and conferences of interregional projects that "
        "were announced to everybody."
    ),
    columns=(
        _PROJECT,
        Column("event", _("event"), _("Its permanent key."), "text"),
        Column("title", _("title"), _ASKED, "text"),
        Column("kind", _("kind"), _("What kind of event."), "text"),
        Column("state", _("state"), _("Announced, held or cancelled."), "text"),
        Column("start", _("first day"), _AS_KNOWN, "text"),
        Column("end", _("last day"), _AS_KNOWN, "text"),
        Column("starts_at", _("starts at"), _EXACT, "text"),
        Column("ends_at", _("ends at"), _EXACT, "text"),
        Column("mode", _("how it is held"), _("On site, online, or both."), "text"),
        Column("place", _("place"), _ASKED, "text"),
        Column("planned_place", _("place that was planned"), _("Where it was moved."), "text"),
        Column("hosts", _("hosts"), _("Their names in addresses."), "text"),
        Column("learnt", _("what was learnt"), _ASKED, "text"),
        Column("synthetic", _("synthetic"), _MADE_UP, "text"),
    ),
    rows=event_rows,
    filters=_FILTERS,
    public=True,
)
PRACTICES = Table(
    name="good_practices",
    title=_("Good practices"),
    description=_("What worked in one region, told so that another can do it; once published."),
    columns=(
        _PROJECT,
        Column("practice", _("good practice"), _("Its permanent key."), "text"),
        Column("title", _("title"), _ASKED, "text"),
        Column("region", _("region"), _("Its name in addresses."), "text"),
        Column("organisation", _("brought by"), _("Its name in addresses."), "text"),
        Column("level", _("level"), _("Local, regional, national or across a border."), "text"),
        *(
            Column(name, label, _ASKED, "text")
            for name, label in (
                ("problem", _("problem")),
                ("solution", _("solution")),
                ("evidence", _("evidence of success")),
                ("difficulties", _("difficulties")),
                ("resources", _("resources needed")),
                ("transferability", _("what others can take over")),
            )
        ),
        Column("began", _("began"), _AS_KNOWN, "text"),
        Column("ended", _("ended"), _AS_KNOWN, "text"),
        Column("link", _("web address"), _("Where more is told."), "text"),
        Column("synthetic", _("synthetic"), _MADE_UP, "text"),
    ),
    rows=practice_rows,
    filters=_FILTERS,
    public=True,
)

TABLES = (EVENTS, PRACTICES)


def visitor_table(found: Iterable[Registration]) -> Table:
    """Return who registered for an event, as a table for its hosts alone."""
    rows = [
        {
            "name": one.name,
            "email": one.email,
            "organisation": one.organisation,
            "state": one.get_state_display(),
            "needs": one.needs,
            "registered_at": one.registered_at.date(),
        }
        for one in found
    ]
    return Table(
        name="registrations",
        title=_("Registrations"),
        description=_("Who registered for an event. For its hosts; forgotten 90 days after it."),
        columns=(
            Column("name", _("name"), _("As they wrote it."), "text"),
            Column("email", _("e-mail"), _("As they wrote it."), "text"),
            Column("organisation", _("organisation"), _("As they wrote it."), "text"),
            Column("state", _("state"), _("Whether they have a place."), "text"),
            Column("needs", _("what the hosts should know"), _("As they wrote it."), "text"),
            Column("registered_at", _("registered at"), _("The day."), "date"),
        ),
        rows=lambda _filters: rows,
    )
