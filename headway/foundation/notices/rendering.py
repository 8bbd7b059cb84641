"""Writes the words of a notice, in the language of the person it is for. Changes nothing."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.template import Context, Engine
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from headway.foundation.ui.context import interface_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.foundation.notices.registry import Notice

LONGEST_SUBJECT = 300
MARK = re.compile("⟦[^⟧]*⟧")
"""What stands in a kept mail where the personal link was."""
LINKED = re.compile(' href="⟦[^⟧]*⟧"')
PLAIN_BRACKETS = str.maketrans("⟦⟧", "[]")


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a mail is for. `person_id` is None for somebody without an account."""

    email: str
    name: str
    language: str
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail says. A mark stands where its personal link goes."""

    subject: str
    text: str
    html: str

    def with_link(self, link: str) -> Words:
        """Return the mail as its recipient reads it."""
        return Words(self.subject, text_with(link, self.text), html_with(link, self.html))


def rendered(
    notice: Notice, *, to: Addressee, context: Mapping[str, object], link: str = ""
) -> Words:
    """Return what a notice says to somebody, without writing it: anybody may look beforehand.

    Templates get the context and `to`, `notice`, `link`, `language`, `site_name`, `site_address`
    and `contact`. The personal link itself is nowhere in the answer.
    """
    language = interface_language(to.language)
    token = f"link{secrets.token_hex(16)}" if link else ""
    whole = {
        "site_name": settings.SITE_NAME,
        "site_address": settings.SITE_ADDRESS,
        "contact": settings.CONTACT,
        "role": "",
        "ask": "",
        **context,
        "to": to,
        "notice": notice,
        "link": token,
        "language": language,
    }
    with translation.override(language):
        name = _("personal link")
        mark = f"⟦{name}⟧" if link else ""
        written = _rendered(f"{notice.template}.txt", whole, escaped=False)
        html = _rendered(f"{notice.template}.html", whole, escaped=True)
    subject, _rule, text = _marked(written, token, mark).lstrip().partition("\n")
    return Words(
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],
        text=_tidy(text),
        html=_marked(html, token, mark).strip() + "\n",
    )


def text_with(link: str, text: str) -> str:
    """Put the personal link into a text."""
    return MARK.sub(lambda _mark: link, text) if link else text


def html_with(link: str, html: str) -> str:
    """Put the personal link into HTML."""
    return MARK.sub(lambda _mark: escape(link), html) if link else html


def html_without_link(html: str) -> str:
    """Return HTML in which the mark leads nowhere, to be looked at."""
    return LINKED.sub("", html)


def _rendered(name: str, context: Mapping[str, object], *, escaped: bool) -> str:
    template = Engine.get_default().get_template(name)
    return str(template.render(Context(dict(context), autoescape=escaped)))


def _marked(words: str, token: str, mark: str) -> str:
    """Put the mark in place of the link; nobody's own words can look like one."""
    plain = words.translate(PLAIN_BRACKETS)
    return plain.replace(token, mark) if token else plain


def _tidy(text: str) -> str:
    """Take out the empty lines that template tags leave behind."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub("\n{3,}", "\n\n", lines) + "\n"
