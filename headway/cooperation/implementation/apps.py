from django.apps import AppConfig


class ImplementationConfig(AppConfig):
    name = "headway.cooperation.implementation"
    label = "implementation"

    def ready(self) -> None:
        from headway.cooperation.implementation import (  # noqa: PLC0415 -- needs the models
            doors,
            receivers,
        )

        receivers.subscribe()
        doors.open_all()
