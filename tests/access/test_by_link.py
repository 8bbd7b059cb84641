"""A session that a task link opened comes to its report, and nowhere else on the site."""

from __future__ import annotations

from copy import deepcopy
from itertools import product
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headway.monitoring.reporting.links import token_of
from headway.monitoring.reporting.models import Answer, TaskLink
from headway.monitoring.reporting.services import hand_over_part
from headway.monitoring.reporting.tests.factories import answers_of
from tests.access.matrix import MATRIX
from tests.access.row import by_thing
from tests.access.rows.reporting_answering import SITE, a_file, a_receipt, open_report
from tests.access.test_routes import ask, outcome, undone

if TYPE_CHECKING:
    from headway.monitoring.reporting.models import Report
    from tests.access.world import World

REASON = "a test looks at everything"
OTHERS = [row for row in MATRIX if not row.is_public and row.route != "reporting:tasks"]
"""All but the list of what the links of a session lead to."""


@pytest.fixture(scope="module")
def made_report(made_world: World) -> Report:
    return open_report(made_world.organisation, made_world.people["coordinator"])


@pytest.fixture
def report(made_report: Report, world: World) -> Report:
    return deepcopy(made_report)


def entered(link: TaskLink) -> Client:
    client = Client()
    assert client.post(reverse("reporting:enter", args=[token_of(link.key)])).status_code == 302
    return client


def link_of(report: Report) -> TaskLink:
    links = TaskLink.objects.unrestricted(reason=REASON)
    return links.filter(report=report, answer=None).order_by("pk")[0]


def part_link(world: World, report: Report) -> TaskLink:
    with SITE:
        return hand_over_part(
            answer_id=answers_of(report)[0].pk, name="Jonas", email="jonas@example.org",
            by=world.people["reporter"], at=timezone.now(),
        )  # fmt: skip


def test_nothing_else_opens(world: World, report: Report) -> None:
    """Routes by link are asked for another report: each row's arguments open one of their own."""
    links = {"report": link_of(report), "part": part_link(world, report)}
    clients = {kind: entered(link) for kind, link in links.items()}
    opened = []
    for make, rows in by_thing(OTHERS):
        with undone():
            arguments = make(world)
            for row in rows:
                with undone():  # what one row makes, the next does not meet
                    found = {
                        f"{kind} {method}": outcome(ask(clients[kind], row, method, arguments))
                        for kind, method in product(clients, row.methods)
                    }
                opened += [
                    f"{row} {asked} {said}" for asked, said in found.items() if said != "sign in"
                ]
    assert len(OTHERS) > 100
    assert opened == []


def test_the_links_of_a_session_are_listed(world: World, report: Report) -> None:
    other = open_report(world.organisation, world.people["coordinator"])
    told = entered(link_of(report)).get(reverse("reporting:tasks")).content.decode()
    assert report.key in told
    assert other.key not in told


NOT_OF_A_PART = (
    "check", "time", "withdraw", "prepare", "send_back", "grid", "workbook", "upload",
)  # fmt: skip


@pytest.mark.parametrize("name", NOT_OF_A_PART)
def test_a_colleague_does_nothing_with_the_report_as_a_whole(
    world: World, report: Report, name: str
) -> None:
    row = next(row for row in MATRIX if row.route == f"reporting:{name}")
    client = entered(part_link(world, report))
    for method in row.methods:
        assert ask(client, row, method, {"key": report.key}).status_code == 403


@pytest.mark.parametrize("name", ["part", "typed", "repeat", "hand_over"])
def test_a_colleague_does_not_see_another_part(world: World, report: Report, name: str) -> None:
    row = next(row for row in MATRIX if row.route == f"reporting:{name}")
    client = entered(part_link(world, report))
    other = answers_of(report)[1]
    for method in row.methods:
        assert ask(client, row, method, {"key": report.key, "part": other.pk}).status_code == 404


@pytest.mark.parametrize("name", ["receipt", "receipt_document"])
def test_a_colleague_does_not_read_what_others_handed_in(
    world: World, report: Report, name: str
) -> None:
    colleague, whole = entered(part_link(world, report)), entered(link_of(report))
    address = reverse(
        f"reporting:{name}",
        kwargs={"key": report.key} | a_receipt(report, world.people["reporter"]),
    )
    assert [client.get(address).status_code for client in (colleague, whole)] == [403, 200]


def test_a_colleague_opens_no_file_of_another_part(world: World, report: Report) -> None:
    client, (own, other) = entered(part_link(world, report)), answers_of(report)
    file = a_file(report, world.people["reporter"])["pk"]
    address = reverse("reporting:evidence", args=[report.key, file])
    assert client.get(address).status_code == 400, "the own part has it, but it is on no disk"
    Answer.objects.unrestricted(reason=REASON).filter(pk=own.pk).update(evidence=None)
    Answer.objects.unrestricted(reason=REASON).filter(pk=other.pk).update(evidence=file)
    assert client.get(address).status_code == 404


def test_a_colleague_ends_no_link(world: World, report: Report) -> None:
    link = part_link(world, report)
    for each in (link, part_link(world, report)):
        address = reverse("reporting:end_link", args=[report.key, each.pk])
        assert entered(link).post(address).status_code == 403
        each.refresh_from_db()
        assert each.revoked_at is None


def test_a_colleague_hands_the_part_to_nobody(world: World, report: Report) -> None:
    link = part_link(world, report)
    address = reverse("reporting:hand_over", args=[report.key, link.answer_id])
    client, said = entered(link), {"name": "Petras", "email": "petras@example.org"}
    with SITE:
        assert client.get(address).status_code == 403
        assert client.post(address, said).status_code == 403
    assert not TaskLink.objects.unrestricted(reason=REASON).filter(name="Petras").exists()


def test_a_deactivated_person_is_told_that_the_link_ended(world: World, report: Report) -> None:
    link = link_of(report)
    client = entered(link)
    assert client.get(reverse("reporting:report", args=[report.key])).status_code == 200
    assert link.person is not None
    link.person.is_active = False
    link.person.save()
    assert client.get(reverse("reporting:report", args=[report.key])).status_code == 410
