"""Comments at the exact words of an operation, and what follows in their threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.conversations.services import comment
from headway.foundation.core.errors import BadInput
from headway.foundation.core.words import in_one_line
from headway.monitoring.amendments.models import Operation
from headway.monitoring.amendments.permissions import can_comment
from headway.monitoring.amendments.queries.people import side_of
from headway.monitoring.amendments.quotes import place_of, quote_problems, quoted
from headway.monitoring.amendments.services.common import REASON, locked_amendment

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.conversations.models import Comment
    from headway.monitoring.amendments.permissions import Person


@transaction.atomic
def comment_on_words(
    *,
    operation_id: int,
    where: str,
    quote: str,
    text: str,
    request_key: str,
    by: Person,
    at: datetime,
) -> Comment:
    """Say something at the exact words of an operation; the same words have one thread.

    `where` is a part and a language, such as `title.lt`.

    :raises NotAllowed: unless a coordinator does it, or who answers for an asked organisation.
    :raises BadInput: for words that do not stand there, or a comment that cannot be.
    """
    rows = Operation.objects.unrestricted(reason=REASON)
    operation = rows.get(pk=operation_id)
    operation.amendment = amendment = locked_amendment(operation.amendment_id)
    side = side_of(by, amendment)
    verdict = can_comment(by, amendment, is_asked=bool(side))
    words = in_one_line(quote)
    if problems := quote_problems(operation, where, words):
        raise BadInput(problems)
    return comment(
        thing=amendment,
        place=place_of(operation, where, words),
        place_name=quoted(where, words),
        text=text,
        by=by,
        side=side or _("coordinator"),
        at=at,
        verdict=verdict,
        request_key=request_key,
    )
