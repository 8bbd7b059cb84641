from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser

from headway.foundation.ui.catalogue import TEMPLATES, note_of, sections
from headway.foundation.ui.templatetags import charts

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.test import Client, RequestFactory

FRAME = {
    "base.html",
    "simple.html",
    "conflict.html",
    "masthead.html",
    "demo_strip.html",
    "foot.html",
    "_request.html",
    "refusal.html",
    "not_found.html",
    "server_error.html",
    "catalogue/components.html",
}
"""Whole pages and the frame that every page, the catalogue included, stands in."""
FILES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


def visit(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/en/components/")
    request.user = AnonymousUser()
    return request


DRAWINGS = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.svg"))


@pytest.mark.parametrize("name", [*FILES, *DRAWINGS])
def test_every_component_opens_with_what_it_takes(name: str) -> None:
    assert len(note_of(name)) > 10


@pytest.mark.django_db
def test_the_catalogue_shows_every_component(rf: RequestFactory) -> None:
    shown = {section.template for section in sections(visit(rf))}

    assert set(FILES) - FRAME - shown == set()


@pytest.mark.django_db
def test_the_catalogue_draws_every_chart(client: Client) -> None:
    charts._drawn.cache_clear()
    used = {
        template.name.removeprefix("ui/")
        for template in client.get("/en/components/").templates
        if template.name
    }

    assert DRAWINGS
    assert set(DRAWINGS) - used == set()


@pytest.mark.django_db
def test_no_two_charts_of_the_catalogue_share_a_name(client: Client) -> None:
    html = client.get("/en/components/").content.decode()

    idents = re.findall(r'\sid="([^"]+)"', html)
    assert [ident for ident in set(idents) if idents.count(ident) > 1] == []


@pytest.mark.django_db
def test_the_catalogue_is_a_page(client: Client, rf: RequestFactory) -> None:
    response = client.get("/en/components/")

    assert response.status_code == 200
    assert len(re.findall(r'<section class="sheet"', response.content.decode())) == len(
        sections(visit(rf))
    )


FRAME_OF_MAILS = "foundation/notices/templates/notices/letter.html"
"""A mail brings its own looks: it loads nothing, and no policy of ours holds where it is read."""


def test_no_template_carries_style_or_script() -> None:
    root = Path(__file__).parents[3]
    inline = re.compile(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)")
    offences = [
        str(path.relative_to(root))
        for kind in ("html", "svg")
        for path in root.rglob(f"templates/**/*.{kind}")
        if inline.search(path.read_text())
    ]
    assert offences == [FRAME_OF_MAILS]
