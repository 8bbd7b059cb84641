from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "headway.monitoring.indicators"
    label = "indicators"

    def ready(self) -> None:
        from headway.monitoring.indicators import receivers  # noqa: PLC0415 -- needs the models

        receivers.subscribe()
