"""Addresses of the pages that the partners of a project work on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from headway.cooperation.partnerships.views import members, projects, regions

if TYPE_CHECKING:
    from django.urls import URLPattern

PROJECT = "<slug:slug>/"

app_name = "partnerships"
urlpatterns: list[URLPattern] = [
    path("", projects.projects, name="projects"),
    path("add/", projects.create, name="create"),
    path(PROJECT, projects.project, name="project"),
    path(f"{PROJECT}edit/", projects.edit, name="edit"),
    path(f"{PROJECT}cover/", projects.cover, name="cover"),
    path(f"{PROJECT}emblem/", projects.emblem, name="emblem"),
    path(f"{PROJECT}phases/add/", projects.phase_add, name="phase_add"),
    path(f"{PROJECT}phases/<int:pk>/", projects.phase, name="phase"),
    path(f"{PROJECT}semesters/add/", projects.semester_add, name="semester_add"),
    path(f"{PROJECT}semesters/<int:pk>/", projects.semester, name="semester"),
    path(f"{PROJECT}partners/", members.members, name="members"),
    path(f"{PROJECT}partners/add/", members.member_add, name="member_add"),
    path(f"{PROJECT}partners/<int:pk>/", members.member, name="member"),
    path(f"{PROJECT}instruments/", members.instruments, name="instruments"),
    path(f"{PROJECT}instruments/add/", members.instrument_add, name="instrument_add"),
    path(f"{PROJECT}instruments/<slug:key>/", members.instrument, name="instrument"),
    path(f"{PROJECT}groups/", regions.groups, name="groups"),
    path(f"{PROJECT}groups/add/", regions.group_add, name="group_add"),
    path(f"{PROJECT}groups/<slug:key>/", regions.group, name="group"),
    path(f"{PROJECT}stages/", regions.stages, name="stages"),
    path(f"{PROJECT}stages/add/", regions.stage_add, name="stage_add"),
]
