"""The demonstration tells the same figures whenever it is loaded, as far as they were known."""

from __future__ import annotations

import pytest

from headway.demo.tests.loaded.conftest import AT, EARLY, Loaded, told

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_it_tells_the_same_whenever_it_is_loaded_and_nothing_that_is_yet_to_come(
    early: Loaded,
) -> None:
    late = told(AT).values
    assert early.values == [row for row in late if row[-1] <= EARLY]
    assert 200 < len(early.values) < len(late)


def test_whenever_it_is_loaded_the_open_round_asks_about_what_has_passed(early: Loaded) -> None:
    for at, found in ((EARLY, early), (AT, told(AT))):
        assert found.is_about_the_past
        assert found.opened_at < at
