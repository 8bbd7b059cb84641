from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from headway.monitoring.meetings.hooks import MEETING_WAYS


class WorkspaceConfig(AppConfig):
    name = "headway.front.workspace"
    label = "workspace"

    def ready(self) -> None:
        MEETING_WAYS.add("workspace:agenda", _("Take up what waits"))
