"""Which two editions an address wants compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.front.portal.reading import Reading
    from headway.monitoring.strategy.models import Edition

FROM, TO = "from", "to"
LONGEST = 9
"""Digits of a number of an edition; beyond it no database would know the number."""


def asked_editions(given: Mapping[str, str], reading: Reading) -> tuple[Edition, Edition] | None:
    """Return the editions that are to be compared; None where there is only one.

    What an address does not name is chosen: the edition in force, beside the one before it.

    :raises BadInput: for what is no number of an edition, and for the same edition twice.
    """
    problems: dict[str, str] = {}
    asked: dict[str, Edition] = {}
    for name in (FROM, TO):
        if text := given.get(name, "").strip():
            edition = _edition(text, reading)
            if edition is None:
                problems[name] = _unknown(text, reading)
            else:
                asked[name] = edition
    if problems:
        raise BadInput(problems)
    if len(asked) == len((FROM, TO)) and asked[FROM] == asked[TO]:
        sentence = _("Edition %(number)s says the same as itself. Choose two that differ.")
        raise BadInput({TO: sentence % {"number": asked[TO].number}})
    return _pair(asked.get(FROM), asked.get(TO), reading)


def _edition(text: str, reading: Reading) -> Edition | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST
    return reading.numbered(int(text)) if is_number else None


def _unknown(text: str, reading: Reading) -> str:
    sentence = _("This strategy has no edition “%(number)s”. It has %(numbers)s.")
    numbers = ", ".join(str(each.number) for each in reversed(reading.editions))
    return sentence % {"number": text, "numbers": numbers}


def _pair(
    before: Edition | None, after: Edition | None, reading: Reading
) -> tuple[Edition, Edition] | None:
    """Fill in what was not named: the nearest edition that is another one."""
    if before and after:
        return before, after
    if before:
        nearest = sorted(reading.editions, key=lambda each: abs(each.number - before.number))
        return _beside(before, [reading.edition, *nearest])
    named = after or reading.edition
    older = [each for each in reading.editions if each.number < named.number]
    found = _beside(named, [*older, *reading.editions])
    return (found[1], found[0]) if found else None


def _beside(one: Edition, others: list[Edition]) -> tuple[Edition, Edition] | None:
    other = next((each for each in others if each != one), None)
    return (one, other) if other else None
