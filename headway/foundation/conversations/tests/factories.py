"""Things to talk about, and what is said on them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.conversations.services import comment
from headway.foundation.core.verdicts import ALLOW

if TYPE_CHECKING:
    from django.db.models import Model

    from headway.foundation.conversations.models import Comment

AT = datetime(2026, 1, 3, 9, tzinfo=UTC)


def say(thing: Model, text: str = "Why?", **given: Any) -> Comment:  # noqa: ANN401 -- any parameter
    """Comment on a thing, with a request of its own unless one is given."""
    usual: dict[str, Any] = {
        "place": "obstacles",
        "place_name": "Obstacles",
        "side": "Klaipėda city",
        "at": AT,
        "verdict": ALLOW,
        "request_key": text,
    }
    by = given.pop("by", None) or UserFactory.create(name="Ona")
    return comment(thing=thing, text=text, by=by, **(usual | given))
