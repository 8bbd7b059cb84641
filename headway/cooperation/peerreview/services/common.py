"""What every service of peer reviews does: take a row, keep it, tell the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from headway.cooperation.peerreview.models import Review, ReviewSession
from headway.cooperation.peerreview.permissions import can_keep_sessions
from headway.cooperation.peerreview.queries.reviews import WITH
from headway.cooperation.peerreview.states import SESSION_STEPS
from headway.foundation.audit.services import record
from headway.foundation.core.errors import WrongState
from headway.foundation.core.texts import tidied
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import keep
from headway.foundation.ui.names import named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from headway.cooperation.peerreview.permissions import Person
    from headway.foundation.audit.verbs import Verb

REASON = "the service checks its own permission"
LONGEST_TITLE = 300  # signs
LONGEST_WORDS = 4_000  # signs; a comment, a suggestion, an answer
LONGEST_SPEECH = 20_000  # signs; what the lead partner says to all
LONGEST_REASON = 2_000  # signs


def locked_session(session_id: int) -> ReviewSession:
    """Take a session, with its project, against other writers."""
    rows = ReviewSession.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    session: ReviewSession = rows.select_related("project").get(pk=session_id)
    return session


def session_to_keep(session_id: int, by: Person) -> ReviewSession:
    """Take a session that somebody keeps.

    :raises NotAllowed:
    """
    session = locked_session(session_id)
    require(can_keep_sessions(by, session.project))
    return session


def locked_review(review_id: int) -> Review:
    """Take a review, with its session, against other writers."""
    rows = Review.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    return rows.select_related(*WITH).defer("edition__kept_text").get(pk=review_id)


def require_unchanged(session: ReviewSession, version: int) -> None:
    """Go on only if nobody changed a session since `version` was read.

    :raises WrongState:
    """
    if version != session.version:
        raise WrongState(
            _("Somebody else changed this session meanwhile. Look at it again, then repeat this.")
        )


def step(session: ReviewSession, name: str) -> None:
    """Move a session on. :raises WrongState: if the step is not possible from here."""
    session.state = SESSION_STEPS.target(state=session.state, step=name)
    keep(session, "state")


def told_session(
    verb: Verb,
    session: ReviewSession,
    *,
    by: Person,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Record what was done to a session, under its name in the project's first language."""
    with translation.override(next(iter(session.project.languages), "en")):
        name = f"{session.project}: {named(session)}"
    record(verb, session, by=by, at=at, payload=payload, reason=reason, name=name)


def told_review(
    verb: Verb,
    review: Review,
    *,
    by: Person,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Record what was done to a review, under who reviews whom; none of its words."""
    record(verb, review, by=by, at=at, payload=payload, name=str(review))


def tidy(words: str) -> str:
    return tidied(words.replace("\r\n", "\n"))
