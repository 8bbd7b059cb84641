"""Pictures of good practices: each says what it shows, and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from headway.cooperation.exchange import verbs
from headway.cooperation.exchange.models import PracticePicture
from headway.cooperation.exchange.permissions import can_write_practice, takes_edits
from headway.cooperation.exchange.services.common import locked_practice, told
from headway.foundation.core.errors import BadInput
from headway.foundation.core.verdicts import require, require_now

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.exchange.permissions import Keeper
    from headway.foundation.attachments.models import Picture

MOST_PICTURES = 12


@transaction.atomic
def add_picture(*, practice_id: int, picture: Picture, by: Keeper, at: datetime) -> PracticePicture:
    """Add a picture to a good practice that is being written, after those that it has.

    :raises NotAllowed: unless somebody who writes for its organisation does it.
    :raises WrongState: once it was submitted or decided on.
    :raises BadInput: for one too many.
    """
    practice = locked_practice(practice_id)
    require(can_write_practice(by, practice))
    require_now(takes_edits(practice))
    rows = PracticePicture.objects.filter(practice=practice)
    if rows.count() >= MOST_PICTURES:
        sentence = _("A good practice has at most %(number)d pictures. Remove one first.")
        raise BadInput({"file": sentence % {"number": MOST_PICTURES}})
    last = rows.aggregate(last=Max("place"))["last"] or 0
    added = PracticePicture.objects.create(practice=practice, picture=picture, place=last + 1)
    told(verbs.PRACTICE_PICTURE_ADDED, practice, by=by, at=at)
    return added


@transaction.atomic
def remove_picture(*, row_id: int, by: Keeper, at: datetime) -> None:
    """Take a picture from a good practice that is being written.

    :raises NotAllowed: unless somebody who writes for its organisation does it.
    :raises WrongState: once it was submitted or decided on.
    """
    row = PracticePicture.objects.get(pk=row_id)
    practice = locked_practice(row.practice_id)
    require(can_write_practice(by, practice))
    require_now(takes_edits(practice))
    row.delete()
    told(verbs.PRACTICE_PICTURE_REMOVED, practice, by=by, at=at)
