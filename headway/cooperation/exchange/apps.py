from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "headway.cooperation.exchange"
    label = "exchange"
