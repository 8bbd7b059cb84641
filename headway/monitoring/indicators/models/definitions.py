"""What is measured: indicators with their definitions, places and targets, edition by edition.

A definition is *text*: like the text of a node it holds from one edition until another, so that a
target that was revised still stands in the edition that set it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.fields import (
    ExactDecimalField,
    ProvenanceField,
    TranslatedTextField,
)
from headway.foundation.core.keys import LENGTH
from headway.foundation.core.plurals import many
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.models import Organisation
from headway.monitoring.indicators.states import Depth, Direction, Frequency
from headway.monitoring.strategy.models import (
    FOREVER,
    EditionRowQuerySet,
    Node,
    Strategy,
)

LONGEST_PERIOD = len("2026-06-30")


class Indicator(models.Model):
    """What stays when a definition is worded anew: the thing that values belong to."""

    strategy = models.ForeignKey(
        Strategy, models.CASCADE, verbose_name=_("strategy"), related_name="indicators"
    )
    key = models.CharField(_("key"), max_length=LENGTH, unique=True)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return self.key


class IndicatorText(models.Model):
    """What an indicator measures and how, from one edition until another."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, verbose_name=_("indicator"), related_name="texts"
    )
    strategy = models.ForeignKey(
        Strategy, models.CASCADE, verbose_name=_("strategy"), related_name="+"
    )
    from_number = models.PositiveIntegerField(_("from edition"))
    until_number = models.PositiveIntegerField(_("until edition"), default=FOREVER)
    place = models.PositiveIntegerField(_("place"), default=0)
    """Where it stands among the indicators of one node, or of the strategy."""
    code = models.CharField(_("code"), max_length=40, blank=True)
    title = TranslatedTextField(_("title"))
    definition = TranslatedTextField(_("definition"), blank=True)
    depth = models.CharField(_("level"), max_length=10, choices=Depth, blank=True)
    kind = models.CharField(_("kind"), max_length=20)
    """A code of the registry of kinds."""
    unit = TranslatedTextField(_("unit"), blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    """How many decimals are shown; all that were entered are kept."""
    direction = models.CharField(
        _("direction"), max_length=5, choices=Direction, default=Direction.UP
    )
    floor = ExactDecimalField(_("natural lower limit"))
    ceiling = ExactDecimalField(_("natural upper limit"))
    baseline = ExactDecimalField(_("baseline"))
    baseline_period = models.CharField(
        _("period of the baseline"), max_length=LONGEST_PERIOD, blank=True
    )
    has_no_baseline = models.BooleanField(_("has no baseline"), default=False)
    """There is none, and none is expected; otherwise an empty baseline is not known yet."""
    frequency = models.CharField(
        _("frequency"), max_length=10, choices=Frequency, default=Frequency.YEAR
    )
    lag_days = models.PositiveSmallIntegerField(_("days until a value is due"), default=90)
    """How long after the end of a period its value is expected."""
    verification = TranslatedTextField(_("means of verification"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("responsible organisation"),
        related_name="+",
    )
    is_key = models.BooleanField(_("key indicator"), default=False)
    method = models.CharField(_("method"), max_length=20, blank=True)
    """A name of the registry of methods; empty for the strategy's own."""
    method_reason = TranslatedTextField(_("why this method"), blank=True)
    breakdowns = models.JSONField(_("breakdowns"), default=list, blank=True)
    """Few, named: [{"key": "women", "title": {…texts…}}, …]."""
    provenance = ProvenanceField(_("sources"))
    folded = models.TextField(_("search key"), blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = EditionRowQuerySet["IndicatorText"].as_manager()

    class Meta:
        verbose_name = _("definition of an indicator")
        verbose_name_plural = _("definitions of indicators")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "from_number"], name="indicators_text_once"
            ),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True) | ~Q(baseline_period=""),
                name="indicators_baseline_has_a_period",
            ),
        ]
        indexes = [models.Index(fields=["strategy", "place"], name="indicators_text_order")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()

    @property
    def unit_in_plural(self) -> TranslatedText:
        """The unit as it stands for itself, without the forms that go with other numbers."""
        words = {language: many(said.words) for language, said in self.unit.wordings.items()}
        return TranslatedText.of(words, original=self.unit.original)


class Placement(models.Model):
    """Where an indicator stands: at a node, or at the strategy itself as one of its ambitions."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, verbose_name=_("indicator"), related_name="placements"
    )
    strategy = models.ForeignKey(
        Strategy, models.CASCADE, verbose_name=_("strategy"), related_name="+"
    )
    node = models.ForeignKey(
        Node,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("node"),
        related_name="indicator_placements",
    )
    from_number = models.PositiveIntegerField(_("from edition"))
    until_number = models.PositiveIntegerField(_("until edition"), default=FOREVER)

    objects = EditionRowQuerySet["Placement"].as_manager()

    class Meta:
        verbose_name = _("place of an indicator")
        verbose_name_plural = _("places of indicators")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "node", "from_number"],
                condition=Q(node__isnull=False),
                name="indicators_placement_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "from_number"],
                condition=Q(node__isnull=True),
                name="indicators_ambition_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["strategy", "node", "indicator", "from_number", "until_number"],
                name="indicators_placement_node",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} – {self.node or self.strategy}"


class Target(models.Model):
    """What an indicator is to reach by the end of a period, as the strategy states it.

    A revised target is a row of a later edition; the one before stays in its own.
    """

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, verbose_name=_("indicator"), related_name="targets"
    )
    strategy = models.ForeignKey(
        Strategy, models.CASCADE, verbose_name=_("strategy"), related_name="+"
    )
    from_number = models.PositiveIntegerField(_("from edition"))
    until_number = models.PositiveIntegerField(_("until edition"), default=FOREVER)
    period = models.CharField(_("period"), max_length=LONGEST_PERIOD)
    by_day = models.DateField(_("by"))
    low = ExactDecimalField(_("at least"))
    high = ExactDecimalField(_("at most"))
    """A single figure stands in both."""
    is_milestone = models.BooleanField(_("milestone"), default=False)
    reason = TranslatedTextField(_("reason"), blank=True)
    provenance = ProvenanceField(_("sources"))

    objects = EditionRowQuerySet["Target"].as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.CheckConstraint(
                condition=Q(low__isnull=False) | Q(high__isnull=False),
                name="indicators_target_says_something",
            )
        ]
        indexes = [models.Index(fields=["indicator", "by_day"], name="indicators_target_order")]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.period}"


class MethodChoice(models.Model):
    """Which method a strategy is judged by, from a moment on; the choices before stay."""

    strategy = models.ForeignKey(
        Strategy, models.CASCADE, verbose_name=_("strategy"), related_name="method_choices"
    )
    method = models.CharField(_("method"), max_length=20)
    reason = TranslatedTextField(_("reason"), blank=True)
    chosen_at = models.DateTimeField(_("chosen at"))

    class Meta:
        verbose_name = _("choice of a method")
        verbose_name_plural = _("choices of methods")
        indexes = [models.Index(fields=["strategy", "chosen_at"], name="indicators_method_order")]

    def __str__(self) -> str:
        return f"{self.strategy}: {self.method}"
