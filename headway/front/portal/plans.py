"""What the public reads of a plan: the summary of its published edition, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404

from headway.cooperation.plans.queries.plans import public_edition
from headway.cooperation.plans.summaries import languages_of, summary_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.plans.models import PlanEdition
    from headway.cooperation.plans.summaries import Happened, InLanguage, Summary


@dataclass(frozen=True, slots=True)
class PublicPlan:
    """A published plan in the active language, and the languages that it is written in."""

    project: Project
    edition: PlanEdition
    summary: Summary
    languages: tuple[InLanguage, ...]
    recommendation: str
    """The key of the recommendation that it follows, if any."""


def edition_at(project_slug: str, slug: str) -> PlanEdition:
    """Return what was published of a plan. One query. :raises Http404: if nothing was."""
    edition = public_edition(project_slug, slug)
    if edition is None:
        raise Http404
    return edition


def public_plan(edition: PlanEdition) -> PublicPlan:
    """Return a published edition in the active language. No query."""
    project, text = edition.plan.project, edition.text
    return PublicPlan(
        project=project,
        edition=edition,
        summary=summary_of(edition, project, since=happened_since(edition)),
        languages=languages_of(text),
        recommendation=text.recommendation.key if text.recommendation else "",
    )


def happened_since(_edition: PlanEdition) -> Mapping[str, tuple[Happened, ...]]:
    """Return what has come of each planned action, by its key: amendments, reports, results.

    Nobody reports on planned actions yet.
    """
    return {}
