from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "headway.foundation.core"
    label = "core"
