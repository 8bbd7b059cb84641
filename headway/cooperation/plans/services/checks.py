"""What a planned action cannot say: one sentence for each row, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.cooperation.plans.services.common import text_problems
from headway.cooperation.plans.states import CostState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from headway.cooperation.plans.facts import ActionText
    from headway.foundation.core.texts import TranslatedText

TEXTS = ("title", "lead", "background", "changes", "follows", "cost_words")
MOST_ROWS = 60
LARGEST = 10**11
"""As many euro as a column of money holds."""


def action_problems(
    said: ActionText,
    *,
    organisations: AbstractSet[str],
    nodes: AbstractSet[str],
    lessons: AbstractSet[str],
) -> dict[str, str]:
    """Return what is wrong with an action, by the fields and rows of its form."""
    problems = text_problems([*((n, getattr(said, n)) for n in TEXTS), *_row_texts(said)])
    problems |= _money_problems(said) | _row_problems(said, organisations)
    if {each.node for each in said.nodes} - nodes:
        problems["nodes"] = _("Choose from the parts of the plan’s own strategy.")
    for number, lesson in enumerate(said.lessons):
        if lesson.of.key not in lessons:
            problems[f"lessons-{number}-of"] = _("Choose one of those listed.")
    return problems


def _row_texts(said: ActionText) -> Iterator[tuple[str, TranslatedText]]:
    for number, step in enumerate(said.steps):
        yield f"steps-{number}-title", step.title
        yield f"steps-{number}-outcome", step.outcome
    for number, player in enumerate(said.players):
        yield f"players-{number}-does", player.does
    for number, lesson in enumerate(said.lessons):
        yield f"lessons-{number}-words", lesson.words


def _money_problems(said: ActionText) -> dict[str, str]:
    problems = {}
    if said.cost_state not in CostState.values:
        problems["cost_state"] = _("Choose one of those listed.")
    elif said.cost_state == CostState.KNOWN and said.cost is None:
        problems["cost"] = _("Write the amount, or choose that the cost is not known yet.")
    elif said.cost_state != CostState.KNOWN and said.cost is not None:
        problems["cost"] = _("Choose that the cost is known, or empty the amount.")
    amounts = {"cost": said.cost} | {
        f"funding-{number}-amount": each.amount for number, each in enumerate(said.funding)
    }
    for field, amount in amounts.items():
        if amount is not None and not 0 <= amount < LARGEST:
            problems[field] = _("Write an amount from 0 to less than a hundred billion.")
    return problems


def _row_problems(said: ActionText, organisations: AbstractSet[str]) -> dict[str, str]:
    problems = _step_problems(said, organisations)
    for number, player in enumerate(said.players):
        if player.who.key and player.who.key not in organisations:
            problems[f"players-{number}-organisation"] = _("Choose one of those listed.")
        elif not player.who.key and not player.who.name:
            problems[f"players-{number}-organisation"] = _("Say who does this.")
    if max(len(said.steps), len(said.players), len(said.indicators)) > MOST_ROWS:
        sentence = _("One planned action holds at most %(number)d rows of a kind.")
        problems["title"] = sentence % {"number": MOST_ROWS}
    return problems


def _step_problems(said: ActionText, organisations: AbstractSet[str]) -> dict[str, str]:
    problems = {}
    for number, step in enumerate(said.steps):
        if not step.title:
            problems[f"steps-{number}-title"] = _("Say what is done in this step.")
        if step.who and step.who.key and step.who.key not in organisations:
            problems[f"steps-{number}-organisation"] = _("Choose one of those listed.")
        if step.starts and step.ends and step.ends < step.starts:
            problems[f"steps-{number}-ends"] = _("A step cannot end before it begins.")
    return problems
