"""A demonstration that is loaded in a new year asks about another half-year."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from headway.demo.tests.loaded.conftest import AT, told_when_loaded

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.audit]
NEW_YEAR = datetime(2027, 1, 1, 8, tzinfo=UTC)


def test_a_new_year_asks_about_another_half_year_and_what_both_tell_has_the_same_keys() -> None:
    new, old = told_when_loaded(NEW_YEAR), told_when_loaded(AT)
    assert new.is_about_the_past
    assert new.opened_at < NEW_YEAR
    assert len(new.reports) == 24
    assert len(new.reports & old.reports) == 16
