from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext_lazy

from headway.foundation.core.errors import BadInput
from headway.foundation.formats import registry
from headway.foundation.formats.types import Column, Filter, Row, Table
from headway.foundation.formats.writers import WRITERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LIST, DESCRIPTION = "/api/v1/tables/", "/api/v1/openapi.json"
MEASURES = "/api/v1/tables/measures"


def _measures(filters: Mapping[str, str]) -> Iterator[Row]:
    if filters.get("strategy") == "none":
        raise BadInput({"strategy": "There is no strategy “none”. There is: keds."})
    for code in ("1.1", "1.2") if filters.get("strategy") == "keds" else ("1.1", "1.2", "2"):
        yield {"code": code, "language": translation.get_language()}


PUBLIC = Table(
    name="measures",
    title="Measures",
    description="What is done",
    columns=(
        Column("code", "Code", "Its place", "text", source="act"),
        Column("language", gettext_lazy("Unit"), "What the reader asked for", "text"),
    ),
    rows=_measures,
    filters=(Filter("strategy", "Strategy"),),
    public=True,
)
SECRET = Table("secret", "Secret", "", (Column("code", "Code", "", "text"),))


@pytest.fixture(autouse=True)
def _two_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_registered", {})
    registry.register((PUBLIC, SECRET))


def _body(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK
    return answer.getvalue()


def test_the_list_has_every_public_table_with_its_dictionary(client: Client) -> None:
    answer = client.get(LIST)
    (listed,) = answer.json()["tables"]
    assert {name: listed[name] for name in ("name", "title", "description", "filters")} == {
        "name": "measures", "title": "Measures", "description": "What is done",
        "filters": [{"name": "strategy", "label": "Strategy"}],
    }  # fmt: skip
    assert listed["columns"][0] == {
        "name": "code", "label": "Code", "meaning": "Its place", "kind": "text", "unit": "",
        "source": "act",
    }  # fmt: skip
    assert listed["files"] == {code: f"http://testserver{MEASURES}.{code}" for code in WRITERS}
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in answer["Vary"]


@pytest.mark.django_db
def test_a_browser_gets_the_list_as_a_page(client: Client) -> None:
    answer = client.get(LIST, headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer["Content-Type"].startswith("text/html")
    page = answer.content.decode()
    assert "What the reader asked for" in page
    assert f'href="http://testserver{MEASURES}.xlsx"' in page
    assert "Secret" not in page


@pytest.mark.parametrize("code", WRITERS)
def test_every_format_of_a_public_table_is_served(client: Client, code: str) -> None:
    answer = client.get(f"{MEASURES}.{code}")
    assert answer.status_code == HTTPStatus.OK
    assert answer["Content-Type"] == WRITERS[code].media_type
    assert f'filename="measures.{code}"' in answer["Content-Disposition"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.getvalue()


def test_json_is_table_columns_and_rows(client: Client) -> None:
    content = json.loads(_body(client, f"{MEASURES}.json?strategy=keds&language=lt"))
    assert (list(content), content["table"]) == (["table", "columns", "rows"], "measures")
    assert content["rows"] == [
        {"code": "1.1", "language": "lt"}, {"code": "1.2", "language": "lt"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "separator", "heading"),
    [
        ("", ";", "code"),
        ("separator=comma", ",", "code"),
        ("separator=tab&headings=labels", "\t", "Code"),
    ],
)
def test_csv_comes_as_it_was_asked_for(
    client: Client, query: str, separator: str, heading: str
) -> None:
    text = _body(client, f"{MEASURES}.csv?{query}").decode("utf-8-sig")
    rows = [line.split(separator) for line in text.splitlines()]
    assert (len(rows[0]), rows[0][0]) == (2, heading)
    assert rows[1:] == [["1.1", "en"], ["1.2", "en"], ["2", "en"]]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("colour=red", "“colour” is no filter of this table. It has: strategy."),
        ("strategy=none", "There is no strategy “none”. There is: keds."),
        ("strategy=a&strategy=b", "“strategy” is given more than once. Give it once."),
        ("separator=;", "“;” is no separator. There are: semicolon, comma, tab."),
        ("headings=x", "“x” is no headings. There are: names, labels."),
        ("separator=", "“” is no separator. There are: semicolon, comma, tab."),
    ],
)
@pytest.mark.parametrize("code", WRITERS)
def test_a_wrong_request_gets_a_sentence(
    client: Client, code: str, query: str, sentence: str
) -> None:
    answer = client.get(f"{MEASURES}.{code}?{query}")
    assert (answer.status_code, answer.json()) == (HTTPStatus.BAD_REQUEST, {"error": sentence})


@pytest.mark.parametrize("language", ["xx", ""])
@pytest.mark.parametrize("address", [LIST, f"{MEASURES}.csv", DESCRIPTION])
def test_an_unknown_language_gets_a_sentence(client: Client, address: str, language: str) -> None:
    answer = client.get(address, query_params={"language": language})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert answer.json()["error"].startswith(f"“{language}” is no language. There are: ")


@pytest.mark.parametrize("name", ["nothing.csv", "secret.csv", "measures.exe"])
def test_what_is_not_public_or_not_there_is_not_found(client: Client, name: str) -> None:
    answer = client.get(LIST + name)
    assert (answer.status_code, answer.json()) == (
        HTTPStatus.NOT_FOUND,
        {"error": "There is no public table at this address. All are listed at /api/v1/tables/."},
    )


@pytest.mark.parametrize("address", [LIST, f"{MEASURES}.json", DESCRIPTION])
def test_only_reading_is_allowed(address: str) -> None:
    client = Client(enforce_csrf_checks=True)  # as a program from elsewhere
    for method in ("post", "put", "patch", "delete", "options", "trace"):
        refused = getattr(client, method)(address)
        assert (refused.status_code, refused["Allow"]) == (
            HTTPStatus.METHOD_NOT_ALLOWED,
            "GET, HEAD",
        )
        assert refused.json() == {"error": "This address is only read. Ask with GET."}
    head = client.head(address)
    assert (head.status_code, head.content) == (HTTPStatus.OK, b"")
    assert head["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("address", [LIST, f"{MEASURES}.json", DESCRIPTION])
def test_a_sign_that_no_text_has_is_refused_in_json(client: Client, address: str) -> None:
    refused = client.get(address, query_params={"language": "e\0n"})
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert refused.json() == {"error": "The address holds a sign that no text has. Take it out."}


@pytest.mark.parametrize("address", [LIST, DESCRIPTION])
def test_what_has_not_changed_is_not_sent_again(client: Client, address: str) -> None:
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (HTTPStatus.NOT_MODIFIED, b"")
    assert client.get(f"{address}?language=lt", headers={"if-none-match": tag}).content
