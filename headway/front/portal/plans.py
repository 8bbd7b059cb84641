"""What the public reads of a plan: the summary of its published edition, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.cooperation.adoption.queries import adoptions_of, links_of
from headway.cooperation.implementation.queries.public import happened_since as carried_out
from headway.cooperation.plans.queries.pictures import pictures_of, text_picture
from headway.cooperation.plans.queries.plans import origins_of, public_edition
from headway.cooperation.plans.states import Adoption
from headway.cooperation.plans.summaries import Happened, languages_of, summary_of
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.words import worded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.plans.models import PlanEdition
    from headway.cooperation.plans.queries.pictures import TextPicture
    from headway.cooperation.plans.summaries import InLanguage, Summary
    from headway.monitoring.amendments.models import Amendment


NOBODY = AnonymousUser()


@dataclass(frozen=True, slots=True)
class PublicPlan:
    """A published plan in the active language, and the languages that it is written in."""

    project: Project
    edition: PlanEdition
    summary: Summary
    languages: tuple[InLanguage, ...]
    recommendation: str
    """The key of the recommendation that it follows, if everybody reads that now."""


def edition_at(project_slug: str, slug: str) -> PlanEdition:
    """Return what was published of a plan. One query. :raises Http404: if nothing was."""
    edition = public_edition(project_slug, slug)
    if edition is None:
        raise Http404
    return edition


def public_plan(edition: PlanEdition, *, address: str = "") -> PublicPlan:
    """Return a published edition in the active language, what came of it, and its pictures.

    `address`: of its page, for documents.
    Five queries, and one for pictures.
    """
    project, text = edition.plan.project, edition.text
    return PublicPlan(
        project=project,
        edition=edition,
        summary=summary_of(
            edition,
            project,
            since=happened_since(edition),
            pictures=pictures_of(text, address=_copies(edition)),
            origins=origins_of(edition.plan),
            adopted=adopted_words(edition),
            emblem=emblem_of(project),
            address=address,
        ),
        languages=languages_of(text),
        recommendation=edition.recommendation_to_read or "",  # type: ignore[attr-defined]  # annotated
    )


def _copies(edition: PlanEdition) -> Callable[[str, int, str], str]:
    at = [edition.plan.project.slug, edition.plan.slug]
    return lambda key, width, ending: reverse("portal:plan_picture", args=[*at, key, width, ending])


def emblem_of(project: Project) -> TextPicture | None:
    """Return the funding emblem of a project, for its pages and documents. One query, if any."""

    def address(key: str, width: int, ending: str) -> str:
        return reverse("portal:emblem", args=[project.slug, key, width, ending])

    return text_picture(project.emblem, address=address) if project.emblem else None


def adopted_words(edition: PlanEdition) -> str:
    """Say by which act these words were adopted; nothing, if no act is known. One query."""
    acts = adoptions_of(edition.plan, user=NOBODY)
    if not acts or edition.text.adoption != Adoption.REQUIRED:
        return ""
    act = acts[0]
    said = {
        "body": str(act.decider.passage(get_language() or "en")),
        "day": act.act_date.worded() if act.act_date else _("on a day that is not known"),
        "number": act.act_number or "–",
    }
    words = _("Decided by: %(body)s, %(day)s; number of the act: %(number)s.") % said
    if act.provenance.is_synthetic():
        words += " " + _("The act is synthetic.")
    return words


def happened_since(edition: PlanEdition) -> Mapping[str, tuple[Happened, ...]]:
    """Return what has come of each planned action, by its key, in the order of the days.

    Amendments that were adopted, what partners told in reports that the lead partner closed, and
    the changes of policy that it confirmed. Three queries.
    """
    found: defaultdict[str, list[Happened]] = defaultdict(list)
    for each in carried_out(edition.plan):
        for told in each.told:
            day = PartialDate.of(told.on)
            found[each.action_key].append(Happened(day, told.words or told.why))
        for change in each.changes:
            found[each.action_key].append(Happened(change.when, change.title))
    for link in links_of(edition.plan, user=NOBODY):
        if decided := _decided(link.amendment):
            found[link.action_key].append(decided)
    return {key: tuple(sorted(told, key=_when)) for key, told in found.items()}


def _decided(amendment: Amendment) -> Happened | None:
    """Return what an amendment that was adopted did, on the day of its act."""
    act = amendment.edition
    if act is None or act.in_force_from is None:
        return None
    day = act.act_date or PartialDate.of(act.in_force_from)

    def sentence() -> str:
        title = amendment.title.passage(get_language() or "en")
        return _("The strategy is amended: %(title)s.") % {"title": str(title).rstrip(".")}

    return Happened(day, worded(sentence), is_decision=True)


def _when(happened: Happened) -> PartialDate:
    return happened.when
