from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "headway.foundation.attachments"
    label = "attachments"
