"""What Django asks of a new password: that nobody guesses it soon, and that it never leaked.

Imported only where somebody chooses a password: the lists of words take 15 MB.
"""

from __future__ import annotations

import os
import unicodedata
from hashlib import sha1
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from headway.foundation.accounts.models import User

OWN_WORDS = (
    "headway",
    "password",
    "slaptazodis",
    "prisijungimas",
    "savivaldybe",
    "municipality",
    "strategija",
    "strategy",
)
"""Words that whoever guesses here tries first, beside the site's address and the person's name."""
SHORTEST_WORD = 4
LONGEST_READ = 72
"""Signs that are looked at: what is longer is not guessed for being shorter than it is."""
FEWEST_GUESSES = 10**8
"""Source: zxcvbn's third step of four, "safely unguessable", for hashes as slow as ours."""


class Guessed:
    """Refuses what is guessed soon: common passwords, rows of keys, days, words of the house.

    Source: OWASP ASVS 5.0, 6.1.2, 6.2.4, 6.2.11; how many guesses: zxcvbn (Wheeler 2016).
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Judge what is left of a password without the words that anybody here would try.

        :raises ValidationError: if it would be guessed soon.
        """
        rest = _without(plain(password)[:LONGEST_READ], own_words(user))
        if not rest or zxcvbn(rest)["guesses"] < FEWEST_GUESSES:
            raise ValidationError(
                _(
                    "This password is guessed too soon. Take four words that have nothing to do "
                    "with each other, with you or with this site, or let your browser make one."
                ),
                code="password_guessed",
            )

    def get_help_text(self) -> str:
        return _("It must not be easy to guess, nor made of your name or the site’s.")


class Leaked:
    """Refuses what stands in a file of leaked passwords, where the installation names one.

    The file holds their SHA-1 in hexadecimal, sorted, one in a line, anything behind a colon: the
    form in which Have I Been Pwned offers them. Nobody outside is asked.
    Source: OWASP ASVS 5.0, 6.2.12.
    """

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002
        """Look a password up in the file. :raises ValidationError: if it leaked."""
        given: Path | None = settings.LEAKED_PASSWORDS
        if given and _stands_in(given, sha1(password.encode(), usedforsecurity=False).hexdigest()):
            raise ValidationError(
                _("This password became known when it was stolen elsewhere. Choose another."),
                code="password_leaked",
            )

    def get_help_text(self) -> str:
        return (
            _("It must not be known from a theft elsewhere.") if settings.LEAKED_PASSWORDS else ""
        )


def plain(text: str) -> str:
    """Return a text in small letters without the marks on them, as guessers try it."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    return "".join(each for each in parts if not unicodedata.combining(each))


def own_words(user: User | None) -> list[str]:
    """Return the words of the house, of its address and of a person, the longest first."""
    site = urlsplit(settings.SITE_ADDRESS).hostname or ""
    person = f"{user.email} {user.name}" if user else ""
    found = plain(f"{site} {person}").replace("@", " ").replace(".", " ").replace("-", " ")
    words = {*OWN_WORDS, *(each for each in found.split() if len(each) >= SHORTEST_WORD)}
    return sorted(words, key=len, reverse=True)


def _without(text: str, words: list[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text


def _stands_in(path: Path, digest: str) -> bool:
    """Look a digest up in a sorted file, by halving: some forty reads in forty gigabytes."""
    wanted = digest.upper().encode()
    with path.open("rb") as file:
        low, high = 0, file.seek(0, os.SEEK_END)
        while low < high:
            middle = (low + high) // 2
            line = _line_from(file, middle)
            if line and line < wanted:
                low = middle + 1
            else:
                high = middle
        return _line_from(file, low) == wanted


def _line_from(file: BinaryIO, place: int) -> bytes:
    """Return the digest of the first line that begins at a place or behind it; empty at the end."""
    file.seek(max(place - 1, 0))
    if place:
        file.readline()
    return file.readline().split(b":")[0].strip().upper()
