from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "headway.foundation.ui"
    label = "ui"
