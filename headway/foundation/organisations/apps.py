from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "headway.foundation.organisations"
    label = "organisations"
