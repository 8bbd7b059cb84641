from django.apps import AppConfig

from headway.foundation.notices import registry


class NoticesConfig(AppConfig):
    name = "headway.foundation.notices"
    label = "notices"

    def ready(self) -> None:
        registry.discover()
