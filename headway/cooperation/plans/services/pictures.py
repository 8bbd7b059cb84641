"""Which picture a text may show. Uploading and serving belong to `attachments`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.cooperation.plans.services.common import rows_seen
from headway.foundation.attachments.models import Picture

if TYPE_CHECKING:
    from headway.cooperation.plans.facts import PictureShown
    from headway.cooperation.plans.permissions import Person


def picture_of(
    wanted: PictureShown | None, now: Picture | None, by: Person
) -> tuple[Picture | None, str]:
    """Return the picture that is wanted: the one that stands, or one that the writer brought.

    With it the sentence that says what is wrong, if anything is.
    """
    if wanted is None:
        return None, ""
    if now is not None and now.key == wanted.key:
        return now, ""
    found: Picture | None = rows_seen(Picture, by).filter(key=wanted.key).first()
    return found, "" if found else _("Choose one of those listed.")
