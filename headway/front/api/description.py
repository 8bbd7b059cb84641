"""The OpenAPI description of the open tables, made from their routes, columns and filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.foundation.formats.writers import WRITERS
from headway.foundation.formats.writers.base import SEPARATORS
from headway.front.api.forms import HEADINGS, USUAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from headway.foundation.formats.types import Column, Table
    from headway.foundation.formats.writers import Writer

Said = dict[str, Any]
OPENAPI = "3.1.1"
VERSION = "1"
"""Of the interface, as in its addresses."""
JSON, HTML = "application/json", "text/html"
TEXT: Said = {"type": "string"}
KINDS: Mapping[str, list[str]] = {
    "text": ["string", "null"],
    "number": ["number", "null"],
    "date": ["string", "null"],
    "yes_no": ["boolean", "null"],
}
"""What JSON has in a column of each kind. A date may be a part of one, such as a season."""
TAKEN = ("language", "separator", "headings")
"""By a file in any format."""


def description(tables: Iterable[Table]) -> Said:
    """Describe every address for programs, in the active language."""
    listed = tuple(tables)
    return {
        "openapi": OPENAPI,
        "info": {
            "title": f"{settings.SITE_NAME}: {_('Open tables')}",
            "version": VERSION,
            "description": _(
                "Every table that this site publishes, for spreadsheets and programs."
                " Reading only, without signing in. HEAD answers as GET does, without the body."
            ),
        },
        "servers": [{"url": "/"}],
        "paths": _lists() | _files(listed),
        "components": {
            "schemas": _common() | {table.name: _table(table) for table in listed},
            "parameters": _parameters(),
            "responses": _refusals(),
        },
    }


def _lists() -> Said:
    """Describe this description, and the list of tables."""
    unchanged = {"304": {"description": _("Nothing has changed since the tag that was sent")}}
    described = {JSON: {"schema": {"type": "object"}}}
    listed = {JSON: {"schema": _ref("schemas", "Tables")}, HTML: {"schema": TEXT}}
    asked = _taken("language")
    return {
        reverse("api:description"): _get(
            "description", _("This description"), asked, described, unchanged
        ),
        reverse("api:tables"): _get(
            "tables", _("Every table with its columns and filters"), asked, listed, unchanged
        ),
    }


def _files(tables: Iterable[Table]) -> Said:
    """Describe each table in each format."""
    limited = {"429": _ref("responses", "TooMany")}
    return {
        reverse("api:table", kwargs={"name": table.name, "code": code}): _get(
            f"{table.name}_{code}",
            f"{table.title}: {writer.label}",
            _taken(*TAKEN) + _filters(table),
            _body(table, writer),
            limited,
        )
        for table in tables
        for code, writer in WRITERS.items()
    }


def _get(name: str, summary: str, parameters: list[Said], content: Said, otherwise: Said) -> Said:
    """Describe an address that is read."""
    answers = {
        "200": {"description": summary, "content": content},
        "400": _ref("responses", "Refused"),
        "405": _ref("responses", "NotRead"),
    }
    said = {"operationId": name, "summary": summary, "parameters": parameters}
    return {"get": said | {"responses": answers | otherwise}}


def _taken(*names: str) -> list[Said]:
    return [_ref("parameters", name) for name in names]


def _body(table: Table, writer: Writer) -> Said:
    media_type = writer.media_type.partition(";")[0]
    if media_type == JSON:
        return {media_type: {"schema": _ref("schemas", table.name)}}
    return {media_type: {"schema": TEXT} if media_type.startswith("text/") else {}}


def _filters(table: Table) -> list[Said]:
    return [
        {"name": each.name, "in": "query", "description": str(each.label), "schema": TEXT}
        for each in table.filters
    ]


def _table(table: Table) -> Said:
    """Describe a table as JSON has it."""
    row = {column.name: _value(column) for column in table.columns}
    said = {
        "table": {"const": table.name},
        "columns": _list_of(_ref("schemas", "Column")),
        "rows": _list_of(_whole(row)),
    }
    return _whole(said) | {"title": str(table.title), "description": str(table.description)}


def _value(column: Column) -> Said:
    words = str(column.meaning), str(column.unit)
    return {
        "type": KINDS[column.kind],
        "title": str(column.label),
        "description": " · ".join(filter(None, words)),
    }


def _common() -> Said:
    column = dict.fromkeys(("name", "label", "meaning", "unit", "source"), TEXT)
    one = {
        **dict.fromkeys(("name", "title", "description"), TEXT),
        "columns": _list_of(_ref("schemas", "Column")),
        "filters": _list_of(_whole({"name": TEXT, "label": TEXT})),
        "files": _whole(dict.fromkeys(WRITERS, TEXT | {"format": "uri"})),
    }
    return {
        "Column": _whole(column | {"kind": {"enum": list(KINDS)}}),
        "Tables": _whole({"tables": _list_of(_whole(one))}),
        "Refusal": _whole({"error": TEXT}),
    }


def _parameters() -> Said:
    offered = {
        "language": (_("Language of labels, meanings and texts"), dict(settings.LANGUAGES)),
        "separator": (_("Of CSV: what stands between two cells"), SEPARATORS),
        "headings": (_("Of CSV and XLSX: names, which stay, or labels in the first row"), HEADINGS),
    }
    return {
        name: {
            "name": name,
            "in": "query",
            "description": meaning,
            "schema": {"enum": list(choices), "default": USUAL[name]},
        }
        for name, (meaning, choices) in offered.items()
    }


def _refusals() -> Said:
    content = {JSON: {"schema": _ref("schemas", "Refusal")}}
    wait = {
        "description": _("In how many seconds to ask again"),
        "schema": {"type": "integer", "minimum": 1},
    }
    return {
        "Refused": {"description": _("What is wrong with the request"), "content": content},
        "TooMany": {
            "description": _("Too many files were asked for"),
            "content": content,
            "headers": {"Retry-After": wait},
        },
        "NotRead": {
            "description": _("The address was asked to do something else than to be read"),
            "content": content,
            "headers": {"Allow": {"schema": TEXT}},
        },
    }


def _whole(properties: Said) -> Said:
    """Describe an object that has all of these, and nothing besides."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list_of(items: Said) -> Said:
    return {"type": "array", "items": items}


def _ref(kind: str, name: str) -> Said:
    return {"$ref": f"#/components/{kind}/{name}"}
