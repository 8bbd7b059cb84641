"""How far somebody may come on a site, by the matrix: from who is who and what belongs to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import Resolver404, resolve
from django.utils import translation

from tests.access.matrix import MATRIX
from tests.access.projects import (
    houses_at,
    is_known_to_all,
    is_of_project,
    is_told_to_all,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.access.row import Row

ROWS = {row.route: row for row in MATRIX}
SITE_ROLES = {"administrator", "auditor"}
OF_A_PART = frozenset(
    {"reporting:report", "reporting:part", "reporting:typed", "reporting:repeat"}
    | {"reporting:comment", "reporting:tasks"}
)
"""What a colleague comes to by the link to a part."""
OF_AGREEMENTS = frozenset({"amendments:agreement", "amendments:quote", "amendments:say"})
WHOLE = "amendments:amendment"
KEEPING = frozenset({"chair", "deputy", "secretary"})
"""Seats of a body that keep it."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address of the site, by the matrix."""

    path: str
    row: Row
    parts: Mapping[str, Any]


def route_of(path: str) -> str:
    """Return the route of an address; the address itself, if it has none."""
    place = place_of(path)
    return place.row.route if place else path


def place_of(path: str) -> Place | None:
    """Return what an address leads to; nothing, if to no route of the matrix."""
    plain = path.partition("?")[0]
    language = plain.split("/")[1]
    with translation.override(language if language in {"en", "lt"} else "en"):
        try:
            match = resolve(plain)
        except Resolver404:
            return None
    row = ROWS.get(match.view_name)
    return Place(path, row, match.kwargs) if row else None


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who asks, as `crawled.facts` tells it: an account, a link, or nobody."""

    facts: Mapping[str, Any]
    email: str = ""
    link: Mapping[str, Any] | None = None

    @property
    def _person(self) -> Mapping[str, Any]:
        email = self._person_email
        nobody = {"is_active": False, "works_in": [], "keeps": [], "site_role": ""}
        person: Mapping[str, Any] = self.facts["people"].get(email, nobody)
        return person if person["is_active"] else nobody

    @property
    def _person_email(self) -> str:
        return self.link["person"] if self.link else self.email

    @property
    def is_signed_in(self) -> bool:
        return bool(self.email) and bool(self._person["is_active"])

    def may(self, place: Place) -> bool:
        """Tell whether the matrix lets them come here."""
        if place.row.is_public:
            return True
        if self.link is not None:
            return place.row.is_by_link and self._may_by_link(place, self.link)
        if not self.is_signed_in:
            return False
        roles = self.roles_at(place)
        if self._is_early(place):
            roles -= {"reader"}
        return bool(roles & place.row.who)

    def _is_early(self, place: Place) -> bool:
        """Tell whether minutes are asked for that are still being written, for keepers alone."""
        meeting = self.facts["meetings"].get(place.parts.get("key", ""))
        is_minutes = place.row.route == "meetings:document" and place.parts["kind"] == "minutes"
        return is_minutes and meeting is not None and not meeting["is_written"]

    def _may_by_link(self, place: Place, link: Mapping[str, Any]) -> bool:
        if place.row.route == "reporting:tasks":
            return True
        if place.parts.get("key") != link["report"]:
            return False
        if not link["part"]:
            return bool(self._of_report(link["report"]) & place.row.who)
        if place.row.route == "reporting:evidence":
            return [place.parts["pk"], link["part"]] in self.facts["files"]
        is_own = place.parts.get("part", link["part"]) == link["part"]
        return place.row.route in OF_A_PART and is_own

    def roles_at(self, place: Place) -> frozenset[str]:
        """Return as which roles of the matrix they come to an address."""
        site = {self._person["site_role"]} & SITE_ROLES
        parts, route = place.parts, place.row.route
        if place.row.is_by_link and parts.get("key"):
            return frozenset(site) | self._of_report(parts["key"])
        if (memory := self._of_memory(place)) is not None:
            return frozenset(site) | memory
        if is_of_project(route, parts, self.facts):
            houses = houses_at(route, parts, self.facts, is_reading="reader" in place.row.who)
            all_read = {"reader"} if is_told_to_all(route, parts, self.facts) else set()
            keeps_it = self._of_strategy(parts.get("strategy", ""))
            mine = frozenset(site | all_read | keeps_it)
            return mine.union(*(self._in(house) for house in houses))
        if route == "organisations:edit":
            return frozenset(site) | self._in(parts["slug"])
        if place.row.foreign is not None and "slug" in parts:
            return frozenset(site) | self._of_strategy(parts["slug"])
        works = {role for _slug, role in self._person["works_in"]}
        keeps = {"coordinator"} if self._person["keeps"] else set()
        return frozenset(site | works | keeps | ({"reader"} if self.is_signed_in else set()))

    def _reads_project(self, place: Place) -> bool:
        """Tell whether they read the thing of a project that an address is about."""
        route, parts = place.row.route, place.parts
        if not is_of_project(route, parts, self.facts):
            return False
        houses = houses_at(route, parts, self.facts, is_reading=True)
        is_known = is_known_to_all(route, parts, self.facts)
        return is_known or any(self._in(house) for house in houses)

    def _of_memory(self, place: Place) -> frozenset[str] | None:
        """Return the roles at an address of bodies, meetings and agreements; None for any other."""
        parts, facts = place.parts, self.facts
        key = parts.get("key", "")
        if place.row.route in OF_AGREEMENTS | {WHOLE}:
            is_whole = place.row.route == WHOLE
            return self._of_amendment(key, str(parts.get("pk", "")), is_whole=is_whole)
        if key in facts["duties"]:
            return self._of_duty(key)
        if key in facts["meetings"]:
            meeting = facts["meetings"][key]
            if place.row.route == "meetings:answer":
                return self._of_invited(meeting)
            return self._of_body(meeting["body"], is_told=meeting["is_told"])
        if place.row.route.startswith("meetings:") and parts.get("slug") in facts["bodies"]:
            return self._of_body(parts["slug"])
        return None

    def _of_body(self, slug: str, *, is_told: bool = True) -> frozenset[str]:
        """Return the roles in a body: who keeps it stands as a reporter of who convenes it.

        Of a meeting that nobody was told of, only those who keep the body know.
        """
        body = self.facts["bodies"][slug]
        own = self._in(body["organisation"]) | self._of_strategy(body["strategy"])
        if seat := body["members"].get(self._person_email):
            own |= {"reporter" if seat in KEEPING else "reader"}
        return own if is_told or own - {"reader"} else frozenset()

    def _of_invited(self, meeting: Mapping[str, Any]) -> frozenset[str]:
        """Return the role in which members answer for themselves; nobody answers for them."""
        seats = self.facts["bodies"][meeting["body"]]["members"]
        knows = self._of_body(meeting["body"], is_told=meeting["is_told"])
        return frozenset({"reader"} if knows and self._person_email in seats else ())

    def _of_duty(self, key: str) -> frozenset[str]:
        """Return the roles at what is to be done: who is to do it, and their house, may look."""
        duty = self.facts["duties"][key]
        own = self._of_body(duty["body"])
        is_mine = duty["person"] == self._person_email or self._in(duty["organisation"])
        return own | ({"reader"} if is_mine else set())

    def _of_amendment(self, key: str, agreement: str, *, is_whole: bool) -> frozenset[str]:
        """Return the roles at an amendment that organisations are asked about, or at all of it."""
        amendment = self.facts["amendments"].get(key)
        if amendment is None:
            return frozenset()
        if is_whole:
            return self._of_strategy(amendment["strategy"]) | self._deciding_on(amendment)
        asked = amendment["asked"]
        mine = [asked[agreement]] if agreement in asked else [] if agreement else asked.values()
        roles = frozenset(role for slug in mine for role in self._in(slug))
        return roles | self._of_strategy(amendment["strategy"])

    def _deciding_on(self, amendment: Mapping[str, Any]) -> frozenset[str]:
        """Return in which role somebody reads what a body is to decide on: as its member.

        Members read what stands on an agenda that they were told of; who keeps a body of the
        strategy reads what waits as well.
        """
        facts = self.facts
        own = [
            self._of_body(meeting["body"], is_told=meeting["is_told"])
            for key in amendment["meetings"]
            if (meeting := facts["meetings"][key])
        ]
        for slug, body in facts["bodies"].items():
            if amendment["waits"] and body["strategy"] == amendment["strategy"]:
                own.append(self._of_body(slug) - {"reader"})
        return frozenset({"reader"} if any(own) else ())

    def _of_report(self, key: str) -> frozenset[str]:
        report = self.facts["reports"].get(key)
        if report is None:
            return frozenset()
        own = frozenset() if report["is_hidden"] else self._in(report["organisation"])
        return own | self._of_strategy(report["strategy"])

    def _in(self, organisation: str) -> frozenset[str]:
        return frozenset(role for slug, role in self._person["works_in"] if slug == organisation)

    def _of_strategy(self, slug: str) -> frozenset[str]:
        return frozenset({"coordinator"} if slug in self._person["keeps"] else ())

    def refusals_at(self, place: Place) -> frozenset[str]:
        """Return how a refusal may sound: sign in, unseen (404), refused (403), ended (410)."""
        if not self.is_signed_in and self.link is None:
            return frozenset({"sign in"})
        if self.link is not None:
            return frozenset({"sign in", "unseen", "refused"})
        if place.row.foreign is None:
            return frozenset({"unseen" if place.row.unseen else "refused"})
        if self._reads_project(place):  # and knows that it is there
            return frozenset({"refused", "unseen"})
        roles = self.roles_at(place)
        return frozenset({"unseen"}) if not roles - place.row.unseen else frozenset({"refused"})
