"""Text cells that a spreadsheet would take for a formula, made harmless in CSV and back.

Source: OWASP, CSV Injection (=, +, -, @, tab, carriage return, line feed, full-width forms).
"""

from __future__ import annotations

import re

APOSTROPHE = "'"
DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001 -- the full-width forms
"""Text that already begins with apostrophes before such a sign counts too: it gets one more, so
that taking exactly one away gives back what there was."""


def guard(text: str) -> str:
    """Return text that no spreadsheet runs. `unguard` undoes it exactly."""
    return APOSTROPHE + text if DANGEROUS.match(text) else text


def unguard(text: str) -> str:
    """Take away the one apostrophe of `guard`; leave other apostrophes alone."""
    guarded = text.startswith(APOSTROPHE) and DANGEROUS.match(text)
    return text[1:] if guarded else text
