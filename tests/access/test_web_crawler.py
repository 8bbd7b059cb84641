"""Somebody from outside asks a running server for all that anybody's pages name, as every role."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from config.bench.serving import wait_for
from config.server import free_port
from tests.access import serving
from tests.access.canaries import DRAFT, ONE, ROUND, TWO, TYPED
from tests.access.crawled import EDITION, NOW, SESSION_OF_THE_CLOSED
from tests.access.crawler import Answer, Crawler
from tests.access.memory import BODY, CONSULTED, MEMORY, MINUTES, WAITING
from tests.access.reach import Place, Somebody, place_of, route_of
from tests.journeys import product as running
from tests.journeys.product import ROOT, environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

pytestmark = pytest.mark.audit  # a minute and a half; every run walks the matrix from inside
BEGIN = ("/en/", "/en/workspace/", "/en/reports/", "/en/data/", "/api/v1/tables/", "/sitemap.xml")
AT_ONCE = 4
CLOSED = "closed@example.org"
MOST, MOST_OF_THE_DEMONSTRATION = 1000, 250
"""Addresses that one person follows."""
TELL = "import django; django.setup(); from tests.access.crawled import main; main()"


@dataclass
class Site:
    """A running server, who is who on it, and whoever crawls it."""

    address: str
    facts: Mapping[str, Any]
    crawlers: dict[str, Crawler] = field(default_factory=dict)
    people: dict[str, Somebody] = field(default_factory=dict)

    def let_in(self, name: str, *, email: str = "", link: Mapping[str, Any] | None = None) -> None:
        crawler = Crawler(name, self.address)
        self.crawlers[name], self.people[name] = crawler, Somebody(self.facts, email, link)
        if link:
            crawler.enter(link["path"])
        elif email:
            crawler.enter(self.facts["people"][email]["link"])

    def crawl(self, *, most: int, is_whole: bool = False) -> list[Place]:
        """Let everybody follow what they see; return every address that anybody saw."""

        def follow(crawler: Crawler) -> None:
            crawler.crawl(BEGIN, most=most, kind=None if is_whole else route_of)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(follow, self.crawlers.values()))
        seen = {
            found
            for crawler in self.crawlers.values()
            for path, answer in list(crawler.seen.items())
            for found in (path, *crawler.leads(path, answer))
        }
        return [place for path in sorted(seen) if (place := place_of(path))]

    def ask_all(self, places: list[Place]) -> None:
        """Let everybody ask for what anybody saw."""

        def ask(crawler: Crawler) -> None:
            for place in places:
                crawler.ask(place.path)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(ask, self.crawlers.values()))

    def thinned(self, places: list[Place]) -> list[Place]:
        """Keep one of those that are of one route and open to the same people, but not to all."""
        kept: dict[tuple[object, ...], Place] = {}
        for place in places:
            who = tuple(sorted(name for name, one in self.people.items() if one.may(place)))
            if len(who) < len(self.people):
                kept.setdefault((place.row.route, who), place)
        return [*kept.values()]

    def wrong(self) -> list[str]:
        """Return every answer that the matrix does not allow, and every error."""
        told = []
        for name, crawler in self.crawlers.items():
            for path, answer in crawler.seen.items():
                place = place_of(path)
                if answer.status >= 500:
                    told.append(f"{name} {path}: {answer.status}")
                elif place and not self._is_right(self.people[name], place, answer):
                    told.append(f"{name} {place.row} {path}: {answer.status} {answer.location}")
        return sorted(told)

    def _is_right(self, who: Somebody, place: Place, answer: Answer) -> bool:
        if "GET" not in place.row.methods and answer.status == 405:
            return True
        if not who.may(place):
            return outcome(answer) in who.refusals_at(place)
        if answer.status in place.row.also:
            return True
        # Allowed, and yet not there: so it is for nobody.
        is_there = any(each.seen[place.path].status == 200 for each in self.who_asked(place))
        return outcome(answer) == "reached" or (outcome(answer) == "unseen" and not is_there)

    def who_asked(self, place: Place) -> list[Crawler]:
        return [each for each in self.crawlers.values() if place.path in each.seen]

    def who_read(self, word: str) -> dict[str, list[str]]:
        """Return at which addresses who was told a word."""
        told: dict[str, list[str]] = {}
        for name, crawler in self.crawlers.items():
            for path, answer in crawler.seen.items():
                if word in answer.said:
                    told.setdefault(name, []).append(path)
        return told


def outcome(answer: Answer) -> str:
    if answer.leads_to_sign_in:
        return "sign in"
    words = {401: "sign in", 403: "refused", 404: "unseen"}
    return words.get(answer.status, "reached" if answer.status < 500 else "error")


def facts_of(data: Path, *words: str) -> dict[str, Any]:
    surroundings = environment(data, "") | {
        "HEADWAY_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
    }
    done = subprocess.run(
        [sys.executable, "-c", TELL, *words],
        cwd=ROOT, env=surroundings, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@contextmanager
def served(data: Path, module: str = "tests.access.serving", **more: str) -> Iterator[str]:
    """Serve a folder on a port of its own; yield the address."""
    port = free_port()
    surroundings = environment(data, "") | {"HEADWAY_MODE": "demo"} | more
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", f"{module}:application"),
            *("--interface", "wsgi", "--no-ws", "--log-level", "warning", "--workers", "1"),
            *("--port", str(port), "--blocking-threads", str(AT_ONCE)),
        ],
        cwd=ROOT, env=surroundings | {"DJANGO_SETTINGS_MODULE": "config.settings.production"},
        stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz/live", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    data = tmp_path_factory.mktemp("crawled") / "data"
    return data, facts_of(data, "plant")


def everybody(site: Site) -> None:
    """Let in one of each role: signed in, by a link, by nothing."""
    site.let_in("visitor")
    people = ("reader", "approver", "coordinator", "other", "administrator", "auditor")
    for name in (*people, "chair", "member"):
        site.let_in(name, email=f"{name}@example.org")
    site.let_in("reporter", email="canary0@example.org")
    site.let_in("other reporter", email="canary1@example.org")
    links = site.facts["links"]
    whole = next(link for link in links if link["person"] == "canary0@example.org")
    site.let_in("by link", link=whole)
    site.let_in("closed")
    site.crawlers["closed"].carry(settings.SESSION_COOKIE_NAME, SESSION_OF_THE_CLOSED)
    assert site.crawlers["closed"].ask(site.facts["people"][CLOSED]["link"]).status == 404
    site.let_in("colleague", link=next(link for link in links if link["part"]))


KEEPERS = {"coordinator", "administrator", "auditor"}
FIRST = {"reader", "reporter", "approver", "by link"}
MAY_READ = {
    ONE: KEEPERS | FIRST,
    TWO: KEEPERS | {"other reporter"},
    TYPED: {"reporter", "by link"},
    ROUND: KEEPERS | FIRST | {"other reporter", "colleague"},
    DRAFT: KEEPERS,
    EDITION: KEEPERS,
    MEMORY: KEEPERS,
    WAITING: KEEPERS | {"chair"},
    CONSULTED: KEEPERS | {"chair"} | (FIRST - {"by link"}),
    BODY: KEEPERS | {"chair", "member"},
    MINUTES: KEEPERS | {"chair"},
}


def leaked(site: Site) -> dict[str, dict[str, list[str]]]:
    """Return which word was read where by whom who may not."""
    read = {word: site.who_read(word) for word in MAY_READ}
    return {
        word: strangers
        for word, who in read.items()
        if (strangers := {name: at for name, at in who.items() if name not in MAY_READ[word]})
    }


@pytest.mark.parametrize("is_whole", [False, True], ids=["few of a kind", "all"])
def test_nobody_comes_further_than_the_matrix_and_no_word_further_than_its_readers(
    planted: tuple[Path, dict[str, Any]], is_whole: bool
) -> None:
    data, facts = planted
    with served(data, **{serving.MOMENT: NOW.isoformat()}) as address:
        site = Site(address, facts)
        everybody(site)
        found = site.crawl(most=MOST, is_whole=is_whole)
        places = found if is_whole else site.thinned(found)
        site.ask_all(places)
    assert site.wrong() == []
    assert leaked(site) == {}
    assert [word for word in MAY_READ if not site.who_read(word)] == []  # each could be read
    assert len({place.row.route for place in found}) > 100
    assert len({place.row.route for place in places if not place.row.is_public}) > 60


def test_one_permission_that_stands_open_is_noticed(
    planted: tuple[Path, dict[str, Any]],
) -> None:
    data, facts = planted
    with served(data, **{serving.MOMENT: NOW.isoformat(), serving.OPENED: "yes"}) as address:
        site = Site(address, facts)
        site.let_in("reporter", email="canary0@example.org")
        places = site.crawl(most=30)
        site.let_in("other reporter", email="canary1@example.org")
        site.ask_all([place for place in places if place.row.is_by_link])
    assert any(each.startswith("other reporter reporting:report") for each in site.wrong())
    assert set(leaked(site)[ONE]) == {"other reporter"}


def test_in_the_demonstration_nobody_comes_further_than_the_matrix(tmp_path: Path) -> None:
    """Every role that `make demo` prints, in both languages."""
    data = tmp_path / "data"
    running.load(data, "")
    facts = facts_of(data)
    with served(data) as address:
        site = Site(address, facts)
        site.let_in("visitor")
        for email, person in facts["people"].items():
            if person["is_active"]:
                site.let_in(email, email=email)
        for part in (False, True):
            link = next(each for each in facts["links"] if bool(each["part"]) is part)
            site.let_in(f"link {part}", link=link)
        for crawler in site.crawlers.values():
            crawler.languages = ("en", "lt")
        places = site.thinned(site.crawl(most=MOST_OF_THE_DEMONSTRATION))
        site.ask_all(places)
    assert site.wrong() == []
    assert len({place.row.route for place in places}) > 60
