"""The threads of an amendment as its pages show them, by operation."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.urls import reverse

from headway.foundation.conversations import talking
from headway.foundation.conversations.models import key_of, type_of
from headway.foundation.conversations.queries import threads_on
from headway.foundation.ui.names import named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from headway.foundation.accounts.models import User
    from headway.foundation.conversations.queries import ThreadShown
    from headway.foundation.core.verdicts import Verdict
    from headway.foundation.ui.threads import ThreadBox
    from headway.monitoring.amendments.models import Amendment


def threads_of(
    amendment: Amendment, *, by: User, may: Verdict, at: datetime
) -> Mapping[str, tuple[ThreadBox, ...]]:
    """Return what is said on an amendment, by the keys of its operations. One query."""
    key = key_of(amendment)
    found: dict[str, list[ThreadBox]] = defaultdict(list)
    for place, thread in threads_on(type_of(amendment), [key]).get(key, {}).items():
        box = box_of(amendment, thread, by=by, may=may, at=at)
        found[place.partition("/")[0]].append(box)
    return {operation: tuple(boxes) for operation, boxes in found.items()}


def box_of(
    amendment: Amendment,
    thread: ThreadShown,
    *,
    by: User,
    may: Verdict,
    at: datetime,
    text: str = "",
    problem: str = "",
) -> ThreadBox:
    return talking.box_of(
        thread,
        place=thread.place,
        name=named(thread.place_name),
        address=reverse("amendments:say", args=[amendment.key]),
        by=by,
        may=may,
        at=at,
        text=text,
        problem=problem,
    )
