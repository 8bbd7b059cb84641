from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "headway.foundation.publication"
    label = "publication"
