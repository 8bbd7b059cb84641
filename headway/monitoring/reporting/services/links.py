"""Task links: made, opened, ended; parts handed to colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from headway.foundation.accounts.rules import canonical_email, email_problem, name_problem
from headway.foundation.core.errors import BadInput, WrongState
from headway.foundation.core.keys import new_key
from headway.foundation.core.texts import tidied
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.notices.rendering import Addressee
from headway.foundation.notices.services import post_notice
from headway.foundation.publication.services import strategy_scope
from headway.monitoring.reporting import notices, verbs
from headway.monitoring.reporting.links import address_of
from headway.monitoring.reporting.models import Answer, TaskLink
from headway.monitoring.reporting.permissions import (
    can_end_link,
    can_fill_report,
    can_renew_link,
    takes_answers,
)
from headway.monitoring.reporting.queries.answering import text_asked
from headway.monitoring.reporting.queries.links import find_link, is_usable, link_problem
from headway.monitoring.reporting.rules import PART_LASTS
from headway.monitoring.reporting.services.common import REASON, locked_report, told
from headway.monitoring.reporting.wording import Told, sender_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.models import Report
    from headway.monitoring.reporting.permissions import Person


def link_for(report: Report, person: User, *, by: Person, at: datetime) -> TaskLink:
    """Return the link that a person has into a report; a new one, if there is none."""
    found, _is_new = TaskLink.objects.unrestricted(reason=REASON).get_or_create(
        report=report,
        person=person,
        answer=None,
        revoked_at=None,
        defaults={"key": new_key(), "made_at": at, "made_by": str(by)},
    )
    return found


@transaction.atomic
def open_link(*, link_id: int, at: datetime) -> TaskLink:
    """Let the person in whose link it is, after they pressed the button.

    :raises WrongState: for a link that was ended, has run out, or belongs to a closed account.
    """
    link = find_link(pk=link_id)
    if link is None or not is_usable(link, at=at):
        raise WrongState(link_problem(link, at=at))
    if link.opened_at is None:
        told(verbs.LINK_OPENED, link.report, by=link.acts_as, at=at)
    link.opened_at = at
    link.save(update_fields=["opened_at"])
    return link


@transaction.atomic
def hand_over_part(
    *,
    answer_id: int,
    name: str,
    email: str,
    by: Person,
    at: datetime,
    language: str = "",
) -> TaskLink:
    """Hand one part of a report to a colleague: by a link that opens that part and runs out.

    :raises NotAllowed: unless somebody who answers for the organisation does it.
    :raises WrongState: while the report takes no answers.
    :raises BadInput: for a missing name or an address that is none.
    """
    answer = Answer.objects.unrestricted(reason=REASON).select_related("node").get(pk=answer_id)
    answer.report = locked_report(answer.report_id)
    require(can_fill_report(by, answer.report))
    require_now(takes_answers(answer.report))
    name = " ".join(tidied(name).split())  # it stands in the head of a mail, in one line
    problems = {"name": name_problem(name), "email": email_problem(email)}
    if found := {field: problem for field, problem in problems.items() if problem}:
        raise BadInput(found)
    link = TaskLink.objects.unrestricted(reason=REASON).create(
        key=new_key(),
        report=answer.report,
        answer=answer,
        name=name,
        email=canonical_email(email),
        made_at=at,
        made_by=str(by),
        expires_at=at + PART_LASTS,
    )
    told(verbs.LINK_MADE, answer.report, by=by, at=at, payload={"person": link.name})
    asked = answer.report.round
    language = language or asked.strategy.languages[0]
    post_notice(
        notices.PART_HANDED_OVER,
        to=Addressee(link.email, link.name, language),
        about=answer.report,
        period=link.key,
        at=at,
        context={
            "report": answer.report,
            "of": Told(answer.report, at=at, part_until=link.expires_at),
            "measure": text_asked(answer),
            "by": by,
            **sender_of(asked).context(),
        },
        link=address_of(link.key, language=language),
        scope=strategy_scope(asked.strategy.key),
        reply_to=getattr(by, "email", ""),
    )
    return link


@transaction.atomic
def revoke_link(*, link_id: int, by: Person, at: datetime) -> TaskLink:
    """End a link before its time.

    :raises NotAllowed: unless somebody who answers for the organisation does it, or who keeps
        the round.
    """
    link = TaskLink.objects.unrestricted(reason=REASON).select_for_update().get(pk=link_id)
    report = locked_report(link.report_id)
    require(can_end_link(by, report))
    if link.revoked_at is None:
        _end(link, at=at)
        told(verbs.LINK_REVOKED, report, by=by, at=at, payload={"person": _whose(link)})
    return link


@transaction.atomic
def renew_link(*, report_id: int, person: User, by: User, at: datetime) -> TaskLink:
    """Write a new link into a report to a person, and end the one before, which others may have.

    :raises NotAllowed: unless it is for oneself or a coordinator does it; for a person who does
        not answer for the organisation.
    :raises WrongState: while the report takes no answers.
    """
    report = locked_report(report_id)
    require(can_renew_link(by, report, person))
    require_now(takes_answers(report))
    own = TaskLink.objects.unrestricted(reason=REASON).filter(
        report=report, person=person, answer=None, revoked_at=None
    )
    own.update(revoked_at=at)
    link = link_for(report, person, by=by, at=at)
    told(verbs.LINK_MADE, report, by=by, at=at, payload={"person": str(person)})
    asked = report.round
    post_notice(
        notices.NEW_LINK,
        to=Addressee(person.email, person.name, person.language, person.pk),
        about=report,
        period=link.key,
        at=at,
        context={"report": report, "of": Told(report, at=at), **sender_of(asked).context()},
        link=address_of(link.key, language=person.language),
        scope=strategy_scope(asked.strategy.key),
    )
    return link


def end_links(reports: Iterable[Report], *, at: datetime) -> None:
    """End every link into reports that were accepted: nothing is left to do in them."""
    links = TaskLink.objects.unrestricted(reason=REASON).filter(report__in=tuple(reports))
    links.filter(revoked_at=None).update(revoked_at=at)


def _end(link: TaskLink, *, at: datetime) -> None:
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])


def _whose(link: TaskLink) -> str:
    return str(link.person) if link.person else link.name
