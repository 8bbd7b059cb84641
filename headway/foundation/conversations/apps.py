from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "headway.foundation.conversations"
    label = "conversations"
