"""Words of which indicators are made: levels, directions, flags, and why a value is missing."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Depth(TextChoices):
    """What an indicator measures, from what goes in to what changes in the end."""

    INPUT = "input", pgettext_lazy("indicator", "input")
    PRODUCT = "product", pgettext_lazy("indicator", "product")
    RESULT = "result", pgettext_lazy("indicator", "result")
    IMPACT = "impact", pgettext_lazy("indicator", "impact")


class Direction(TextChoices):
    """Which way is better."""

    UP = "up", _("more is better")
    DOWN = "down", _("less is better")
    KEEP = "keep", _("to be kept as it is")
    BAND = "band", _("to be kept within a band")


class Frequency(TextChoices):
    """How often a value is expected. `IRREGULAR` is never overdue."""

    MONTH = "month", _("every month")
    QUARTER = "quarter", _("every quarter")
    HALF_YEAR = "half_year", _("every half-year")
    YEAR = "year", _("every year")
    IRREGULAR = "irregular", _("now and then")


class Flag(TextChoices):
    """What its reporter says of the quality of a value."""

    PROVISIONAL = "provisional", _("provisional")
    ESTIMATED = "estimated", _("estimated")
    REVISED = "revised", _("revised")


class Missing(TextChoices):
    """Why a period has no value. A blank says nothing; this says why."""

    NOT_COLLECTED = "not_collected", _("not collected")
    NOT_YET_PUBLISHED = "not_yet_published", _("not yet published")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    CONFIDENTIAL = "confidential", _("confidential")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Word(TextChoices):
    """The eight verdicts; their words, shapes and colours are those of `ui.shapes`."""

    ACHIEVED = "achieved", _("achieved")
    ON_PATH = "on_path", _("on path")
    BEHIND = "behind", _("behind")
    WRONG_WAY = "wrong_way", _("wrong way")
    NO_CHANGE = "no_change", _("no change")
    NOT_YET_DUE = "not_yet_due", _("not yet due")
    NOT_REPORTED = "not_reported", _("not reported")
    NOT_ASSESSABLE = "not_assessable", _("not assessable")


class Reason(TextChoices):
    """Why something is not assessable."""

    NO_VALUE = "no_value", _("there is no value")
    NO_BASELINE = "no_baseline", _("there is no baseline")
    NO_TARGET = "no_target", _("there is no target")
    SAME_YEAR = "same_year", _("the value is of the baseline’s own year")
    TOO_SHORT = "too_short", _("the values lie less than a year apart")
    BOTH_SIGNS = "both_signs", _("the series has values above and below zero")
    TOO_FEW = "too_few", _("there are too few values")
    ALREADY_THERE = "already_there", _("the baseline equals the target")
    NOT_NUMERIC = "not_numeric", _("the values are words")
    UNFIT = "unfit", _("the method does not fit this kind of indicator")
