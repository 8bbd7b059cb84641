"""A strategy's own list of implementation statuses, each mapped to a canonical one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from headway.monitoring.strategy.lists import STATUSES, item_name
from headway.monitoring.strategy.queries.uses import Use, frame_read, status_uses, told
from headway.monitoring.strategy.rules import LONGEST_STATUS, is_done_too_early, key_for
from headway.monitoring.strategy.services.clashes import Listed, list_clashes
from headway.monitoring.strategy.services.frames import key_problem
from headway.monitoring.strategy.states import Canonical

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from headway.foundation.core.errors import Clash
    from headway.monitoring.strategy.frame import Frame, StatusOption
    from headway.monitoring.strategy.models import Strategy

Statuses = tuple["StatusOption", ...]


def keyed_statuses(statuses: Statuses) -> Statuses:
    """Return the statuses with a code for each new one, made of its word."""
    taken = {option.code for option in statuses}
    found = []
    for option in statuses:
        code = option.code or key_for(str(option.label), taken=taken, longest=LONGEST_STATUS)
        taken.add(code)
        found.append(replace(option, code=code))
    return tuple(found)


def status_problems(statuses: Statuses) -> dict[str, str]:
    """Say what is wrong with a list of statuses, each by its control."""
    problems: dict[str, str] = {}
    met: set[str] = set()
    for option in statuses:
        name = item_name(STATUSES, option.code)
        if not option.label:
            problems[f"{name}-title"] = _(
                "The status has no word. Write it in at least one language, or remove the status."
            )
        elif problem := key_problem(option.code, met, longest=LONGEST_STATUS):
            problems[f"{name}-title"] = problem
        if option.canonical not in Canonical.values:
            problems[f"{name}-canonical"] = _("Choose which of the seven common statuses it means.")
        met.add(option.code)
    return problems


def use_problems(strategy: Strategy, wanted: Statuses, *, at: datetime) -> dict[str, str]:
    """Refuse to take a status from measures that have it, or to turn it into “done” too early.

    Three queries, if one is taken out or means another thing.
    """
    canonical = {option.code: option.canonical for option in wanted}
    changed = {
        option.code: option
        for option in strategy.statuses
        if canonical.get(option.code) != option.canonical
    }
    uses = status_uses(strategy, changed) if changed else {}
    if not uses:
        return {}
    on = at.astimezone(ZoneInfo(strategy.time_zone)).date()
    frame = frame_read(strategy, on=on)
    problems = {}
    for code, used in uses.items():
        name, word = item_name(STATUSES, code), listed(changed[code]).name
        if code not in canonical:
            said = {"name": word, "uses": told(used, frame)}
            problems[f"{name}-DELETE"] = _removal() % said
        elif early := _too_early(used, canonical[code], frame, on):
            said = {"name": word, "uses": told(early, frame)}
            problems[f"{name}-canonical"] = _earliness() % said
    return problems


def _removal() -> str:
    return _("“%(name)s” cannot be removed. In use by %(uses)s. Set another status there first.")


def _earliness() -> str:
    return _(
        "“%(name)s” cannot mean this yet: a continuous measure is not done before the horizon. "
        "In use by %(uses)s. Set another status there first."
    )


def _too_early(uses: tuple[Use, ...], canonical: str, frame: Frame, on: date) -> tuple[Use, ...]:
    """Return those that would be called done before the horizon."""
    return tuple(
        use
        for use in uses
        if is_done_too_early(kind=use.kind, canonical=canonical, horizon=frame.horizon, on=on)
    )


def status_clashes(theirs: Statuses, mine: Statuses) -> Iterator[Clash]:
    return list_clashes(STATUSES, _("Status"), map(listed, theirs), map(listed, mine))


def listed(option: StatusOption) -> Listed:
    meaning = dict(Canonical.choices).get(option.canonical, option.canonical)
    parts: dict[str, tuple[str, object]] = {
        "title": (_("Word"), option.label),
        "canonical": (_("Means"), str(meaning)),
    }
    return Listed(option.code, option.label, parts)
