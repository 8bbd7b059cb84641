from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "headway.front.workspace"
    label = "workspace"
