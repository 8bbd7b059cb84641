"""Reviews: typed, saved, submitted, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.peerreview import verbs
from headway.cooperation.peerreview.models import PointVerdict, Review, TypedReview
from headway.cooperation.peerreview.permissions import (
    can_write_review,
    takes_back,
    takes_submission,
    takes_writing,
)
from headway.cooperation.peerreview.queries.reviews import said_of, verdicts_of
from headway.cooperation.peerreview.rules import missing
from headway.cooperation.peerreview.services.common import (
    LONGEST_WORDS,
    REASON,
    locked_review,
    tidy,
    told_review,
)
from headway.cooperation.peerreview.services.letters import tell_received
from headway.cooperation.peerreview.states import REVIEW_STEPS, Mark, Point
from headway.foundation.core.actors import writer_of
from headway.foundation.core.errors import BadInput
from headway.foundation.core.problems import refuse
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import keep, require_version
from headway.foundation.core.words import too_long

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from headway.cooperation.peerreview.facts import PointSaid
    from headway.cooperation.peerreview.permissions import Person

LONGEST_TYPED = 100_000  # signs; of all points together


@transaction.atomic
def save_review(
    *,
    review_id: int,
    said: Sequence[PointSaid],
    language: str,
    version: int,
    by: Person,
    at: datetime,
) -> Review:
    """Keep what a review says, as far as it is written, and let go of what was typed.

    :raises NotAllowed: unless somebody who writes for the reviewing unit does it.
    :raises WrongState: once it is submitted or the session is closed.
    :raises BadInput: for marks that there are not, words that are too long, a strange language.
    :raises Conflict: if somebody else saved it since `version` was read.
    """
    review = _to_write(review_id, by)
    verdicts = verdicts_of(review)
    tidied_said = {each.point: each for each in said}
    theirs = shown(said_of(verdicts)) | ({"language": review.language} if review.language else {})
    mine = shown(said) | ({"language": language} if review.language else {})
    require_version(version, current=review.version, theirs=theirs, mine=mine, labels=_labels(mine))
    refuse(_problems(said, language))
    for row in verdicts:
        if each := tidied_said.get(row.point):
            row.score = each.score
            row.comment, row.suggestion = tidy(each.comment), tidy(each.suggestion)
    rows = PointVerdict.objects.unrestricted(reason=REASON)
    rows.bulk_update(verdicts, ["score", "comment", "suggestion"])
    review.language = language
    keep(review, "language")
    typed = TypedReview.objects.unrestricted(reason=REASON)
    typed.filter(review=review, writer_id=writer_of(by)).delete()
    told_review(verbs.REVIEW_SAVED, review, by=by, at=at)
    return review


def _to_write(review_id: int, by: Person) -> Review:
    review = locked_review(review_id)
    require(can_write_review(by, review))
    require_now(takes_writing(review))
    return review


def shown(said: Iterable[PointSaid]) -> dict[str, str]:
    """Return what is said by the fields of its form."""
    found = {}
    for each in said:
        found[f"{each.point}.score"] = "" if each.score is None else str(each.score)
        found[f"{each.point}.comment"] = tidy(each.comment)
        found[f"{each.point}.suggestion"] = tidy(each.suggestion)
    return found


def _labels(fields: Iterable[str]) -> dict[str, str]:
    names = {
        "score": _("Mark"),
        "comment": _("Comment"),
        "suggestion": _("Suggestion"),
    }
    found = {"language": _("Language of the review")}
    for field in fields:
        point, _dot, name = field.partition(".")
        if name:
            found[field] = f"{Point(point).label} {names[name]}"
    return found


def _problems(said: Iterable[PointSaid], language: str) -> dict[str, str]:
    problems = {}
    if language not in dict(settings.LANGUAGES):
        problems["language"] = _("Choose one of those listed.")
    for each in said:
        if each.score is not None and each.score not in Mark.values:
            problems[f"{each.point}.score"] = _("Choose one of those listed.")
        for name, words in (("comment", each.comment), ("suggestion", each.suggestion)):
            if len(tidy(words)) > LONGEST_WORDS:
                problems[f"{each.point}.{name}"] = too_long(LONGEST_WORDS)
    return problems


@transaction.atomic
def type_review(
    *, review_id: int, typed: Mapping[str, str], seen_version: int, by: Person, at: datetime
) -> TypedReview:
    """Keep what somebody has typed so far; nothing of it counts as said.

    :raises NotAllowed: unless somebody who writes for the reviewing unit does it.
    :raises WrongState: once it is submitted or the session is closed.
    :raises BadInput: for more than fits.
    """
    review = _to_write(review_id, by)
    if sum(len(words) for words in typed.values()) > LONGEST_TYPED:
        raise BadInput({"typed": _("This is too much to keep. Save what you have first.")})
    kept: TypedReview
    kept, _is_new = TypedReview.objects.unrestricted(reason=REASON).update_or_create(
        review=review,
        writer_id=writer_of(by),
        defaults={"typed": dict(typed), "seen_version": seen_version, "saved_at": at},
    )
    return kept


@transaction.atomic
def submit_review(*, review_id: int, by: Person, at: datetime) -> Review:
    """Hand a review in: from now on the plan's authors and the lead partner read it.

    Who writes for the reviewed unit gets a letter.

    :raises NotAllowed: unless somebody who writes for the reviewing unit does it.
    :raises WrongState: if it is submitted already, lacks something, or the session is closed.
    """
    review = locked_review(review_id)
    require(can_write_review(by, review))
    lacks = missing(said_of(verdicts_of(review)))
    require_now(takes_submission(review, lacks))
    review.state = REVIEW_STEPS.target(state=review.state, step="submit")
    review.submitted_at, review.submitted_by = at, str(by)
    keep(review, "state", "submitted_at", "submitted_by")
    told_review(verbs.REVIEW_SUBMITTED, review, by=by, at=at)
    tell_received(review, at=at)
    return review


@transaction.atomic
def take_back_review(*, review_id: int, by: Person, at: datetime) -> Review:
    """Take a submitted review back to change it: only its writers read it then.

    :raises NotAllowed: unless somebody who writes for the reviewing unit does it.
    :raises WrongState: unless it is submitted, the session open, and nothing answered yet.
    """
    review = locked_review(review_id)
    require(can_write_review(by, review))
    require_now(takes_back(review, verdicts_of(review)))
    review.state = REVIEW_STEPS.target(state=review.state, step="take_back")
    review.submitted_at, review.submitted_by = None, ""
    keep(review, "state", "submitted_at", "submitted_by")
    told_review(verbs.REVIEW_TAKEN_BACK, review, by=by, at=at)
    return review
