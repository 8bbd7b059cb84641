"""Mounted only where the site is a demonstration."""

from django.urls import path

from headway.demo import views

app_name = "demo"
urlpatterns = [path("enter/<str:token>/", views.enter, name="enter")]
