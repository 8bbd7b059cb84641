"""The meeting pack and the minutes, as blocks of a paper in the language that is active."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.prose import plain_passage
from headway.foundation.formats.papers import Facts, Heading, Note, Prose, Rows
from headway.foundation.ui.names import named
from headway.foundation.ui.parts import made_up
from headway.monitoring.meetings.queries.attending import present_at, votings_at
from headway.monitoring.meetings.queries.duties import follow_ups_given, owner_of
from headway.monitoring.meetings.queries.meetings import agenda_of, decisions_of
from headway.monitoring.meetings.states import MeetingState
from headway.monitoring.meetings.wording import place_of, title_of, when_of
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.foundation.core.texts import Passage, TranslatedText
    from headway.foundation.formats.papers import Block
    from headway.foundation.formats.spoken import Words
    from headway.monitoring.meetings.models import AgendaPoint, Decision, FollowUp, Meeting
    from headway.monitoring.meetings.queries.attending import Present, Seat, Voting

PACK, MINUTES = "pack", "minutes"


def title_of_document(meeting: Meeting, kind: str) -> str:
    if kind == PACK:
        return _("Meeting pack: %(meeting)s") % {"meeting": title_of(meeting)}
    return _("Minutes: %(meeting)s") % {"meeting": title_of(meeting)}


def pack_of(meeting: Meeting) -> Iterator[Block]:
    """Return what is to be read before a meeting: agenda with times, explanations, papers."""
    agenda = agenda_of(meeting)
    yield Facts([*_when_and_where(meeting), (_("Convened by"), named(meeting.body.organisation))])
    if meeting.note:
        yield Prose(_words(meeting.note))
    yield Rows(
        _("Agenda"),
        [_("Time"), _("Point"), _("Kind")],
        [
            [
                shown.clock,
                _title(shown.point),
                str(shown.point.get_kind_display()),
            ]
            for shown in agenda.points
        ],
    )
    for shown in agenda.points:
        yield from _explained(shown.point, [paper.title for paper in shown.papers])
    if agenda.papers:
        yield Heading(_("Papers for the meeting as a whole"))
        yield Prose("\n\n".join(paper.title for paper in agenda.papers))


def _explained(point: AgendaPoint, papers: list[str]) -> Iterator[Block]:
    if not (point.note or papers or point.origin_title):
        return
    yield Heading(_title(point))
    if point.origin_title:
        yield Facts([(_words(point.origin_label), _words(point.origin_title))])
    if point.note:
        yield Prose(_words(point.note))
    if papers:
        yield Facts([(_("Papers"), "; ".join(papers))])


def minutes_of(meeting: Meeting) -> Iterator[Block]:
    """Return the minutes: who attended, what was said, voted, decided and given to do."""
    agenda, present = agenda_of(meeting), present_at(meeting)
    points = [shown.point for shown in agenda.points]
    votings, decisions = votings_at(points, present), decisions_of(meeting)
    follow_ups = follow_ups_given(meeting)
    yield Facts([*_when_and_where(meeting), (_("State"), str(meeting.get_state_display()))])
    yield from _attendance(present)
    for point in points:
        yield from _written(
            point,
            votings[point.pk],
            [each for each in decisions if each.point_id == point.pk],
            [each for each in follow_ups if each.point_id == point.pk],
        )
    if decisions:
        yield Heading(_("Decisions"))
        yield Rows(
            _("What was decided"),
            [_("Number"), _("Decision")],
            [[each.code, _words(each.words)] for each in decisions],
        )
    if follow_ups:
        yield Heading(_("Follow-ups"))
        yield Rows(
            _("What is to be done, by whom, until when"),
            [_("Follow-up"), _("To be done by"), _("Due on")],
            [[_words(each.words), owner_of(each), _day(each)] for each in follow_ups],
        )
    yield Note(_closing(meeting))


def _closing(meeting: Meeting) -> str:
    if meeting.state == MeetingState.CONFIRMED and meeting.confirmed_at:
        day = PartialDate.of(day_of(meeting.body.strategy, meeting.confirmed_at))
        return _("Confirmed by %(person)s, %(day)s.") % {
            "person": meeting.confirmed_by,
            "day": day.worded(),
        }
    return _("A draft: these minutes are not confirmed yet.")


def _when_and_where(meeting: Meeting) -> list[tuple[str, str]]:
    found = [(_("When"), when_of(meeting))]
    told = ((_("Where"), place_of(meeting)), (_("Sources"), made_up(meeting.provenance)))
    return [*found, *((label, said) for label, said in told if said)]


def _attendance(present: Present) -> Iterator[Block]:
    yield Heading(_("Attendance"))
    yield Prose(present.sentence)
    yield Rows(
        _("Members and how they attended"),
        [_("Member"), _("Organisation"), _("Attendance")],
        [_attended(seat) for seat in present.everyone if not _only_substitutes(seat)],
    )


def _only_substitutes(seat: Seat) -> bool:
    """Tell whether somebody is there for another alone, in whose row they stand."""
    return seat.attendance is None and seat.member.substitutes_id is not None


def _attended(seat: Seat) -> list[str]:
    member, noted = seat.member, seat.attendance
    how = str(noted.get_presence_display()) if noted else _("not noted")
    if noted and noted.stands_in:
        how = _("%(how)s by %(person)s") % {"how": how, "person": noted.stands_in}
    name = f"{member} ({member.get_role_display()})"
    return [name, named(member.organisation) if member.organisation else "–", how]


def _written(
    point: AgendaPoint, voting: Voting, decisions: list[Decision], follow_ups: list[FollowUp]
) -> Iterator[Block]:
    yield Heading(_title(point))
    if point.minutes:
        yield Prose(_words(point.minutes))
    found: list[tuple[Words, Words]] = [
        (_("Took no part"), f"{ballot.seat.who}: {ballot.excluded}") for ballot in voting.excluded
    ]
    if voting.sentence:
        found.append((_("Votes"), voting.sentence))
    found += [
        (_("Decision %(number)s") % {"number": each.code}, _words(each.words)) for each in decisions
    ]
    found += [
        (
            _("Follow-up"),
            _given(each),
        )
        for each in follow_ups
    ]
    if found:
        yield Facts(found)


def _given(follow_up: FollowUp) -> Passage:
    said = _words(follow_up.words)
    told = {"words": said.words, "owner": owner_of(follow_up), "day": _day(follow_up)}
    return replace(said, words=_("%(words)s (%(owner)s, due %(day)s)") % told)


def _day(follow_up: FollowUp) -> str:
    return PartialDate.of(follow_up.due_on).worded()


def _words(text: TranslatedText) -> Passage:
    """Return a text in the active language, or in the one that it has, which it says."""
    return plain_passage(text, get_language() or "en")


def _title(point: AgendaPoint) -> Passage:
    title = _words(point.title)
    return replace(title, words=f"{point.place}. {title.words}")
