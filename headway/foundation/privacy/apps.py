from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "headway.foundation.privacy"
    label = "privacy"
