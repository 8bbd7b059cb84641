from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "headway.cooperation.partnerships"
    label = "partnerships"
