"""The plenary page as blocks of a paper, in the language that is active."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from headway.cooperation.peerreview.states import Mark, Reply
from headway.cooperation.peerreview.wording import when_of
from headway.foundation.core.prose import plain_passage
from headway.foundation.core.texts import Passage
from headway.foundation.formats.papers import Facts, Heading, Note, Prose, Rows
from headway.foundation.ui.names import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.cooperation.peerreview.models import PointVerdict, ReviewSession
    from headway.cooperation.peerreview.queries.plenary import Plenary, PointInPlenary
    from headway.foundation.formats.papers import Block
    from headway.foundation.formats.spoken import Words


def plenary_title(session: ReviewSession) -> str:
    return _("What reviews of %(project)s came to: %(session)s") % {
        "project": session.project,
        "session": named(session),
    }


def plenary_blocks(session: ReviewSession, found: Plenary) -> Iterator[Block]:
    """Return what was weak everywhere, the words of the lead partner, then point by point."""
    yield Facts(_facts(session, found))
    if session.lead_words:
        yield Heading(_("What the lead partner says to all"))
        yield Prose(plain_passage(session.lead_words, get_language() or "en"))
    if not found.points:
        yield Note(_("There are too few reviews to show figures of them."))
        return
    yield Rows(
        _("How many reviews gave each mark"),
        [
            pgettext("reviews", "Point"),
            *(str(mark.label) for mark in Mark),
            _("Plans that are weak here"),
        ],
        [_marks(each) for each in found.points],
    )
    for each in found.points:
        yield Heading(each.label)
        yield Facts(_became(each))
        for verdict in each.suggestions:
            yield from _suggestion(verdict)


def _facts(session: ReviewSession, found: Plenary) -> list[tuple[str, str]]:
    facts = [(_("Submitted reviews"), str(found.reviews))]
    if when := when_of(session):
        facts.insert(0, (_("When"), when))
    if found.weak:
        facts.append((_("Weak everywhere"), " ".join(each.label for each in found.weak)))
    return facts


def _marks(each: PointInPlenary) -> list[str]:
    figures = each.figures
    weak = _("%(weak)d of %(plans)d") % {"weak": figures.weak, "plans": figures.plans}
    return [each.label, *(str(count) for count in figures.marks), weak]


def _became(each: PointInPlenary) -> list[tuple[str, str]]:
    figures = each.figures
    told = [(str(Reply(reply).label).capitalize(), str(count)) for reply, count in figures.replies]
    return [
        (_("Suggestions"), str(figures.suggestions)),
        *told,
        (_("Not answered yet"), str(figures.unanswered)),
    ]


def _suggestion(verdict: PointVerdict) -> Iterator[Block]:
    review, asked = verdict.review, get_language() or "en"
    suggested = Passage(verdict.suggestion, review.language or asked, asked)
    pairs: list[tuple[str, Words]] = [(f"{review.reviewer} → {review.reviewed}", suggested)]
    if verdict.reply:
        pairs.append((_("Answer"), _answer(verdict, asked)))
    yield Facts(pairs)


def _answer(verdict: PointVerdict, asked: str) -> Words:
    """Say what was answered, and why on a line of its own, in the language it was written in."""
    answered = f"{verdict.get_reply_display()}."
    if not verdict.reply_words:
        return answered
    return answered, Passage(verdict.reply_words, verdict.reply_language or asked, asked)
