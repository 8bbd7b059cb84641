"""Queries that are written once: other values give other rows, and none of them is looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.test.utils import CaptureQueriesContext

from headway.foundation.core import prepared as module
from headway.foundation.core.errors import Unscoped
from headway.foundation.core.prepared import prepared
from headway.foundation.core.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 5, 12, tzinfo=UTC)


def kinds(*names: str) -> list[ContentType]:
    found = [ContentType.objects.create(app_label="harbour", model=name) for name in names]
    for each in found:
        Permission.objects.create(content_type=each, codename="moor", name=f"moor {each.model}")
    return found


@prepared
def named(app: str, model: str | None) -> QuerySet[ContentType]:
    found = ContentType.objects.filter(app_label=app).order_by("model")
    return found if model is None else found.filter(model=model)


@prepared
def of_kind(kind: ContentType) -> QuerySet[Permission]:
    same = ContentType.objects.filter(app_label=kind.app_label, pk=OuterRef("content_type"))
    rows = Permission.objects.filter(Exists(same), content_type=kind.pk)
    return rows.select_related("content_type").annotate(model=F("content_type__model"))


def test_other_values_give_other_rows_and_the_query_is_written_once() -> None:
    ship, tug = kinds("ship", "tug")
    written: list[str] = []

    @prepared
    def one(model: str) -> QuerySet[ContentType]:
        written.append("once")
        return ContentType.objects.filter(app_label="harbour", model=model)

    assert [one("ship"), one("tug"), one("raft"), one("tug")] == [[ship], [tug], [], [tug]]
    assert written == ["once"]


def test_what_is_given_by_name_stays_as_it_is() -> None:
    ship, tug = kinds("ship", "tug")

    @prepared
    def first(app: str, *, most: int) -> QuerySet[ContentType]:
        return ContentType.objects.filter(app_label=app).order_by("model")[:most]

    assert [first("harbour", most=number) for number in (1, 2, 1)] == [[ship], [ship, tug], [ship]]


def test_an_argument_that_is_not_there_is_another_query() -> None:
    ship, tug = kinds("ship", "tug")

    assert named("harbour", None) == [ship, tug]
    assert named("harbour", "tug") == [tug]
    assert named("harbour", None) == [ship, tug]


def test_rows_come_as_django_makes_them() -> None:
    """With what is joined and annotated; the columns of a row that is given fill their slots."""
    ship, tug = kinds("ship", "tug")

    for kind in (ship, tug, ship):
        [moor] = of_kind(kind)
        [plain] = of_kind.plain(kind)
        assert (moor, moor.name, moor.model) == (plain, f"moor {kind.model}", kind.model)  # type: ignore[attr-defined]
        with CaptureQueriesContext(connection) as captured:
            assert moor.content_type == kind
        assert not captured


def test_values_and_groups() -> None:
    kinds("ship", "tug")

    @prepared
    def counted(app: str) -> QuerySet[ContentType, tuple[str, int]]:
        rows = ContentType.objects.filter(app_label=app).values_list("app_label")
        return rows.annotate(number=Count("pk")).order_by()

    assert counted("harbour") == [("harbour", 2)]
    assert counted("town") == []


def test_some_of_a_tuple_and_moments() -> None:
    ship, tug = kinds("ship", "tug")
    Session.objects.create(session_key="a", expire_date=NOON)

    @prepared
    def among(models: tuple[str, ...]) -> QuerySet[ContentType]:
        return ContentType.objects.filter(app_label="harbour", model__in=models).order_by("model")

    @prepared
    def ending(before: datetime) -> QuerySet[Session]:
        return Session.objects.filter(expire_date__lt=before)

    assert [among(("tug",)), among(("tug", "ship")), among(("ship",))] == [
        [tug],
        [ship, tug],
        [ship],
    ]
    assert among(()) == []
    assert len(ending(NOON + timedelta(seconds=1))) == 1
    assert ending(NOON) == []


def test_what_is_looked_at_is_refused() -> None:
    """The SQL would be that of whatever came first, for everybody after."""
    looks: list[Callable[[str], Any]] = [
        lambda model: ContentType.objects.filter(model=model or "ship"),
        lambda model: ContentType.objects.filter(model="ship" if model == "tug" else "tug"),
    ]
    for look in looks:
        with pytest.raises(TypeError, match="looks at nothing"):
            prepared(look)("tug")


def test_what_would_be_left_out_is_refused() -> None:
    """Rows would come without what is prefetched, and ask for it one by one."""

    @prepared
    def with_permissions(app: str) -> QuerySet[ContentType]:
        return ContentType.objects.filter(app_label=app).prefetch_related("permission_set")

    with pytest.raises(TypeError, match="is one query"):
        with_permissions("harbour")


def test_what_no_slot_takes_is_refused() -> None:
    with pytest.raises(TypeError, match="takes no list"):
        named(["harbour"], None)  # type: ignore[arg-type]


def test_a_query_that_does_not_say_for_whom_it_reads_is_refused() -> None:
    @prepared
    def unsaid(app: str) -> QuerySet[ContentType]:
        return ScopedQuerySet(ContentType).filter(app_label=app)

    @prepared
    def said(app: str) -> QuerySet[ContentType]:
        return ScopedQuerySet(ContentType).unrestricted(reason="a test").filter(app_label=app)

    [ship] = kinds("ship")
    assert said("harbour") == [ship]
    with pytest.raises(Unscoped):
        unsaid("harbour")


def test_the_shapes_that_are_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    kinds("ship", "tug")

    @prepared
    def among(models: tuple[str, ...]) -> QuerySet[ContentType]:
        return ContentType.objects.filter(app_label="harbour", model__in=models)

    sizes = [len(among(("ship",) * number)) for number in range(1, 6)]

    assert sizes == [1] * 5
    assert len(among._known) == 2


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_on_its_own_connection() -> None:
    kinds("ship")
    named("harbour", "ship")
    met: list[object] = []

    def ask() -> None:
        try:
            met.append(len(named("harbour", "ship")))
        finally:
            connection.close()

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert met == [1, 1]
