"""Comments of the authors at the exact words of their plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.plans.permissions import can_write_plan
from headway.cooperation.plans.queries.texts import text_of
from headway.cooperation.plans.quotes import (
    place_of,
    quote_problems,
    quoted,
)
from headway.cooperation.plans.services.common import locked_plan
from headway.foundation.conversations.services import comment
from headway.foundation.core.errors import BadInput
from headway.foundation.core.verdicts import require
from headway.foundation.core.words import in_one_line

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.plans.permissions import Person
    from headway.foundation.conversations.models import Comment


@transaction.atomic
def comment_on_plan(
    *,
    plan_id: int,
    where: str,
    quote: str,
    text: str,
    request_key: str,
    by: Person,
    at: datetime,
) -> Comment:
    """Say something at the exact words of a plan; the same words have one thread.

    `where` is a place and a language, such as `why.lt`. Who writes for an author may say something,
    and nobody but those who read the draft read it.

    :raises NotAllowed: unless somebody who writes for an author does it.
    :raises BadInput: for words that do not stand there, or a comment that cannot be.
    """
    plan = locked_plan(plan_id)
    verdict = can_write_plan(by, plan)
    require(verdict)
    words = in_one_line(quote)
    if problems := quote_problems(text_of(plan), where, words):
        raise BadInput(problems)
    return comment(
        thing=plan,
        place=place_of(where, words),
        place_name=quoted(where, words),
        text=text,
        by=by,
        side=_("author"),
        at=at,
        verdict=verdict,
        request_key=request_key,
    )
