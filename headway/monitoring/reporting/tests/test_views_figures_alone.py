"""A partner who answers for no measure, only for the figure of an ambition, from form to review."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.monitoring.reporting.models import Submission
from headway.monitoring.reporting.tests.answering import Partner, partner_in
from headway.monitoring.reporting.tests.factories import REASON, figures_in, world_of_ambition
from headway.monitoring.strategy.tests.factories import text

pytestmark = pytest.mark.django_db
TITLE = "Ships that call"


@pytest.fixture
def of() -> Partner:
    return partner_in(world_of_ambition(kind="stock", title=text(TITLE)))


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_every_page_of_the_report_asks_for_the_figure(of: Partner) -> None:
    client = of.entered()
    (answer,) = of.answers
    assert answer.node_id is None
    part = of.address("part", part=answer.pk)
    for address in (of.address("report"), of.address("check")):
        assert part in shown(client, address), address
    for address in (part, of.address("grid")):
        assert TITLE in shown(client, address), address
    assert client.get(of.address("workbook")).status_code == 200


def test_the_figure_is_saved_submitted_and_reviewed(of: Partner) -> None:
    client = of.entered()
    (answer,) = of.answers
    (due,) = figures_in(answer)
    said = {"version": str(answer.version), f"figure-{due.pk}.value": "1234.5"}
    done = client.post(of.address("part", part=answer.pk), said)
    assert done.status_code == 302, done.content.decode()
    key = client.get(of.address("check")).context["request_key"]
    receipt = client.post(of.address("check"), {"request_key": key})["Location"]
    assert "1,234.5" in shown(client, receipt)
    submission = Submission.objects.unrestricted(reason=REASON).get()
    document = client.get(of.address("receipt_document", pk=submission.pk))
    assert document.content.startswith(b"%PDF")
    desk = Client()
    desk.force_login(with_second_factor(of.world.coordinator))
    places = {"slug": of.round.strategy.slug, "key": of.round.key, "report": of.report.key}
    begun = desk.post(reverse("reporting:review_step", kwargs={**places, "step": "begin"}))
    assert begun.status_code == 302
    assert "1,234.5" in shown(desk, reverse("reporting:review", kwargs=places))
