from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "headway.foundation.accounts"
    label = "accounts"

    def ready(self) -> None:
        import_module("headway.foundation.accounts.watching").watch()  # it needs the models
