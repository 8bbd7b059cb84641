"""What is typed and not yet saved, kept for who types it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.plans.models import PlannedAction, TypedText
from headway.cooperation.plans.services.common import REASON, plan_to_write
from headway.foundation.core.actors import writer_of
from headway.foundation.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from headway.cooperation.plans.models import Plan
    from headway.cooperation.plans.permissions import Person

LONGEST_TYPED = 200_000  # signs; of one part in all languages together


@transaction.atomic
def type_text(
    *,
    plan_id: int,
    part: str,
    typed: Mapping[str, str],
    seen_version: int,
    by: Person,
    at: datetime,
) -> TypedText:
    """Keep what somebody has typed so far; nothing of it is text of the plan.

    `part` is the key of a planned action; empty for the plan's own words.

    :raises NotAllowed: unless somebody who writes for an author does it.
    :raises WrongState: while it is before the body that adopts it, adopted or published.
    :raises BadInput: for more than fits, or a planned action that is no more.
    """
    plan = plan_to_write(plan_id, by)
    if sum(len(words) for words in typed.values()) > LONGEST_TYPED:
        raise BadInput({"typed": _("This is too much to keep. Save what you have first.")})
    actions = PlannedAction.objects.unrestricted(reason=REASON).filter(plan=plan)
    if part and not actions.filter(key=part).exists():
        raise BadInput({"typed": _("Somebody took this planned action out meanwhile.")})
    kept: TypedText
    kept, _is_new = TypedText.objects.unrestricted(reason=REASON).update_or_create(
        plan=plan,
        part=part,
        writer_id=writer_of(by),
        defaults={"typed": dict(typed), "seen_version": seen_version, "saved_at": at},
    )
    return kept


def forget_typed(plan: Plan, part: str, by: Person) -> None:
    """Let go of what a writer had typed into a part, once it is saved."""
    rows = TypedText.objects.unrestricted(reason=REASON)
    rows.filter(plan=plan, part=part, writer_id=writer_of(by)).delete()
