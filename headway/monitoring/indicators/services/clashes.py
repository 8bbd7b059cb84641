"""What two people wrote of one indicator, side by side, under the names of the form's controls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.provenance import Source
from headway.foundation.organisations.models import Organisation
from headway.foundation.ui.names import named
from headway.monitoring.indicators.kinds import KINDS
from headway.monitoring.indicators.kinds.base import number
from headway.monitoring.indicators.methods import METHODS
from headway.monitoring.indicators.states import Depth, Direction, Flag, Frequency, Missing
from headway.monitoring.strategy.models import NodeText
from headway.monitoring.strategy.services.clashes import clashing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from enum import Enum

    from django.utils.functional import _StrOrPromise

    from headway.foundation.core.errors import Clash
    from headway.foundation.core.provenance import Provenance
    from headway.monitoring.indicators.definition import Definition, Wanted
    from headway.monitoring.indicators.models import Value
    from headway.monitoring.indicators.services.values import Said
    from headway.monitoring.strategy.models import Edition

Shown = dict[str, tuple[str, object]]


def definition_clashes(draft: Edition, theirs: Definition, mine: Definition) -> list[Clash]:
    """Return where two definitions differ, each as its form shows it. At most two queries."""
    ids = {*theirs.node_ids, *mine.node_ids}
    nodes = {text.node_id: text for text in NodeText.objects.of(draft).filter(node__in=ids)}
    holders = [pk for pk in (theirs.organisation_id, mine.organisation_id) if pk]
    names = {one.pk: named(one) for one in Organisation.objects.filter(pk__in=holders)}
    now, wanted = (_definition(said, nodes, names) for said in (theirs, mine))
    return list(
        clashing({name: (label, now[name][1], value) for name, (label, value) in wanted.items()})
    )


def _definition(said: Definition, nodes: Mapping[int, NodeText], names: Mapping[int, str]) -> Shown:
    whole = [_("the strategy itself, as an ambition")] if said.is_ambition else []
    places = [*whole, *(named(nodes[pk]) for pk in said.node_ids if pk in nodes)]
    method = METHODS.get(said.method)
    return {
        "code": (_("Code"), said.code),
        "title": (_("Title"), said.title),
        "places": (_("Places"), places),
        "kind": (_("Kind"), str(KINDS[said.kind].label)),
        "definition": (_("Definition"), said.definition),
        "depth": (_("Level"), _word(Depth, said.depth)),
        "unit": (_("Unit"), said.unit),
        "decimals": (_("Decimals"), said.decimals),
        "direction": (_("Direction"), _word(Direction, said.direction)),
        "floor": (_("Natural lower limit"), _number(said.floor)),
        "ceiling": (_("Natural upper limit"), _number(said.ceiling)),
        "baseline": (_("Baseline"), _number(said.baseline)),
        "baseline_period": (_("Period of the baseline"), said.baseline_period),
        "has_no_baseline": (_("There is no baseline"), said.has_no_baseline),
        "targets": (_("Targets"), [_target(wanted) for wanted in said.targets]),
        "frequency": (_("Frequency"), _word(Frequency, said.frequency)),
        "lag_days": (_("Days until a value is due"), said.lag_days),
        "verification": (_("Means of verification"), said.verification),
        "organisation": (
            _("Responsible organisation"),
            names.get(said.organisation_id or 0, ""),
        ),
        "is_key": (_("Key indicator"), said.is_key),
        "method": (_("Method"), str(method.title) if method else ""),
        "method_reason": (_("Why this method"), said.method_reason),
        "breakdowns": (_("Breakdown"), [named(part.title) for part in said.breakdowns]),
        "sources": (_("Sources"), _sources(said.provenance)),
    }


def value_clashes(theirs: Value, mine: Said) -> list[Clash]:
    """Return where what stands for a period differs from what somebody says of it."""
    now, wanted = _value(theirs), _value(mine)
    return list(
        clashing({name: (label, now[name][1], value) for name, (label, value) in wanted.items()})
    )


def _value(said: Value | Said) -> Shown:
    source = next(iter(said.provenance.sources), Source(""))
    return {
        "value": (_("Value"), _number(said.value)),
        "numerator": (_("Part"), _number(said.numerator)),
        "denominator": (_("Whole"), _number(said.denominator)),
        "words": (_("Value in words"), said.words),
        "missing": (_("Why there is no value"), _word(Missing, said.missing)),
        "flag": (_("Flag"), _word(Flag, said.flag)),
        "evidence_address": (_("Address of the evidence"), said.evidence_address),
        "reporter": (_("Reported by"), said.reporter),
        "source": (_("Source"), source.label),
        "source_address": (_("Address of the source"), source.address),
    }


def _target(wanted: Wanted) -> str:
    low, high = _number(wanted.low), _number(wanted.high)
    span = low if low == high else f"{low or '…'}–{high or '…'}"
    reason = wanted.reason.passage(get_language() or "en").words
    milestone = _("milestone") if wanted.is_milestone else ""
    parts = [f"{wanted.period}: {span}", milestone, reason, *_sources(wanted.provenance)]
    return ", ".join(part for part in parts if part)


def _sources(provenance: Provenance) -> list[str]:
    return [f"{source.label} {source.address}".strip() for source in provenance.sources]


def _word(words: type[Enum], code: str) -> str:
    return str(words(code).label) if code else ""  # type: ignore[attr-defined]  # a choice of Django’s


def _number(value: Decimal | None) -> _StrOrPromise:
    return "" if value is None else number(value)
