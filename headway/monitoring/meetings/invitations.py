"""The personal link of an invitation: signed, so that no table gives one away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from headway.monitoring.meetings.wording import whole

if TYPE_CHECKING:
    from headway.monitoring.meetings.models import Meeting, Member

SIGNER = Signer(salt="meetings.invitation")


def token_of(meeting: Meeting, member: Member) -> str:
    """Return what stands in the address at which one member answers."""
    return SIGNER.sign(f"{meeting.key}:{member.pk}").replace(":", "~")


def meant_by(token: str) -> tuple[str, int] | None:
    """Return the key of the meeting and the member that an address means; None for no address."""
    try:
        key, _colon, member = SIGNER.unsign(token.replace("~", ":")).partition(":")
    except BadSignature:
        return None
    return key, int(member)


def link_of(meeting: Meeting, member: Member, *, language: str) -> str:
    """Return the whole address of a link; empty where the site knows none of its own."""
    with translation.override(language):
        return whole(reverse("meetings:answer_by_link", args=[token_of(meeting, member)]))
