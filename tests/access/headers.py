"""The headers by which browsers guard an answer: what each says, and what none may say."""

from __future__ import annotations

import re
from typing import Any

DENIED = re.compile(r"(?=.*default-src 'none')(?=.*frame-ancestors 'none').*")
EXPECTED = {
    "Content-Security-Policy": DENIED,
    "Cross-Origin-Opener-Policy": re.compile("same-origin"),
    "Cross-Origin-Resource-Policy": re.compile("same-origin"),
    "Permissions-Policy": re.compile(r"(.*, )?camera=\(\), .*"),
    "Referrer-Policy": re.compile("same-origin"),
    "X-Content-Type-Options": re.compile("nosniff"),
    "X-Frame-Options": re.compile("DENY"),
    "X-Request-ID": re.compile("[0-9a-f]{32}"),
}
"""What every answer says, unless it stands below."""
OTHERWISE: dict[str, dict[str, re.Pattern[str] | None]] = {
    "portal:embed": {  # the card of a measure inside the pages of others
        "Content-Security-Policy": re.compile(r".*frame-ancestors \*.*"),
        "Cross-Origin-Resource-Policy": re.compile("cross-origin"),
        "X-Frame-Options": None,
    },
    "notices:mail_html": {  # a mail, sealed inside the page that shows it
        "Content-Security-Policy": re.compile(r".*sandbox.*"),
        "X-Frame-Options": re.compile("SAMEORIGIN"),
    },
}
LEAKS = {"Server", "X-Powered-By", "Via", "Access-Control-Allow-Origin"}
MAY_CALL = {"api:description", "api:table", "api:tables"}
"""Open data, which pages of others may read: `Access-Control-Allow-Origin: *`, without cookies."""


def wrong(answer: Any, route: str = "") -> list[str]:  # noqa: ANN401 -- the test client's answer
    """Return what is wrong with the headers of an answer."""
    is_success = answer.status_code < 300
    said = EXPECTED | (OTHERWISE.get(route, {}) if is_success else {})
    names = [name for name in said if not _is_as(said[name], answer.get(name))]
    found = [f"{name}: {answer.get(name)}" for name in names]
    leaks = {name for name in LEAKS if name in answer}
    if route in MAY_CALL:
        leaks -= {"Access-Control-Allow-Origin"}
    return [f"{answer.status_code} {problem}" for problem in [*found, *sorted(leaks)]]


def _is_as(pattern: re.Pattern[str] | None, value: str | None) -> bool:
    if pattern is None or value is None:
        return pattern is None and value is None
    return pattern.fullmatch(value) is not None
