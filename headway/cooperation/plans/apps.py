from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "headway.cooperation.plans"
    label = "plans"
