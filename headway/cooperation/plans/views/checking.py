"""What a part of a plan lacks, told while somebody types: a piece of the page of its form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from headway.cooperation.plans.findings import told_of
from headway.cooperation.plans.forms.parts import action_forms, context_forms
from headway.cooperation.plans.forms.unsaved import unsaved
from headway.cooperation.plans.queries.choices import action_choices, recommendation_choices
from headway.cooperation.plans.queries.plans import typed_of
from headway.cooperation.plans.queries.texts import written
from headway.cooperation.plans.views.writing import writable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse, QueryDict

    from headway.cooperation.plans.facts import PlanText
    from headway.cooperation.plans.forms.parts import PartForms
    from headway.foundation.accounts.requests import PersonRequest


@never_cache
@require_safe
def context(request: PersonRequest, slug: str, plan: str) -> HttpResponse:
    """Tell what a plan's own words lack, with what the person typed."""
    one = writable(request, slug, plan)
    text, typed = written(one, with_nodes=False).text, typed_of(one)
    if typed:
        recommendations = recommendation_choices(one.project, user=request.user)

        def build(data: QueryDict | None, words: Mapping[str, str]) -> PartForms:
            return context_forms(text, one.version, recommendations, data, typed=words)

        text = unsaved(build, typed.typed) or text
    return _told(request, text, "")


@never_cache
@require_safe
def action(request: PersonRequest, slug: str, plan: str, action: str) -> HttpResponse:
    """Tell what a planned action lacks, with what the person typed."""
    one = writable(request, slug, plan, action)
    found, typed = written(one, with_nodes=False), typed_of(one)
    if action not in found.rows:
        raise Http404
    row, text = found.rows[action], found.text
    row.plan = one
    said = next(each for each in text.actions if each.key == action)
    if typed:
        choices = action_choices(row, user=request.user)

        def build(data: QueryDict | None, words: Mapping[str, str]) -> PartForms:
            return action_forms(said, row.version, text.languages, choices, data, typed=words)

        said = unsaved(build, typed.typed) or said
    actions = tuple(said if each.key == action else each for each in text.actions)
    return _told(request, replace(text, actions=actions), action)


def _told(request: PersonRequest, text: PlanText, action: str) -> HttpResponse:
    told = [each for each in told_of(text) if each.finding.action == action]
    sentence = ngettext(
        "With what you typed, %(count)d thing is missing here.",
        "With what you typed, %(count)d things are missing here.",
        len(told),
    )
    now = sentence % {"count": len(told)} if told else _("Nothing is missing here.")
    return render(request, "plans/_checks.html", {"told": told, "now": now})
