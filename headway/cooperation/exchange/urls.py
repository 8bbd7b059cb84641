"""Addresses of events and good practices: what everybody reads, and what partners keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from headway.cooperation.exchange.views import (
    events,
    material,
    pictures,
    practices,
    public,
    registering,
    talking,
)

if TYPE_CHECKING:
    from django.urls import URLPattern

PUBLIC = "projects/<slug:slug>/events/"
EVENT = f"{PUBLIC}<slug:key>/"
KEPT = f"workspace/{PUBLIC}"
OWN = f"workspace/{EVENT}"
PRACTICES = "projects/<slug:slug>/practices/"
PRACTICE = f"{PRACTICES}<slug:key>/"
BROUGHT = f"workspace/{PRACTICES}"
BROUGHT_ONE = f"workspace/{PRACTICE}"
COPY = "pictures/<slug:picture>/<int:width>.<slug:ending>"

app_name = "exchange"
urlpatterns: list[URLPattern] = [
    path(PUBLIC, public.events, name="events"),
    path(f"{PUBLIC}events.ics", public.calendar_of, name="calendar"),
    path(EVENT, public.event, name="event"),
    path(f"{EVENT}event.ics", public.event_calendar, name="event_calendar"),
    path(f"{EVENT}material/<slug:material>/", material.file, name="material"),
    path(f"{EVENT}register/", registering.register, name="register"),
    path("registrations/<str:token>/", registering.registration, name="registration"),
    path(KEPT, events.events, name="events_kept"),
    path(f"{KEPT}add/", events.add, name="event_add"),
    path(OWN, events.event, name="event_kept"),
    path(f"{OWN}edit/", events.edit, name="event_edit"),
    path(f"{OWN}programme/", events.programme, name="programme"),
    path(f"{OWN}outcome/", events.outcome, name="outcome"),
    path(f"{OWN}steps/<slug:step>/", events.step, name="event_step"),
    path(f"{OWN}cancel/", events.cancel, name="event_cancel"),
    path(f"{OWN}material/add/", material.add, name="material_add"),
    path(f"{OWN}material/<slug:material>/", material.kept_file, name="material_kept"),
    path(f"{OWN}material/<slug:material>/remove/", material.remove, name="material_remove"),
    path(f"{OWN}registrations/", registering.visitors, name="visitors"),
    path(f"{OWN}registrations.xlsx", registering.visitors_workbook, name="visitors_workbook"),
    path(PRACTICES, practices.practices, name="practices"),
    path(PRACTICE, practices.practice, name="practice"),
    path(BROUGHT, practices.practices_kept, name="practices_kept"),
    path(f"{BROUGHT}add/", practices.add, name="practice_add"),
    path(BROUGHT_ONE, practices.kept_page, name="practice_kept"),
    path(f"{BROUGHT_ONE}edit/", practices.edit, name="practice_edit"),
    path(f"{BROUGHT_ONE}steps/<slug:step>/", practices.step, name="practice_step"),
    path(f"{BROUGHT_ONE}decide/", practices.decide, name="practice_decide"),
    path(f"{PRACTICE}{COPY}", pictures.copy, name="picture"),
    path(f"{BROUGHT_ONE}{COPY}", pictures.kept_copy, name="picture_kept"),
    path(f"{BROUGHT_ONE}pictures/add/", pictures.add, name="picture_add"),
    path(f"{BROUGHT_ONE}pictures/<int:pk>/remove/", pictures.remove, name="picture_remove"),
    path(f"{BROUGHT_ONE}say/", talking.say, name="practice_say"),
]
