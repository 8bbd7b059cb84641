from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "headway.front.api"
    label = "api"
