from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.notices.states import MailState

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User


class MailQuerySet(ScopedQuerySet["Mail"]):
    def visible_to(self, user: User) -> Self:
        """Administrators see the outbox. Nobody else does: mails tell who is asked for what."""
        opened = self._open()
        return opened if user.is_administrator else opened.none()


class Mail(models.Model):
    """A mail, written in the transaction of its cause and delivered by `headway work`.

    A private one carries a link or a code to sign in with: pages never show its text, which is
    erased once the mail is sent or given up.
    """

    unique_key = models.CharField(_("unique key"), max_length=200, unique=True)
    recipient = models.EmailField(_("recipient"))
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    is_private = models.BooleanField(_("for its recipient alone"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=MailState, default=MailState.WAITING
    )
    written_at = models.DateTimeField(_("written at"))
    due_at = models.DateTimeField(_("due at"), db_index=True)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    problem = models.TextField(_("problem"), blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=MailState.SENT) | models.Q(sent_at__isnull=False),
                name="notices_mail_sent_at_if_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(is_private=False)
                | models.Q(state=MailState.WAITING)
                | models.Q(text="", html=""),
                name="notices_mail_private_is_erased",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"
