from django.apps import AppConfig


class FormatsConfig(AppConfig):
    name = "headway.foundation.formats"
    label = "formats"
