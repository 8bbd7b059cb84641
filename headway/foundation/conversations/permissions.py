"""Who may take a comment back. All else is decided by the app that owns the thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.foundation.conversations.rules import may_be_taken_back
from headway.foundation.core.verdicts import ALLOW, Verdict, deny

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.conversations.models import Comment
    from headway.foundation.core.actors import Actor


def can_take_back_comment(user: Actor, comment: Comment, *, is_last: bool, at: datetime) -> Verdict:
    """Let authors take back their own last comment of a thread, for ten minutes."""
    if user.pk is None or comment.author_id != str(user.pk):
        return deny(_("Only who wrote a comment can take it back."))
    if not is_last:
        return deny(_("You have written after this comment. Only your last one can be taken back."))
    if not may_be_taken_back(comment.written_at, at):
        return deny(
            _("A comment can be taken back for ten minutes. Write another that corrects it.")
        )
    return ALLOW
