"""What cannot be said of an indicator: one sentence for each part, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput
from headway.monitoring.indicators.kinds import KINDS, Stated
from headway.monitoring.indicators.methods import METHODS
from headway.monitoring.indicators.states import Depth, Direction, Frequency

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.monitoring.indicators.definition import Definition, Wanted

LONGEST_CODE = 40
MOST_DECIMALS = 6
MOST_BREAKDOWNS = 12


def refuse_bad_definition(said: Definition, *, nodes_known: Iterable[int]) -> None:
    """Go on only with a definition that can be.

    :raises BadInput: with every problem of the definition.
    """
    problems = definition_problems(said)
    if set(said.node_ids) - set(nodes_known):
        problems["node_ids"] = _("The draft has no such node. Choose from its own.")
    if problems:
        raise BadInput(problems)


def definition_problems(said: Definition) -> dict[str, str]:
    """Return what is wrong with a definition, by its parts.

    Source: methods, section 1.4; facts, section 1.3.
    """
    return (
        _wording_problems(said)
        | _choice_problems(said)
        | _figure_problems(said)
        | _target_problems(said)
    )


def _wording_problems(said: Definition) -> dict[str, str]:
    problems = {}
    if not said.title:
        problems["title"] = _("The title is missing. Write it in at least one language.")
    if len(said.code) > LONGEST_CODE:
        sentence = _("The code is too long. Shorten it to %(number)d signs.")
        problems["code"] = sentence % {"number": LONGEST_CODE}
    if not 0 <= said.decimals <= MOST_DECIMALS:
        sentence = _("Show between 0 and %(number)d decimals.")
        problems["decimals"] = sentence % {"number": MOST_DECIMALS}
    keys = [part.key for part in said.breakdowns]
    if len(set(keys)) < len(keys) or "" in keys:
        problems["breakdowns"] = _("Each part of the breakdown needs a name of its own.")
    elif len(keys) > MOST_BREAKDOWNS:
        sentence = _("Name at most %(number)d parts.")
        problems["breakdowns"] = sentence % {"number": MOST_BREAKDOWNS}
    return problems


def _choice_problems(said: Definition) -> dict[str, str]:
    missing = _("Choose one of those listed.")
    problems = {
        field: missing
        for field, value, known in (
            ("kind", said.kind, KINDS),
            ("depth", said.depth, ["", *Depth.values]),
            ("direction", said.direction, Direction.values),
            ("frequency", said.frequency, Frequency.values),
            ("method", said.method, ["", *METHODS]),
        )
        if value not in known
    }
    kind = KINDS.get(said.kind)
    turns = kind.directions if kind else ()
    if turns and "direction" not in problems and said.direction not in turns:
        problems["direction"] = _("This kind cannot have that direction. Choose another.")
    if said.method and not said.method_reason:
        problems["method_reason"] = _("Say why this indicator is judged otherwise than the rest.")
    return problems


def _figure_problems(said: Definition) -> dict[str, str]:
    problems = {}
    if said.floor is not None and said.ceiling is not None and said.floor >= said.ceiling:
        problems["ceiling"] = _("The upper limit is not above the lower one. Correct one of them.")
    if said.baseline is not None and said.baseline_period is None:
        problems["baseline_period"] = _("Say which period the baseline is of.")
    if said.baseline is not None and said.has_no_baseline:
        problems["has_no_baseline"] = _("There is a baseline. Take it out, or take this back.")
    return problems


def _target_problems(said: Definition) -> dict[str, str]:
    for wanted in said.targets:
        if problem := _target_problem(said, wanted):
            return {"targets": f"{wanted.period}: {problem}"}
    periods = [(wanted.period.last_day, wanted.is_milestone) for wanted in said.targets]
    if len(set(periods)) < len(periods):
        return {"targets": _("Two targets are for the same period. Take one out.")}
    return {}


def _target_problem(said: Definition, wanted: Wanted) -> str:
    kind = KINDS.get(said.kind)
    stated = Stated(wanted.period, wanted.low, wanted.high)
    if kind and (found := kind.target_problems(stated)):
        return " ".join(dict.fromkeys(found.values()))
    if wanted.low != wanted.high and said.direction != Direction.BAND:
        return _("Only an indicator that is kept within a band has two bounds.")
    start = said.baseline_period
    if start is not None and wanted.period.last_day <= start.last_day:
        return _("A target lies after the baseline. Correct its period.")
    return ""
