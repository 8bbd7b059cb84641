"""What changed in a policy because of a plan, with what shows it."""

from __future__ import annotations

from datetime import MINYEAR
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.cooperation.implementation.models.progress import KEY_LENGTH, LONGEST_NAME
from headway.cooperation.implementation.states import ChangeKind, ChangeState
from headway.cooperation.partnerships.models import led_by
from headway.cooperation.plans.models import Plan, written_by
from headway.foundation.attachments.models import StoredFile
from headway.foundation.core.fields import PartialDateField, ProvenanceField, TranslatedTextField
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.organisations.models import Organisation


class PolicyChangeQuerySet(ScopedQuerySet["PolicyChange"]):
    def visible_to(self, user: Any) -> Self:  # noqa: ANN401 -- a person, or nobody
        """Show confirmed changes to all; others to the plan's authors and the lead partner."""
        opened = self._open()
        if getattr(user, "reads_everything", False):
            return opened
        seen = Q(state=ChangeState.CONFIRMED)
        if user.pk is not None:
            seen |= Q(plan__in=written_by(user).values("pk"))
            seen |= Q(plan__project__in=led_by(user).values("project"))
        return opened.filter(seen)


class PolicyChange(models.Model):
    """One change of a policy instrument that a plan led to. It rests on an address or a file."""

    key = models.CharField(_("key"), max_length=LENGTH, unique=True)
    plan = models.ForeignKey(
        Plan, models.PROTECT, verbose_name=_("plan"), related_name="policy_changes"
    )
    action_key = models.CharField(_("key of the planned action"), max_length=KEY_LENGTH, blank=True)
    action_title = TranslatedTextField(_("title of the planned action"), blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("who tells"), related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=ChangeKind)
    title = TranslatedTextField(_("title"))
    about = TranslatedTextField(_("what changed"), blank=True)
    happened_on = PartialDateField(_("date"), null=False, blank=False)
    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    evidence_title = TranslatedTextField(_("evidence"))
    evidence_address = models.URLField(_("address of the evidence"), max_length=500, blank=True)
    evidence_file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("file of the evidence"),
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ChangeState, default=ChangeState.TOLD
    )
    state_since = models.DateTimeField(_("in this state since"))
    confirmed_by = models.CharField(_("confirmed by"), max_length=LONGEST_NAME, blank=True)
    asked_words = models.TextField(_("what the lead partner asks"), blank=True)
    provenance = ProvenanceField(_("sources"))
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = PolicyChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy change")
        verbose_name_plural = _("policy changes")
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence_file__isnull=False) | ~Q(evidence_address=""),
                name="implementation_change_has_evidence",
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def when(self) -> PartialDate:
        """The date, which every row has."""
        return self.happened_on or PartialDate(MINYEAR)
