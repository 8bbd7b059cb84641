"""The documents of a meeting, read back: words in both languages, times, tables."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.monitoring.meetings.facts import PointPlan
from headway.monitoring.meetings.services import add_point
from headway.monitoring.meetings.tests.factories import (
    AT,
    confirmed,
    follow_up,
    invited,
    joined,
    point,
    who,
    world,
)
from tests.test_plan_documents import tags

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from headway.monitoring.meetings.models import Meeting
    from headway.monitoring.meetings.tests.factories import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def site_address(settings: Settings) -> None:
    settings.SITE_ADDRESS = "https://strategy.example.org"


def url(name: str, *arguments: Any) -> str:  # noqa: ANN401
    return reverse(f"meetings:{name}", args=arguments)


def test_the_minutes_are_a_document_in_both_formats_and_languages(client: Client) -> None:
    of = world()
    meeting = confirmed(of)
    follow_up(meeting, of)
    client.force_login(who(of.members[0]))
    for language, words in (
        ("en", ("There is a quorum", "Decision 2026-1", "Go to the fair", "Book a stand")),
        (
            "lt",
            ("Kvorumas yra", "Sprendimas Nr. 2026-1", "Go to the fair (lt)", "Book a stand (lt)"),
        ),
    ):
        address = url("document", meeting.key, "minutes", "pdf").replace("/en/", f"/{language}/", 1)
        file = client.get(address)
        said = " ".join(page.extract_text() for page in PdfReader(BytesIO(file.content)).pages)
        written = client.get(address.replace("/pdf/", "/docx/"))
        made = Document(BytesIO(written.content))
        cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
        whole = " ".join([*(paragraph.text for paragraph in made.paragraphs), *cells])
        for each in words:
            assert each in " ".join(said.split()), each
            assert each in whole, each
        assert made.core_properties.language == language


def minutes(client: Client, of: World, meeting: Meeting, language: str) -> Any:  # noqa: ANN401
    client.force_login(who(of.members[0]))
    address = url("document", meeting.key, "minutes", "docx")
    return Document(BytesIO(client.get(address.replace("/en/", f"/{language}/", 1)).content))


def test_minutes_in_lithuanian_read_as_a_clerk_writes_them(client: Client) -> None:
    of = world()
    meeting = confirmed(of)
    follow_up(meeting, of)
    made = minutes(client, of, meeting, "lt")
    title, *_rest, closing = [each.text for each in made.paragraphs if each.text]
    assert title == "Protokolas: Marketing Council (lt). Posėdis Nr. 1"
    assert closing.endswith(", 2026 m. gruodžio 8 d.")
    assert [cell.text for cell in made.tables[-1].rows[0].cells] == [
        "Pavedimas", "Vykdytojas", "Terminas",
    ]  # fmt: skip


def test_who_only_substitutes_stands_in_the_row_of_the_member(client: Client) -> None:
    of = world()
    joined(of.body, of.coordinator, name="Deputy of Ona", substitutes_id=of.members[0].pk)
    made = minutes(client, of, confirmed(of), "en")
    names = [row.cells[0].text for row in made.tables[0].rows]
    assert len(names) == 1 + len([*of.seats, of.secretary])
    assert not any("Deputy of Ona" in name for name in names)


def test_the_pack_says_when_each_point_begins_on_the_clocks_of_the_strategy(client: Client) -> None:
    of = world()
    meeting = invited(of)
    point(meeting, of, "Opening", minutes=15)
    point(meeting, of, "Fair")
    client.force_login(who(of.members[0]))
    file = client.get(url("document", meeting.key, "pack", "docx"))
    [agenda] = Document(BytesIO(file.content)).tables
    assert [[cell.text for cell in row.cells] for row in agenda.rows][1:] == [
        ["10:00", "1. Opening", "discussion"],
        ["10:15", "2. Fair", "discussion"],
    ]
    assert file["Content-Disposition"].endswith(f'"{of.body.slug}-2026-12-08-pack.docx"')


ALONE = TranslatedText.of({"en": "Only in English:\n\n- one\n- two"})


def test_the_pack_says_of_words_in_another_language_that_they_are(client: Client) -> None:
    of = world()
    meeting = invited(of)
    for language in ("en", "lt"):
        title = TranslatedText.of({language: f"Told in {language}"})
        note = ALONE if language == "en" else EMPTY
        plan = PointPlan(title, note=note)
        add_point(meeting_id=meeting.pk, plan=plan, by=of.coordinator, at=AT)
    client.force_login(who(of.members[0]))
    address = url("document", meeting.key, "pack", "docx").replace("/en/", "/lt/", 1)
    made: Any = Document(BytesIO(client.get(address).content))
    cells = [cell for table in made.tables for row in table.rows for cell in row.cells]
    paragraphs = [*made.paragraphs, *(each for cell in cells for each in cell.paragraphs)]
    spoken = [
        (run.text, run._r.xpath("w:rPr/w:lang/@w:val")) for each in paragraphs for run in each.runs
    ]
    said = [words for words, language in spoken if language == ["en"]]
    assert said == ["1. Told in en", "Only in English:", "one", "two", "1. Told in en"]
    assert ("2. Told in lt", ["lt"]) in spoken
    reader = PdfReader(BytesIO(client.get(address.replace("/docx/", "/pdf/")).content))
    root: Any = reader.trailer["/Root"]
    assert "en" in {each.get("/Lang") for each in tags(root["/StructTreeRoot"]["/K"], [])}


@pytest.mark.parametrize(("kind", "ending"), [("pack", "exe"), ("secrets", "pdf")])
def test_there_is_no_other_document(client: Client, kind: str, ending: str) -> None:
    of = world()
    client.force_login(of.leader)
    assert client.get(url("document", invited(of).key, kind, ending)).status_code == 404
