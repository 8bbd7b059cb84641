"""Every setting that an installation may choose, each an environment variable.

The table below is the whole list; `docs/settings.md` is printed from it, and an unknown
variable that begins with HEADWAY_ is an error, so that a misspelt one cannot be overlooked.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX = "HEADWAY_"
HIGHEST_PORT = 65535


class BadSetting(Exception):
    """A setting that cannot be used, with a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One setting: its name, what it means, what it is when nobody says."""

    name: str
    meaning: str
    default: str
    read: Callable[[str], Any] = str


def _yes_or_no(text: str) -> bool:
    answers = {"yes": True, "no": False}
    if text not in answers:
        message = "write yes or no"
        raise ValueError(message)
    return answers[text]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace(",", " ").split() if word)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        message = "write a whole number from 1"
        raise ValueError(message)
    return int(text)


def _size(text: str) -> int:
    if not text.isdecimal():
        message = "write a whole number of megabytes, or 0"
        raise ValueError(message)
    return int(text)


def _number(text: str) -> int:
    if not text.isdecimal():
        message = "write a whole number, or 0"
        raise ValueError(message)
    return int(text)


def _file(text: str) -> Path | None:
    if not text:
        return None
    path = Path(text).expanduser().resolve()
    if not path.is_file():
        message = "name a file that is there"
        raise ValueError(message)
    return path


def _mode(text: str) -> str:
    if text not in {"production", "demo"}:
        message = "write production or demo"
        raise ValueError(message)
    return text


def port_number(text: str) -> int:
    """Read a port. :raises ValueError: saying what to write instead."""
    number = _count(text)
    if number > HIGHEST_PORT:
        message = f"write a number from 1 to {HIGHEST_PORT}"
        raise ValueError(message)
    return number


VARIABLES = (
    Variable(
        "HEADWAY_DATA",
        "Folder that holds everything an installation keeps: database, files, secret key.",
        "var",
        lambda text: Path(text).expanduser().resolve(),
    ),
    Variable(
        "HEADWAY_DATABASE",
        "Address of a PostgreSQL database, such as postgresql://headway@localhost/headway. "
        "Empty: SQLite in the data folder.",
        "",
    ),
    Variable(
        "HEADWAY_POOLED",
        "yes when a pooler such as pgbouncer stands before PostgreSQL and lends connections for "
        "one transaction at a time.",
        "no",
        _yes_or_no,
    ),
    Variable(
        "HEADWAY_HOSTS", "Names by which readers reach the site.", "localhost 127.0.0.1", _words
    ),
    Variable(
        "HEADWAY_ADDRESS",
        "Public address of the site, used in mails, feeds and the site map. "
        "Empty: the address of the request.",
        "",
        lambda text: text.rstrip("/"),
    ),
    Variable("HEADWAY_LISTEN", "Address on which the server listens.", "127.0.0.1"),
    Variable(
        "HEADWAY_PORT",
        "Port on which the server listens; PORT is honoured too.",
        "8000",
        port_number,
    ),
    Variable("HEADWAY_WORKERS", "Server processes.", "2", _count),
    Variable(
        "HEADWAY_PAGES",
        "Megabytes that stored public pages may take in the folder pages of the data folder. "
        "0: every page is rendered each time.",
        "256",
        _size,
    ),
    Variable(
        "HEADWAY_PARTS",
        "yes: each process keeps panels and lists of public pages as it wrote them until something "
        "changes, for pages that are not stored.",
        "yes",
        _yes_or_no,
    ),
    Variable(
        "HEADWAY_PROXIED",
        "yes when a proxy in front ends the encryption and sets X-Forwarded-Proto, "
        "X-Forwarded-For and, if it likes, X-Request-ID.",
        "no",
        _yes_or_no,
    ),
    Variable(
        "HEADWAY_SMTP",
        "Mail server, such as smtp+tls://user:secret@mail.example.org:587. "
        "Empty: mails are written into the folder mail of the data folder.",
        "",
    ),
    Variable("HEADWAY_SENDER", "Address that mails come from.", "headway@localhost"),
    Variable(
        "HEADWAY_CONTACT",
        "Address for readers' questions, shown at the foot of every page.",
        "headway@example.org",
    ),
    Variable(
        "HEADWAY_SECURITY_CONTACT",
        "Address for reports of weaknesses, shown in security.txt.",
        "mailto:security@localhost",
    ),
    Variable(
        "HEADWAY_PASSPHRASE_FILE",
        "File whose first line is the passphrase under which backups keep the secret key. "
        "Empty: backups leave it out.",
        "",
    ),
    Variable(
        "HEADWAY_SEARCHES",
        "How often somebody may search in a minute: a person who is signed in, or an address from "
        "which strangers read. 0: as often as they like.",
        "60",
        _number,
    ),
    Variable(
        "HEADWAY_FILES",
        "Likewise, how many documents, workbooks and tables somebody may have made in a minute.",
        "60",
        _number,
    ),
    Variable(
        "HEADWAY_METRICS_TOKEN_FILE",
        "File with the token for /metrics, which only its owner reads; a second line is a second "
        "token. Empty: there is no such page.",
        "",
    ),
    Variable(
        "HEADWAY_LEAKED_PASSWORDS",
        "File of leaked passwords that nobody may choose: their SHA-1 in hexadecimal, sorted, one "
        "in a line, as Have I Been Pwned offers them. Empty: none is looked up.",
        "",
        _file,
    ),
    Variable(
        "HEADWAY_BACKUP_DAYS",
        "How many days old the last backup may be before `doctor` finds fault.",
        "2",
        _count,
    ),
    Variable(
        "HEADWAY_VERIFY_DAYS",
        "How many days ago a backup may last have been verified before `doctor` finds fault.",
        "31",
        _count,
    ),
    Variable(
        "HEADWAY_KEEP_MAILS",
        "Days for which the text of a mail is kept that went out or was given up.",
        "180",
        _count,
    ),
    Variable(
        "HEADWAY_SESSION_IDLE",
        "Hours after which a session that nobody uses ends.",
        "24",
        _count,
    ),
    Variable(
        "HEADWAY_SESSION_LONGEST",
        "Hours after which every session ends, however busy it is.",
        "336",
        _count,
    ),
    Variable(
        "HEADWAY_REQUEST_LOG",
        "yes: one line of JSON for each request on standard error; the demonstration writes none.",
        "yes",
        _yes_or_no,
    ),
    Variable(
        "HEADWAY_MODE",
        "production, or demo: sign-in by printed links, on this machine only.",
        "production",
        _mode,
    ),
    Variable(
        "HEADWAY_DEBUG",
        "yes for developers: errors are shown with their source lines. Never on a public site.",
        "no",
        _yes_or_no,
    ),
)


def read(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return every setting by its name without the prefix, in lower case.

    :raises BadSetting: for an unknown variable or a value that cannot be read.
    """
    known = {variable.name for variable in VARIABLES}
    unknown = sorted(n for n in environment if n.startswith(PREFIX) and n not in known)
    if unknown:
        message = f"Unknown setting {unknown[0]}. The known ones are listed in docs/settings.md."
        raise BadSetting(message)
    values = {}
    for variable in VARIABLES:
        text = environment.get(variable.name, variable.default).strip()
        values[variable.name.removeprefix(PREFIX).lower()] = _value(
            variable.name, text, variable.read
        )
    if "PORT" in environment and "HEADWAY_PORT" not in environment:
        values["port"] = _value("PORT", environment["PORT"].strip(), port_number)
    return values


def _value(name: str, text: str, reader: Callable[[str], Any]) -> Any:  # noqa: ANN401
    try:
        return reader(text)
    except ValueError as problem:
        message = f"{name}={text!r} cannot be used: {problem}."
        raise BadSetting(message) from problem


def as_markdown() -> str:
    """Print the table of settings for docs/settings.md."""
    rows = [
        f"| `{variable.name}` | {variable.meaning} | {_code(variable.default)} |"
        for variable in VARIABLES
    ]
    return "\n".join(["| variable | meaning | default |", "|---|---|---|", *rows]) + "\n"


def _code(text: str) -> str:
    return f"`{text}`" if text else "–"
