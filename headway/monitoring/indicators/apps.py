from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "headway.monitoring.indicators"
    label = "indicators"
