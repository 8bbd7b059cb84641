"""What the public may learn of how a plan is carried out: what the lead partner closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from headway.cooperation.implementation.models import PolicyChange, ProgressReport
from headway.cooperation.implementation.queries.tables import CLOSED
from headway.cooperation.implementation.rules import progress
from headway.cooperation.implementation.states import ChangeState, ReportState

if TYPE_CHECKING:
    from datetime import date, datetime

    from headway.cooperation.implementation.facts import ActionTold, ReportTold
    from headway.cooperation.plans.facts import Named
    from headway.cooperation.plans.models import Plan
    from headway.foundation.core.periods import Period
    from headway.foundation.core.texts import TranslatedText


@dataclass(frozen=True, slots=True)
class ToldSince:
    """What a partner said of an action in a period. Obstacles and questions stay inside."""

    when: Period
    on: date
    """The end of the period; of a report that came before it, the day on which it came."""
    organisation: Named
    words: TranslatedText
    why: TranslatedText


@dataclass(frozen=True, slots=True)
class Closed:
    """A report that the lead partner closed."""

    when: Period
    on: date
    told: ReportTold


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened since with one planned action; without a key, with the whole plan."""

    action_key: str
    title: TranslatedText
    done: int
    planned: int
    told: tuple[ToldSince, ...]
    changes: tuple[PolicyChange, ...]


def happened_since(plan: Plan) -> tuple[Happened, ...]:
    """Return what happened with each planned action, from closed reports alone. Two queries.

    Actions of which nothing was closed are left out. For everybody, signed in or not.
    """
    reports = _closed(plan)
    changes = _confirmed(plan)
    titles = {a.key: a.title for each in reports for a in each.told.actions}
    titles |= {each.action_key: each.action_title for each in changes}
    return tuple(
        _happened(
            key,
            title,
            [(each, a) for each in reports for a in each.told.actions if a.key == key],
            tuple(each for each in changes if each.action_key == key),
        )
        for key, title in titles.items()
    )


def _closed(plan: Plan) -> list[Closed]:
    rows = ProgressReport.objects.unrestricted(reason=CLOSED).filter(
        plan=plan, state=ReportState.CLOSED
    )
    found = [
        Closed(row.round.when, _day_of(row.round.when, row.closed.submitted_at), row.closed.told)
        for row in rows.select_related("round", "closed").order_by("pk")
        if row.closed
    ]
    return sorted(found, key=lambda each: each.when)


def _day_of(when: Period, submitted_at: datetime) -> date:
    return min(when.last_day, timezone.localdate(submitted_at))


def _confirmed(plan: Plan) -> tuple[PolicyChange, ...]:
    rows = PolicyChange.objects.unrestricted(reason=CLOSED).filter(
        plan=plan, state=ChangeState.CONFIRMED
    )
    return tuple(sorted(rows, key=lambda each: (each.when, each.pk)))


def _happened(
    key: str,
    title: TranslatedText,
    told: list[tuple[Closed, ActionTold]],
    changes: tuple[PolicyChange, ...],
) -> Happened:
    """Count the steps of an action as the newest report of each partner tells them."""
    newest = {s.step.key: s.standing.status for _each, a in told for s in a.steps}
    done, planned = progress(newest.values())
    words = tuple(
        ToldSince(each.when, each.on, each.told.organisation, action.words, action.why)
        for each, action in told
        if action.words or action.why
    )
    return Happened(key, title, done, planned, words, changes)
