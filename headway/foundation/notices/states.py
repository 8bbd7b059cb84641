"""The states of a mail in the outbox."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.states import StateTable, Step


class MailState(TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    BOUNCED = "bounced", _("Bounced")


MAIL_STEPS = StateTable(
    states=MailState,
    start=MailState.WAITING,
    steps={
        "deliver": Step((MailState.WAITING,), MailState.SENT, pgettext_lazy("step", "deliver")),
        "give_up": Step(
            (MailState.WAITING,), MailState.FAILED, pgettext_lazy("step", "give up sending")
        ),
        "bounce": Step(
            (MailState.WAITING, MailState.SENT, MailState.FAILED),
            MailState.BOUNCED,
            pgettext_lazy("step", "mark as bounced"),
        ),
        "retry": Step(
            (MailState.FAILED, MailState.BOUNCED),
            MailState.WAITING,
            pgettext_lazy("step", "send again"),
        ),
    },
)
