"""The demonstration as it is loaded: true to its figures, honest about its sources, and open."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import URLResolver, get_resolver, resolve
from django.utils import translation

from headway.demo.load import SLUG, load
from headway.demo.tests.loaded.conftest import AT
from headway.foundation.conversations.models import Thread
from headway.foundation.core.fields import (
    PartialDateField,
    ProvenanceField,
    TranslatedTextField,
    ValueField,
)
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.organisations.models import Membership
from headway.foundation.organisations.states import Role
from headway.foundation.ui.parts import part_word
from headway.monitoring.strategy.models import Edition, NodeText, Strategy
from headway.monitoring.strategy.queries import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model, QuerySet
    from django.test import Client

    from headway.foundation.core.provenance import Provenance
    from headway.foundation.core.texts import TranslatedText

LANGUAGES = ("lt", "en")
ROOT = Path(__file__).parents[4]
WHY = "the demonstration shows everything it has"
SITE_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


pytestmark = [pytest.mark.django_db, pytest.mark.once]


def edition() -> Edition:
    """Return the edition in force, which the adopted amendment made."""
    return Edition.objects.unrestricted(reason=WHY).get(strategy__slug=SLUG, number=2)


def rows_of(model: type[Model]) -> QuerySet[Any]:
    rows = model._default_manager.all()
    return rows.unrestricted(reason=WHY) if isinstance(rows, ScopedQuerySet) else rows


def holding(kind: type | UnionType) -> Iterator[tuple[type[Model], list[str]]]:
    """Yield our models with those of their fields that are of a kind."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.fields if isinstance(field, kind)]
        if names and model.__module__.startswith("headway."):
            yield model, names


def everything() -> Counter[str]:
    return Counter({m._meta.label: rows_of(m).count() for m in apps.get_models()})


def test_every_row_passes_the_checks_of_its_fields() -> None:
    for model, _names in holding(ValueField | PartialDateField):
        is_scoped = isinstance(model._default_manager.all(), ScopedQuerySet)
        for row in rows_of(model):
            # Looking for twins reads the whole table, which a scoped model does for nobody.
            row.full_clean(validate_unique=not is_scoped, validate_constraints=not is_scoped)


def test_it_comes_back_from_a_fixture_in_a_database_of_its_own(tmp_path: Path) -> None:
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    rows = ["dumpdata", "--all", "--exclude=contenttypes", "--exclude=auth.permission"]
    call_command(*rows, output=str(before))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEADWAY_")}
    kept |= {"HEADWAY_DATA": str(tmp_path / "data")}
    kept |= {"DJANGO_SETTINGS_MODULE": "config.settings.production"}
    for words in (
        ["-m", "config.cli", "init"],
        ["manage.py", "loaddata", str(before)],
        ["manage.py", *rows, f"--output={after}"],
    ):
        done = subprocess.run(  # noqa: S603 -- our own commands
            [sys.executable, *words],
            cwd=ROOT,
            env=kept,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert by_key(after) == by_key(before)
    assert len(by_key(before)) > 1000


def by_key(fixture: Path) -> dict[tuple[str, object], object]:
    return {(row["model"], row["pk"]): row["fields"] for row in json.loads(fixture.read_text())}


def test_it_holds_the_measures_of_the_strategy_on_their_three_levels() -> None:
    texts = NodeText.objects.of(edition())
    assert Counter(texts.values_list("depth", flat=True)) == {1: 3, 2: 12, 3: 109}


def test_it_gives_the_measures_to_those_who_lead_them() -> None:
    found = tree.answering(edition())
    leading = [(one.organisation.name.words("en"), one.leads) for one in found if one.leads]
    assert [leads for _name, leads in leading[:2]] == [47, 26]
    assert sum(leads for _name, leads in leading) == 109
    assert sum(leads for _name, leads in leading[2:]) == 36
    assert "Klaipėda" in leading[0][0]


def test_every_status_is_in_the_list_and_all_measures_have_one() -> None:
    strategy = Strategy.objects.get(slug=SLUG)
    counts = tree.counts(edition())
    canonical = {option.code: option.canonical for option in strategy.statuses}
    by_canonical: Counter[str] = Counter()
    for code, number in counts.by_status.items():
        by_canonical[canonical[code]] += number
    assert (counts.total, by_canonical["in_progress"], by_canonical["done"]) == (109, 72, 16)


def test_no_fact_stands_without_a_source_or_the_word_that_it_is_synthetic() -> None:
    bare = [
        f"{model._meta.label} {row}"
        for model, names in holding(ProvenanceField)
        for row in rows_of(model)
        for name in names
        if not says_where_from(getattr(row, name))
    ]
    assert bare == []


def says_where_from(provenance: Provenance) -> bool:
    return bool(provenance.sources or provenance.synthetic)


def test_every_part_that_is_made_up_is_named_in_both_languages() -> None:
    parts = {
        part
        for model, names in holding(ProvenanceField)
        for row in rows_of(model)
        for name in names
        for part in getattr(row, name).synthetic
    } - {"all"}
    words = {}
    for language in LANGUAGES:
        with translation.override(language):
            words[language] = {part: part_word(part) for part in parts}
    assert len(parts) > 20
    assert [part for part in parts if words["lt"][part] in {part, words["en"][part]}] == []


def test_every_part_of_the_frame_says_where_it_comes_from() -> None:
    frame = edition().frame
    parts = [
        ("vision", frame.vision_provenance),
        *((sector.key, sector.provenance) for sector in frame.sectors),
    ]
    assert [name for name, provenance in parts if not says_where_from(provenance)] == []


def test_every_text_reads_in_both_languages_and_none_is_outdated() -> None:
    gaps = [
        f"{model._meta.label} {row} {name}: {text.missing(LANGUAGES)} {text.outdated}"
        for model, names in holding(TranslatedTextField)
        if model is not Thread  # named by the words that are quoted, in their own language
        for row in rows_of(model)
        for name in names
        if (text := getattr(row, name)).missing(LANGUAGES) or text.outdated
    ]
    assert gaps == []


def test_every_text_of_the_frame_reads_in_both_languages() -> None:
    frame = edition().frame
    texts: list[TranslatedText] = [
        frame.vision,
        *(sector.title for sector in frame.sectors),
        *(neighbour.title for neighbour in frame.neighbours),
    ]
    assert [str(text) for text in texts if text.missing(LANGUAGES)] == []
    assert all(level.label(code, 2) for level in frame.levels for code in LANGUAGES)


def test_loading_it_again_changes_nothing() -> None:
    before = everything()
    assert load(at=AT).slug == SLUG
    assert everything() == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_the_figures_in_its_first_sentences(client: Client, language: str) -> None:
    page = client.get(f"/{language}/strategies/{SLUG}/").content.decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    for figure in ("109", "72", "16", "47", "26"):
        assert re.search(rf"\b{figure}\b", words), figure
    if language == "en":
        assert "Of 109 measures, 72 are in progress and 16 are done." in words.replace(" ,", ",")
    else:
        assert "109 priemonių" in words


def addresses(client: Client) -> list[tuple[str, ...]]:
    """Return every page of the site map as its addresses, one for each language."""
    root = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 -- our own
    found = [
        tuple(
            sorted(
                link.attrib["href"].removeprefix("http://testserver")
                for link in url
                if "href" in link.attrib
            )
        )
        for url in root.iter(f"{SITE_MAP}url")
    ]
    return sorted(set(found))


@pytest.mark.parametrize("first", [0, pytest.param(1, marks=pytest.mark.audit)])
def test_every_page_of_the_site_map_opens(client: Client, first: int) -> None:
    """One in English, the next in Lithuanian; the audit opens each in the other language too."""
    pages = addresses(client)
    assert {tuple(page[:4] for page in each) for each in pages} == {("/en/", "/lt/")}
    assert len(pages) >= 1 + 124
    answers = {
        each[language]: client.get(each[language]).status_code
        for number, each in enumerate(pages)
        for language in [(number + first) % 2]
    }
    assert {page: code for page, code in answers.items() if code != 200} == {}


def test_whoever_answers_opens_every_page_that_their_report_leads_to(client: Client) -> None:
    membership = rows_of(Membership).select_related("user", "organisation")
    reported = 0
    for each in membership.filter(role=Role.REPORTER):
        client.force_login(each.user)
        answers = opened_from(client, "/en/reports/")
        assert {page: code for page, code in answers.items() if code != 200} == {}, each
        reported += len(answers) > 10
    assert reported >= 5


OF_A_KIND = 4
"""So many pages of a route are opened: the first, and those of other measures and figures."""


def opened_from(client: Client, start: str) -> dict[str, int]:
    """Return what pages answer that can be reached from one without leaving its folder."""
    found: dict[str, int] = {}
    kinds: Counter[str] = Counter()
    ahead = [start]
    while ahead:
        page = ahead.pop()
        kind = resolve(page).view_name
        kinds[kind] += 1
        if kinds[kind] > OF_A_KIND:
            continue
        answer = client.get(page)
        found[page] = answer.status_code
        if answer.streaming or not answer["Content-Type"].startswith("text/html"):
            continue
        links = re.findall(rf'href="({start}[^"#?]*)"', answer.content.decode())
        ahead += sorted(set(links) - found.keys() - {*ahead})
    return found


def plain_routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Yield the paths of all addresses that take nothing."""
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from plain_routes(pattern, path)
        elif "<" not in path:
            yield f"/{path}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_address_answers_or_asks_to_sign_in(client: Client, language: str) -> None:
    with translation.override(language):
        paths = sorted(set(plain_routes(get_resolver())))
    answers = {path: client.get(path).status_code for path in paths}
    refused = {path: code for path, code in answers.items() if code not in {200, 302, 405}}
    assert refused == {"/healthz/arrival": 404, "/metrics": 404}  # to a question with its key alone
    assert {f"/{language}/", f"/{language}/data/", f"/{language}/organisations/"} <= {
        path for path, code in answers.items() if code == 200
    }
