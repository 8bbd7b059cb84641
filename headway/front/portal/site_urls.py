"""Addresses outside the languages."""

from django.urls import path

from headway.front.portal import site_views

app_name = "site"
urlpatterns = [
    path("", site_views.root, name="root"),
    path("healthz/live", site_views.live, name="live"),
    path("healthz/ready", site_views.ready, name="ready"),
    path("healthz/arrival", site_views.arrival, name="arrival"),
    path("robots.txt", site_views.robots, name="robots"),
    path("sitemap.xml", site_views.sitemap, name="sitemap"),
    path(".well-known/security.txt", site_views.security, name="security"),
]
