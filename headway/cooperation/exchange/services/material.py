"""Material of events: files and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from headway.cooperation.exchange import verbs
from headway.cooperation.exchange.models import Material
from headway.cooperation.exchange.permissions import can_keep_event
from headway.cooperation.exchange.services.common import (
    LONGEST_TITLE,
    REASON,
    locked_event,
    renewed,
    told,
)
from headway.cooperation.exchange.states import MaterialKind
from headway.foundation.core.keys import new_key
from headway.foundation.core.problems import refuse
from headway.foundation.core.verdicts import require
from headway.foundation.core.words import text_problems, too_long

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.exchange.facts import MaterialPlan
    from headway.cooperation.exchange.permissions import Keeper

LONGEST_LINK = 500


@transaction.atomic
def add_material(
    *, event_id: int, plan: MaterialPlan, by: Keeper, at: datetime, key: str = ""
) -> Material:
    """Add a file or a link to an event. Videos are links: nothing is shown from elsewhere.

    :raises NotAllowed: unless the lead partner or a host does it.
    :raises BadInput: for neither file nor link, for both, or a missing title.
    """
    event = locked_event(event_id)
    require(can_keep_event(by, event))
    refuse(_problems(plan))
    rows = Material.objects.unrestricted(reason=REASON)
    last = rows.filter(event=event).aggregate(last=Max("place"))["last"] or 0
    material = rows.create(
        key=key or new_key(),
        event=event,
        place=last + 1,
        kind=plan.kind,
        title=plan.title,
        file=plan.file,
        link=plan.link,
        language=plan.language,
        is_public=plan.is_public,
    )
    payload = {"material": str(material)}
    told(verbs.MATERIAL_ADDED, event, by=by, at=at, payload=payload)
    renewed(event, at=at)
    return material


def _problems(plan: MaterialPlan) -> dict[str, str]:
    problems = text_problems(
        [("title", plan.title, LONGEST_TITLE)],
        wanted={"title": _("Say what it is called.")},
    )
    if plan.kind not in MaterialKind.values:
        problems["kind"] = _("There is no such kind. Choose one of those listed.")
    if bool(plan.file) == bool(plan.link):
        problems["link"] = _("Choose a file or write an address: one of them.")
    elif plan.link and not plan.link.startswith(("https://", "http://")):
        problems["link"] = _("This is no address. Write it as https://….")
    elif len(plan.link) > LONGEST_LINK:
        problems["link"] = too_long(LONGEST_LINK)
    return problems


@transaction.atomic
def remove_material(*, material_id: int, by: Keeper, at: datetime) -> None:
    """Take a file or a link from an event.

    :raises NotAllowed: unless the lead partner or a host does it.
    """
    rows = Material.objects.unrestricted(reason=REASON)
    material = rows.get(pk=material_id)
    event = locked_event(material.event_id)
    require(can_keep_event(by, event))
    payload = {"material": str(material)}
    material.delete()
    told(verbs.MATERIAL_REMOVED, event, by=by, at=at, payload=payload)
    renewed(event, at=at)
