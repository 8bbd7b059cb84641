"""PDFs of the plenary and of phase 2 say their structure, their language and what is where."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from headway.cooperation.implementation.tests.factories import closed, report_of
from headway.cooperation.implementation.tests.factories import opened as opened_round
from headway.cooperation.implementation.tests.factories import world as phase_two
from headway.cooperation.peerreview.tests.factories import opened, reviews_in, submitted, world
from tests.test_plan_documents import tags, titles

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


def plenary() -> tuple[str, User]:
    of = world()
    session = opened(of)
    for each in reviews_in(session):
        submitted(of, each, mark=2)
    arguments = [of.project.slug, session.key, "pdf"]
    return reverse("peerreview:plenary_document", args=arguments), of.lead


def programme() -> tuple[str, User]:
    of = phase_two()
    one = opened_round(of, "How many firms?")
    closed(report_of(one, of.city))
    arguments = [one.project.slug, one.key]
    return reverse("implementation:programme_pdf", args=arguments), of.person(of.lead)


@pytest.mark.parametrize("made", [plenary, programme])
def test_a_document_is_tagged_says_its_language_and_leads_to_its_parts(
    client: Client, made: Callable[[], tuple[str, User]]
) -> None:
    address, reader = made()
    client.force_login(reader)
    answer = client.get(address.replace("/en/", "/lt/", 1))
    content = b"".join(answer)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    document = PdfReader(io.BytesIO(content))
    root: Any = document.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("lt", True)
    found = tags(root["/StructTreeRoot"]["/K"], [])
    assert {"/H1", "/H2"} <= {each.get("/S") for each in found}
    assert all(each.get("/Alt") for each in found if each.get("/S") == "/Figure")
    assert len(titles(document.outline)) > 1
