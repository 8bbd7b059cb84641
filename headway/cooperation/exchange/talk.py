"""The thread of a good practice, as its page in the workspace shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from headway.foundation.conversations import talking

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.exchange.models import GoodPractice
    from headway.foundation.accounts.models import User
    from headway.foundation.core.verdicts import Verdict
    from headway.foundation.ui.threads import ThreadBox

WHOLE = ""
"""The place of the thread: the good practice as a whole."""


def box_of(
    practice: GoodPractice,
    *,
    by: User,
    may: Verdict,
    at: datetime,
    text: str = "",
    problem: str = "",
) -> ThreadBox:
    """Return the thread of a good practice, or the place for it. One query."""
    return talking.box_of(
        talking.thread_at(practice, WHOLE),
        place=WHOLE,
        name=_("the good practice"),
        address=reverse("exchange:practice_say", args=[practice.project.slug, practice.key]),
        by=by,
        may=may,
        at=at,
        text=text,
        problem=problem,
    )
