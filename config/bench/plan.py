"""What a run measures, and how long each case may take so that it ends in time. Pure."""

from __future__ import annotations

from dataclasses import dataclass

SIZES = {"small": 109, "middle": 10_900, "large": 109_000}
"""Measures of the generated strategy, each with an indicator."""
VALUES_EACH = 92
"""Values of each indicator: ten million of the largest size."""
DEFAULT = ("small", "middle")
MINUTES = 12.0
PARTS = {
    "pages": "pages, tables, documents and screens over HTTP, beside a server of files and raw SQL",
    "writing": "reports handed in by eight writers, counted afterwards",
    "rollup": "verdicts of a whole strategy counted from what is kept",
    "import": "10,000 rows of a strategy read from a file",
    "start": "the demonstration from an empty folder to its first page, and an executive summary",
    "chain": "eight who write at once, with the chain of the audit trail and without it",
    "pairing": "40 units paired for five rounds of reviews",
    "reporting": "every page of those who collect, review and report, with 10,000 reports",
    "editions": "a strategy amended 200 times, on a day and compared",
    "backups": "an installation backed up, proved and restored",
}
LONG = ("reporting", "editions", "backups")
"""Parts that are measured for the record, or when they are named."""
OF_AN_INSTALLATION = ("pages", "writing", "rollup", "import")
RESERVED = {"import": 25.0, "start": 75.0, "chain": 25.0, "pairing": 5.0}
"""Seconds that the other parts take at most, for each database where they ask one."""
LEAST, MOST = 1.0, 5.0
"""Seconds for which one case is measured at a time."""
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """How many rounds there are, and how many seconds each case has in one."""

    rounds: int
    seconds: float


def sizes(words: str) -> tuple[int, ...]:
    """Return the measures of each size that is wanted, the least first.

    :raises ValueError: for a word that names none.
    """
    names = tuple(SIZES) if words == "all" else tuple(words.split(",")) if words else DEFAULT
    found = set()
    for name in names:
        if name not in SIZES and not (name.isdecimal() and int(name)):
            message = f"write {', '.join(SIZES)}, all, or numbers of measures"
            raise ValueError(message)
        found.add(SIZES.get(name) or int(name))
    return tuple(sorted(found))


def parts(words: str, *, is_record: bool) -> tuple[str, ...]:
    """Return the parts that are wanted, in their order.

    :raises ValueError: for a word that names none.
    """
    named = [word for word in words.split(",") if word]
    unknown = [word for word in named if word not in PARTS]
    if unknown:
        message = f"there is no part {unknown[0]}; write some of {', '.join(PARTS)}"
        raise ValueError(message)
    return tuple(
        part for part in PARTS if part in named or (not named and (is_record or part not in LONG))
    )


def planned(*, left: float, slots: int, beside: float, rounds: int = ROUNDS) -> Plan:
    """Share out the seconds that are left among the cases of some rounds.

    `slots` are the cases of one round, `beside` the seconds that a round takes besides. Where not
    even the least is left for each, there are fewer rounds, but one.

    Source: a run with its own limit; fewer rounds are better than shorter ones.
    """
    for count in range(rounds, 0, -1):
        each = (left / count - beside) / max(slots, 1)
        if each >= LEAST or count == 1:
            return Plan(count, min(max(float(int(each)), LEAST), MOST))
    return Plan(1, LEAST)


def has_room(*, left: float, took: float) -> bool:
    """Tell whether another round like the longest so far still fits.

    Source: a run with its own limit.
    """
    return took <= left


def reserve(wanted: tuple[str, ...], databases: int) -> float:
    """Return the seconds that the parts after the rounds take at most."""
    each = {"import", "chain"}
    return sum(
        seconds * (databases if part in each else 1)
        for part, seconds in RESERVED.items()
        if part in wanted
    )
