from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "headway.front.portal"
    label = "portal"
