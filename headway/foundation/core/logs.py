"""What is logged, and in what form: a line of JSON for each, without personal data.

Our own lines carry named facts. Of what libraries log, the wording is kept and what they would fill
in is not, since that may be an address, a name or a token; so too the message of an error.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
import uuid
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from types import TracebackType

REQUESTS = logging.getLogger("headway.requests")
SECURITY = logging.getLogger("headway.security")
GIVEN_ID = re.compile(r"[0-9a-f-]{16,36}")
"""An id of a request that a proxy gave: nothing else fits into it, such as somebody's name."""
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"})
INNERMOST = 12
"""Frames of an error that are told."""
CODE = Path(__file__).parents[3]

Fact = str | int | float | bool | None | list[str]


class Event(StrEnum):
    """What is told to whoever watches over the security of an installation."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_FAILED = "sign_in_failed"
    SECOND_FACTOR_USED = "second_factor_used"
    SECOND_FACTOR_FAILED = "second_factor_failed"
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 -- no password
    REFUSED = "refused"
    CSRF_REFUSED = "csrf_refused"
    RATE_LIMITED = "rate_limited"
    MALFORMED = "malformed"
    PERSONAL_DATA_EXPORTED = "personal_data_exported"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as log lines name it. The source is no address, but the same for the same one."""

    id: str
    source: str


NOBODY_ASKED = Asked("", "")
ASKED: ContextVar[Asked] = ContextVar("asked", default=NOBODY_ASKED)


def asked(*, given: str, address: str) -> Asked:
    """Return what names a request: the id that a proxy gave, or one of our own."""
    own = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
    secret = salted_hmac("headway.source", address, algorithm="sha256")
    return Asked(own, secret.hexdigest()[:12])


def note(event: Event, **facts: Fact) -> None:
    """Tell of an event. Facts are ids, numbers and words of ours, never what somebody typed."""
    told = {"event": str(event), "source": ASKED.get().source} | facts
    SECURITY.info(event, extra={"facts": told})


class JsonLines(logging.Formatter):
    """Writes a line of JSON, in which nothing that was typed can stand."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Fact] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": ASKED.get().id,
        }
        facts = getattr(record, "facts", None)
        line |= facts if facts is not None else _told_by_a_library(record)
        if record.exc_info and record.exc_info[1]:
            line |= _error(record.exc_info[1])
        return json.dumps(line)


def _told_by_a_library(record: logging.LogRecord) -> dict[str, Fact]:
    """Keep the wording of a line where it is one, with gaps to fill; else, whence it comes."""
    wording = record.msg if record.args and isinstance(record.msg, str) else ""
    return {"said": wording, "from": f"{record.module}:{record.lineno}"}


def _error(error: BaseException) -> dict[str, Fact]:
    """Tell what kind of error it was, what caused it, and where: not with what words."""
    kinds, cause = [], error
    while cause is not None:
        kinds.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__ or cause.__context__  # type: ignore[assignment]  # ends with None
    return {"error": kinds, "frames": _frames(error.__traceback__)}


def _frames(ending: TracebackType | None) -> list[str]:
    found = traceback.extract_tb(ending)[-INNERMOST:]
    return [f"{_shown(Path(f.filename))}:{f.lineno} {f.name}" for f in found]


def _shown(path: Path) -> str:
    parts = path.relative_to(CODE).parts if path.is_relative_to(CODE) else path.parts
    begin = parts.index("site-packages") + 1 if "site-packages" in parts else 0
    return "/".join(parts[begin:])
