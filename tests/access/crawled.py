"""A site that is crawled: small and full of canaries; and who is who on any site.

Needs Django set up, with the data folder of the site in its settings.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import time_machine
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import override_settings
from django.utils import timezone

from config.commands.init import prepare
from config.installation import data_folder
from headway.demo.access import path_for
from headway.demo.views import BACKEND
from headway.foundation.accounts.models import Session, User
from headway.foundation.accounts.sessions import SessionStore
from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    AuditorFactory,
    UserFactory,
)
from headway.foundation.organisations.models import Membership
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.amendments.facts import PROPOSAL
from headway.monitoring.amendments.models import Agreement, Amendment
from headway.monitoring.amendments.states import WAITING
from headway.monitoring.meetings.models import (
    Activity,
    AgendaPoint,
    Body,
    FollowUp,
    Meeting,
    Member,
)
from headway.monitoring.meetings.tests.factories import who
from headway.monitoring.reporting.links import token_of
from headway.monitoring.reporting.models import Answer, Report, TaskLink
from headway.monitoring.reporting.tests.factories import world
from headway.monitoring.strategy.models import Coordinator
from headway.monitoring.strategy.tests.factories import add, coordinator_of, draft_after
from tests.access.canaries import LATER, planted
from tests.access.projects import cooperation

if TYPE_CHECKING:
    from tests.access.canaries import Canaries

NOW = LATER + timedelta(days=2)
EDITION = "CANARY-EDITION"
SESSION_OF_THE_CLOSED = "sessionopenedbeforeitwasclosed22"
ADDRESS = "http://127.0.0.1:8000"
REASON = "a test looks at everything"


def plant() -> None:
    """Make the site, at the moment at which it is crawled."""
    prepare(data_folder(), say=lambda _sentence: None)
    with time_machine.travel(NOW, tick=True), override_settings(SITE_ADDRESS=ADDRESS):
        _people(planted())


def _people(found: Canaries) -> None:
    """Add whoever else is somebody there, and a strategy of others."""
    partner = found.of.partners[0]
    for role in (Role.READER, Role.APPROVER):
        user = UserFactory.create(email=f"{role}@example.org", name=f"The {role}")
        MembershipFactory.create(organisation=partner, user=user, role=role)
    AdministratorFactory.create(email="administrator@example.org")
    AuditorFactory.create(email="auditor@example.org")
    closed = UserFactory.create(email="closed@example.org", is_active=False)
    MembershipFactory.create(organisation=partner, user=closed)
    _leave_session(closed)
    add(draft_after(found.of.edition), f"{EDITION} objective", code="9")
    sitting = found.memory.sitting
    for name, person in (
        ("coordinator", found.of.coordinator),
        ("chair", who(sitting.chair)),
        ("member", who(sitting.members[0])),
    ):
        person.email = f"{name}@example.org"
        person.save()
    other = coordinator_of(world(figures=True).edition.strategy)
    other.email = "other@example.org"
    other.save()


def _leave_session(user: User) -> None:
    """Leave a session as it was opened before the account was closed."""
    leave_session(user, SESSION_OF_THE_CLOSED)


def leave_session(user: User, key: str) -> None:
    """Leave a session of a person under a key that a test knows.

    A store would give it another: it never takes a key that it did not make.
    """
    said = {
        SESSION_KEY: str(user.pk),
        HASH_SESSION_KEY: user.get_session_auth_hash(),
        BACKEND_SESSION_KEY: BACKEND,
    }
    until = timezone.now() + timedelta(days=7)
    store = SessionStore()
    row = {"session_key": key, "session_data": store.encode(said), "expire_date": until}
    Session.objects.create(person=user, **row)


def facts() -> dict[str, Any]:
    """Return who is who, and what belongs to whom, as plain values."""
    members = Membership.objects.unrestricted(reason=REASON).filter(until=None)
    people = {
        user.email: {
            "link": path_for(user.email),
            "is_active": user.is_active,
            "site_role": str(user.site_role),
            "works_in": [
                [slug, role]
                for slug, role in members.filter(user=user).values_list(
                    "organisation__slug", "role"
                )
            ],
            "keeps": list(
                Coordinator.objects.filter(user=user, until=None).values_list(
                    "strategy__slug", flat=True
                )
            ),
        }
        for user in User.objects.order_by("pk")
    }
    reports = {
        report.key: {
            "organisation": report.organisation.slug,
            "strategy": report.round.strategy.slug,
            "is_hidden": report.round.state in {"draft", "discarded"},
        }
        for report in Report.objects.unrestricted(reason=REASON).select_related(
            "organisation", "round__strategy"
        )
    }
    links = TaskLink.objects.unrestricted(reason=REASON).filter(
        revoked_at=None, report__round__state="open"
    )
    answers = Answer.objects.unrestricted(reason=REASON).exclude(evidence=None)
    return {
        **memory(),
        **cooperation(),
        "people": people,
        "reports": reports,
        "files": list(answers.values_list("evidence", "pk")),
        "links": [
            {
                "path": f"/en/task/{token_of(link.key)}/",
                "person": link.person.email if link.person else "",
                "report": link.report.key,
                "part": link.answer_id or 0,
            }
            for link in links.select_related("person", "report").order_by("pk")
        ],
    }


def memory() -> dict[str, Any]:
    """Return who belongs to which body, what belongs to it, and who is asked about amendments."""
    members = Member.objects.unrestricted(reason=REASON).filter(until=None).exclude(user=None)
    bodies = Body.objects.unrestricted(reason=REASON)
    meetings = Meeting.objects.unrestricted(reason=REASON).select_related("body")
    duties = [
        each
        for model in (FollowUp, Activity)
        for each in model.objects.unrestricted(reason=REASON).select_related(
            "body", "organisation", "person"
        )
    ]
    asked = Agreement.objects.unrestricted(reason=REASON)
    points = AgendaPoint.objects.unrestricted(reason=REASON).filter(origin_type=PROPOSAL)
    return {
        "bodies": {
            body.slug: {
                "strategy": body.strategy.slug,
                "organisation": body.organisation.slug,
                "members": {
                    member.user.email: member.role
                    for member in members.filter(body=body).select_related("user")
                    if member.user
                },
            }
            for body in bodies.select_related("strategy", "organisation")
        },
        "meetings": {
            each.key: {
                "body": each.body.slug,
                "is_told": each.state != "planned",
                "is_written": each.state in {"to_confirm", "confirmed"},
            }
            for each in meetings
        },
        "duties": {
            each.key: {
                "body": each.body.slug,
                "organisation": each.organisation.slug if each.organisation else "",
                "person": each.person.email if each.person else "",
            }
            for each in duties
        },
        "amendments": {
            each.key: {
                "strategy": each.strategy.slug,
                "waits": each.state in WAITING,
                "meetings": list(
                    points.filter(origin_key=each.key).values_list("meeting__key", flat=True)
                ),
                "asked": {
                    str(pk): slug
                    for pk, slug in asked.filter(amendment=each).values_list(
                        "pk", "organisation__slug"
                    )
                },
            }
            for each in Amendment.objects.unrestricted(reason=REASON).select_related("strategy")
        },
    }


def main() -> None:
    """Make the site if it is asked for, and say who is who in it."""
    if sys.argv[1:] == ["plant"]:
        plant()
    sys.stdout.write(json.dumps(facts()))
