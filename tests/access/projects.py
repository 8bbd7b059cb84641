"""Whose pages the pages of a project are: facts of a site, and what they say of an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser

from headway.cooperation.adoption.models import Adoption
from headway.cooperation.exchange.models import Event, GoodPractice
from headway.cooperation.implementation.models import MonitoringRound, PolicyChange, ProgressReport
from headway.cooperation.partnerships.models import Project, StakeholderGroup
from headway.cooperation.partnerships.states import MemberRole
from headway.cooperation.peerreview.models import Review
from headway.cooperation.plans.models import Plan, PlanAuthor, Recommendation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import Model, QuerySet

REASON = "a test looks at everything"
APPS = frozenset({"partnerships", "exchange", "plans", "peerreview", "adoption", "implementation"})
OF_ALL = frozenset(
    {"exchange:event_add", "exchange:practice_add", "plans:add", "plans:add_recommendation"}
    | {"partnerships:group_add", "partnerships:stage_add"}
)
"""Forms for which it is enough to write for any partner."""
SIDES = {
    "exchange:practice_decide": "leads",
    "implementation:round": "leads",
    "implementation:ask": "leads",
    "implementation:reopen": "leads",
    "implementation:change_ask": "leads",
    "peerreview:answer": "reviewed",
}
"""Which side of a thing writes there, where it is not the one whose thing it is."""
LIVE = frozenset({"implementation:step", "implementation:evidence"})
"""What only authors and the lead partner read, of a plan that others read, too."""


def cooperation() -> dict[str, Any]:
    """Return who takes part in which project, and who writes and reads each thing of it."""
    return {
        "projects": {each.slug: _project(each) for each in Project.objects.all()},
        "things": {
            **{f"{one.project.slug} {one.slug}": _plan(one) for one in _all(Plan, "project")},
            **{one.key: _event(one) for one in _all(Event, "project")},
            **{one.key: _practice(one) for one in _all(GoodPractice, "organisation")},
            **{one.key: _recommendation(one) for one in _all(Recommendation)},
            **{one.key: _review(one) for one in _all(Review, "reviewed__plan")},
            **{one.key: _adoption(one) for one in _all(Adoption, "plan", "organisation", "body")},
            **{one.key: _round(one) for one in _all(MonitoringRound)},
            **{one.key: _report(one) for one in _all(ProgressReport, "organisation", "plan")},
            **{one.key: _change(one) for one in _all(PolicyChange, "plan")},
            **{one.key: _of_region(one) for one in StakeholderGroup.objects.all()},
        },
        "acts": sorted(
            f"{one.plan.project.slug} {one.plan.slug}"
            for one in Adoption.objects.visible_to(AnonymousUser()).select_related("plan__project")
        ),
    }


def is_of_project(route: str, parts: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    return route.partition(":")[0] in APPS and parts.get("slug") in facts["projects"]


def houses_at(
    route: str, parts: Mapping[str, Any], facts: Mapping[str, Any], *, is_reading: bool
) -> frozenset[str]:
    """Return the organisations whose people come to an address, as which roles they have there."""
    project = facts["projects"][parts["slug"]]
    partners, lead = frozenset(project["partners"]), frozenset(project["lead"])
    thing = _thing_at(parts, facts["things"])
    if route in OF_ALL or (is_reading and thing is None):
        return partners
    if thing is None:
        return lead
    if route in LIVE:
        return frozenset(thing["writers"]) | lead
    side = "readers" if is_reading else SIDES.get(route, "writers")
    kept = thing[side]
    return partners if kept is None else frozenset(kept)


def is_told_to_all(route: str, parts: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Tell whether an address is about an act on words that everybody reads."""
    is_act = route in {"adoption:plan", "adoption:adoption"}
    return is_act and is_known_to_all(route, parts, facts)


def is_known_to_all(route: str, parts: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Tell whether everybody knows of the act that an address is about: its forms are refused."""
    is_adoption = route.startswith("adoption:") and "plan" in parts
    return is_adoption and f"{parts['slug']} {parts['plan']}" in facts["acts"]


def _thing_at(parts: Mapping[str, Any], things: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what an address names within its project: the narrowest of which facts are known."""
    plan = f"{parts['slug']} {parts.get('plan')}"
    names = (str(parts.get("review")), str(parts.get("key")), plan)
    found = (things[name] for name in names if name in things)
    thing: Mapping[str, Any] | None = next(found, None)
    return thing


def _all(model: type[Model], *joined: str) -> Iterable[Any]:
    rows: QuerySet[Any] = model._default_manager.unrestricted(reason=REASON)  # type: ignore[attr-defined]  # scoped
    return rows.select_related(*joined)


def _sides(
    writers: Iterable[str], readers: Iterable[str] | None, leads: Iterable[str] = ()
) -> dict[str, Any]:
    """Return who writes, who reads (nobody named: all partners), and who monitors it."""
    kept = None if readers is None else sorted({*readers})
    return {"writers": sorted({*writers}), "readers": kept, "leads": sorted({*leads})}


def _project(project: Project) -> dict[str, Any]:
    rows = project.members.filter(until=None)
    lead = rows.filter(role=MemberRole.LEAD)
    return {
        "partners": list(rows.values_list("organisation__slug", flat=True)),
        "lead": list(lead.values_list("organisation__slug", flat=True)),
    }


def _lead(project: Project) -> list[str]:
    found: list[str] = _project(project)["lead"]
    return found


def _authors(plan: Plan) -> list[str]:
    rows = PlanAuthor.objects.filter(plan=plan)
    return list(rows.values_list("organisation__slug", flat=True))


def _plan(plan: Plan) -> dict[str, Any]:
    own = _authors(plan)
    told = _lead(plan.project) if plan.state != "draft" else []
    return _sides(own, None if plan.published_id else [*own, *told])


def _event(event: Event) -> dict[str, Any]:
    own = [*_lead(event.project), *event.hosts.values_list("slug", flat=True)]
    is_told = event.state != "draft" and (event.is_public or event.kind == "partner_meeting")
    return _sides(own, None if is_told else own)


def _practice(practice: GoodPractice) -> dict[str, Any]:
    own, lead = [practice.organisation.slug], _lead(practice.project)
    told = [] if practice.state == "draft" else lead
    return _sides(own, None if practice.state == "published" else [*own, *told], lead)


def _recommendation(one: Recommendation) -> dict[str, Any]:
    own = list(one.authors.values_list("slug", flat=True))
    return _sides(own, None if one.state == "published" else own)


def _review(review: Review) -> dict[str, Any]:
    own = list(review.reviewer.organisations.values_list("slug", flat=True))
    told = [
        *review.reviewed.organisations.values_list("slug", flat=True),
        *_authors(review.reviewed.plan),
        *_lead(review.reviewed.plan.project),
    ]
    answers = {"reviewed": _authors(review.reviewed.plan)}
    return _sides(own, [*own, *(told if review.state == "submitted" else [])]) | answers


def _of_region(one: StakeholderGroup) -> dict[str, Any]:
    partners = one.project.members.filter(until=None, region=one.region)
    own = partners.values_list("organisation__slug", flat=True)
    return _sides([*own, *_lead(one.project)], None)


def _adoption(adoption: Adoption) -> dict[str, Any]:
    own = _authors(adoption.plan)
    decides = [adoption.organisation.slug] if adoption.organisation else []
    return _sides([*own, *decides], [*own, *decides, *_lead(adoption.plan.project)])


def _round(one: MonitoringRound) -> dict[str, Any]:
    lead = _lead(one.project)
    return _sides(lead, lead if one.state == "draft" else None, lead)


def _report(report: ProgressReport) -> dict[str, Any]:
    lead = _lead(report.plan.project)
    readers = None if report.state == "closed" else [*_authors(report.plan), *lead]
    return _sides([report.organisation.slug], readers, lead)


def _change(change: PolicyChange) -> dict[str, Any]:
    own, lead = _authors(change.plan), _lead(change.plan.project)
    return _sides(own, None if change.state == "confirmed" else [*own, *lead], lead)
