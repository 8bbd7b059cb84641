from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.foundation.accounts.models import User
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.notices.states import MailState


class MailQuerySet(ScopedQuerySet["Mail"]):
    def visible_to(self, user: User) -> Self:
        """Administrators see the outbox. Nobody else does: mails tell who is asked for what."""
        opened = self._open()
        return opened if user.is_administrator else opened.none()


class Mail(models.Model):
    """A mail, written in the transaction of its cause and delivered by `headway work`.

    A private one carries a link or a code to sign in with: pages never show its text, which is
    erased once the mail is sent or given up. A notice with a personal link holds a mark in its
    text where the link goes; the link itself is erased in the same way. What is enclosed is a
    short text that programs read, such as an invitation to a calendar.
    """

    unique_key = models.CharField(_("unique key"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    about_type = models.CharField(_("about a"), max_length=60, blank=True)
    about_key = models.CharField(_("about"), max_length=60, blank=True)
    scope = models.CharField(_("part of"), max_length=100, blank=True)
    person = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    recipient = models.EmailField(_("recipient"))
    reply_to = models.EmailField(_("answers go to"), blank=True)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    enclosed = models.TextField(_("enclosed text"), blank=True)
    enclosed_name = models.CharField(_("name of what is enclosed"), max_length=100, blank=True)
    enclosed_type = models.CharField(_("type of what is enclosed"), max_length=100, blank=True)
    link = models.TextField(_("personal link"), blank=True)
    has_link = models.BooleanField(_("carries a personal link"), default=False)
    is_private = models.BooleanField(_("for its recipient alone"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=MailState, default=MailState.WAITING
    )
    written_at = models.DateTimeField(_("written at"))
    due_at = models.DateTimeField(_("due at"), db_index=True)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("refused at"), null=True, blank=True)
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
                | models.Q(text="", html="", enclosed=""),
                name="notices_mail_private_is_erased",
            ),
            models.CheckConstraint(
                condition=models.Q(state=MailState.WAITING) | models.Q(link=""),
                name="notices_mail_link_is_erased",
            ),
            models.CheckConstraint(
                condition=models.Q(has_link=True) | models.Q(link=""),
                name="notices_mail_link_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(enclosed="")
                | (~models.Q(enclosed_name="") & ~models.Q(enclosed_type="")),
                name="notices_mail_enclosed_is_named",
            ),
            models.CheckConstraint(
                condition=models.Q(state=MailState.BOUNCED, bounced_at__isnull=False)
                | (~models.Q(state=MailState.BOUNCED) & models.Q(bounced_at__isnull=True)),
                name="notices_mail_bounced_at",
            ),
        ]
        indexes = [
            models.Index(fields=["about_type", "about_key"], name="notices_mail_about"),
            models.Index(fields=["scope"], name="notices_mail_scope"),
            models.Index(fields=["recipient"], name="notices_mail_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"

    @property
    def is_emptied(self) -> bool:
        """Whether its text was erased for its age alone."""
        return not self.is_private and not self.has_link and not self.text

    @property
    def is_repeatable(self) -> bool:
        """Whether it can go out again: what was erased cannot."""
        return not (self.is_private or self.has_link or self.is_emptied)
