"""What somebody types by hand into any form of a page: too much, nothing, or what nobody means."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

BAD = {
    "nothing": "",
    "blank": " \n\t ",
    "100,000 signs": "x" * 100_000,
    "a line of 100,000 words": "ž " * 50_000,
    "a NUL": "a\x00b",
    "a script": "<script>alert(1)</script>",
    "a script as an address": "javascript:alert(1)",
    "data as an address": "data:text/html,<b>x</b>",
    "a file as an address": "file:///etc/passwd",
    "the first day": "0001-01-01",
    "the last day": "9999-12-31",
    "a day that is none": "2026-02-30",
    "a moment that is none": "25:61",
    "a negative number": "-1",
    "a huge number": "9" * 30,
    "a power": "1e400",
    "no number": "NaN",
    "signs that turn": "\u202eabc\u2066",
    "a row of nobody": "999999",
}
ALWAYS = ("nothing", "a NUL", "a script")
IN_TURN = [kind for kind in BAD if kind not in ALWAYS]
CHOSEN = ("a NUL", "a row of nobody")
OURS = {"csrfmiddlewaretoken"}
ROW_OR_LANGUAGE = re.compile(r"-\d+-|\.[a-z]{2,3}$")
"""What tells fields apart that are checked alike: the number of a row, a language."""


@dataclass
class Form:
    """One form of a page: where it goes, and what a browser would send of it."""

    action: str = ""
    method: str = "get"
    values: dict[str, list[str]] = field(default_factory=dict)
    free: list[str] = field(default_factory=list)
    """The names of what can be typed, or chosen."""
    typed: set[str] = field(default_factory=set)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._area = ""
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(said.get("action", ""), said.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open and tag == "button" and said.get("name"):
            self._open.values.setdefault(said["name"], [said.get("value", "")])
        elif self._open and tag == "textarea":
            self._area = said["name"]
            self._add(self._area, "")
        elif self._open and tag == "select":
            self._select = said["name"]
            self._open.free.append(self._select)
        elif self._open and tag == "option" and self._select and "selected" in said:
            self._open.values.setdefault(self._select, []).append(said.get("value", ""))
        elif self._open and tag == "input" and said.get("name") not in {None, *OURS}:
            self._input(said)

    def _input(self, said: dict[str, str]) -> None:
        assert self._open
        kind, name = said.get("type", "text"), said["name"]
        if kind in {"radio", "checkbox"}:
            if name not in self._open.free:
                self._open.free.append(name)
            if "checked" in said:
                self._open.values.setdefault(name, []).append(said.get("value", "on"))
        elif kind != "file":
            self._add(name, said.get("value", ""))
            if kind == "hidden":
                self._open.typed.discard(name)
                self._open.free.remove(name)

    def _add(self, name: str, value: str) -> None:
        assert self._open
        self._open.values[name] = [value]
        self._open.typed.add(name)
        self._open.free.append(name)

    def handle_data(self, data: str) -> None:
        if self._area and self._open:
            self._open.values[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""


def forms_of(page: str) -> list[Form]:
    """Return the forms of a page that are posted, but for that of the site itself."""
    parser = _Forms()
    parser.feed(page[page.index("<main") : page.index("</main>")])
    return [form for form in parser.forms if form.method == "post"]


def problems_of(
    client: Client, path: str, *, turn: int = 0, is_thorough: bool = False
) -> Iterator[str]:
    """Type what is bad into a page's first form; yield what went wrong with it.

    Into all fields at once, and then into each in which something can be chosen: a fourth of all
    that is bad, which one by `turn`, so that every four forms of an app get all. Thoroughly, all
    that is bad, alone too: into each field, or one of those that are alike.
    """
    page = client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    form = next(form for form in forms_of(page.content.decode()) if form.free)
    for kind, names in _tries(form, turn=turn, is_thorough=is_thorough):
        bad = BAD[kind]
        is_kept = set(names) <= form.typed and bad.startswith(("<script", "2026-02"))
        sent = form.values | {name: [bad] for name in names}
        with transaction.atomic():
            found = _problem(client, form.action or path, sent, bad if is_kept else "")
            transaction.set_rollback(True)
        if found:
            yield f"{path} {', '.join(names)}, {kind}: {found}"


def _tries(form: Form, *, turn: int, is_thorough: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield what to type, and into which fields."""
    typed = [name for name in form.free if name in form.typed]
    chosen = [name for name in form.free if name not in form.typed]
    yield from ((kind, typed) for kind in (*ALWAYS, *IN_TURN[turn % 4 :: 4]))
    yield from ((kind, chosen) for kind in CHOSEN if chosen)
    if is_thorough:
        yield from ((kind, typed) for kind in BAD)
        yield from (
            (kind, [alike[n % len(alike)]])
            for alike in _alike(form.free)
            for n, kind in enumerate(BAD)
        )


def _alike(names: list[str]) -> Iterator[list[str]]:
    """Yield the names of fields that are checked alike, together: rows of a table, languages."""
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        found.setdefault(ROW_OR_LANGUAGE.sub("", name), []).append(name)
    yield from found.values()


def _problem(client: Client, path: str, sent: dict[str, list[str]], typed: str) -> str:
    """Say what is wrong with the answer; `typed` is what has to stand in it, if it is refused."""
    answer = client.post(path, sent)
    if answer.status_code == 302:
        shown = client.get(answer["Location"])
        return _of_shown(shown) if shown.status_code != 302 else ""
    told = answer.content.decode()
    if answer.status_code not in {409, 422, 400}:
        return f"status {answer.status_code}"
    is_page = answer.status_code != 422 and "<h1" in told
    if not is_page and 'class="err' not in told and "notice" not in told:
        return "no sentence says what is wrong"
    if answer.status_code == 422 and typed and escape(typed) not in told:
        return "what was typed is lost"
    return _of_shown(answer, is_refusal=True)


def _of_shown(answer: Any, *, is_refusal: bool = False) -> str:  # noqa: ANN401 -- a response
    told = answer.content.decode()
    if not is_refusal and answer.status_code != 200:
        return f"afterwards its page answers {answer.status_code}"
    if "<script>alert" in told:
        return "a script is in the page"
    if 'href="javascript:' in told or 'href="data:' in told or 'href="file:' in told:
        return "an address that is none is linked"
    return ""
