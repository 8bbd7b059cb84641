from django.apps import AppConfig

from headway.foundation.audit import verbs


class AuditConfig(AppConfig):
    name = "headway.foundation.audit"
    label = "audit"

    def ready(self) -> None:
        verbs.discover()
