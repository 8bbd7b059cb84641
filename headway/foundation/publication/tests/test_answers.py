"""How the store answers: with every header of a fresh page, in the coding that a reader likes."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import brotli
import pytest
from django.test import override_settings

from headway.foundation.publication.services import renew
from headway.foundation.publication.tests.pages_to_store import AT, PAGE
from headway.foundation.publication.tests.sites import Site, rendered

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_pages")]


@pytest.mark.parametrize("path", [PAGE, "/en/drawn/"])
@pytest.mark.parametrize("scheme", ["http", "https"])
@override_settings(SECURE_HSTS_SECONDS=3600)
def test_every_header_is_that_of_a_fresh_page_but_those_of_the_bytes(
    path: str, scheme: str
) -> None:
    site, asked = Site(AT), {"wsgi.url_scheme": scheme}
    fresh = site.fresh(path, **asked)
    first, second = (site.get(path, **asked) for _time in range(2))
    assert first.shown[:2] == second.shown[:2] == fresh.shown[:2]
    assert "content-security-policy" in second.headers
    assert ("strict-transport-security" in second.headers) is (scheme == "https")
    assert set(second.headers) - set(fresh.headers) == {"etag"}


def test_the_number_of_one_request_is_not_that_of_the_next(site: Site) -> None:
    assert "x-request-id" in site.fresh("/en/numbered/").headers
    assert ["x-request-id" in site.get("/en/numbered/").headers for _time in range(2)] == [
        False
    ] * 2


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("gzip;q=0.5, br;q=0.1", "gzip"),
        ("*", "br"),
        ("*;q=0", None),
        ("gzip;q=0, *", "br"),
        ("identity", None),
        ("identity;q=0.5, gzip", "gzip"),
        ("gzip;q=0.5, identity", None),
        ("identity;q=0", None),
        ("gzip;q=much", None),
        ("gzip;level=9", "gzip"),
        ("gzip, " * 100, None),
    ],
)
def test_a_page_travels_in_the_coding_that_its_reader_likes_best(
    site: Site, accepted: str, coding: str | None
) -> None:
    plain = site.get(PAGE).body
    answer = site.get(PAGE, HTTP_ACCEPT_ENCODING=accepted)
    unpack: dict[str | None, Callable[[bytes], bytes]] = {
        "gzip": gzip.decompress, "br": brotli.decompress, None: bytes,
    }  # fmt: skip
    assert answer.headers.get("content-encoding") == coding
    assert unpack[coding](answer.body) == plain
    assert answer.headers["content-length"] == str(len(answer.body))
    assert "Accept-Encoding" in answer.headers["vary"]


def test_the_first_answer_is_that_of_the_store_too(site: Site) -> None:
    asked = {"HTTP_ACCEPT_ENCODING": "br"}
    assert site.get(PAGE, **asked) == site.get(PAGE, **asked)


def test_what_is_not_stored_is_compressed_as_ever(site: Site) -> None:
    for path in ("/en/silent/", "/en/missing/"):
        answer = site.get(path, HTTP_ACCEPT_ENCODING="gzip")
        assert answer.headers["content-encoding"] == "gzip"


def test_each_coding_has_a_strong_tag_of_its_own(site: Site) -> None:
    tags = [
        site.get(PAGE, HTTP_ACCEPT_ENCODING=coding).headers["etag"] for coding in ("", "gzip", "br")
    ]
    assert len(set(tags)) == 3
    assert all(tag.startswith('"') for tag in tags)


@pytest.mark.parametrize("worded", ["{}", "W/{}", '"other", {}', '"other",W/{}', "*"])
def test_whoever_has_the_page_is_told_so_without_bytes(site: Site, worded: str) -> None:
    whole = site.get(PAGE, HTTP_ACCEPT_ENCODING="gzip")
    asked = worded.format(whole.headers["etag"])
    answer = site.get(PAGE, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=asked)
    of_bytes = {"content-type", "content-length", "content-encoding"}
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers == {n: v for n, v in whole.headers.items() if n not in of_bytes}


@pytest.mark.parametrize("asked", ['"other"', 'W/"other"', "", "nonsense"])
def test_whoever_has_another_page_is_sent_this_one(site: Site, asked: str) -> None:
    whole = site.get(PAGE)
    assert site.get(PAGE, HTTP_IF_NONE_MATCH=asked) == whole


def test_a_tag_holds_for_its_coding_alone(site: Site) -> None:
    tag = site.get(PAGE, HTTP_ACCEPT_ENCODING="gzip").headers["etag"]
    assert site.get(PAGE, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=tag).status == 200


def test_a_changed_page_is_sent_to_whoever_has_the_old_one(site: Site) -> None:
    tag = site.get(PAGE).headers["etag"]
    renew("a", at=AT)
    assert site.get(PAGE, HTTP_IF_NONE_MATCH=tag).status == 200
    assert site.entry(PAGE)  # although the first who asked had a tag


def test_head_is_answered_with_the_headers_of_the_page(site: Site) -> None:
    assert rendered(lambda: site.get(PAGE, REQUEST_METHOD="HEAD")) == 1
    whole = site.get(PAGE)
    head = site.get(PAGE, REQUEST_METHOD="HEAD")
    assert (head.status, head.headers, head.body) == (200, whole.headers, b"")


def test_a_range_is_answered_with_the_whole_page(site: Site) -> None:
    assert site.get(PAGE, HTTP_RANGE="bytes=0-9") == site.get(PAGE)
