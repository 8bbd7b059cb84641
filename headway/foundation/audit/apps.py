from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "headway.foundation.audit"
    label = "audit"
