"""Addresses for programs. They carry no language and stay: mount under `api/v1/`."""

from django.urls import path

from headway.front.api import views

app_name = "api"
urlpatterns = [
    path("openapi.json", views.openapi, name="description"),
    path("tables/", views.tables, name="tables"),
    path("tables/<slug:name>.<slug:code>", views.table, name="table"),
]
