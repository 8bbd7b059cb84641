"""What the demonstration's open tables answer is as their description says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from headway.front.api.tests.described import described, mistakes

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.once]
EMPTY = {"audit_heads.json"}
"""The chain is as young as the day."""


def test_every_table_has_rows_and_is_as_it_is_described(client: Client) -> None:
    document = described(client, "lt")
    paths = document["paths"]
    wrong = {path: mistakes(document, path, client.get(path)) for path in paths}
    assert {path: found for path, found in wrong.items() if found} == {}
    tables = [path for path in paths if path.endswith(".json") and "/tables/" in path]
    rows = {path: json.loads(client.get(path).getvalue())["rows"] for path in tables}
    assert {path.split("/")[-1] for path, found in rows.items() if not found} == EMPTY
    assert len(tables) > 15
