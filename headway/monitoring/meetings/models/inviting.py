"""What members say to an invitation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.monitoring.meetings.models.bodies import LONGEST_NAME, Member
from headway.monitoring.meetings.models.meetings import Meeting, OfMeetingQuerySet
from headway.monitoring.meetings.states import Answer


class Reply(models.Model):
    """Whether a member comes to a meeting, or who stands in."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name=_("meeting"), related_name="replies"
    )
    member = models.ForeignKey(Member, models.PROTECT, verbose_name=_("member"), related_name="+")
    answer = models.CharField(_("answer"), max_length=12, choices=Answer)
    substitute = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("substituted by"),
        related_name="+",
    )
    substitute_name = models.CharField(
        _("name of the substitute"), max_length=LONGEST_NAME, blank=True
    )
    sequence = models.PositiveIntegerField(_("sequence number"))
    """That of the meeting when it was answered: what moves it asks anew."""
    answered_at = models.DateTimeField(_("answered at"))

    objects = OfMeetingQuerySet["Reply"].as_manager()

    class Meta:
        verbose_name = _("answer to an invitation")
        verbose_name_plural = _("answers to invitations")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="meetings_replies_once"),
            models.CheckConstraint(
                condition=Q(answer=Answer.SUBSTITUTED)
                | Q(substitute__isnull=True, substitute_name=""),
                name="meetings_reply_substitute",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_answer_display()}"

    @property
    def stands_in(self) -> str:
        """Who comes instead of the member; empty where nobody does."""
        return str(self.substitute) if self.substitute else self.substitute_name
