from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "headway.cooperation.plans"
    label = "plans"

    def ready(self) -> None:
        from headway.cooperation.plans import doors  # noqa: PLC0415 -- needs the models

        doors.open_all()
