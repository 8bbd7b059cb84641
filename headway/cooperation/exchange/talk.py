"""The thread of a good practice, as its page in the workspace shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from headway.foundation.conversations.models import key_of, type_of
from headway.foundation.conversations.queries import threads_on
from headway.foundation.core.keys import new_key
from headway.foundation.ui.threads import ThreadBox

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.exchange.models import GoodPractice
    from headway.foundation.accounts.models import User
    from headway.foundation.conversations.queries import ThreadShown
    from headway.foundation.core.verdicts import Verdict

WHOLE = ""
"""The place of the thread: the good practice as a whole."""


def thread_of(practice: GoodPractice) -> ThreadShown | None:
    """Return what was said about a good practice. One query."""
    key = key_of(practice)
    return threads_on(type_of(practice), [key]).get(key, {}).get(WHOLE)


def box_of(
    practice: GoodPractice,
    *,
    by: User,
    may: Verdict,
    at: datetime,
    text: str = "",
    problem: str = "",
) -> ThreadBox:
    thread = thread_of(practice)
    return ThreadBox(
        ident="thread",
        name=_("the good practice"),
        place=WHOLE,
        address=reverse("exchange:practice_say", args=[practice.project.slug, practice.key]),
        request_key=new_key(),
        may_write=may,
        may_resolve=may,
        thread=thread,
        offered_back=thread.offered_back(by, at) if thread else None,
        text=text,
        problem=problem,
    )
