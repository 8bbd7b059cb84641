"""Secret addresses at which a calendar reads meetings."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.keys import LENGTH
from headway.foundation.core.scoping import ScopedQuerySet
from headway.monitoring.meetings.models.bodies import Body


class CalendarLinkQuerySet(ScopedQuerySet["CalendarLink"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show people their own: the address is as good as their sight of the meetings."""
        opened = self._open()
        return opened.none() if user.pk is None else opened.filter(person_id=user.pk)


class CalendarLink(models.Model):
    """The right to read the meetings that a person may see, of one body or of all.

    The address is signed from the key and kept nowhere. What it shows is looked up anew each time.
    """

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="+"
    )
    body = models.ForeignKey(
        Body, models.CASCADE, null=True, blank=True, verbose_name=_("body"), related_name="+"
    )
    made_at = models.DateTimeField(_("made at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = CalendarLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "body"],
                condition=models.Q(ended_at__isnull=True, body__isnull=False),
                name="meetings_calendar_of_body_once",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at__isnull=True, body__isnull=True),
                name="meetings_calendar_of_person_once",
            ),
        ]

    def __str__(self) -> str:
        return self.key
