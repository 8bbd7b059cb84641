"""Plans, their editions and recommendations, as far as a person may read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, F, FilteredRelation, Max, OuterRef, Q, Subquery
from django.db.models.fields.json import KT

from headway.cooperation.partnerships.models import among, works_as, writes_as
from headway.cooperation.plans.models import (
    Plan,
    PlanAuthor,
    PlanEdition,
    PlannedAction,
    Recommendation,
)
from headway.cooperation.plans.queries.texts import REASON, WITH, authors_of, text_of
from headway.cooperation.plans.states import EditionReason, PlanState, RecommendationState
from headway.foundation.core.actors import writer_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.plans.facts import ActionText
    from headway.foundation.accounts.models import User
    from headway.foundation.core.provenance import Provenance

    Reader = User | AnonymousUser

AUTHORS_GO_ON = (PlanState.DRAFT, PlanState.REVISED, PlanState.ADOPTED)
"""States after which authors write on, ask for adoption or publish; in others, they wait."""


def plans_of(project: Project, *, user: Reader) -> tuple[Plan, ...]:
    """Return the plans of a project that a person may know of, by their region. Two queries.

    Each knows its authors, and the text of the newest edition that the person may read.
    """
    editions = PlanEdition.objects.visible_to(user).filter(plan=OuterRef("pk")).order_by("-number")
    seen = Plan.objects.visible_to(user).filter(project=project)
    rows = seen.select_related(*WITH).annotate(
        edition_number=Subquery(editions.values("number")[:1]),
        edition_text=Subquery(editions.values("kept_text")[:1]),
    )
    found = tuple(rows.order_by("instrument__region__slug"))
    _with_authors(found, user)
    return found


@dataclass(frozen=True, slots=True)
class Typed:
    """What a writer typed into a part and did not save, over which version of it."""

    typed: Mapping[str, str]
    seen_version: int


def plan_at(
    project_slug: str, slug: str, *, user: Reader, typed_in: str | None = None
) -> Plan | None:
    """Return a plan with its authors, if a person takes part and may know of it. Two queries.

    `typed_in` names a part, so that the plan knows what the person typed into it.
    """
    seen = Plan.objects.visible_to(user).filter(project__slug=project_slug, slug=slug)
    if typed_in is not None:
        seen = seen.annotate(**_typed_by(user, typed_in))
    if not getattr(user, "reads_everything", False):
        seen = seen.filter(Exists(works_as(user).filter(project=OuterRef("project"))))
    found = seen.select_related(*WITH).first()
    if found is not None:
        _with_authors([found], user)
    return found


def _with_authors(plans: Sequence[Plan], user: Reader) -> None:
    authors = authors_of(plans, user=user)
    for plan in plans:
        plan.known_authors = authors[plan.pk]


def editions_of(plan: Plan, *, user: Reader) -> tuple[PlanEdition, ...]:
    """Return the editions of a plan that a person may read, the newest first. One query."""
    seen = PlanEdition.objects.visible_to(user).filter(plan=plan)
    return tuple(seen.defer("kept_text").order_by("-number"))


def newest_editions(plans: Iterable[Plan], *, user: Reader) -> dict[int, PlanEdition]:
    """Return the newest edition of each plan that a person may read, by plan. One query."""
    seen = PlanEdition.objects.visible_to(user).filter(plan__in=[plan.pk for plan in plans])
    return {each.plan_id: each for each in seen.order_by("number")}


def every_published() -> QuerySet[PlanEdition]:
    """Return what the public reads of all plans, by project and plan."""
    editions = PlanEdition.objects.unrestricted(reason="what is published is for everybody")
    found = editions.filter(plan__published=F("pk"), reason=EditionReason.PUBLICATION)
    return found.select_related("plan__project").order_by("plan__project__slug", "plan__slug")


def published_of(project: Project) -> tuple[PlanEdition, ...]:
    """Return what the public reads of a project's plans, by their region. One query."""
    rows = every_published().filter(plan__project=project)
    return tuple(sorted(rows, key=lambda each: each.text.region.key))


def public_edition(project_slug: str, slug: str) -> PlanEdition | None:
    """Return the edition that the public reads of a plan, with its plan and project. One query.

    It knows the key of the recommendation that it follows, unless that is taken back.
    """
    rows = every_published().filter(plan__slug=slug, plan__project__slug=project_slug)
    followed = Recommendation.objects.unrestricted(reason=REASON).filter(
        key=OuterRef("followed_key"), state=RecommendationState.PUBLISHED
    )
    known = rows.annotate(followed_key=KT("kept_text__recommendation__key"))
    known = known.annotate(recommendation_to_read=Subquery(followed.values("key")))
    return known.select_related("plan__project__emblem").first()


def origins_of(plan: Plan) -> dict[str, Provenance]:
    """Return where each planned action comes from, and what of it is made up, by key. One query.

    Those who load a plan say this; nobody who writes one does.
    """
    rows = PlannedAction.objects.unrestricted(reason=REASON).filter(plan=plan)
    return dict(rows.values_list("key", "provenance"))


def origins_among(keys: Iterable[str]) -> dict[str, Provenance]:
    """Return the same of planned actions by their keys. One query, or none of none."""
    wanted = tuple(keys)
    if not wanted:
        return {}
    rows = PlannedAction.objects.unrestricted(reason=REASON).filter(key__in=wanted)
    return dict(rows.values_list("key", "provenance"))


def last_number(plan: Plan) -> int:
    """Return the number of the newest edition; 0, if nothing was frozen yet. One query."""
    rows = PlanEdition.objects.unrestricted(reason=REASON).filter(plan=plan)
    return rows.aggregate(highest=Max("number"))["highest"] or 0


def action_text(action: PlannedAction) -> ActionText:
    """Return one planned action as its rows stand. Five queries."""
    return next(each for each in text_of(action.plan).actions if each.key == action.key)


def _typed_by(user: Reader, part: str) -> dict[str, FilteredRelation | F]:
    own = Q(typed__part=part, typed__writer_id=writer_of(user))
    return {
        "own": FilteredRelation("typed", condition=own),
        "own_typed": F("own__typed"),
        "own_seen": F("own__seen_version"),
    }


def typed_of(plan: Plan) -> Typed | None:
    """Return what the reader of a plan typed into the part that it was read for, if anything."""
    if plan.own_seen is None:  # type: ignore[attr-defined]  # annotated
        return None
    return Typed(plan.own_typed, plan.own_seen)  # type: ignore[attr-defined]  # annotated


def plans_to_go_on_with(user: User) -> QuerySet[Plan]:
    """Return the plans that somebody writes and of which the next step is their authors’."""
    own = PlanAuthor.objects.filter(among(writes_as(user), "plan__project"))
    rows = Plan.objects.unrestricted(reason="one’s own plans")
    return rows.filter(pk__in=own.values("plan"), state__in=AUTHORS_GO_ON)


def recommendations_of(project: Project, *, user: Reader) -> tuple[Recommendation, ...]:
    """Return the recommendations of a project that a person may read, by region. One query."""
    seen = Recommendation.objects.visible_to(user).filter(project=project)
    return tuple(seen.select_related("region").order_by("region__slug", "pk"))
