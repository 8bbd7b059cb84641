"""The threads of a plan as its pages show them, by the place of the words."""

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

    from headway.cooperation.plans.models import Plan
    from headway.foundation.accounts.models import User
    from headway.foundation.conversations.queries import ThreadShown
    from headway.foundation.core.verdicts import Verdict
    from headway.foundation.ui.threads import ThreadBox


def threads_of(
    plan: Plan, *, by: User, may: Verdict, at: datetime
) -> Mapping[str, tuple[ThreadBox, ...]]:
    """Return what is said on a plan, by part: that of a planned action by its key. One query."""
    key = key_of(plan)
    found: dict[str, list[ThreadBox]] = defaultdict(list)
    for place, thread in threads_on(type_of(plan), [key]).get(key, {}).items():
        where = place.rpartition("/")[0]
        part = where.partition("/")[0] if "/" in where else ""
        found[part].append(box_of(plan, thread, by=by, may=may, at=at))
    return {part: tuple(boxes) for part, boxes in found.items()}


def box_of(
    plan: Plan,
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
        address=reverse("plans:say", args=[plan.project.slug, plan.slug]),
        by=by,
        may=may,
        at=at,
        text=text,
        problem=problem,
    )
