"""Rounds: prepared, changed, opened, discarded."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput, WrongState
from headway.foundation.core.keys import new_key
from headway.foundation.core.texts import TranslatedText
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import require_version
from headway.monitoring.reporting import verbs
from headway.monitoring.reporting.models import Report, Round
from headway.monitoring.reporting.permissions import can_keep_rounds
from headway.monitoring.reporting.queries.asking import edition_asked
from headway.monitoring.reporting.services.asking import write_questions
from headway.monitoring.reporting.services.common import REASON
from headway.monitoring.reporting.services.letters import (
    LONGEST_LETTER,
    LONGEST_SUBJECT,
    announce,
    tell_deadline,
)
from headway.monitoring.reporting.states import ROUND_STEPS, RoundState
from headway.monitoring.strategy.models import Strategy
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.services.strategies import renew_if_public

if TYPE_CHECKING:
    from datetime import datetime

    from headway.monitoring.reporting.facts import ReminderPlan, RoundPlan
    from headway.monitoring.reporting.permissions import Person

MOST_REMINDERS = 12
LONGEST_REMINDER = 365  # days round the deadline


@transaction.atomic
def create_round(
    *, strategy_id: int, plan: RoundPlan, by: Person, at: datetime, key: str = ""
) -> Round:
    """Prepare a round: a draft with one report for each organisation that answers for something.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises BadInput: for a period that has a round or no edition, a deadline before its end,
        reminders that cannot be, or words that are too long.
    """
    strategy = Strategy.objects.select_for_update().get(pk=strategy_id)
    require(can_keep_rounds(by, strategy))
    edition = edition_asked(strategy, plan.period)
    problems = _problems(plan, strategy)
    if edition is None:
        sentence = _("No edition was in force on the last day of %(period)s. Choose another.")
        problems["period"] = sentence % {"period": plan.period.worded()}
    elif _has_round(strategy, plan):
        sentence = _("There is a round for %(period)s already. Choose another period.")
        problems["period"] = sentence % {"period": plan.period.worded()}
    if problems or edition is None:
        raise BadInput(problems)
    made = Round.objects.unrestricted(reason=REASON).create(
        key=key or new_key(),
        strategy=strategy,
        edition=edition,
        period=str(plan.period),
        period_end=plan.period.last_day,
        created_at=at,
        **_columns(plan),
    )
    write_questions(made, at=at)
    record(verbs.ROUND_CREATED, made, by=by, at=at, payload={"period": made.period})
    return made


def _has_round(strategy: Strategy, plan: RoundPlan) -> bool:
    rounds = Round.objects.unrestricted(reason=REASON).filter(strategy=strategy)
    return rounds.filter(period=str(plan.period)).exclude(state=RoundState.DISCARDED).exists()


def _columns(plan: RoundPlan) -> dict[str, object]:
    return {
        "title": plan.title or _title(plan),
        "letter": plan.letter,
        "deadline_at": plan.deadline_at,
        "remind_before": sorted(plan.reminders.before, reverse=True),
        "remind_after": sorted(plan.reminders.after),
        "remind_every": plan.reminders.every,
        "asks_statuses": plan.asks_statuses,
        "asks_figures": plan.asks_figures,
    }


def _title(plan: RoundPlan) -> TranslatedText:
    """Call a round by its period, in the languages of the pages."""
    words = {}
    for language in settings.INTERFACE_LANGUAGES:
        with translation.override(language):
            words[language] = capfirst(plan.period.worded())
    return TranslatedText.of(words)


def _problems(plan: RoundPlan, strategy: Strategy) -> dict[str, str]:
    problems = {}
    if not (plan.asks_statuses or plan.asks_figures):
        problems["asks_statuses"] = _("Choose at least one thing to ask about.")
    if day_of(strategy, plan.deadline_at) <= plan.period.last_day:
        problems["deadline"] = _(
            "The deadline lies after the end of the period. Choose a later day."
        )
    for name, text, most in (
        ("title", plan.title, LONGEST_SUBJECT), ("letter", plan.letter, LONGEST_LETTER),
    ):  # fmt: skip
        for language in text.languages:
            if len(text.words(language)) > most:
                sentence = _("Write at most %(number)d signs.")
                problems[f"{name}.{language}"] = sentence % {"number": most}
    problems |= _reminder_problems(plan.reminders)
    return problems


def _reminder_problems(plan: ReminderPlan) -> dict[str, str]:
    sides = {"reminders.before": plan.before, "reminders.after": plan.after}
    too_many = "reminders.before" if sum(map(len, sides.values())) > MOST_REMINDERS else ""
    sentence = _("Name at most %(most)d days, each from 1 to %(longest)d.")
    problem = sentence % {"most": MOST_REMINDERS, "longest": LONGEST_REMINDER}
    return {
        name: problem
        for name, days in sides.items()
        if name == too_many or any(not 0 < day <= LONGEST_REMINDER for day in days)
    }


@transaction.atomic
def change_round(
    *, round_id: int, plan: RoundPlan, version: int, by: Person, at: datetime
) -> Round:
    """Change a round before it is closed; what it asks about only while it is a draft.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: for a round that is closed, published or discarded.
    :raises BadInput: for a deadline or reminders that cannot be, or words that are too long.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    changed = locked_round(round_id)
    require(can_keep_rounds(by, changed.strategy))
    if changed.state not in {RoundState.DRAFT, RoundState.OPEN}:
        raise WrongState(_("This round is over, so it stays as it is."))
    if problems := _problems(plan, changed.strategy):
        raise BadInput(problems)
    _refuse_stale(changed, plan, version)
    columns = _columns(plan)
    if changed.state == RoundState.OPEN:
        columns.pop("asks_statuses")
        columns.pop("asks_figures")
    moved = changed.deadline_at != plan.deadline_at
    asks_otherwise = any(
        name in columns and columns[name] != getattr(changed, name)
        for name in ("asks_statuses", "asks_figures")
    )
    for name, value in columns.items():
        setattr(changed, name, value)
    changed.version += 1
    changed.save()
    if asks_otherwise:
        write_questions(changed, at=at)
    record(verbs.ROUND_CHANGED, changed, by=by, at=at)
    if moved and changed.state == RoundState.OPEN:
        tell_deadline(changed, by=by, at=at)
        renew_if_public(changed.strategy, at=at)
    return changed


def _refuse_stale(changed: Round, plan: RoundPlan, version: int) -> None:
    zone = ZoneInfo(changed.strategy.time_zone)

    theirs = _shown(changed.title, changed.letter, changed.deadline_at, changed.reminders, zone)
    mine = _shown(plan.title, plan.letter, plan.deadline_at, plan.reminders, zone)
    names = {
        "title": _("Title"),
        "letter": _("Letter"),
        "deadline": _("Deadline"),
        "reminders": _("Reminders"),
    }
    labels = {}
    for field in dict.fromkeys([*theirs, *mine]):
        name, _dot, language = field.partition(".")
        labels[field] = f"{names[name]} ({language})" if language else names[name]
    mine = {field: mine.get(field, "") for field in labels}
    require_version(version, current=changed.version, theirs=theirs, mine=mine, labels=labels)


def _shown(
    title: TranslatedText,
    letter: TranslatedText,
    deadline: datetime,
    reminders: ReminderPlan,
    zone: ZoneInfo,
) -> dict[str, str]:
    """Return what can be changed of a round as texts, by field of its form."""
    days = [", ".join(map(str, part)) or "–" for part in (reminders.before, reminders.after)]
    found = {
        f"{name}.{language}": text.words(language)
        for name, text in (("title", title), ("letter", letter))
        for language in text.languages
    }
    found["deadline"] = f"{deadline.astimezone(zone):%Y-%m-%d %H:%M}"
    found["reminders"] = f"{days[0]} / {days[1]} / {reminders.every}"
    return found


def locked_round(round_id: int) -> Round:
    """Take a round, with its strategy and edition, against other writers."""
    rounds = Round.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    return rounds.select_related("strategy", "edition").get(pk=round_id)


@transaction.atomic
def ask_again(*, round_id: int, by: Person, at: datetime) -> Round:
    """Take from the responsibilities anew what a draft round asks whom.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: for a round that was opened: its questions stay.
    """
    draft = locked_round(round_id)
    require(can_keep_rounds(by, draft.strategy))
    if draft.state != RoundState.DRAFT:
        raise WrongState(_("This round was opened, so its questions stay. Move single measures."))
    draft.edition = edition_asked(draft.strategy, draft.when) or draft.edition
    draft.version += 1
    draft.save(update_fields=["edition", "version"])
    write_questions(draft, at=at)
    record(verbs.ROUND_CHANGED, draft, by=by, at=at)
    return draft


@transaction.atomic
def open_round(*, round_id: int, by: Person, at: datetime) -> Round:
    """Open a round: its questions stay from now on, and each organisation gets its letter.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless it is a draft that asks somebody, with a deadline ahead, by the
        edition that is in force on its period's last day.
    """
    opened = locked_round(round_id)
    require(can_keep_rounds(by, opened.strategy))
    if opened.deadline_at <= at:
        raise WrongState(_("The deadline has passed. Set a later one before you open the round."))
    if edition_asked(opened.strategy, opened.when) != opened.edition:
        sentence = _(
            "On the last day of %(period)s another edition is in force than that of the questions. "
            "Take them from the responsibilities anew, then open it."
        )
        raise WrongState(sentence % {"period": opened.when.worded()})
    reports = list(
        Report.objects.unrestricted(reason=REASON)
        .filter(round=opened)
        .select_related("organisation")
    )
    if not reports:
        raise WrongState(
            _("This round asks nobody. Name who is responsible for measures, and ask again.")
        )
    opened.state = ROUND_STEPS.target(state=opened.state, step="open")
    opened.opened_at = at
    opened.version += 1
    opened.save(update_fields=["state", "opened_at", "version"])
    record(verbs.ROUND_OPENED, opened, by=by, at=at, payload={"reports": len(reports)})
    announce(opened, reports, by=by, at=at)
    renew_if_public(opened.strategy, at=at)
    return opened


@transaction.atomic
def discard_round(*, round_id: int, by: Person, at: datetime) -> Round:
    """Discard a draft round; nobody was asked yet.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless it is a draft.
    """
    discarded = locked_round(round_id)
    require(can_keep_rounds(by, discarded.strategy))
    discarded.state = ROUND_STEPS.target(state=discarded.state, step="discard")
    discarded.version += 1
    discarded.save(update_fields=["state", "version"])
    record(verbs.ROUND_DISCARDED, discarded, by=by, at=at)
    return discarded
