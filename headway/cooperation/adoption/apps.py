from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from headway.cooperation.plans.hooks import PLAN_WAYS, STEP_WAYS


class AdoptionConfig(AppConfig):
    name = "headway.cooperation.adoption"
    label = "adoption"

    def ready(self) -> None:
        from headway.cooperation.adoption import doors, receivers  # noqa: PLC0415 -- need the models

        PLAN_WAYS.add("adoption:plan", _("Adoption and amendments"))
        STEP_WAYS.update(
            ask_for_adoption="adoption:ask", adopt="adoption:plan", hand_back="adoption:plan"
        )
        doors.open_all()
        receivers.connect()
