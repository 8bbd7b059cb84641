"""Rows of `core.bulk`, tried on a table of this app: core has none."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from headway.foundation.core.bulk import insert_rows
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.models import Region

pytestmark = pytest.mark.django_db
COLUMNS = ("key", "slug", "name", "country", "nuts_code", "nuts_version", "provenance", "version")


def row(key: str, name: TranslatedText) -> tuple[object, ...]:
    return (key, key, name, "LT", "", "", Region().provenance, 1)


def test_rows_read_back_as_they_were_given() -> None:
    names = [TranslatedText.of({"lt": f"Žemė {n}", "en": f"Land {n}"}) for n in range(3)]
    insert_rows(Region, COLUMNS, (row(f"r{n}", name) for n, name in enumerate(names)))
    assert [(r.key, r.name) for r in Region.objects.order_by("key")] == [
        (f"r{n}", name) for n, name in enumerate(names)
    ]


def test_no_rows_are_no_statement() -> None:
    insert_rows(Region, COLUMNS, [])
    assert not Region.objects.exists()


def test_what_the_table_forbids_is_refused() -> None:
    name = TranslatedText.of({"lt": "Žemė"})
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Region, COLUMNS, [row("r", name), row("r", name)])
    assert not Region.objects.exists()
