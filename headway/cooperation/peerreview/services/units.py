"""Review units: who presents which plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from headway.cooperation.partnerships.models import Member, among
from headway.cooperation.peerreview import verbs
from headway.cooperation.peerreview.models import (
    LONGEST_NAME,
    ReviewGroup,
    ReviewRound,
    ReviewUnit,
)
from headway.cooperation.peerreview.permissions import takes_units
from headway.cooperation.peerreview.services.common import (
    REASON,
    require_unchanged,
    session_to_keep,
    tidy,
    told_session,
)
from headway.cooperation.plans.models import Plan, PlanAuthor
from headway.foundation.core.keys import new_key
from headway.foundation.core.problems import refuse
from headway.foundation.core.verdicts import require_now
from headway.foundation.core.versions import keep
from headway.foundation.core.words import too_long
from headway.foundation.ui.names import named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from headway.cooperation.peerreview.facts import UnitPlan
    from headway.cooperation.peerreview.models import ReviewSession
    from headway.cooperation.peerreview.permissions import Person
    from headway.foundation.organisations.models import Organisation


@transaction.atomic
def add_unit(
    *, session_id: int, plan: UnitPlan, by: Person, at: datetime, key: str = ""
) -> ReviewUnit:
    """Add a unit: authors of a plan who present it, or their part of it. Pairs are made anew.

    :raises NotAllowed: unless somebody who writes for the lead partner does it.
    :raises WrongState: once the session is open.
    :raises BadInput: for a plan of another project, organisations that do not write it or are in
        another unit, or a name that is taken or too long.
    """
    session = _session(session_id, by)
    of, organisations, name = _checked(session, plan, None)
    rows = ReviewUnit.objects.unrestricted(reason=REASON)
    last = rows.filter(session=session).aggregate(highest=Max("place"))["highest"] or 0
    unit: ReviewUnit = rows.create(
        key=key or new_key(), session=session, plan=of, name=name, place=last + 1
    )
    unit.organisations.set(organisations)
    _unpair(session)
    keep(session)
    told_session(verbs.UNIT_ADDED, session, by=by, at=at, payload={"unit": name})
    return unit


@transaction.atomic
def change_unit(
    *, unit_id: int, plan: UnitPlan, version: int, by: Person, at: datetime
) -> ReviewUnit:
    """Change who makes up a unit, or which plan it presents. Pairs are made anew if that changed.

    `version` is that of the session.

    :raises NotAllowed: unless somebody who writes for the lead partner does it.
    :raises WrongState: once the session is open, or if somebody else changed it since.
    :raises BadInput: as for a new one.
    """
    unit = _unit(unit_id)
    session = _session(unit.session_id, by, version)
    of, organisations, name = _checked(session, plan, unit)
    before = (unit.plan_id, set(unit.organisations.values_list("pk", flat=True)))
    unit.plan, unit.name = of, name
    unit.save(update_fields=["plan", "name"])
    unit.organisations.set(organisations)
    if before != (of.pk, {each.pk for each in organisations}):
        _unpair(session)
    keep(session)
    told_session(verbs.UNIT_CHANGED, session, by=by, at=at, payload={"unit": name})
    return unit


@transaction.atomic
def remove_unit(*, unit_id: int, by: Person, at: datetime) -> ReviewSession:
    """Take a unit out of a session. Pairs are made anew.

    :raises NotAllowed: unless somebody who writes for the lead partner does it.
    :raises WrongState: once the session is open.
    """
    unit = _unit(unit_id)
    session = _session(unit.session_id, by)
    name = unit.name
    _unpair(session)
    unit.delete()
    keep(session)
    told_session(verbs.UNIT_REMOVED, session, by=by, at=at, payload={"unit": name})
    return session


def _session(session_id: int, by: Person, version: int | None = None) -> ReviewSession:
    session = session_to_keep(session_id, by)
    require_now(takes_units(session))
    if version is not None:
        require_unchanged(session, version)
    return session


def _unit(unit_id: int) -> ReviewUnit:
    unit: ReviewUnit = ReviewUnit.objects.unrestricted(reason=REASON).get(pk=unit_id)
    return unit


def _unpair(session: ReviewSession) -> None:
    """Take away pairs that were made of other units."""
    groups = ReviewGroup.objects.unrestricted(reason=REASON).filter(round__session=session)
    groups.delete()
    ReviewRound.objects.unrestricted(reason=REASON).filter(session=session).delete()


def _checked(
    session: ReviewSession, wanted: UnitPlan, now: ReviewUnit | None
) -> tuple[Plan, list[Organisation], str]:
    """Return the plan, the organisations and the name of a unit.

    :raises BadInput:
    """
    plans = Plan.objects.unrestricted(reason="that a plan is written is no secret; its words are")
    plan = plans.filter(project=session.project_id, key=wanted.plan_key).first()
    problems = {} if plan else {"plan": _("Choose one of those listed.")}
    organisations = _organisations(plan, wanted.organisation_slugs) if plan else []
    if plan and (not organisations or len(organisations) < len(set(wanted.organisation_slugs))):
        problems["organisations"] = _("Choose among those who write this plan: %(authors)s.") % {
            "authors": ", ".join(_called(each) for each in _authors(plan))
        }
    others = ReviewUnit.objects.unrestricted(reason=REASON).filter(session=session)
    others = others.exclude(pk=now.pk) if now else others
    if taken := others.filter(organisations__in=organisations).first():
        problems["organisations"] = _(
            "An organisation is in one unit at a time, and one of these is in %(unit)s."
        ) % {"unit": taken}
    name = tidy(wanted.name) or " & ".join(_called(each) for each in organisations)
    if len(name) > LONGEST_NAME:
        problems["name"] = too_long(LONGEST_NAME)
    elif others.filter(name=name).exists():
        problems["name"] = _("Another unit is called so. Choose another name.")
    refuse(problems)
    assert plan is not None  # noqa: S101 -- a missing one was refused
    return plan, organisations, name


def _organisations(plan: Plan, slugs: Sequence[str]) -> list[Organisation]:
    return [each for each in _authors(plan) if each.slug in set(slugs)]


def _authors(plan: Plan) -> list[Organisation]:
    """Return the authors of a plan that are partners now: who left reviews nothing any more."""
    now = among(Member.objects.now(), "plan__project")
    rows = PlanAuthor.objects.filter(now, plan=plan).select_related("organisation")
    return [each.organisation for each in rows.order_by("place", "pk")]


def _called(organisation: Organisation) -> str:
    return named(organisation.short_name or organisation.name)
