"""Pages of whoever answers. A session that a task link opened comes to them too."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.test import override_settings
from django.utils import timezone

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.attachments.models import StoredFile
from headway.foundation.core.actors import SystemActor
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.reporting.facts import RoundPlan
from headway.monitoring.reporting.links import token_of
from headway.monitoring.reporting.models import ReportingLine, TaskLink
from headway.monitoring.reporting.services import create_round, hand_over_part, open_round
from headway.monitoring.reporting.tests.factories import (
    PERIOD,
    answers_of,
    handed_in,
    report_of,
)
from headway.monitoring.strategy.tests.factories import (
    CoordinatorFactory,
    EditionFactory,
    StrategyFactory,
    add,
    adopt,
)
from headway.monitoring.strategy.wording import Duty
from tests.access.row import PUBLIC, Row
from tests.access.world import SIGNED_IN

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.reporting.models import Report
    from tests.access.row import Arguments
    from tests.access.world import World

WRITERS = frozenset({"reporter", "approver"})
TALKERS = WRITERS | {"coordinator", "administrator"}
BOTH = ("GET", "POST")
NOT_NOW = frozenset({409})
"""The report is not in the state for it, and the page says so."""
NOT_ALL = frozenset({403, 409})
"""Whoever sees the report may look; only those who answer may send, and not yet."""
UNREADABLE = frozenset({400})
"""Nothing was sent, or the file of these tests is on no disk."""
SITE = override_settings(SITE_ADDRESS="https://strategy.example.org")


def open_report(organisation: Organisation, keeper: User) -> Report:
    """Open a round now that asks an organisation about two measures; return its report."""
    draft = EditionFactory.create(strategy=StrategyFactory.create())
    CoordinatorFactory.create(strategy=draft.strategy, user=keeper)
    top = add(draft, "Objective", code="1")
    for code in ("1.1", "1.2"):
        add(draft, f"Measure {code}", top, code=code, duties=(Duty(organisation.pk),))
    edition, now = adopt(draft), timezone.now()
    plan = RoundPlan(period=PERIOD, deadline_at=now + timedelta(days=10))
    with SITE:
        asked = create_round(
            strategy_id=edition.strategy_id, plan=plan, by=SystemActor("tests"), at=now
        )
        open_round(round_id=asked.pk, by=SystemActor("tests"), at=now)
    return report_of(asked, organisation)


def place(world: World, part: str, *, is_own: bool) -> dict[str, Any]:
    """Open a report of the world's organisation or of another; name it, and a thing in it."""
    if is_own:
        report = open_report(world.organisation, world.people["coordinator"])
        by = world.people["reporter"]
    else:
        report = open_report(world.other, UserFactory.create())
        by = MembershipFactory.create(organisation=world.other).user
    found: dict[str, Any] = {"key": report.key}
    if part:
        found |= MAKERS[part](report, by)
    return found


def a_part(report: Report, _by: User) -> dict[str, int]:
    return {"part": answers_of(report)[0].pk}


def a_receipt(report: Report, by: User) -> dict[str, int]:
    with SITE:
        return {"pk": handed_in(report, by=by, at=timezone.now()).pk}


def a_file(report: Report, by: User) -> dict[str, int]:
    file = StoredFile.objects.create(
        sha256="0" * 64, name="a.pdf", size=1, uploader_id=str(by.pk), uploaded_at=timezone.now()
    )
    answer = answers_of(report)[0]
    answer.evidence = file
    answer.save()
    return {"pk": file.pk}


def a_link(report: Report, by: User) -> dict[str, int]:
    with SITE:
        link = hand_over_part(
            answer_id=answers_of(report)[0].pk, name="Jonas", email="jonas@example.org", by=by,
            at=timezone.now(),
        )  # fmt: skip
    return {"pk": link.pk}


def a_sign_off(report: Report, by: User) -> dict[str, int]:
    ReportingLine.objects.create(
        strategy=report.round.strategy, organisation=report.organisation, approver=by
    )
    return {}


MAKERS: dict[str, Callable[[Report, User], dict[str, int]]] = {
    "part": a_part,
    "receipt": a_receipt,
    "file": a_file,
    "link": a_link,
    "sign-off": a_sign_off,
}


def task_link(world: World) -> dict[str, str]:
    report = open_report(world.organisation, world.people["coordinator"])
    links = TaskLink.objects.unrestricted(reason="a test looks at everything")
    return {"token": token_of(links.filter(report=report)[0].key)}


def row(
    name: str,
    who: frozenset[str],
    methods: tuple[str, ...],
    part: str = "",
    also: frozenset[int] = frozenset(),
) -> Row:
    own: Arguments = partial(place, part=part, is_own=True)
    foreign: Arguments = partial(place, part=part, is_own=False)
    return Row(f"reporting:{name}", who, methods, own, foreign, also=also, is_by_link=True)


ROWS = (
    Row("reporting:enter", PUBLIC, BOTH, task_link),
    Row("reporting:leave", PUBLIC, ("POST",)),
    Row("reporting:tasks", SIGNED_IN, is_by_link=True),
    row("report", SIGNED_IN, ("GET",)),
    row("time", WRITERS, ("POST",)),
    row("withdraw", WRITERS, ("POST",), also=NOT_NOW),
    row("prepare", WRITERS, ("POST",), "sign-off", also=NOT_NOW),
    row("send_back", WRITERS, ("POST",), also=NOT_NOW),
    row("comment", TALKERS, ("POST",)),
    row("check", SIGNED_IN, BOTH, also=NOT_ALL),
    row("receipt", SIGNED_IN, ("GET",), "receipt"),
    row("receipt_document", SIGNED_IN, ("GET",), "receipt"),
    row("evidence", SIGNED_IN, ("GET",), "file", also=UNREADABLE),
    row("new_link", WRITERS, ("POST",), also=NOT_NOW),  # no mail without the address of the site
    row("end_link", WRITERS, ("POST",), "link"),
    row("grid", WRITERS, BOTH),
    row("workbook", WRITERS, ("GET",)),
    row("upload", WRITERS, ("POST",)),
    row("part", WRITERS, BOTH, "part", also=NOT_NOW),
    row("typed", WRITERS, ("POST",), "part", also=UNREADABLE),
    row("repeat", WRITERS, ("POST",), "part"),
    row("hand_over", WRITERS, BOTH, "part"),
)
