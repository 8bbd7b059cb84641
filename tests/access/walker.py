"""Somebody who follows every link of the site, and keeps what it said and the forms it offered.

Within the process, without scripts; of what is packed in documents, the words are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from django.test import Client

from tests.access.crawler import unpacked

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User

MOST = 400
"""Addresses that one person is led to; far fewer are there."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a keeper would send: the address, and the fields as the page fills them in."""

    to: str
    fields: dict[str, list[str]]


class _Page(HTMLParser):
    """What a page leads to, and the forms that it offers."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.leads: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._choice = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.leads += [given[name] for name in ("href", "src") if given.get(name)]
        if self._form and given.get("formaction"):
            self.forms.append(Form(given["formaction"], self._form.fields))
        if tag == "form":
            is_sent = given.get("method", "").lower() == "post"
            self._form = Form(given.get("action", ""), {}) if is_sent else None
        elif self._form and (name := given.get("name")):
            if tag == "select":
                self._choice = name
            elif given.get("type") in {"checkbox", "radio"} and "checked" not in given:
                self._say(name, *() if given.get("type") == "checkbox" else (given["value"],))
            elif given.get("type") != "file":
                self._say(name, given.get("value", "Sent by somebody else"))
        elif self._form and tag == "option" and self._choice and given.get("value"):
            self._say(self._choice, given["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form:
            self.forms.append(self._form)
            self._form = None
        if tag == "select":
            self._choice = ""

    def _say(self, name: str, *values: str) -> None:
        """Keep the first of several that exclude each other: what a page offers first."""
        assert self._form
        self._form.fields.setdefault(name, [*values])


@dataclass
class Walk:
    """Everything that somebody is led to."""

    said: dict[str, str]
    forms: list[Form]


LEFT_OUT = (
    *("/static/", "/lt/", "/en/sign-out/", "/en/demo/", "/en/account/", "/en/sign-in/"),
    *("/en/components/", "/en/how-we-judge/", "/en/organisations/", "/en/accessibility/"),
)
ELSEWHERE = re.compile(
    r"/en/workspace/strategies/[^/]+/(?!amendments|bodies)"
    r"|/api/v1/tables/(?!changes|decisions|editions)\w"
)
"""What of a strategy is looked at by the other walks."""


def walked(person: User | None, begin: list[str]) -> Walk:
    """Follow all that pages name, as somebody."""
    client, walk, waiting = client_of(person), Walk({}, []), [*begin]
    while waiting and len(walk.said) < MOST:
        path = waiting.pop(0)
        if path in walk.said:
            continue
        answer = client.get(path)
        walk.said[path] = said_by(answer)
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        page = _Page(answer.content.decode())
        walk.forms += [Form(form.to or path, form.fields) for form in page.forms]
        waiting += [found for each in page.leads if (found := here(urljoin(path, each)))]
    return walk


def here(address: str) -> str:
    """Return the path of an address of this site that is looked at; nothing for any other."""
    there = urlsplit(address)
    if there.netloc or not there.path.startswith("/") or there.path.startswith(LEFT_OUT):
        return ""
    if ELSEWHERE.match(there.path):
        return ""
    is_asked = there.path.startswith("/en/strategies/") and "/editions/" not in there.path
    return there.path if is_asked or not there.query else f"{there.path}?{there.query}"


def client_of(person: User | None) -> Client:
    client = Client(raise_request_exception=True)
    if person:
        client.force_login(person)
    return client


def said_by(answer: Any) -> str:  # noqa: ANN401 -- whatever a view answers
    """Return all that an answer says, of documents too."""
    body = b"".join(answer) if answer.streaming else answer.content
    heads = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return f"{heads}\n{answer.cookies}\n{unpacked(body)}"
