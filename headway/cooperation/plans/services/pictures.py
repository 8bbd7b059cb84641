"""The pictures of a plan: one on its cover, one beside each planned action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from headway.cooperation.plans import verbs
from headway.cooperation.plans.models import PlannedAction
from headway.cooperation.plans.services.common import REASON, noted, plan_to_write

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.plans.models import Plan
    from headway.cooperation.plans.permissions import Person
    from headway.foundation.attachments.models import Picture


@transaction.atomic
def set_picture(
    *, plan_id: int, action: str = "", picture: Picture | None, by: Person, at: datetime
) -> Plan:
    """Let a picture stand on the cover, or beside the planned action of a key; none takes it away.

    Whoever writes the words meanwhile is not told of a newer version: they are not touched.

    :raises NotAllowed: unless somebody who writes for an author does it.
    :raises WrongState: while it is before the body that adopts it, adopted or published.
    """
    plan = plan_to_write(plan_id, by)
    if action:
        rows = PlannedAction.objects.unrestricted(reason=REASON)
        row = rows.get(plan=plan, key=action)
        row.picture = picture
        row.save(update_fields=["picture"])
    else:
        plan.cover = picture
        plan.save(update_fields=["cover"])
    payload = {"picture": picture.key if picture else "", "action": action}
    noted(verbs.PLAN_PICTURE_CHANGED, plan, by=by, at=at, payload=payload)
    return plan
