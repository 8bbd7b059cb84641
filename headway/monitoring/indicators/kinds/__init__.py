"""The kinds of indicator: one file each, and one line here."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from headway.monitoring.indicators.kinds.band import Band
from headway.monitoring.indicators.kinds.base import Entry, Kind, Stated
from headway.monitoring.indicators.kinds.count import Count
from headway.monitoring.indicators.kinds.cumulative import Cumulative
from headway.monitoring.indicators.kinds.difference import Difference
from headway.monitoring.indicators.kinds.flow import Flow
from headway.monitoring.indicators.kinds.growth import Growth
from headway.monitoring.indicators.kinds.multiplier import Multiplier
from headway.monitoring.indicators.kinds.qualitative import Qualitative
from headway.monitoring.indicators.kinds.rank import Rank
from headway.monitoring.indicators.kinds.share import Share
from headway.monitoring.indicators.kinds.stock import Stock
from headway.monitoring.indicators.kinds.yes_no import YesNo

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

__all__ = ["KINDS", "Entry", "Kind", "Stated", "kind_choices"]

_ALL: tuple[Kind, ...] = (
    Stock(),
    Count(),
    Flow(),
    Cumulative(),
    Share(),
    Growth(),
    Multiplier(),
    Difference(),
    Rank(),
    Band(),
    YesNo(),
    Qualitative(),
)
KINDS = MappingProxyType({kind.code: kind for kind in _ALL})
"""Kinds by code, in the order in which they are offered."""


def kind_choices() -> list[tuple[str, _StrOrPromise]]:
    """Return the choices of a column that holds a kind. Given as a callable, none migrates.

    Source: architecture, section 8 (adding an indicator kind touches one folder).
    """
    return [(kind.code, kind.label) for kind in _ALL]
