from django.apps import AppConfig


class AmendmentsConfig(AppConfig):
    name = "headway.monitoring.amendments"
    label = "amendments"

    def ready(self) -> None:
        from headway.monitoring.amendments import receivers  # noqa: PLC0415 -- needs the models

        receivers.subscribe()
