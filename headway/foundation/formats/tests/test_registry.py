from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured

from headway.foundation.formats import registry
from headway.foundation.formats.tests.corpus import TEXTS
from headway.foundation.formats.types import Column, Filter


@pytest.fixture(autouse=True)
def _empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_registered", {})


def test_tables_are_found_by_name_and_listed_in_order() -> None:
    first, public = replace(TEXTS, name="a"), replace(TEXTS, name="b", public=True)
    registry.register((public, first))
    assert registry.registered_tables() == (first, public)
    assert registry.registered_tables(public_only=True) == (public,)
    assert registry.table_named("a") is first
    assert registry.table_named("c") is None


def test_the_same_tables_may_be_registered_again() -> None:
    registry.register((TEXTS,))
    registry.register((TEXTS,))
    assert registry.registered_tables() == (TEXTS,)


def test_two_tables_of_one_name_are_an_error() -> None:
    registry.register((TEXTS,))
    with pytest.raises(ImproperlyConfigured, match="Two tables are called texts"):
        registry.register((replace(TEXTS, title="Other"),))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"name": "Two words"}, "Two words"),
        ({"columns": (Column("a", "A", "", "text"),) * 2}, "a is"),
        ({"columns": (Column("title.lt", "A", "", "text"),)}, "title.lt"),
        ({"filters": (Filter("language", "Language"),)}, "language"),
    ],
)
def test_names_that_cannot_stand_in_an_address_are_an_error(
    changes: dict[str, object], named: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        registry.register((replace(TEXTS, **changes),))  # type: ignore[arg-type]


def test_every_app_of_ours_is_asked_for_its_tables() -> None:
    registry.discover()
    registry.discover()
    names = [table.name for table in registry.registered_tables()]
    assert names == sorted(set(names))
