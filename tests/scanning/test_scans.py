"""The common scanners, let loose on a demonstration that is made for it, and thrown away.

Each scan has a control: pages that are weak on purpose, one of them for the signed-in alone. A scan
that does not find them, or that hardly got an answer, proves nothing, and fails. So does whatever
else is found. `make scan` prints what each scan asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.access.crawler import Crawler
from tests.access.test_web_crawler import facts_of, served
from tests.journeys import product
from tests.scanning.scans import Scan, Scanned, fuzzed, injected, told, walked
from tests.scanning.serving import TALLY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [pytest.mark.audit, pytest.mark.once]
REPORTER = "reporter.kid@example.org"
BEGIN = ("/en/", "/en/workspace/", "/en/reports/", "/en/data/", "/en/search/?words=x")
MOST = 150
"""Addresses that are looked for parameters."""


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scan]:
    home = tmp_path_factory.mktemp("scanned")
    data, tally = home / "data", home / "tally"
    product.load(data, "")
    with served(data, "tests.scanning.serving", **{TALLY: str(tally)}) as address:
        yield Scan("visitor", address, home, tally, weak="open")


@pytest.fixture(scope="module")
def reporter(visitor: Scan) -> Scan:
    """Return the same as somebody signed in, who changes things."""
    crawler = Crawler("reporter", visitor.address)
    crawler.enter(facts_of(visitor.home / "data")["people"][REPORTER]["link"])
    return visitor.by("reporter", crawler.cookies, weak="inside")


def seen_by(scan: Scan) -> list[str]:
    crawler = Crawler(scan.name, scan.address)
    for name, value in scan.cookies.items():
        crawler.carry(name, value)
    crawler.crawl(BEGIN, most=MOST)
    return list(crawler.seen)


@pytest.fixture
def found(capfd: pytest.CaptureFixture[str]) -> Callable[[Scanned], list[str]]:
    """Return what is wrong, and print the figures: past pytest, which holds the server's log."""

    def say(scanned: Scanned) -> list[str]:
        with capfd.disabled():
            print(f"\n{told(scanned)}")  # noqa: T201 -- the figures, for who asks for them
        return scanned.problems

    return say


def test_schemathesis_finds_nothing(visitor: Scan, found: Callable[[Scanned], list[str]]) -> None:
    assert found(fuzzed(visitor)) == []


def test_sqlmap_finds_nothing_as_a_visitor(
    visitor: Scan, found: Callable[[Scanned], list[str]]
) -> None:
    assert found(injected(visitor, seen_by(visitor))) == []


def test_wapiti_finds_nothing_as_a_visitor(
    visitor: Scan, found: Callable[[Scanned], list[str]]
) -> None:
    assert found(walked(visitor)) == []


def test_sqlmap_finds_nothing_as_a_reporter(
    reporter: Scan, found: Callable[[Scanned], list[str]]
) -> None:
    assert found(injected(reporter, seen_by(reporter))) == []


def test_wapiti_finds_nothing_as_a_reporter(
    reporter: Scan, found: Callable[[Scanned], list[str]]
) -> None:
    assert found(walked(reporter)) == []
