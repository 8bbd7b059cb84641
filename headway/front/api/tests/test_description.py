"""What the description says is what the addresses answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.urls import resolve
from django.utils.translation import gettext_lazy
from jsonschema import Draft202012Validator

from headway.foundation.formats import registry
from headway.foundation.formats.types import Column, Filter, Row, Table
from headway.foundation.formats.writers import WRITERS
from headway.front.api.tests.described import ADDRESS, described, misfits, mistakes, resolved
from headway.front.api.urls import urlpatterns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.test import Client
    from pytest_django import Settings

LIST, THINGS = "/api/v1/tables/", "/api/v1/tables/things.json"
ROW: dict[str, object] = {"code": "1.1", "cost": 3, "due": None, "is_done": True}
COLUMNS = (
    Column("code", gettext_lazy("Unit"), "Its place", "text"),
    Column("cost", "Cost", "What it costs", "number", unit="EUR"),
    Column("due", "Due", "When", "date"),
    Column("is_done", "Done", "Whether", "yes_no"),
)


def rows(_filters: Mapping[str, str]) -> Iterator[Row]:
    yield ROW


@pytest.fixture(autouse=True)
def _two_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_registered", {})
    filters = (Filter("strategy", "Strategy"),)
    things = Table("things", "Things", "All", COLUMNS, rows, filters, public=True)
    registry.register((things, Table("secret", "Secret", "", COLUMNS, rows)))


def test_every_address_for_programs_is_described(client: Client) -> None:
    paths = described(client)["paths"]
    assert {resolve(path).url_name for path in paths} == {each.name for each in urlpatterns}


def test_every_public_table_is_described_in_every_format_and_no_other(client: Client) -> None:
    files = [path for path in described(client)["paths"] if resolve(path).url_name == "table"]
    assert files == [f"/api/v1/tables/things.{code}" for code in WRITERS]
    assert "secret" not in client.get(ADDRESS).content.decode()


def test_columns_and_filters_are_those_of_the_table(client: Client) -> None:
    document = described(client)
    row = document["components"]["schemas"]["things"]["properties"]["rows"]["items"]
    assert row["required"] == ["code", "cost", "due", "is_done"]
    assert row["properties"]["cost"] == {
        "type": ["number", "null"], "title": "Cost", "description": "What it costs · EUR",
    }  # fmt: skip
    taken = [resolved(document, each) for each in document["paths"][THINGS]["get"]["parameters"]]
    assert [each["name"] for each in taken] == ["language", "separator", "headings", "strategy"]


def test_it_speaks_the_language_that_was_asked_for(client: Client) -> None:
    schemas = described(client, "lt")["components"]["schemas"]
    row = schemas["things"]["properties"]["rows"]["items"]
    assert row["properties"]["code"]["title"] == "Matavimo vienetas"


def test_every_schema_is_one(client: Client) -> None:
    for schema in described(client)["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("path", [ADDRESS, LIST, *(f"{THINGS[:-4]}{code}" for code in WRITERS)])
def test_every_answer_is_as_it_is_described(client: Client, path: str) -> None:
    document = described(client)
    answers = [client.get(path), client.get(f"{path}?language=xx"), client.post(path)]
    assert [answer.status_code for answer in answers] == [200, 400, 405]
    assert [mistakes(document, path, answer) for answer in answers] == [[], [], []]


@pytest.mark.django_db
def test_the_page_for_browsers_is_described(client: Client) -> None:
    answer = client.get(LIST, headers={"accept": "text/html"})
    assert answer["Content-Type"].startswith("text/html")
    assert mistakes(described(client), LIST, answer) == []


def test_the_refusal_of_too_many_is_described(client: Client, settings: Settings) -> None:
    settings.LIMITS = {"files": 1}
    first, second = (client.get(THINGS, REMOTE_ADDR="198.51.100.7") for _time in range(2))
    assert (first.status_code, second.status_code) == (200, 429)
    assert mistakes(described(client), THINGS, second) == []


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (ROW | {"cost": None, "is_done": None}, ""),
        (ROW | {"code": 7}, "7 is not of type 'string', 'null'"),
        (ROW | {"colour": "red"}, "Additional properties are not allowed"),
        ({"code": "1.1"}, "'cost' is a required property"),
    ],
)
def test_an_answer_that_is_otherwise_would_be_noticed(
    client: Client, row: Row, problem: str
) -> None:
    told = json.loads(client.get(THINGS).getvalue()) | {"rows": [row]}
    schema = {"$ref": "#/components/schemas/things"}
    found = " ".join(misfits(described(client), schema, told))
    assert problem in found if problem else not found
