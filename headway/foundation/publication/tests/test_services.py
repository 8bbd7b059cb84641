from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet

from headway.foundation.publication.models import ContentVersion
from headway.foundation.publication.queries import versions
from headway.foundation.publication.services import (
    DIRECTORY,
    partnership_scope,
    renew,
    renew_all,
    strategy_scope,
)

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_scopes_are_named_apart() -> None:
    assert [DIRECTORY, strategy_scope("a"), partnership_scope("a")] == [
        "directory",
        "strategy:a",
        "partnership:a",
    ]


def test_every_renewal_counts_for_its_scopes_alone() -> None:
    renew("a", "b", at=AT)
    renew("b", at=AT + timedelta(days=1))
    assert versions(["a", "b", "c"]) == {"a": 1, "b": 2, "c": 0}
    moments = dict(ContentVersion.objects.values_list("scope", "renewed_at"))
    assert moments == {"a": AT, "b": AT + timedelta(days=1)}


def test_after_a_restore_every_scope_goes_on_beyond_what_anybody_may_remember() -> None:
    renew("a", "b", at=AT)
    renew("b", at=AT)
    ContentVersion.objects.create(scope="c", number=9_000_000_000, renewed_at=AT)
    renew_all(at=AT)
    beyond = int(AT.timestamp())
    assert versions("abc") == {"a": beyond, "b": beyond, "c": 9_000_000_001}
    renew_all(at=AT)
    assert versions("abc") == {"a": beyond + 1, "b": beyond + 1, "c": 9_000_000_002}


def test_a_renewal_is_undone_with_the_change_it_belongs_to() -> None:
    renew("a", at=AT)

    def fail() -> None:
        with transaction.atomic():
            renew("a", "b", at=AT)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert versions(["a", "b"]) == {"a": 1, "b": 0}


def test_of_two_first_renewals_at_once_none_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    update = QuerySet.update

    def miss(rows: QuerySet[ContentVersion], **values: Any) -> int:  # noqa: ANN401
        """Find no row, as before the other's is kept; the other's is there a moment later."""
        monkeypatch.setattr(QuerySet, "update", update)
        ContentVersion.objects.create(scope="a", renewed_at=AT)
        return 0

    monkeypatch.setattr(QuerySet, "update", miss)
    renew("a", at=AT)
    assert versions(["a"]) == {"a": 2}


@pytest.mark.parametrize("count", [1, 3])
def test_versions_are_read_in_one_query(count: int, django_assert_num_queries: Any) -> None:  # noqa: ANN401
    scopes = [f"strategy:{number}" for number in range(count)]
    renew(*scopes, at=AT)
    with django_assert_num_queries(1):
        assert versions(scope for scope in scopes) == dict.fromkeys(scopes, 1)
