"""Finds what an address of review sessions names, as far as the person may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from headway.cooperation.peerreview.models import ReviewSession, ReviewUnit
from headway.cooperation.peerreview.permissions import can_keep_sessions
from headway.cooperation.peerreview.queries.reviews import reviews_for
from headway.foundation.core.verdicts import require

if TYPE_CHECKING:
    from headway.cooperation.peerreview.models import Review
    from headway.foundation.accounts.requests import PersonRequest


def open_session(request: PersonRequest, slug: str, key: str) -> ReviewSession:
    """Return a session that the person may see. Any other does not exist here."""
    rows = ReviewSession.objects.visible_to(request.user).select_related("project", "event")
    session: ReviewSession = get_object_or_404(rows, project__slug=slug, key=key)
    return session


def kept_session(request: PersonRequest, slug: str, key: str) -> ReviewSession:
    """Return a session that the person keeps.

    :raises NotAllowed: to those who only see it.
    """
    session = open_session(request, slug, key)
    require(can_keep_sessions(request.user, session.project))
    return session


def kept_unit(request: PersonRequest, slug: str, key: str, unit: str) -> ReviewUnit:
    """Return a unit of a session that the person keeps.

    :raises NotAllowed: to those who only see it.
    """
    session = kept_session(request, slug, key)
    rows = ReviewUnit.objects.visible_to(request.user).select_related("plan")
    found: ReviewUnit = get_object_or_404(rows, session=session, key=unit)
    found.session = session
    return found


def open_review(request: PersonRequest, slug: str, key: str, review: str) -> Review:
    """Return a review that the person may see. Any other does not exist here."""
    rows = reviews_for(request.user).filter(
        reviewed__session__key=key, reviewed__session__project__slug=slug
    )
    return get_object_or_404(rows, key=review)
