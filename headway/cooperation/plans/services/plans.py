"""A plan is begun for a policy instrument, and its own words are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.partnerships.models import Project
from headway.cooperation.plans import verbs
from headway.cooperation.plans.comparing import context_clashes
from headway.cooperation.plans.facts import CONVERTER
from headway.cooperation.plans.models import Plan, PlanAuthor, Recommendation
from headway.cooperation.plans.permissions import can_begin_plan
from headway.cooperation.plans.queries.texts import text_of
from headway.cooperation.plans.services.common import (
    REASON,
    is_among,
    noted,
    plan_to_write,
    rows_seen,
    text_problems,
    title_problems,
)
from headway.cooperation.plans.services.typing import forget_typed
from headway.cooperation.plans.states import Adoption
from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.keys import new_key
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import keep, stale_sentence
from headway.foundation.organisations.models import Organisation
from headway.foundation.organisations.rules import address_problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from headway.cooperation.partnerships.models import PolicyInstrument
    from headway.cooperation.plans.facts import PlanText
    from headway.cooperation.plans.permissions import Person
    from headway.foundation.core.texts import TranslatedText

TEXTS = ("title", "intro", "why", "context", "monitoring", "adopter", "adoption_words")
WORDS = (*TEXTS, "languages", "adoption", "abbreviations", "contacts", "recommendation_id")
"""Columns of a plan's own words. Its version counts how often they changed, and nothing else."""


@transaction.atomic
def create_plan(
    *,
    project_id: int,
    instrument_key: str,
    author_slugs: Sequence[str],
    slug: str,
    title: TranslatedText,
    languages: Sequence[str],
    by: Person,
    at: datetime,
    provenance: Provenance = UNKNOWN,
    key: str = "",
) -> Plan:
    """Begin the plan for a policy instrument. Nobody but its authors sees it yet.

    :raises NotAllowed: unless somebody who writes for a partner of the project does it.
    :raises BadInput: for an instrument of another project or with a plan already, authors that are
        no partners, a person who would write for none of them, no title, no languages, or an
        address that is taken.
    """
    project = Project.objects.select_for_update().get(pk=project_id)
    require(can_begin_plan(by, project))
    authors = _authors(project, author_slugs)
    instrument = project.instruments.filter(key=instrument_key).first()
    problems = title_problems(title) | _language_problems(languages)
    problems |= text_problems([("title", title)]) | _instrument_problems(instrument)
    if slug or title:
        problems |= _address_problems(project, slug)
    if not authors or len(authors) < len(set(author_slugs)):
        problems["authors"] = _("Choose who writes the plan among the project’s partners.")
    elif not is_among(by, [each.slug for each in authors]):
        problems["authors"] = _("Choose your own organisation as well, or you could not write it.")
    if problems or instrument is None:
        raise BadInput(problems)
    plan = Plan.objects.unrestricted(reason=REASON).create(
        key=key or new_key(),
        slug=slug,
        project=project,
        instrument=instrument,
        title=title,
        languages=list(languages),
        state_since=at,
        provenance=provenance,
    )
    for place, organisation in enumerate(authors, start=1):
        PlanAuthor.objects.create(plan=plan, organisation=organisation, place=place)
    payload = {"authors": [each.slug for each in authors], "instrument": instrument.key}
    noted(verbs.PLAN_CREATED, plan, by=by, at=at, payload=payload)
    return plan


def _authors(project: Project, slugs: Sequence[str]) -> list[Organisation]:
    """Return who is a partner now of those with these addresses, in the order of their naming."""
    members = project.members.now().values("organisation")
    found = {each.slug: each for each in Organisation.objects.filter(pk__in=members)}
    return [found[slug] for slug in dict.fromkeys(slugs) if slug in found]


def _instrument_problems(instrument: PolicyInstrument | None) -> dict[str, str]:
    if instrument is None:
        return {"instrument": _("Choose one of the project’s policy instruments.")}
    if Plan.objects.unrestricted(reason=REASON).filter(instrument=instrument).exists():
        sentence = _("There is a plan for this instrument already: one instrument has one plan.")
        return {"instrument": sentence}
    return {}


def _address_problems(project: Project, slug: str) -> dict[str, str]:
    if problem := address_problem(slug):
        return {"slug": problem}
    if Plan.objects.unrestricted(reason=REASON).filter(project=project, slug=slug).exists():
        return {"slug": _("The address “%(slug)s” is taken. Choose another.") % {"slug": slug}}
    return {}


def _language_problems(languages: Sequence[str]) -> dict[str, str]:
    known = dict(settings.LANGUAGES)
    if not languages:
        return {"languages": _("Choose at least one language.")}
    for each in languages:
        if each not in known:
            return {"languages": _("Unknown language “%(language)s”.") % {"language": each}}
    return {}


@transaction.atomic
def change_context(*, plan_id: int, said: PlanText, version: int, by: Person, at: datetime) -> Plan:
    """Write a plan's own words anew: all of a text but its actions, authors, cover and instrument.

    Only who writes the same words meets a newer version: no step and no picture raises it.

    :raises NotAllowed: unless somebody who writes for an author does it.
    :raises WrongState: while it is before the body that adopts it, adopted or published.
    :raises BadInput: without a title or a language, for too long a text, or what there is not.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    plan = plan_to_write(plan_id, by)
    if version != plan.version:
        clashes = context_clashes(text_of(plan), said)
        raise Conflict(stale_sentence(), clashes=clashes, token=str(plan.version))
    recommendation = _recommendation(plan, said, by)
    problems = title_problems(said.title) | _language_problems(said.languages)
    problems |= text_problems((name, getattr(said, name)) for name in TEXTS)
    if said.adoption and said.adoption not in Adoption.values:
        problems["adoption"] = _("Choose one of those listed.")
    if said.recommendation and recommendation is None:
        problems["recommendation"] = _("Choose one of those listed.")
    if problems:
        raise BadInput(problems)
    before = _words(plan)
    for name in TEXTS:
        setattr(plan, name, getattr(said, name))
    plan.languages, plan.adoption = list(said.languages), said.adoption
    plan.abbreviations = [CONVERTER.unstructure(each) for each in said.abbreviations]
    plan.contacts = [CONVERTER.unstructure(each) for each in said.contacts]
    plan.recommendation = recommendation
    if _words(plan) != before:
        keep(plan, *WORDS)
    forget_typed(plan, "", by)
    noted(verbs.PLAN_CHANGED, plan, by=by, at=at)
    return plan


def _words(plan: Plan) -> list[object]:
    return [getattr(plan, name) for name in WORDS]


def _recommendation(plan: Plan, said: PlanText, by: Person) -> Recommendation | None:
    """Return the recommendation that a plan follows: one that the writer may read, or its own."""
    if said.recommendation is None:
        return None
    if plan.recommendation and plan.recommendation.key == said.recommendation.key:
        return plan.recommendation
    seen = rows_seen(Recommendation, by).filter(project=plan.project)
    found: Recommendation | None = seen.filter(key=said.recommendation.key).first()
    return found
