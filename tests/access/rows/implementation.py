"""Pages of phase 2: of the lead partner, of a plan's author, of a partner of another region."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from headway.cooperation.implementation import services
from headway.cooperation.implementation.models import Evidence, PolicyChange
from headway.cooperation.implementation.tests.factories import (
    AT,
    BY,
    change,
    changed,
    closed,
    opened,
    parts,
    prepared,
    report_of,
    submitted,
)
from headway.cooperation.implementation.tests.factories import world as project_world
from headway.foundation.attachments.models import StoredFile
from tests.access.row import Row
from tests.access.rows.strategy import BOTH, POST
from tests.access.world import SIGNED_IN

if TYPE_CHECKING:
    from headway.cooperation.implementation.tests.factories import World as Project
    from tests.access.row import Arguments
    from tests.access.world import World

NOBODY_HERE = frozenset({"coordinator"})
READERS = SIGNED_IN - NOBODY_HERE
WRITERS = frozenset({"reporter", "approver", "administrator"})
NOT_ALL = frozenset({403})
"""All of the organisation may look; only those who write for it may send."""
STALE = frozenset({409})
EMPTY = frozenset({400})
NO_FILE = frozenset({400})
"""The file is only a row here."""


def of_lead(world: World, *, is_own: bool) -> Project:
    return project_world(lead=world.organisation if is_own else world.other)


def of_author(world: World, *, is_own: bool) -> Project:
    return project_world(city=world.organisation if is_own else world.other)


def overview(of: Project) -> dict[str, object]:
    del of  # the project alone
    return {}


def plan(of: Project) -> dict[str, object]:
    return {"plan": of.plan.slug}


def step(of: Project) -> dict[str, object]:
    return {"plan": of.plan.slug, "key": "harbour-s1"}


def proof(of: Project) -> dict[str, object]:
    services.add_evidence(
        plan_id=of.plan.pk, step_key="harbour-s1", title="Minutes", address="", file=a_file(),
        by=BY, at=AT,
    )  # fmt: skip
    return step(of) | {"pk": Evidence.objects.unrestricted(reason="test").get().pk}


def a_file() -> StoredFile:
    return StoredFile.objects.create(sha256="0" * 64, name="a.pdf", size=1, uploaded_at=AT)


def draft_round(of: Project) -> dict[str, object]:
    return {"key": prepared(of).key}


def open_round(of: Project) -> dict[str, object]:
    return {"key": opened(of).key}


def draft_report(of: Project) -> dict[str, object]:
    return {"key": report_of(opened(of), of.city).key}


def part(of: Project) -> dict[str, object]:
    report = report_of(opened(of), of.city)
    return {"key": report.key, "pk": parts(report)[0].pk}


def sent_report(of: Project) -> dict[str, object]:
    return {"key": submitted(report_of(opened(of), of.city)).key}


def closed_report(of: Project) -> dict[str, object]:
    return {"key": closed(report_of(opened(of), of.city)).key}


def a_change(of: Project) -> dict[str, object]:
    return {"key": change(of).key}


def change_with_file(of: Project) -> dict[str, object]:
    made: PolicyChange = services.tell_change(
        plan_id=of.plan.pk, changed=changed(evidence_address="", evidence_file=a_file()),
        by=BY, at=AT,
    )  # fmt: skip
    return {"key": made.key}


def arguments(world: World, make: object, named: object, *, is_own: bool) -> dict[str, object]:
    of = make(world, is_own=is_own)  # type: ignore[operator]  # one of the two above
    found: dict[str, object] = {"slug": of.project.slug} | named(of)  # type: ignore[operator]  # one of those above
    return found


def row(
    name: str,
    who: frozenset[str],
    methods: tuple[str, ...],
    make: object,
    named: object,
    also: frozenset[int] = frozenset(),
) -> Row:
    own: Arguments = partial(arguments, make=make, named=named, is_own=True)
    foreign: Arguments = partial(arguments, make=make, named=named, is_own=False)
    return Row(f"implementation:{name}", who, methods, own, foreign, NOBODY_HERE, also)


GET = ("GET",)
ROWS = (
    row("overview", READERS, GET, of_lead, overview),
    row("table", READERS, GET, of_lead, plan),
    row("step", READERS, BOTH, of_author, step, NOT_ALL),
    row("evidence_add", WRITERS, POST, of_author, step),
    row("evidence", READERS, GET, of_author, proof, NO_FILE),
    row("evidence_remove", WRITERS, POST, of_author, proof),
    row("change_add", WRITERS, BOTH, of_author, plan),
    row("change", READERS, GET, of_lead, a_change),
    row("change_edit", WRITERS, BOTH, of_author, a_change, STALE),
    row("change_ask", WRITERS, BOTH, of_lead, a_change),
    row("change_confirm", WRITERS, POST, of_lead, a_change),
    row("change_evidence", READERS, GET, of_lead, change_with_file, NO_FILE),
    row("round_add", WRITERS, BOTH, of_lead, overview),
    row("round", WRITERS, BOTH, of_lead, draft_round),
    row("round_open", WRITERS, POST, of_lead, draft_round),
    row("round_close", WRITERS, POST, of_lead, open_round),
    row("programme_xlsx", READERS, GET, of_author, open_round),
    row("programme_changes", READERS, GET, of_author, open_round),
    row("programme_pdf", READERS, GET, of_author, open_round),
    row("report", READERS, GET, of_author, draft_report),
    row("part", WRITERS, BOTH, of_author, part, STALE),
    row("typed", WRITERS, POST, of_author, part, EMPTY),
    row("submit", WRITERS, POST, of_author, draft_report),
    row("ask", WRITERS, BOTH, of_lead, sent_report),
    row("close", WRITERS, POST, of_lead, sent_report),
    row("reopen", WRITERS, BOTH, of_lead, closed_report),
    row("say", WRITERS, POST, of_lead, sent_report),
)
