from django.apps import AppConfig


class AmendmentsConfig(AppConfig):
    name = "headway.monitoring.amendments"
    label = "amendments"
