from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "headway.monitoring.strategy"
    label = "strategy"
