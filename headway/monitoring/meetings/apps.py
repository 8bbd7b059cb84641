from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "headway.monitoring.meetings"
    label = "meetings"

    def ready(self) -> None:
        from headway.monitoring.meetings import receivers  # noqa: PLC0415 -- needs the models

        receivers.subscribe()
