"""The open table of planned actions: those of published plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from headway.cooperation.partnerships.models import Project
from headway.cooperation.plans.queries.plans import every_published
from headway.foundation.core.errors import BadInput
from headway.foundation.formats.types import Column, Filter, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from headway.cooperation.plans.facts import ActionText, PlanText
    from headway.cooperation.plans.models import PlanEdition
    from headway.foundation.core.texts import TranslatedText


def planned_action_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield the planned actions of published editions, by project and plan. Two queries at most.

    :raises BadInput: for a project that there is not.
    """
    found = every_published()
    if slug := filters.get("project"):
        if not Project.objects.filter(slug=slug).exists():
            sentence = gettext("There is no project “%(slug)s”.")
            raise BadInput({"project": sentence % {"slug": slug}})
        found = found.filter(plan__project__slug=slug)
    for edition in found:
        text = edition.text
        for number, action in enumerate(text.actions, start=1):
            yield _row(edition, text, action, number)


def _row(edition: PlanEdition, text: PlanText, action: ActionText, number: int) -> Row:
    starts = [step.starts for step in action.steps if step.starts]
    ends = [step.ends for step in action.steps if step.ends]
    return {
        "project": edition.plan.project.slug,
        "plan": edition.plan.slug,
        "region": text.region.key,
        "instrument": _words(text.instrument.name),
        "edition": edition.number,
        "key": action.key,
        "number": number,
        "title": _words(action.title),
        "changes": _words(action.changes),
        "players": "; ".join(each.who.key or _words(each.who.name) for each in action.players),
        "first_month": f"{min(starts):%Y-%m}" if starts else "",
        "last_month": f"{max(ends):%Y-%m}" if ends else "",
        "cost_state": action.cost_state,
        "cost": action.cost,
        "currency": action.currency if action.cost is not None else "",
        "measures": "; ".join(each.node for each in action.nodes),
        "synthetic": "; ".join(edition.plan.provenance.synthetic),
    }


def _words(text: TranslatedText) -> str:
    return text.passage(get_language() or "en").words


_ASKED = _("In the language asked for, else the original.")

PLANNED_ACTIONS = Table(
    name="planned_actions",
    title=_("Planned actions"),
    description=_("The planned actions of published action plans, as their newest edition says."),
    columns=(
        Column("project", _("project"), _("Its name in addresses."), "text"),
        Column("plan", _("action plan"), _("Its name in addresses."), "text"),
        Column("region", _("region"), _("Its name in addresses."), "text"),
        Column("instrument", _("policy instrument"), _ASKED, "text"),
        Column("edition", _("edition"), _("Its number."), "number", _("edition")),
        Column("key", _("key"), _("Permanent."), "text"),
        Column("number", _("number"), _("Its place in the plan."), "number", _("place")),
        Column("title", _("title"), _ASKED, "text"),
        Column("changes", _("what changes"), _ASKED, "text"),
        Column("players", _("who takes part"),
               _("Names in addresses; words for who is not in the directory."), "text"),
        Column("first_month", _("first month"), _("Of its steps: 2022-02."), "text"),
        Column("last_month", _("last month"), _("Of its steps: 2022-06."), "text"),
        Column("cost_state", _("what is known of the cost"), _("known, none or open"), "text"),
        Column("cost", _("cost"), _("Empty if it is not known; never nought for that."), "number",
               _("the currency")),
        Column("currency", _("currency"), _("Three letters, such as EUR."), "text"),
        Column("measures", _("parts that it touches"), _("Permanent keys."), "text"),
        Column("synthetic", _("synthetic"), _("Which parts were made up; “all” for all."), "text"),
    ),
    rows=planned_action_rows,
    filters=(Filter("project", _("one project, by its name in addresses")),),
    public=True,
)  # fmt: skip

TABLES = (PLANNED_ACTIONS,)
