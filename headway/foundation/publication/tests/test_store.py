"""The store answers with what was rendered, as Django answered, and never with anything else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import override_settings

from headway.foundation.publication.services import SITE, renew
from headway.foundation.publication.store import Folder
from headway.foundation.publication.tests import pages_to_store
from headway.foundation.publication.tests.pages_to_store import AT, PAGE
from headway.foundation.publication.tests.sites import Site, rendered, twice, versions

if TYPE_CHECKING:
    from pathlib import Path

    from headway.foundation.publication.store import Known

MIDNIGHT = datetime(2026, 3, 2, 22, tzinfo=UTC)
"""In Vilnius, where the site is."""
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_pages")]


# -- what is stored ------------------------------------------------------------------------------


def test_a_page_is_rendered_once_and_answered_alike(site: Site) -> None:
    first, second = site.get(PAGE), site.get(PAGE)
    assert (first, rendered(lambda: site.get(PAGE))) == (second, 0)
    assert pages_to_store.WORDS in second.body.decode()


def test_a_page_is_rendered_anew_once_a_scope_of_its_own_is_renewed(site: Site) -> None:
    renew("a", "b", at=AT)
    site.get(PAGE)
    renew("b", at=AT)
    assert rendered(lambda: site.get(PAGE)) == 0
    renew("a", at=AT)
    assert twice(site, PAGE) == 1


def test_a_page_draws_on_what_it_finds_out_too(site: Site) -> None:
    site.get("/en/drawn/")
    for scope in ("a", "b"):
        renew(scope, at=AT)
        assert twice(site, "/en/drawn/") == 1
    renew("c", at=AT)
    assert rendered(lambda: site.get("/en/drawn/")) == 0


def test_a_scope_that_ends_in_a_colon_stands_for_all_that_begin_so(site: Site) -> None:
    site.get("/en/of-a-kind/")
    renew("b:new", at=AT)
    assert twice(site, "/en/of-a-kind/") == 1
    renew("b", "c:b:new", at=AT)
    assert rendered(lambda: site.get("/en/of-a-kind/")) == 0


def test_every_page_is_rendered_anew_when_the_site_is_renewed(site: Site) -> None:
    pages = (PAGE, "/en/drawn/", "/en/of-a-kind/")
    for path in pages:
        site.get(path)
    renew(SITE, at=AT)
    assert [rendered(lambda path=path: site.get(path)) for path in pages] == [1, 1, 1]  # type: ignore[misc]


@pytest.mark.parametrize(
    "path",
    [
        "/en/silent/",
        "/en/missing/",
        "/en/elsewhere/",
        "/en/form/",
        "/en/begun/",
        "/en/varying/",
        "/page/",
    ],
)
def test_what_is_no_whole_page_for_every_stranger_is_not_stored(site: Site, path: str) -> None:
    assert twice(site, path) == 2
    assert site.entry(path) is None


@pytest.mark.parametrize(
    ("path", "times"),
    [
        ("/en/page/?page=2", 1),
        ("/en/page/?page=", 1),
        ("/en/page/?page=2&page=3", 2),
        ("/en/page/?on=2026-01-01", 2),
        ("/en/page/?page=2&on=", 2),
        ("/en/page/?x", 1 + 1),
        ("/en/drawn/?page=2", 2),
    ],
)
def test_an_address_with_a_parameter_that_its_page_does_not_know_is_not_stored(
    site: Site, path: str, times: int
) -> None:
    site.get(PAGE)
    assert twice(site, path) == times


def test_addresses_hosts_and_schemes_are_kept_apart(site: Site) -> None:
    asked: list[tuple[str, dict[str, str]]] = [
        (PAGE, {}),
        ("/en/page/?page=2", {}),
        ("/en/drawn/", {}),
        (PAGE, {"HTTP_HOST": "other.example.org"}),
        (PAGE, {"wsgi.url_scheme": "https"}),
    ]
    with override_settings(ALLOWED_HOSTS=["testserver", "other.example.org"]):
        bodies = [site.get(path, **headers).body for path, headers in asked]
        assert len(set(bodies)) == len(asked)
        assert [site.get(path, **headers).body for path, headers in asked] == bodies


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
@override_settings(SECURE_HSTS_SECONDS=3600)
def test_what_a_proxy_says_of_the_encryption_is_kept_apart() -> None:
    site = Site(AT)
    for _time in range(2):
        said = {
            scheme: "strict-transport-security"
            in site.get(PAGE, HTTP_X_FORWARDED_PROTO=scheme).headers
            for scheme in ("https", "http")
        }
        assert said == {"https": True, "http": False}


def test_a_host_that_django_refuses_is_refused_although_the_page_is_stored(site: Site) -> None:
    site.get(PAGE)
    assert site.get(PAGE, HTTP_HOST="evil.example.org").status == 400


# -- who is asking -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "a=b; sessionid=abc"},
        {"HTTP_COOKIE": "django_language=lt"},
        {"HTTP_COOKIE": "messages=abc"},
        {"HTTP_AUTHORIZATION": "Bearer abc"},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_IF_MATCH": '"abc"'},
    ],
    ids=str,
)
def test_who_is_no_stranger_is_neither_answered_from_the_store_nor_stored(
    site: Site, headers: dict[str, str]
) -> None:
    assert twice(site, PAGE, **headers) == 2
    assert site.entry(PAGE) is None
    site.get(PAGE)
    assert rendered(lambda: site.get(PAGE, **headers)) == 1
    assert rendered(lambda: site.get(PAGE)) == 0


def test_what_somebody_with_a_session_reads_reaches_no_stranger(site: Site) -> None:
    own = site.get(PAGE, HTTP_COOKIE="sessionid=abc").body.decode()
    assert ("somebody" in own, "somebody" in site.get(PAGE).body.decode()) == (True, False)


def test_a_cookie_of_forms_hinders_the_taking_of_a_page_alone(site: Site) -> None:
    forms = {"HTTP_COOKIE": "csrftoken=abc"}
    assert twice(site, PAGE, **forms) == 2
    site.get(PAGE)
    assert rendered(lambda: site.get(PAGE, **forms)) == 0


def test_a_cookie_of_somebody_else_hinders_nothing(site: Site) -> None:
    assert twice(site, PAGE, HTTP_COOKIE="_ga=GA1.2.3") == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_reading_is_answered_from_the_store(site: Site, method: str) -> None:
    site.get(PAGE)
    before = site.get(PAGE)
    assert site.get(PAGE, REQUEST_METHOD=method) != before


# -- how long ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "end"),
    [
        (PAGE, MIDNIGHT),
        ("/en/drawn/", datetime(2026, 3, 2, 11, tzinfo=UTC)),  # midnight in Auckland
    ],
)
def test_a_page_is_not_served_past_the_day(site: Site, path: str, end: datetime) -> None:
    site.get(path)
    site.at = end - timedelta(microseconds=1)
    assert rendered(lambda: site.get(path)) == 0
    site.at = end
    assert twice(site, path) == 1


def test_a_page_is_not_served_past_the_moment_that_it_names(site: Site) -> None:
    site.at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    site.get("/en/drawn/")
    site.at = pages_to_store.DEADLINE
    assert rendered(lambda: site.get("/en/drawn/")) == 1


# -- what happens meanwhile ----------------------------------------------------------------------


class Meanwhile:
    """Content versions that somebody renews while a page is rendered, after the first look."""

    def __init__(self, *, looks: int) -> None:
        self.looks = looks

    def __call__(self) -> Known | None:
        found = versions()
        self.looks -= 1
        if self.looks == 0:
            renew("a", at=AT)
        return found


def test_a_page_that_changed_while_it_was_rendered_is_not_stored() -> None:
    """The looks are: for what is stored, before the page is read, after it."""
    site = Site(AT, versions=Meanwhile(looks=2))
    assert twice(site, PAGE) == 2
    assert rendered(lambda: site.get(PAGE)) == 0


def test_the_race_is_real_for_a_store_that_looks_at_the_end_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: versions read after the page keep what was read before the change."""
    site = Site(AT)
    begin = pages_to_store.said

    def said(request: Any) -> Any:  # noqa: ANN401
        answer = begin(request)  # the page is read …
        renew("a", at=AT)  # … somebody changes what it shows …
        request.META["headway.rendering"].known = versions()  # … and the versions are read
        return answer

    monkeypatch.setattr(pages_to_store, "said", said)
    first = site.get(PAGE)
    monkeypatch.undo()
    assert site.get(PAGE) == first  # stale, under the new version


# -- what goes wrong -----------------------------------------------------------------------------


def test_without_versions_pages_are_rendered_and_not_stored() -> None:
    site = Site(AT, versions=lambda: None)
    assert twice(site, PAGE) == 2


def test_a_page_too_large_to_be_stored_is_answered_all_the_same(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("headway.foundation.publication.store.application.LARGEST", 10)
    assert twice(site, PAGE) == 2
    assert site.get(PAGE, HTTP_ACCEPT_ENCODING="br").headers["content-encoding"] == "br"


def test_a_page_that_flows_is_stored_whole(site: Site) -> None:
    assert twice(site, "/en/flowing/") == 1


def test_another_process_finds_the_page_in_the_folder(tmp_path: Path) -> None:
    folder = Folder(tmp_path, edition="1", most=2**20)
    first, other = Site(AT, folder=folder), Site(AT, folder=folder)
    whole = first.get(PAGE)
    assert rendered(lambda: other.get(PAGE)) == 0
    assert other.get(PAGE) == whole
    renew("a", at=AT)
    assert twice(other, PAGE) == 1
    assert rendered(lambda: first.get(PAGE)) == 0
    with time_machine.travel(MIDNIGHT):
        first.at = other.at = MIDNIGHT
        assert rendered(lambda: first.get(PAGE)) == 1


def test_a_broken_folder_breaks_no_page(tmp_path: Path) -> None:
    (tmp_path / "1").write_text("in the way")
    site = Site(AT, folder=Folder(tmp_path, edition="1", most=2**20))
    assert twice(site, PAGE) == 1
