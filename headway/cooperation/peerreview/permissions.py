"""Who may do what with review sessions and reviews, and when. Each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.cooperation.partnerships.models import among, leads_written_by, writes_as
from headway.cooperation.partnerships.permissions import rules_all
from headway.cooperation.peerreview.models import ReviewUnit
from headway.cooperation.peerreview.states import ReviewState, SessionState
from headway.foundation.core.verdicts import ALLOW, Verdict, deny

if TYPE_CHECKING:
    from collections.abc import Iterable

    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.peerreview.models import PointVerdict, Review, ReviewSession
    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor

    Person = User | SystemActor


def can_keep_sessions(user: Person, project: Project) -> Verdict:
    """Let those who write for the lead partner keep the review sessions of its project."""
    if rules_all(user):
        return ALLOW
    if leads_written_by(user).filter(project=project).exists():
        return ALLOW
    return deny(_("Only who reports or approves for the lead partner keeps its review sessions."))


def can_write_review(user: Person, review: Review) -> Verdict:
    """Let those who write for an organisation of the reviewing unit write its review."""
    if rules_all(user) or _writes_for_unit(user, review.reviewer_id):
        return ALLOW
    return deny(
        _("Only who reports or approves for the reviewing unit, %(unit)s, writes this review.")
        % {"unit": review.reviewer}
    )


def can_answer_suggestions(user: Person, review: Review) -> Verdict:
    """Let those who write for an organisation of the reviewed unit answer what was suggested."""
    if rules_all(user) or _writes_for_unit(user, review.reviewed_id):
        return ALLOW
    return deny(
        _("Only who reports or approves for the reviewed unit, %(unit)s, answers suggestions.")
        % {"unit": review.reviewed}
    )


def can_read_plenary(user: Person, session: ReviewSession, keep: Verdict) -> Verdict:
    """Show the plenary page to who keeps the session at any time; to partners once it is closed.

    `keep` is what `can_keep_sessions` said of them.
    """
    if keep or getattr(user, "reads_everything", False):
        return ALLOW
    if session.state == SessionState.CLOSED:
        return ALLOW
    return deny(_("The plenary page opens for all partners when the session is closed."))


def _writes_for_unit(user: Person, unit_id: int) -> bool:
    houses = ReviewUnit.organisations.through.objects.filter(reviewunit=unit_id)
    return houses.filter(among(writes_as(user), "reviewunit__session__project")).exists()


# -- the right moment --------------------------------------------------------------------------


def takes_units(session: ReviewSession) -> Verdict:
    """Tell whether units, pairs and rooms can still change: until the session opens."""
    if session.state == SessionState.PLANNED:
        return ALLOW
    return deny(_("The session is open for reviews or closed, so who meets whom stays as it is."))


def takes_writing(review: Review) -> Verdict:
    """Tell whether a review can be written now."""
    if review.reviewed.session.state == SessionState.CLOSED:
        return deny(_("The session is closed. The lead partner can open it again."))
    if review.state == ReviewState.SUBMITTED:
        return deny(_("This review is submitted. Take it back to change it."))
    return ALLOW


def takes_submission(review: Review, lacks: Iterable[tuple[str, str]]) -> Verdict:
    """Tell whether a review can be submitted; `lacks` is what it still lacks."""
    count = len({point for point, _field in lacks})
    now = takes_writing(review)
    if now and count:
        return deny(
            _(
                "It is not complete at %(number)d points yet: each needs a mark and a comment, and "
                "a suggestion where the mark is 3 or lower."
            )
            % {"number": count}
        )
    return now


def takes_back(review: Review, verdicts: Iterable[PointVerdict]) -> Verdict:
    """Tell whether a review can be taken back: while the session is open, before any answer."""
    if review.state != ReviewState.SUBMITTED:
        return deny(_("This review is not submitted yet."))
    if review.reviewed.session.state == SessionState.CLOSED:
        return deny(_("The session is closed. The lead partner can open it again."))
    if any(each.reply for each in verdicts):
        return deny(_("The authors have begun to answer, so the review stays as it is."))
    return ALLOW


def takes_answers(review: Review) -> Verdict:
    """Tell whether suggestions can be answered: from the submission on, after the session as well.

    Authors revise their plan after the session; their answers follow.
    """
    if review.state == ReviewState.SUBMITTED:
        return ALLOW
    return deny(_("This review is not submitted yet."))
