"""Adoptions and what followed from them, as far as a person may read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.cooperation.adoption.models import ActionAmendment, Adoption
from headway.cooperation.adoption.states import AdoptionState
from headway.cooperation.partnerships.models import among, writes_as, writes_for
from headway.cooperation.plans.models import Plan, PlanAuthor, PlanEdition
from headway.cooperation.plans.permissions import can_read_plan_draft
from headway.cooperation.plans.states import EditionReason, PlanState
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.agenda import ProposedPoint, without_language
from headway.foundation.core.prepared import prepared
from headway.foundation.core.words import worded
from headway.foundation.organisations.models import Organisation
from headway.foundation.organisations.states import Role
from headway.foundation.ui.names import named
from headway.monitoring.amendments.models import Amendment
from headway.monitoring.amendments.states import AmendmentState, OriginKind
from headway.monitoring.meetings.models import Body, Decision, Meeting
from headway.monitoring.meetings.states import MeetingState
from headway.monitoring.strategy.models import Strategy
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.queries.people import coordinated_by, know

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from headway.cooperation.plans.facts import ActionText
    from headway.foundation.accounts.models import User
    from headway.foundation.core.texts import TranslatedText

ADOPTION = "plan_adoption"
"""By which agendas know that a point came from here; never used for anything else."""
NOBODY = AnonymousUser()
MOST_MEETINGS = 40
FALLEN = (AmendmentState.REFUSED, AmendmentState.WITHDRAWN)
"""The states of amendments in whose place another can be made."""
REASON = "the caller may know of the plan, and sees no more than its frozen text"


def adoptions_of(plan: Plan, *, user: Any) -> tuple[Adoption, ...]:  # noqa: ANN401 -- or nobody
    """Return how often a plan was put before somebody, as a person may see it. One query.

    The newest first.
    """
    seen = Adoption.objects.visible_to(user).filter(plan=plan).order_by("-asked_at", "-pk")
    rows = tuple(seen.select_related("edition", "body__strategy", "organisation", "act_file"))
    for each in rows:
        each.plan = plan
    return rows


def plans_open_to(user: User) -> QuerySet[Plan]:
    """Return the plans whose adoption a person may look at: known ones, and put before them."""
    known = Q(pk__in=Plan.objects.visible_to(user).values("pk"))
    asked = Q(pk__in=Adoption.objects.visible_to(user).values("plan"))
    rows = Plan.objects.unrestricted(reason="who may know of it stands in the filter")
    return rows.filter(known | asked)


def decisions_to_record(user: User) -> QuerySet[Adoption]:
    """Return what waits for a decision that somebody records: for an author, or who decides."""
    own = writes_for(user).filter(role=Role.APPROVER).values("organisation")
    approved = writes_as(user, roles=[Role.APPROVER])
    authors = PlanAuthor.objects.filter(among(approved, "plan__project"))
    rows = Adoption.objects.unrestricted(reason="what waits for a person is theirs to see")
    mine = Q(organisation__in=own) | Q(plan__in=authors.values("plan"))
    return rows.filter(mine, state=AdoptionState.ASKED)


def find_adoption(key: str, *, user: Any) -> Adoption | None:  # noqa: ANN401 -- or nobody
    """Return an adoption that a person may see, with its plan and who decides. One query."""
    seen = Adoption.objects.visible_to(user).select_related(
        "plan__project",
        "plan__instrument__strategy",
        "edition",
        "body__strategy",
        "organisation",
        "act_file",
        "meeting",
    )
    return seen.filter(key=key).first()


def deciding_bodies(plan: Plan, *, user: User) -> tuple[Body, ...]:
    """Return the bodies that a plan can be put before: of its own strategy, as one sees them."""
    strategy = plan.instrument.strategy_id
    if strategy is None:
        return ()
    seen = Body.objects.visible_to(user).filter(strategy=strategy, until__isnull=True)
    return tuple(seen.order_by("slug"))


def deciding_organisations(plan: Plan) -> tuple[Organisation, ...]:
    """Return who besides can decide on a plan: its managing body, and the partners. One query."""
    members = plan.project.members.now().values("organisation")
    managing = plan.instrument.managing_body_id
    found = Organisation.objects.filter(Q(pk__in=members) | Q(pk=managing or 0))
    return tuple(found.order_by("slug"))


def meetings_begun(body: Body, *, user: User, at: datetime) -> tuple[tuple[int, str], ...]:
    """Return the meetings of a body that have begun, the newest first, by name. One query."""
    seen = Meeting.objects.visible_to(user).filter(body=body, starts_at__lte=at)
    rows = seen.exclude(state=MeetingState.CANCELLED).select_related("body__strategy")
    return tuple(
        (each.pk, f"{day_of(each.body.strategy, each.starts_at).isoformat()}: {named(each)}")
        for each in rows.order_by("-starts_at")[:MOST_MEETINGS]
    )


def readable_title(
    plan: Plan, *, user: User, asked: Sequence[Adoption], decided: Decided | None
) -> TranslatedText:
    """Return what a plan is called by the newest words of it that somebody may read."""
    if can_read_plan_draft(user, plan):
        title: TranslatedText = plan.title
        return title
    if asked:
        return asked[0].edition.text.title
    return decided.edition.text.title if decided else plan_named_by_instrument(plan)


def decisions_on(adoption: Adoption, *, user: User) -> tuple[Decision, ...]:
    """Return what the body decided at the points that came from an adoption. One query."""
    seen = Decision.objects.visible_to(user).filter(
        point__origin_type=ADOPTION, point__origin_key=adoption.key, body=adoption.body_id
    )
    rows = seen.select_related("meeting__body__strategy").order_by("-year", "-number")
    return tuple(rows)


def points_for(body: Body, on: date) -> tuple[ProposedPoint, ...]:  # noqa: ARG001 -- as all do
    """Return the plans that wait for the decision of a body. One query.

    A point names the policy instrument, which is public; nothing of the words of a plan that the
    public does not read yet gets into an agenda.
    """
    rows = Adoption.objects.unrestricted(reason="a body sees what it is to decide").filter(
        body=body.pk, state=AdoptionState.ASKED
    )
    label = worded(lambda: _("Plan to adopt"))
    found = rows.select_related("plan__project", "plan__instrument").order_by("asked_at", "pk")
    return tuple(
        ProposedPoint(
            origin=ADOPTION,
            key=each.key,
            label=label,
            title=plan_named_by_instrument(each.plan),
            link=without_language(
                reverse(
                    "adoption:adoption",
                    args=[each.plan.project.slug, each.plan.slug, each.key],
                )
            ),
            is_to_decide=True,
        )
        for each in found
    )


def plan_named_by_instrument(plan: Plan) -> TranslatedText:
    """Return what a plan is called by what is public of it: its policy instrument."""
    title = plan.instrument.title
    return worded(lambda: _("Action plan for “%(instrument)s”") % {"instrument": title})


@dataclass(frozen=True, slots=True)
class Decided:
    """The text that amendments may follow from: an edition that was adopted or published."""

    edition: PlanEdition
    is_public: bool

    @property
    def actions(self) -> tuple[ActionText, ...]:
        return self.edition.text.actions


def decided_text(plan: Plan, *, user: Any) -> Decided | None:  # noqa: ANN401 -- a person, a command
    """Return the text of a plan that stands, as far as somebody may read it.

    That is the adopted one, where they may read it and the public does not yet; else the published
    one. Three queries at most.
    """
    editions = PlanEdition.objects.unrestricted(reason=REASON).filter(plan=plan)
    if plan.state == PlanState.ADOPTED:
        frozen = editions.filter(reason=EditionReason.ADOPTION).order_by("-number")
        found = frozen.annotate(**_readable(user)).first()
        if found is not None and (found.is_seen or found.is_put_before):  # type: ignore[attr-defined]  # annotated
            return Decided(found, is_public=False)
    if plan.published_id is None:
        return None
    return Decided(editions.get(pk=plan.published_id), is_public=True)


def _readable(user: Any) -> dict[str, Exists | Value]:  # noqa: ANN401 -- a person, a command
    """Tell whether somebody writes the plan, leads the project, or had to decide on an edition."""
    if isinstance(user, SystemActor):
        return {"is_seen": Value(value=True), "is_put_before": Value(value=True)}
    return {
        "is_seen": Exists(PlanEdition.objects.visible_to(user).filter(pk=OuterRef("pk"))),
        "is_put_before": Exists(Adoption.objects.visible_to(user).filter(edition=OuterRef("pk"))),
    }


def strategies_touched(
    plan: Plan, actions: Iterable[ActionText], *, user: User
) -> dict[str, Strategy]:
    """Return the strategies kept here that planned actions touch, by address.

    Each knows whether somebody coordinates it. One query at most; none, where they touch only the
    one that the plan is for.
    """
    slugs = {node.strategy for each in actions for node in each.nodes}
    own = plan.instrument.strategy
    if own is not None and slugs <= {own.slug}:
        return {own.slug: own} if slugs else {}
    return {each.slug: each for each in strategies_known(slugs, user=user)}


def strategies_known(slugs: Iterable[str], *, user: User) -> list[Strategy]:
    """Return strategies by their addresses, each knowing whether somebody coordinates it."""
    rows = Strategy.objects.filter(slug__in=list(slugs))
    found: list[Any] = list(rows.annotate(is_coordinated=coordinated_by(user.pk)))
    for each in found:
        know(each, user, each)
    return found


def links_of(plan: Plan, *, user: Any) -> tuple[ActionAmendment, ...]:  # noqa: ANN401 -- or nobody
    """Return the amendments that follow a plan's actions, as a person may see them. One query."""
    seen = ActionAmendment.objects.visible_to(user).filter(plan=plan)
    rows = seen.select_related("amendment__strategy", "amendment__edition")
    return tuple(rows.order_by("amendment__strategy__slug", "amendment__number"))


def linked(plan: Plan) -> Mapping[tuple[str, int], ActionAmendment]:
    """Return the first amendment that follows each action in each strategy. One query.

    So that nothing is made twice: one that was refused or withdrawn does not count. Whom it is
    shown to, `visible_to` has to say.
    """
    rows = ActionAmendment.objects.unrestricted(reason=REASON).filter(plan=plan)
    standing = rows.exclude(amendment__state__in=FALLEN)
    found = standing.select_related("amendment__strategy").order_by("-pk")
    return {(each.action_key, each.amendment.strategy_id): each for each in found}


def amendment_from(action_key: str, strategy: Strategy) -> Amendment | None:
    """Return an amendment of a strategy that says that it comes from an action. One query."""
    rows = Amendment.objects.unrestricted(reason=REASON).filter(
        strategy=strategy, origin_kind=OriginKind.PLANNED_ACTION, origin_key=action_key
    )
    return rows.exclude(state__in=FALLEN).order_by("number").first()


def standing_amendment(plan: Plan, action_key: str, strategy: Strategy) -> Amendment | None:
    """Return the amendment that follows an action in a strategy already. Two queries at most."""
    link = linked(plan).get((action_key, strategy.pk))
    return link.amendment if link else amendment_from(action_key, strategy)


def amendments_to_link(strategy: Strategy, *, user: User) -> tuple[Amendment, ...]:
    """Return the amendments of a strategy that an action can be linked to. One query."""
    seen = Amendment.objects.visible_to(user).filter(strategy=strategy)
    return tuple(seen.select_related("strategy").order_by("-number"))


@dataclass(frozen=True, slots=True)
class Feeding:
    """A planned action of a published plan, for the public page of what it feeds."""

    plan_title: TranslatedText
    region: TranslatedText
    title: TranslatedText
    key: str
    project_slug: str
    plan_slug: str

    @property
    def address(self) -> str:
        """Where the public reads it, in the language of the page; empty where nowhere yet."""
        return public_address(self.project_slug, self.plan_slug, self.key)


def public_address(project_slug: str, plan_slug: str, action_key: str = "") -> str:
    """Return the public page of a plan, at one of its actions."""
    address = reverse("portal:plan", args=[project_slug, plan_slug])
    return f"{address}#action-{action_key}" if action_key else address


def public_link(project_slug: str, plan_slug: str, action_key: str) -> str:
    """Return the whole address of a public page, in whichever language its reader has."""
    path = without_language(public_address(project_slug, plan_slug, action_key))
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}" if path and settings.SITE_ADDRESS else ""


def plans_touching(node_keys: Sequence[str]) -> tuple[Feeding, ...]:
    """Return the actions of published plans that touch parts of a strategy. One query.

    Only what the public reads counts: neither the rows that are being written, nor other editions.
    """
    found = _published_with(node_keys)
    wanted = set(node_keys)
    return tuple(
        _feeding(edition, action)
        for edition in found
        for action in edition.text.actions
        if wanted & {node.node for node in action.nodes}
    )


def actions_behind(amendment: Amendment) -> tuple[Feeding, ...]:
    """Return the planned actions that everybody reads from which an amendment came. Two queries."""
    rows = ActionAmendment.objects.visible_to(NOBODY).filter(amendment=amendment)
    keys = list(rows.values_list("action_key", flat=True))
    return tuple(
        _feeding(edition, action)
        for edition in _published_with(keys)
        for action in edition.text.actions
        if action.key in keys
    )


def _published_with(keys: Sequence[str]) -> list[PlanEdition]:
    """Return what the public reads of plans in whose text one of some keys stands. One query."""
    return _holding(tuple(f'"{key}"' for key in keys)) if keys else []


@prepared
def _holding(quoted: tuple[str, ...]) -> QuerySet[PlanEdition]:
    wanted = Q()
    for key in quoted:
        wanted |= Q(written__contains=key)
    editions = PlanEdition.objects.unrestricted(reason="what is published is for everybody")
    found = editions.filter(plan__published=F("pk")).annotate(
        written=Cast("kept_text", TextField())
    )
    rows = found.filter(wanted).select_related("plan__project")
    return rows.order_by("plan__project__slug", "plan__slug")


def _feeding(edition: PlanEdition, action: ActionText) -> Feeding:
    text = edition.text
    return Feeding(
        plan_title=text.title,
        region=text.region.name,
        title=action.title,
        key=action.key,
        project_slug=edition.plan.project.slug,
        plan_slug=edition.plan.slug,
    )
