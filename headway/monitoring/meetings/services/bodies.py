"""Bodies and who sits in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from headway.foundation.accounts.models import User
from headway.foundation.core.errors import BadInput, WrongState
from headway.foundation.core.keys import new_key
from headway.foundation.core.problems import refuse
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import texts_shown, tidied
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import keep
from headway.foundation.core.words import text_problems
from headway.foundation.organisations.models import Organisation
from headway.foundation.publication.services import renew, strategy_scope
from headway.foundation.ui.conflicts import require_seen
from headway.monitoring.meetings import verbs
from headway.monitoring.meetings.models import Body, Member
from headway.monitoring.meetings.permissions import can_add_body, can_keep_body
from headway.monitoring.meetings.services.common import (
    LONGEST_TITLE,
    REASON,
    locked_body,
    name_of,
    told,
    yes_or_no,
)
from headway.monitoring.meetings.states import (
    BodyKind,
    Majority,
    MemberRole,
    QuorumKind,
    RhythmUnit,
)
from headway.monitoring.strategy.models import Strategy
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from headway.monitoring.meetings.facts import BodyPlan, MemberPlan, Rhythm
    from headway.monitoring.meetings.permissions import Keeper

MOST_MINUTES = 24 * 60


@transaction.atomic
def create_body(
    *,
    strategy_id: int,
    slug: str,
    plan: BodyPlan,
    by: Keeper,
    at: datetime,
    provenance: Provenance = UNKNOWN,
    key: str = "",
) -> Body:
    """Add a body that meets about a strategy.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises BadInput: for an address that is taken, no name, or rules that cannot be.
    """
    strategy = Strategy.objects.select_for_update().get(pk=strategy_id)
    require(can_add_body(by, strategy))
    problems = _problems(plan)
    if Body.objects.unrestricted(reason=REASON).filter(slug=slug).exists():
        problems["slug"] = _("Another body has this address. Choose another.")
    refuse(problems)
    body = Body.objects.unrestricted(reason=REASON).create(
        key=key or new_key(),
        slug=slug,
        strategy=strategy,
        provenance=provenance,
        **_columns(plan, strategy),
    )
    told(verbs.BODY_ADDED, body, of=body, by=by, at=at)
    _renew(body, at=at)
    return body


@transaction.atomic
def change_body(*, body_id: int, plan: BodyPlan, version: int, by: Keeper, at: datetime) -> Body:
    """Change what a body is and goes by.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises BadInput: for no name, or rules that cannot be.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    body = locked_body(body_id)
    require(can_keep_body(by, body))
    require_seen(
        version,
        current=body.version,
        theirs=_shown(body),
        mine=_shown(replace(plan, languages=plan.languages or tuple(body.strategy.languages))),
        labels=_labels(),
    )
    refuse(_problems(plan))
    was_public = body.is_public and body.strategy.is_public
    columns = _columns(plan, body.strategy)
    for name, value in columns.items():
        setattr(body, name, value)
    keep(body, *columns)
    told(verbs.BODY_CHANGED, body, of=body, by=by, at=at)
    if was_public:
        renew(strategy_scope(body.strategy.key), at=at)
    else:
        _renew(body, at=at)
    return body


def _renew(body: Body, *, at: datetime) -> None:
    """Say that what everybody reads has changed, if they read of this body at all."""
    if body.is_public and body.strategy.is_public:
        renew(strategy_scope(body.strategy.key), at=at)


def _shown(said: BodyPlan | Body) -> dict[str, str]:
    rhythm = said.rhythm
    return {
        "kind": str(BodyKind(said.kind).label),
        "organisation": name_of(Organisation, said.organisation_id),
        "languages": ", ".join(said.languages),
        "quorum_kind": str(QuorumKind(said.quorum.kind).label),
        "quorum_number": str(said.quorum.number),
        "majority": str(Majority(said.majority).label),
        "has_casting_vote": yes_or_no(said.has_casting_vote),
        "is_public": yes_or_no(said.is_public),
        "since": str(said.since or ""),
        "until": str(said.until or ""),
        "every": str(rhythm.every) if rhythm else "",
        "unit": str(RhythmUnit(rhythm.unit).label) if rhythm else "",
        "week": str(rhythm.week) if rhythm else "",
        "weekday": str(rhythm.weekday) if rhythm else "",
        "begins": str(rhythm.begins) if rhythm else "",
        "usual_time": str(said.usual_time or ""),
        "usual_minutes": str(said.usual_minutes),
        **texts_shown(name=said.name, usual_place=said.usual_place),
    }


def _labels() -> dict[str, str]:
    return {
        "name": _("Name"),
        "usual_place": _("Usual place"),
        "kind": _("Kind"),
        "organisation": _("Who convenes it"),
        "languages": _("Languages of its meetings"),
        "quorum_kind": _("Quorum"),
        "quorum_number": _("Number of members"),
        "majority": _("A vote is carried by"),
        "has_casting_vote": _("The chair’s vote decides a tie"),
        "is_public": _("Confirmed decisions are public"),
        "since": _("Since"),
        "until": _("Until"),
        "every": _("Meets every"),
        "unit": _("Weeks or months"),
        "week": _("Which of the month"),
        "weekday": _("Day of the week"),
        "begins": _("Counted from"),
        "usual_time": _("Usual time"),
        "usual_minutes": _("Usual length in minutes"),
    }


def _columns(plan: BodyPlan, strategy: Strategy) -> dict[str, object]:
    return {
        "name": plan.name,
        "kind": plan.kind,
        "organisation_id": plan.organisation_id,
        "languages": list(plan.languages or strategy.languages),
        "quorum_kind": plan.quorum.kind,
        "quorum_number": plan.quorum.number if plan.quorum.kind == QuorumKind.NUMBER else 0,
        "majority": plan.majority,
        "has_casting_vote": plan.has_casting_vote,
        "is_public": plan.is_public,
        "since": plan.since,
        "until": plan.until,
        "kept_rhythm": plan.rhythm.as_json() if plan.rhythm else {},
        "usual_time": plan.usual_time,
        "usual_minutes": plan.usual_minutes,
        "usual_place": plan.usual_place,
    }


def _problems(plan: BodyPlan) -> dict[str, str]:
    problems = text_problems(
        [("name", plan.name, LONGEST_TITLE), ("usual_place", plan.usual_place, LONGEST_TITLE)],
        wanted={"name": _("Say what the body is called.")},
    )
    if not Organisation.objects.filter(pk=plan.organisation_id).exists():
        problems["organisation"] = _("Choose the organisation that convenes it.")
    if plan.quorum.kind == QuorumKind.NUMBER and plan.quorum.number < 1:
        problems["quorum_number"] = _("Say how many members make a quorum, one or more.")
    if plan.since and plan.until and plan.until < plan.since:
        problems["until"] = _("The body would end before it began. Choose a later day.")
    if not 0 < plan.usual_minutes <= MOST_MINUTES:
        problems["usual_minutes"] = _("Write a number of minutes, at most a day of them.")
    return problems | (_rhythm_problems(plan.rhythm) if plan.rhythm else {})


MOST_APART = 24  # weeks or months
WEEKS = (1, 2, 3, 4, -1)


def _rhythm_problems(rhythm: Rhythm) -> dict[str, str]:
    if not 1 <= rhythm.every <= MOST_APART:
        return {"every": _("Write a number from 1 to %(most)d.") % {"most": MOST_APART}}
    if rhythm.weekday not in range(7) or rhythm.week not in WEEKS:
        return {"weekday": _("Choose a day of the week, and which of the month.")}
    return {}


# -- members -----------------------------------------------------------------------------------


@transaction.atomic
def add_member(*, body_id: int, plan: MemberPlan, by: Keeper, at: datetime) -> Member:
    """Add somebody to a body: a person with an account, or a name.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises BadInput: for nobody, somebody who is a member already, a second chair, or a
        substitute of nobody here.
    """
    body = locked_body(body_id)
    require(can_keep_body(by, body))
    refuse(_member_problems(body, plan))
    person = User.objects.get(pk=plan.user_id) if plan.user_id else None
    member = Member.objects.unrestricted(reason=REASON).create(
        body=body,
        user=person,
        name=(str(person) if person else tidied(plan.name)),
        **_member_columns(plan),
    )
    told(verbs.MEMBER_ADDED, body, of=body, by=by, at=at, payload=_of(member))
    return member


def _of(member: Member) -> dict[str, str]:
    return {"member": str(member), "role": member.role}


def _member_columns(plan: MemberPlan) -> dict[str, object]:
    return {
        "email": "" if plan.user_id else plan.email.strip(),
        "organisation_id": plan.organisation_id,
        "role": plan.role,
        "votes": plan.votes and plan.role != MemberRole.OBSERVER,
        "substitutes_id": plan.substitutes_id,
        "since": plan.since,
    }


def _member_problems(
    body: Body, plan: MemberPlan, standing: Member | None = None
) -> dict[str, str]:
    now = Member.objects.unrestricted(reason=REASON).filter(body=body, until__isnull=True)
    others = now.exclude(pk=standing.pk) if standing else now
    problems = {}
    if not plan.user_id and not tidied(plan.name):
        problems["name"] = _("Choose a person, or write a name.")
    if plan.user_id and others.filter(user_id=plan.user_id).exists():
        problems["user"] = _("This person is a member already. Change what they do there.")
    if plan.role == MemberRole.CHAIR and (chair := others.filter(role=plan.role).first()):
        sentence = _("%(person)s is the chair. End their work, or change what they do, first.")
        problems["role"] = sentence % {"person": chair}
    if plan.substitutes_id and not _can_be_substituted(others, plan.substitutes_id):
        problems["substitutes"] = _("Choose a member of this body who has a vote.")
    return problems


def _can_be_substituted(others: object, pk: int) -> bool:
    found = others.filter(pk=pk, votes=True, substitutes__isnull=True)  # type: ignore[attr-defined]
    return bool(found.exists())


@transaction.atomic
def change_member(
    *, member_id: int, plan: MemberPlan, version: int, by: Keeper, at: datetime
) -> Member:
    """Change what a member does in a body; who it is stays.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: for one whose work there has ended.
    :raises BadInput: as `add_member` does.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    member = _locked_member(member_id)
    require(can_keep_body(by, member.body))
    if member.until is not None:
        raise WrongState(_("Their work here has ended. Add them again."))
    require_seen(
        version,
        current=member.version,
        theirs=_member_shown(member),
        mine=_member_shown(plan),
        labels={
            "name": _("Name"),
            "email": _("Their e-mail"),
            "organisation": _("For which organisation"),
            "role": pgettext("body", "Role"),
            "votes": _("Has a vote"),
            "substitutes": _("Stands in for"),
            "since": _("Since"),
        },
    )
    refuse(_member_problems(member.body, plan, member))
    columns = _member_columns(plan)
    if not member.user_id:
        columns["name"] = tidied(plan.name)
    else:
        columns["email"] = ""
    for name, value in columns.items():
        setattr(member, name, value)
    keep(member, *columns)
    told(verbs.MEMBER_CHANGED, member.body, of=member.body, by=by, at=at, payload=_of(member))
    return member


def _member_shown(said: MemberPlan | Member) -> dict[str, str]:
    substituted = Member.objects.unrestricted(reason=REASON).filter(pk=said.substitutes_id or 0)
    shown = {
        "organisation": name_of(Organisation, said.organisation_id),
        "role": str(MemberRole(said.role).label),
        "votes": yes_or_no(said.votes),
        "substitutes": str(substituted.first() or "–"),
        "since": said.since.isoformat(),
    }
    return shown if said.user_id else {"name": said.name, "email": said.email, **shown}


@transaction.atomic
def end_member(*, member_id: int, until: date, by: Keeper, at: datetime) -> Member:
    """End somebody's work in a body; what they did there stays. Whom they stand for is freed.

    :raises NotAllowed: unless somebody who keeps the body does it.
    :raises WrongState: if it has ended already.
    :raises BadInput: for a day before they began, or one ahead.
    """
    member = _locked_member(member_id)
    require(can_keep_body(by, member.body))
    if member.until is not None:
        raise WrongState(_("Their work here has ended already."))
    if until < member.since:
        raise BadInput({"until": _("It would end before it began. Choose a later day.")})
    if until > day_of(member.body.strategy, at):
        raise BadInput({"until": _("This day lies ahead. Choose today or an earlier one.")})
    member.until = until
    keep(member, "until")
    substitutes = Member.objects.unrestricted(reason=REASON).filter(
        substitutes=member, until__isnull=True
    )
    substitutes.update(substitutes=None, votes=False)
    told(verbs.MEMBER_ENDED, member.body, of=member.body, by=by, at=at, payload=_of(member))
    return member


def _locked_member(member_id: int) -> Member:
    members = Member.objects.unrestricted(reason=REASON)
    body = locked_body(members.values_list("body_id", flat=True).get(pk=member_id))
    member = members.select_related("user").get(pk=member_id)
    member.body = body
    return member
