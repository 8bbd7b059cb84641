"""What authors answer to suggestions, and in which edition it is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.peerreview import verbs
from headway.cooperation.peerreview.models import PointVerdict
from headway.cooperation.peerreview.permissions import can_answer_suggestions, takes_answers
from headway.cooperation.peerreview.queries.reviews import later_editions
from headway.cooperation.peerreview.services.common import (
    LONGEST_WORDS,
    REASON,
    locked_review,
    tidy,
    told_review,
)
from headway.cooperation.peerreview.states import Reply
from headway.foundation.core.errors import WrongState
from headway.foundation.core.problems import refuse
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import keep, require_version
from headway.foundation.core.words import too_long

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.peerreview.permissions import Person
    from headway.cooperation.plans.models import PlanEdition

WRITTEN = ("reply", "reply_words", "reply_language", "seen_in", "replied_at", "replied_by")
"""Columns of an answer."""


@transaction.atomic
def answer_suggestion(
    *,
    verdict_id: int,
    reply: str,
    words: str,
    language: str,
    version: int,
    by: Person,
    at: datetime,
    seen_in: int | None = None,
) -> PointVerdict:
    """Answer one suggestion, with why; `seen_in` is the number of the edition in which it is seen.

    `language` is that of the words.

    An answer can be given otherwise later, for plans are revised more than once.

    :raises NotAllowed: unless somebody who writes for the reviewed unit does it.
    :raises WrongState: before the review is submitted, or where nothing was suggested.
    :raises BadInput: for a strange answer or language; without words for an adapted or declined
        suggestion; for an edition that is not later than the one that was read, or one of what was
        declined.
    :raises Conflict: if somebody else answered since `version` was read.
    """
    verdict = _taken(verdict_id, by)
    said = tidy(words)
    mine = {"reply": reply, "words": said, "seen_in": str(seen_in or "")}
    require_version(
        version,
        current=verdict.version,
        theirs=_shown(verdict),
        mine=mine | ({"language": language} if verdict.reply_language else {}),
        labels=_labels(),
    )
    edition = _edition(verdict, seen_in)
    refuse(_problems(reply, said, seen_in, edition) | _language_problems(language))
    verdict.reply, verdict.reply_words, verdict.seen_in = reply, said, edition
    verdict.reply_language = language if said else ""
    verdict.replied_at, verdict.replied_by = at, str(by)
    keep(verdict, *WRITTEN)
    payload = {"point": verdict.point, "reply": reply}
    told_review(verbs.SUGGESTION_ANSWERED, verdict.review, by=by, at=at, payload=payload)
    return verdict


def _shown(verdict: PointVerdict) -> dict[str, str]:
    """Return what is answered by the fields of its form."""
    shown = {
        "reply": verdict.reply,
        "words": verdict.reply_words,
        "seen_in": str(verdict.seen_in.number) if verdict.seen_in else "",
    }
    return shown | ({"language": verdict.reply_language} if verdict.reply_language else {})


def _labels() -> dict[str, str]:
    return {
        "reply": _("Answer"),
        "words": _("Why"),
        "seen_in": _("Seen in"),
        "language": _("Language of the answer"),
    }


def _language_problems(language: str) -> dict[str, str]:
    if language in dict(settings.LANGUAGES):
        return {}
    return {"language": _("Choose one of those listed.")}


def _problems(
    reply: str, said: str, seen_in: int | None, edition: PlanEdition | None
) -> dict[str, str]:
    problems = {}
    if reply not in Reply.values:
        problems["reply"] = _("Say whether it is accepted, adapted or declined.")
    elif reply != Reply.ACCEPTED and not said:
        problems["words"] = _("Say what you do instead, or why not: the reviewers read it.")
    if len(said) > LONGEST_WORDS:
        problems["words"] = too_long(LONGEST_WORDS)
    if seen_in and edition is None:
        problems["seen_in"] = _("Choose an edition that is later than the one that was read.")
    elif edition and reply == Reply.DECLINED:
        problems["seen_in"] = _("What was declined is seen in no edition. Leave this empty.")
    return problems


@transaction.atomic
def show_answer_in(
    *, verdict_id: int, seen_in: int, version: int, by: Person, at: datetime
) -> PointVerdict:
    """Say in which edition, by its number, what became of an answered suggestion is seen.

    :raises NotAllowed: unless somebody who writes for the reviewed unit does it.
    :raises WrongState: before the suggestion is answered, or if it was answered anew since.
    :raises BadInput: for an edition that is not later than the one that was read, or of what was
        declined.
    """
    verdict = _taken(verdict_id, by)
    if not verdict.reply:
        raise WrongState(_("This suggestion is not answered yet. Answer it first."))
    if version != verdict.version:
        raise WrongState(_("Somebody answered this anew meanwhile. Look at it again."))
    edition = _edition(verdict, seen_in)
    refuse(_problems(verdict.reply, verdict.reply_words or "–", seen_in, edition))
    verdict.seen_in = edition
    keep(verdict, "seen_in")
    payload = {"number": seen_in}
    told_review(verbs.SUGGESTION_SEEN, verdict.review, by=by, at=at, payload=payload)
    return verdict


def _taken(verdict_id: int, by: Person) -> PointVerdict:
    rows = PointVerdict.objects.unrestricted(reason=REASON)
    review = locked_review(rows.values_list("review_id", flat=True).get(pk=verdict_id))
    require(can_answer_suggestions(by, review))
    require_now(takes_answers(review))
    verdict = rows.select_related("seen_in").defer("seen_in__kept_text").get(pk=verdict_id)
    verdict.review = review
    if not verdict.suggestion:
        raise WrongState(_("Nothing was suggested at this point, so there is nothing to answer."))
    return verdict


def _edition(verdict: PointVerdict, number: int | None) -> PlanEdition | None:
    found = (each for each in later_editions(verdict.review) if each.number == number)
    return next(found, None)
