"""What the parts of a plan are called, and its values in the words of the active language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from headway.cooperation.plans.states import Adoption, CostState
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.prose import plain
from headway.foundation.ui.numbers import number_words

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from headway.cooperation.plans.facts import (
        ActionText,
        Funding,
        Lesson,
        Measured,
        Named,
        NodeTouched,
        PlanText,
        Player,
        Risk,
        StepText,
    )
    from headway.foundation.core.texts import TranslatedText

LABELS = {
    "title": gettext_lazy("Title"),
    "languages": gettext_lazy("Languages"),
    "authors": gettext_lazy("Authors"),
    "intro": gettext_lazy("The region and its policy in three sentences"),
    "why": gettext_lazy("Why change is needed"),
    "context": gettext_lazy("Policy context"),
    "monitoring": gettext_lazy("How it is monitored"),
    "abbreviations": gettext_lazy("Abbreviations"),
    "contacts": gettext_lazy("Contact roles"),
    "adoption": gettext_lazy("Adoption"),
    "adopter": gettext_lazy("Who adopts it"),
    "adoption_words": gettext_lazy("Why it need not be adopted"),
    "recommendation": gettext_lazy("Recommendation that it follows"),
    "cover": gettext_lazy("Cover"),
    "actions": gettext_lazy("Planned actions"),
    "lead": gettext_lazy("What it is, for anybody"),
    "background": gettext_lazy("Background"),
    "changes": gettext_lazy("What changes"),
    "follows": gettext_lazy("Finding of the recommendation that it answers"),
    "players": gettext_lazy("Who does what"),
    "steps": pgettext_lazy("of a planned action", "Steps"),
    "cost": gettext_lazy("What it costs"),
    "cost_words": gettext_lazy("What the cost is for"),
    "funding": gettext_lazy("Who pays"),
    "indicators": gettext_lazy("How we will know"),
    "risks": gettext_lazy("Risks"),
    "nodes": gettext_lazy("Parts of the strategy that it touches"),
    "lessons": gettext_lazy("What it follows from"),
    "picture": gettext_lazy("Picture"),
}
"""Of a plan and of its actions, by the names of `facts`."""


def labels_in(language: str) -> str:
    """Return the language of labels beside texts in a language, which a plan may be alone in.

    That language, if the interface has it; else English, in which every label is written.
    """
    return language if language in settings.INTERFACE_LANGUAGES else "en"


def said(text: TranslatedText) -> str:
    """Return a text in the active language, or in the one that it has; plain, without links."""
    words = text.passage(get_language() or "en").words
    return "\n\n".join(plain(part) for part in words.split("\n\n")) if words else ""


def name_of(named: Named | None) -> str:
    return said(named.name) if named else ""


def money(amount: Decimal, currency: str) -> str:
    """Say an amount: “EUR 48,000”, „48 000 EUR“."""
    words = _("%(currency)s %(amount)s")
    return words % {"currency": currency, "amount": number_words(amount)}


def month(day: date | None) -> str:
    return PartialDate(day.year, day.month).worded() if day else ""


def months(starts: date | None, ends: date | None) -> str:
    """Say from which month to which: “February 2022 – June 2022”; nothing, if neither is known."""
    if starts == ends:
        return month(starts)
    return f"{month(starts) or '…'} – {month(ends) or '…'}"


def player_line(player: Player) -> str:
    does = said(player.does)
    return f"{name_of(player.who)}: {does}" if does else name_of(player.who)


def step_line(step: StepText) -> str:
    parts = (said(step.title), said(step.outcome), name_of(step.who), span_of(step))
    return "; ".join(part for part in parts if part)


def span_of(step: StepText) -> str:
    return months(step.starts, step.ends)


def funding_line(funding: Funding) -> str:
    source = said(funding.source)
    if funding.amount is None:
        return source
    return f"{source}: {money(funding.amount, funding.currency)}"


def measured_line(measured: Measured) -> str:
    """Say an indicator with its target: “Products launched: 24 pcs. by 2026 (baseline 3)”."""
    unit, title = said(measured.unit), said(measured.title)
    if measured.target is None:
        return _("%(indicator)s: no target has been set") % {"indicator": title}
    amount = f"{number_words(measured.target)} {unit}".strip()
    goal = f"{title}: {amount}"
    if measured.due:
        words = _("%(goal)s by %(day)s")
        goal = words % {"goal": goal, "day": measured.due.worded(genitive=True)}
    if measured.baseline is not None:
        known = number_words(measured.baseline)
        goal = _("%(goal)s (it was %(baseline)s)") % {"goal": goal, "baseline": known}
    return goal


def risk_line(risk: Risk) -> str:
    answer = said(risk.answer)
    return f"{said(risk.risk).rstrip('.')}: {answer}" if answer else said(risk.risk)


def node_line(node: NodeTouched) -> str:
    return f"{node.code} {said(node.title)}".strip()


def lesson_line(lesson: Lesson) -> str:
    words = said(lesson.words)
    return f"{name_of(lesson.of)}: {words}" if words else name_of(lesson.of)


def cost_line(action: ActionText) -> str:
    """Say what an action costs; a blank is never nought."""
    if action.cost_state == CostState.KNOWN and action.cost is not None:
        amount = money(action.cost, action.currency)
    elif action.cost_state == CostState.NONE:
        amount = _("Nothing beyond the work of those who do it.")
    else:
        amount = _("Not known yet.")
    words = said(action.cost_words)
    return f"{amount}\n\n{words}" if words else amount


def adoption_line(text: PlanText) -> str:
    """Say whether the plan has to be adopted, and by whom, or why not."""
    if text.adoption == Adoption.REQUIRED:
        words = _("It has to be adopted by: %(body)s.")
        return words % {"body": said(text.adopter) or "…"}
    return _("It need not be adopted: %(why)s") % {"why": said(text.adoption_words) or "…"}
