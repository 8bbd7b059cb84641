"""The law of the directory. Pure: no database, no clock, no request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from headway.foundation.core.folding import fold

if TYPE_CHECKING:
    from collections.abc import Container
    from decimal import Decimal

LONGEST_SLUG = 60
ADDRESS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
COUNTRY = re.compile(r"[A-Z]{2}")
NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")
NUTS_RELEASE = re.compile(r"20\d\d")


def slug_from(name: str, taken: Container[str] = ()) -> str:
    """Return the readable part of an address: Klaipėdos miestas → klaipedos-miestas.

    Latin letters without marks, digits and hyphens; a taken one gets -2, -3 …

    Source: architecture, section 11.4.
    """
    plain = "".join(letter for letter in fold(name) if letter.isascii())
    stem = "-".join(plain.split())[:LONGEST_SLUG].strip("-") or "organisation"
    slug, number = stem, 1
    while slug in taken:
        number += 1
        ending = f"-{number}"
        slug = stem[: LONGEST_SLUG - len(ending)].rstrip("-") + ending
    return slug


def address_problem(slug: str) -> str:
    """Say what is wrong with the readable part of an address, or nothing.

    Source: architecture, section 11.4; RFC 3986 (characters that need no escaping).
    """
    if ADDRESS.fullmatch(slug) and len(slug) <= LONGEST_SLUG:
        return ""
    return _(
        "“%(slug)s” cannot stand in an address. Write small letters a to z, digits and single"
        " hyphens, at most %(number)d signs."
    ) % {"slug": slug, "number": LONGEST_SLUG}


def search_key(names: tuple[str, ...]) -> str:
    """Return the folded names, each between line ends, so that a whole one can be looked for.

    Source: stack, row search: text folded in Python, same answers on every database.
    """
    folded = dict.fromkeys(key for key in map(fold, names) if key)
    return "".join(f"\n{key}" for key in folded) + "\n" if folded else ""


def point_problem(latitude: Decimal, longitude: Decimal) -> str:
    """Say what is wrong with a point in degrees, or nothing.

    Source: WGS 84 (EPSG:4326): latitudes from -90 to 90, longitudes from -180 to 180.
    """
    if abs(latitude) <= 90 and abs(longitude) <= 180:
        return ""
    return _("There is no such point. Write degrees north of the equator and east of Greenwich.")


def website_problem(address: str) -> str:
    """Say what is wrong with a web address, or nothing. An empty one is none.

    Source: trust principles, section 2: a link from a public page leads to http or https only.
    """
    try:
        parts = urlsplit(address) if " " not in address else None
    except ValueError:  # such as brackets that are not closed
        parts = None
    if not address or (parts and parts.scheme in {"http", "https"} and "." in (parts.netloc or "")):
        return ""
    return _("“%(address)s” is no web address. Write it like https://www.example.org.") % {
        "address": address
    }


def country_problem(country: str) -> str:
    """Say what is wrong with a country code, or nothing. An empty one is unknown.

    Source: ISO 3166-1, alpha-2.
    """
    if not country or COUNTRY.fullmatch(country):
        return ""
    return _("“%(country)s” is no country code. Write two capital letters, such as LT.") % {
        "country": country
    }


def nuts_problem(code: str, release: str) -> str:
    """Say what is wrong with a NUTS code and its release, or nothing.

    A code means something only with its release: LT00 of 2013 is LT01 and LT02 of 2016.

    Source: Regulation (EC) 1059/2003, annex I, and its amendments.
    """
    if not code or (NUTS.fullmatch(code) and NUTS_RELEASE.fullmatch(release)):
        return ""
    return _("The NUTS code needs its release. Write a code such as LT023 and a year such as 2021.")


def alias_problem(alias: str) -> str:
    """Say what is wrong with an alias by itself, or nothing.

    Source: house rule, aliases are compared folded, so one without letters or digits finds nothing.
    """
    if fold(alias):
        return ""
    return _("The alias is empty. Write another name under which the organisation is known.")
