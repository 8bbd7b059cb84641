from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    name = "headway.cooperation.adoption"
    label = "adoption"
