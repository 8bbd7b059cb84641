"""What operations and their misfits are called on a page, in the language that is active."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.periods import Period
from headway.foundation.core.provenance import Provenance
from headway.foundation.core.texts import TranslatedText
from headway.monitoring.amendments.facts import STRATEGY, TOP
from headway.monitoring.amendments.kinds import KINDS
from headway.monitoring.amendments.kinds.base import INDICATOR, INDICATOR_PARTS, NODE_PARTS
from headway.monitoring.amendments.states import Misfit
from headway.monitoring.indicators.kinds import KINDS as INDICATOR_KINDS
from headway.monitoring.indicators.methods import METHODS
from headway.monitoring.indicators.states import Depth, Direction, Frequency
from headway.monitoring.indicators.wording import figure
from headway.monitoring.strategy.funding import Funding
from headway.monitoring.strategy.states import NodeKind, Responsible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from headway.monitoring.amendments.facts import Doubt
    from headway.monitoring.amendments.models import Operation

TEXTS = frozenset({"title", "description", "definition", "unit", "verification", "method_reason"})
"""Parts that are texts in several languages: their redline is by words."""


def titled(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the title of a text with its code before it, in each language, as JSON."""
    title, code = TranslatedText.from_json(said.get("title")), said.get("code", "")
    if not title:
        return TranslatedText.of({"en": code}).as_json() if code else {}
    return {
        language: {**entry, "words": f"{code} {entry['words']}".strip()}
        for language, entry in title.as_json().items()
    }


def organisation_name(slug: str) -> str:
    """Return under what an operation keeps the name of an organisation."""
    return f"organisation:{slug}"


def sector_name(key: str) -> str:
    return f"sector:{key}"


def sentence_of(operation: Operation) -> str:
    """Say what an operation does: “Word 1.3.4 Green port anew”."""
    said = str(KINDS[operation.kind].sentence)
    return said % {"name": name_in(operation.names, operation.thing_key)}


def name_in(names: Any, key: str) -> str:  # noqa: ANN401 -- as it was kept
    """Return what something was called when an operation was written; its key, if nobody knows."""
    text = TranslatedText.from_json(names.get(key))
    return text.passage(get_language() or text.original).words or key


def label_of(operation: Operation, part: str) -> str:
    """Return what a part of a text is called."""
    return part_label(KINDS[operation.kind].thing, part)


def part_label(thing: str, part: str) -> str:
    """Return what a part of the text of a node or of an indicator is called."""
    labels = INDICATOR_PARTS if thing == INDICATOR else NODE_PARTS
    return str(labels.get(part, part))


def told(doubt: Doubt, operation: Operation) -> str:
    """Say why an operation does not fit, and of what."""
    label = label_of(operation, doubt.part)
    other = name_in(operation.names, doubt.other)
    sentences: dict[str, Callable[[], str]] = {
        Misfit.CHANGED: lambda: (
            _("“%(part)s” was changed since this was written.") % {"part": label}
        ),
        Misfit.ALREADY: lambda: _("The text says so already."),
        Misfit.GONE: lambda: (
            _("%(name)s has ended, or is not there.")
            % {"name": name_in(operation.names, operation.thing_key)}
        ),
        Misfit.PARENT_GONE: lambda: (
            _("%(name)s, under which it is to stand, is not there.") % {"name": other}
        ),
        Misfit.NEIGHBOUR_GONE: lambda: (
            _("%(name)s, after which it is to stand, is not there.") % {"name": other}
        ),
        Misfit.BELOW_ITSELF: lambda: _("It would stand below itself. Choose another parent."),
        Misfit.CODE_TAKEN: lambda: (
            _("The code %(code)s is taken. Choose another.") % {"code": doubt.wanted}
        ),
        Misfit.PLACE_GONE: lambda: (
            _("%(name)s, at which it is to stand, is not there.") % {"name": other}
        ),
    }
    return sentences[doubt.misfit]()


def shown(part: str, value: Any, names: Any, *, is_indicator: bool) -> str:  # noqa: ANN401 -- as it was kept
    """Return a part of a text that is no text in languages, as a page shows it."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    words = _of_indicator(names) if is_indicator else _of_node(names)
    return words[part](value) if part in words else str(value)


def _of_node(names: Any) -> dict[str, Callable[[Any], str]]:  # noqa: ANN401 -- as it was kept
    return {
        "kind": lambda code: str(dict(NodeKind.choices).get(code, code)),
        "sectors": lambda keys: ", ".join(name_in(names, sector_name(key)) for key in keys),
        "start": _date,
        "due": _date,
        "duties": lambda rows: "; ".join(_duty(names, *row) for row in rows),
        "funding": lambda value: str(Funding.from_json(value)),
        "parent": lambda key: name_in(names, key) if key != TOP else "",
        "after": lambda key: name_in(names, key) if key != TOP else "",
    }


def _of_indicator(names: Any) -> dict[str, Callable[[Any], str]]:  # noqa: ANN401 -- as it was kept
    return {
        "kind": lambda code: str(INDICATOR_KINDS[code].label),
        "depth": lambda code: str(Depth(code).label),
        "direction": lambda code: str(Direction(code).label),
        "frequency": lambda code: str(Frequency(code).label),
        "method": lambda code: str(METHODS[code].title),
        "floor": _number,
        "ceiling": _number,
        "baseline": _number,
        "baseline_period": lambda text: Period.parse(text).worded(),
        "organisation": lambda slug: name_in(names, organisation_name(slug)),
        "places": lambda keys: "; ".join(_spot(names, key) for key in keys),
        "breakdowns": lambda rows: "; ".join(_passage(title) for _key, title in rows),
        "targets": lambda rows: "; ".join(target_worded(row) for row in rows),
        "provenance": lambda value: "; ".join(
            source.label for source in Provenance.from_json(value).sources
        ),
    }


def target_worded(row: Mapping[str, Any]) -> str:
    """Say a target: “2030: 1,000”, with its bounds, if it has two, and its reason."""
    low, high = _number(row.get("low", "")), _number(row.get("high", ""))
    span = low if low == high else f"{low or '…'}–{high or '…'}"
    milestone = _("milestone") if row.get("is_milestone") else ""
    said = f"{Period.parse(row['period']).worded()}: {span}"
    return ", ".join(part for part in (said, milestone, _passage(row.get("reason"))) if part)


def _duty(names: Any, slug: str, role: str, since: str, until: str) -> str:  # noqa: ANN401
    span = f", {since}–{until}" if since or until else ""
    return f"{name_in(names, organisation_name(slug))} ({Responsible(role).label}{span})"


def _spot(names: Any, key: str) -> str:  # noqa: ANN401 -- as it was kept
    return _("the strategy itself, as an ambition") if key == STRATEGY else name_in(names, key)


def _passage(text: Mapping[str, Mapping[str, str]] | None) -> str:
    said = TranslatedText.from_json(text)
    return said.passage(get_language() or said.original).words


def _date(text: str) -> str:
    return PartialDate.parse(text).worded()


def _number(text: str) -> str:
    return figure(Decimal(text)) if text else ""
