"""What was measured: values in vintages, and the answers that are kept beside an indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.foundation.attachments.models import StoredFile
from headway.foundation.core.fields import (
    ExactDecimalField,
    ProvenanceField,
    TranslatedTextField,
)
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.organisations.models import Organisation
from headway.monitoring.indicators.models.definitions import (
    LONGEST_PERIOD,
    Indicator,
    IndicatorText,
)
from headway.monitoring.indicators.states import Flag, Missing, Word
from headway.monitoring.strategy.models import Strategy

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from headway.foundation.accounts.models import User


R = TypeVar("R", bound=models.Model)


class IndicatorRowQuerySet(ScopedQuerySet[R]):
    """Rows that belong to an indicator: as public as its definition."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        texts = IndicatorText.objects.visible_to(user).filter(
            indicator=models.OuterRef("indicator")
        )
        return self._open().filter(models.Exists(texts))


class Value(models.Model):
    """One vintage of one figure: what was said of a period, by whom, when, on what evidence.

    A correction is a new row; nothing that was said is changed. Of the rows with the same
    indicator, period, member and contributor the one received last speaks, and of several
    received together the one recorded last.
    """

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, verbose_name=_("indicator"), related_name="values"
    )
    period = models.CharField(_("period"), max_length=LONGEST_PERIOD)
    period_end = models.DateField(_("end of the period"))
    member = models.CharField(_("part of a breakdown"), max_length=40, blank=True)
    """Key of a breakdown; empty for the whole, which alone is judged."""
    contributor = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("contributing organisation"),
        related_name="+",
    )
    """Whose part this is, where several add up."""
    value = ExactDecimalField(_("value"))
    numerator = ExactDecimalField(_("numerator"))
    denominator = ExactDecimalField(_("denominator"))
    words = TranslatedTextField(_("value in words"), blank=True)
    missing = models.CharField(
        _("why there is no value"), max_length=20, choices=Missing, blank=True
    )
    flag = models.CharField(_("flag"), max_length=12, choices=Flag, blank=True)
    received_at = models.DateTimeField(_("received at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    reporter = models.CharField(_("reporter"), max_length=200, blank=True)
    acceptor = models.CharField(_("accepted by"), max_length=200)
    reason = models.TextField(_("reason for the change"), blank=True)
    evidence = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("evidence"),
        related_name="+",
    )
    evidence_address = models.URLField(_("address of the evidence"), max_length=500, blank=True)
    provenance = ProvenanceField(_("sources"))
    is_latest = models.BooleanField(_("stands now"), default=True)

    objects = IndicatorRowQuerySet["Value"].as_manager()

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "member"],
                condition=Q(is_latest=True, contributor__isnull=True),
                name="indicators_value_one_stands",
            ),
            models.UniqueConstraint(
                fields=["indicator", "period", "member", "contributor"],
                condition=Q(is_latest=True, contributor__isnull=False),
                name="indicators_value_one_stands_of_each",
            ),
            models.CheckConstraint(
                condition=Q(missing="")
                | Q(value__isnull=True, numerator__isnull=True, denominator__isnull=True),
                name="indicators_value_or_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["indicator", "period_end"], name="indicators_value_order"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.period}: {self.value}"


class Kept(models.Model):
    """The latest answer about an indicator, renewed with every change and past `holds_until`."""

    indicator = models.OneToOneField(
        Indicator,
        models.CASCADE,
        primary_key=True,
        verbose_name=_("indicator"),
        related_name="kept",
    )
    strategy = models.ForeignKey(
        Strategy, models.CASCADE, verbose_name=_("strategy"), related_name="+", db_index=False
    )
    verdict = models.CharField(_("verdict"), max_length=15, choices=Word)
    method = models.CharField(_("method"), max_length=20, blank=True)
    value = ExactDecimalField(_("value"))
    period = models.CharField(_("period"), max_length=LONGEST_PERIOD, blank=True)
    answer = models.JSONField(_("answer"), default=dict)
    """The whole assessment and the sparkline, as `answers.py` writes them."""
    tops = models.TextField(_("top nodes"), blank=True)
    """Paths of the top nodes under which it stands, in order, with a blank between them."""
    holds_until = models.DateField(_("holds until"), null=True, blank=True)
    """The first day on which the calendar alone may change the verdict; none if it cannot."""

    objects = IndicatorRowQuerySet["Kept"].as_manager()

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        indexes = [
            models.Index(
                fields=["strategy", "tops", "verdict", "holds_until"],
                name="indicators_kept_rollup",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.verdict}"
