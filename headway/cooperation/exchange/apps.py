from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "headway.cooperation.exchange"
    label = "exchange"

    def ready(self) -> None:
        from headway.cooperation.exchange import doors  # noqa: PLC0415 -- needs the models

        doors.open_all()
