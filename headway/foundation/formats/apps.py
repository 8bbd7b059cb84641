from django.apps import AppConfig

from headway.foundation.formats import registry


class FormatsConfig(AppConfig):
    name = "headway.foundation.formats"
    label = "formats"

    def ready(self) -> None:
        registry.discover()
