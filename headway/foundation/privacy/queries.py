from __future__ import annotations

import json
from typing import TYPE_CHECKING

from headway.foundation.accounts.verbs import PERSON_CHANGED
from headway.foundation.audit.models import Payload
from headway.foundation.audit.queries import PERSON

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User

WHY = "what is erased of a person, is erased wherever it stands"


def names_of(person: User) -> list[str]:
    """Return what a person is called and was called before. One query."""
    changes = Payload.objects.unrestricted(reason=WHY).filter(
        entry__thing_type=PERSON, entry__thing_key=str(person.pk), entry__verb=PERSON_CHANGED.code
    )
    names = [person.name]
    for content in changes.exclude(content="").values_list("content", flat=True):
        names += json.loads(content)["changes"].get("name", [])
    return list(dict.fromkeys(name for name in names if name))
