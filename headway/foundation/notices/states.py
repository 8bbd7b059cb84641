"""The states of a mail in the outbox."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.states import StateTable, Step


class MailState(TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")


MAIL_STEPS = StateTable(
    start=MailState.WAITING,
    steps={
        "deliver": Step((MailState.WAITING,), MailState.SENT),
        "give_up": Step((MailState.WAITING,), MailState.FAILED),
        "retry": Step((MailState.FAILED,), MailState.WAITING),
    },
)
