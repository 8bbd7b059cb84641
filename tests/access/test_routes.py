"""Nobody opens what is not theirs: every route, every role, both methods; and what answers say.

Every answer carries the headers that browsers guard it by.
"""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from copy import deepcopy
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.template.backends.django import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.headers import wrong
from tests.access.matrix import MATRIX
from tests.access.routes import needs_no_sign_in, routes
from tests.access.row import Thing
from tests.access.world import NOBODY, READS_EVERYTHING, ROLES, SIGNED_IN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

    from tests.access.row import Arguments, Row
    from tests.access.world import World

WRITES = ("INSERT", "UPDATE", "DELETE")
SESSIONS = "accounts_session"
MOST = 10
"""Queries of a page, those of the session and the account among them."""


def about(things: Iterable[tuple[Row, Arguments | None]]) -> list[Any]:
    """Return rows as parameters, each with what it is about."""
    return [
        pytest.param(row, Thing.of(arguments), id=str(row))
        for row, arguments in things
        if arguments
    ]


OWN = about((row, row.arguments) for row in MATRIX)
FOREIGN = about((row, row.foreign) for row in MATRIX)
WRITING = about((row, row.arguments) for row in MATRIX if "GET" not in row.methods)


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def seen_just_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no session be noted as seen again, which asks more: a busy machine takes its time."""
    monkeypatch.setattr("headway.foundation.accounts.middleware.SEEN_AGAIN", timedelta(days=1))


@pytest.fixture(autouse=True)
def unwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave pages empty: who gets how far is decided before they are written, and that takes time.

    Letters, which no request asks for, are written as ever.
    """
    write = Template.render

    def blank(self: Template, context: Any = None, request: Any = None) -> str:  # noqa: ANN401
        return write(self, context, request) if request is None else ""

    monkeypatch.setattr(Template, "render", blank)


def copied(client: Client) -> Client:
    one = Client(raise_request_exception=True)
    one.cookies = deepcopy(client.cookies)
    return one


def ask(client: Client, row: Row, method: str, arguments: Mapping[str, Any]) -> Answer:
    address = reverse(row.route, kwargs=dict(arguments))
    return client.post(address) if method == "POST" else client.get(address)


def outcome(answer: Answer) -> str:
    """Say in a word how a request ended."""
    if answer.status_code == 302:
        is_sign_in = answer["Location"].partition("?")[0] == reverse("account_login")
        return "sign in" if is_sign_in else "done"
    # 401: what was sent waits for who signs in; 422: let in, but the form was empty
    words = {401: "sign in", 403: "refused", 404: "unseen", 422: "done"}
    return words.get(answer.status_code, "done" if answer.status_code < 400 else "odd")


def expected(row: Row, role: str) -> str:
    if role in row.who:
        return "done"
    if role in NOBODY:
        return "sign in"
    return "unseen" if role in row.unseen else "refused"


def test_every_route_has_exactly_one_row() -> None:
    rows = [row.route for row in MATRIX]
    found = {name for name in routes() if not name.startswith("demo:")}  # demo/tests has these
    assert sorted(found - set(rows)) == [], "add these to tests/access/rows/"
    assert sorted(set(rows) - found) == [], "these rows have no route any more"
    assert sorted(rows) == sorted(set(rows)), "a route has two rows"


def test_exactly_the_public_routes_and_those_of_links_need_no_sign_in() -> None:
    open_routes = {name for name, view in routes().items() if needs_no_sign_in(view)}
    public = {row.route for row in MATRIX if row.is_public or row.is_by_link}
    assert {name for name in open_routes if not name.startswith("demo:")} == public


@contextmanager
def no_writes() -> Iterator[None]:
    """Let nothing be written but sessions."""

    def refuse(
        execute: Callable[..., object], sql: str, params: object, many: bool, context: object
    ) -> object:
        if sql.lstrip().upper().startswith(WRITES) and SESSIONS not in sql:
            pytest.fail(f"a GET wrote: {sql[:120]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


@contextmanager
def undone() -> Iterator[None]:
    """Undo what is written and counted within, so that the next role finds the same world."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(("row", "thing"), OWN, indirect=["thing"], scope="module")
@pytest.mark.django_db
def test_each_role_gets_as_far_as_the_matrix_says_with_every_header_and_a_get_writes_nothing(
    thing: Mapping[str, Any], entered: dict[str, Client], row: Row
) -> None:
    found = []
    for role, method in product(ROLES, row.methods):
        with undone(), CaptureQueriesContext(connection) as asked:
            client = copied(entered[role])
            with no_writes() if method == "GET" and not row.writes_on_get else nullcontext():
                answer = ask(client, row, method, thing)
        found += [f"{role} {method}: {each}" for each in wrong(answer, row.route)]
        if (
            method == "GET"
            and role in SIGNED_IN
            and "no-store" not in answer.get("Cache-Control", "")
        ):
            found.append(f"{role} {method}: may be kept by a cache")
        if not _is_as_said(row, role, answer):
            found.append(f"{role} {method}: {answer.status_code} {outcome(answer)}")
        if method == "GET" and is_page(answer) and len(asked) > MOST:
            found.append(f"{role} {method}: asks {len(asked)} times")
    if "POST" not in row.methods:
        with undone():
            found += wrong(ask(copied(entered["administrator"]), row, "POST", thing), row.route)
    assert found == []


def is_page(answer: Answer) -> bool:
    """Tell whether a page was shown. Only what its view asks is counted: it is left unwritten."""
    is_written = answer.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and is_written


def _is_as_said(row: Row, role: str, answer: Answer) -> bool:
    if answer.status_code >= 500:
        return False
    if row.is_public:
        return outcome(answer) != "refused"
    if role in row.who and answer.status_code in row.also:
        return True
    return outcome(answer) == expected(row, role)


@pytest.mark.parametrize(("row", "thing"), FOREIGN, indirect=["thing"], scope="module")
@pytest.mark.django_db
def test_what_belongs_to_another_organisation_does_not_exist(
    thing: Mapping[str, Any], entered: dict[str, Client], row: Row
) -> None:
    codes = {}
    for role, method in product(sorted(SIGNED_IN - READS_EVERYTHING), row.methods):
        with undone():
            answer = ask(copied(entered[role]), row, method, thing)
        codes[f"{role} {method}"] = answer.status_code
    assert {asked: code for asked, code in codes.items() if code != 404} == {}


@pytest.mark.parametrize(("row", "thing"), WRITING, indirect=["thing"], scope="module")
@pytest.mark.django_db
def test_what_changes_something_takes_no_get(
    thing: Mapping[str, Any], entered: dict[str, Client], row: Row
) -> None:
    answer = ask(copied(entered["administrator"]), row, "GET", thing)
    assert (answer.status_code, wrong(answer, row.route)) == (405, [])


def test_a_write_in_a_get_would_be_noticed(world: World) -> None:
    with pytest.raises(pytest.fail.Exception, match="a GET wrote"), no_writes():
        world.people["reader"].save()
