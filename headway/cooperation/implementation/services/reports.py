"""Reports of partners: written, submitted, asked about, closed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.implementation import notices, verbs
from headway.cooperation.implementation.models import ReportPart, ReportSubmission, TypedPart
from headway.cooperation.implementation.permissions import (
    can_monitor,
    can_talk,
    can_write_now,
    can_write_report,
)
from headway.cooperation.implementation.queries.reports import last_submission, told_of
from headway.cooperation.implementation.rules import is_wordless, unexplained
from headway.cooperation.implementation.services.common import (
    LONGEST_WORDS,
    REASON,
    labelled,
    locked_report,
    name_of,
    passage,
    said_words,
    shown,
)
from headway.cooperation.implementation.services.letters import write_to_lead, write_to_partner
from headway.cooperation.implementation.states import REPORT_STEPS
from headway.cooperation.plans.services.common import text_problems
from headway.foundation.audit.services import record
from headway.foundation.conversations.services import comment
from headway.foundation.core.actors import writer_of
from headway.foundation.core.errors import BadInput
from headway.foundation.core.problems import refuse
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import require_version
from headway.foundation.publication.services import partnership_scope, renew

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from headway.cooperation.implementation.facts import ReportTold
    from headway.cooperation.implementation.models import ProgressReport
    from headway.cooperation.implementation.permissions import Person
    from headway.foundation.audit.verbs import Verb
    from headway.foundation.conversations.models import Comment

LONGEST_TYPED = 100_000  # signs; in all languages together


@dataclass(frozen=True, slots=True)
class Words:
    """What a partner says of one planned action, or in answer to the questions."""

    words: TranslatedText = EMPTY
    obstacles: TranslatedText = EMPTY
    needed: TranslatedText = EMPTY
    why: TranslatedText = EMPTY
    answers: tuple[TranslatedText, ...] = ()

    def texts(self) -> dict[str, TranslatedText]:
        answers = {f"answer-{n}": text for n, text in enumerate(self.answers)}
        plain = ("words", "obstacles", "needed", "why")
        return {name: getattr(self, name) for name in plain} | answers


@transaction.atomic
def write_part(*, part_id: int, said: Words, version: int, by: Person, at: datetime) -> ReportPart:
    """Keep what a report says of one action, and let go of what was typed there.

    :raises NotAllowed: unless who writes for the partner does it.
    :raises WrongState: if the report is submitted or closed.
    :raises BadInput: for words that are too long.
    :raises Conflict: if somebody else saved it since `version` was read.
    """
    part, report = _taken(part_id, by)
    answers = tuple(TranslatedText.from_json(kept) for kept in part.answers)
    before = Words(part.words, part.obstacles, part.needed, part.why, answers)
    mine = shown(said.texts())
    require_version(
        version,
        current=part.version,
        theirs=shown(before.texts()),
        mine=mine,
        labels=labelled(mine, _labels()),
    )
    refuse(text_problems(said.texts().items(), most=LONGEST_WORDS))
    part.words, part.obstacles = said.words, said.obstacles
    part.needed, part.why = said.needed, said.why
    part.answers = [text.as_json() for text in said.answers]
    part.version += 1
    part.save()
    typed = TypedPart.objects.unrestricted(reason=REASON)
    typed.filter(report=report, action_key=part.action_key, writer_id=writer_of(by)).delete()
    _noted(verbs.REPORT_WRITTEN, report, by=by, at=at)
    return part


def _labels() -> dict[str, str]:
    return {
        "words": _("What was done"),
        "obstacles": _("Obstacles"),
        "needed": _("What we need to know"),
        "why": _("Why it is not carried out"),
    }


def _taken(part_id: int, by: Person) -> tuple[ReportPart, ProgressReport]:
    """Take a part that somebody may write now, with its report."""
    rows = ReportPart.objects.unrestricted(reason=REASON)
    report = locked_report(rows.get(pk=part_id).report_id)
    require(can_write_report(by, report))
    require_now(can_write_now(report))
    return rows.get(pk=part_id), report


@transaction.atomic
def type_part(
    *, part_id: int, typed: Mapping[str, str], seen_version: int, by: Person, at: datetime
) -> TypedPart:
    """Keep what somebody has typed so far; nothing of it is in the report.

    :raises NotAllowed, WrongState: as `write_part`.
    :raises BadInput: for more than fits.
    """
    part, report = _taken(part_id, by)
    if sum(len(words) for words in typed.values()) > LONGEST_TYPED:
        raise BadInput({"typed": _("This is too much to keep. Put it into a file as evidence.")})
    kept: TypedPart
    kept, _is_new = TypedPart.objects.unrestricted(reason=REASON).update_or_create(
        report=report,
        action_key=part.action_key,
        writer_id=writer_of(by),
        defaults={"typed": dict(typed), "seen_version": seen_version, "saved_at": at},
    )
    return kept


@transaction.atomic
def submit_report(*, report_id: int, by: Person, at: datetime) -> ReportSubmission:
    """Submit a report: its words and the table of its steps are kept as they stand now.

    :raises NotAllowed: unless who writes for the partner does it.
    :raises WrongState: if it is submitted or closed.
    :raises BadInput: if it says nothing yet, or not why an action is not carried out.
    """
    report = locked_report(report_id)
    require(can_write_report(by, report))
    target = REPORT_STEPS.target(state=report.state, step="submit")
    told = told_of(report)
    _refuse_wordless(told)
    _refuse_unexplained(report, told)
    last = last_submission(report)
    kept = told.as_json()
    made: ReportSubmission = ReportSubmission.objects.unrestricted(reason=REASON).create(
        report=report,
        number=last.number + 1 if last else 1,
        submitted_at=at,
        submitted_by=name_of(by),
        kept_told=kept,
        sha256=hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest(),
    )
    _step(report, target, at=at)
    _noted(verbs.REPORT_SUBMITTED, report, by=by, at=at, payload={"number": made.number})
    write_to_lead(notices.SUBMITTED, report, at=at)
    return made


def _refuse_wordless(told: ReportTold) -> None:
    sentence = _("This report says nothing yet. Write a few words on at least one action first.")
    refuse({"words": sentence} if is_wordless(told) else {})


def _refuse_unexplained(report: ProgressReport, told: ReportTold) -> None:
    missing = unexplained(told.actions, on=report.round.when.last_day)
    sentence = _(
        "“%(action)s” is not carried out yet, and the report does not say why. "
        "The programme asks it: write why beside the action."
    )
    refuse({f"action-{e.key}": sentence % {"action": passage(e.title)} for e in missing})


@transaction.atomic
def ask_about_report(*, report_id: int, words: str, by: Person, at: datetime) -> ProgressReport:
    """Give a report back with a question, which opens a thread on the whole of it.

    :raises NotAllowed: unless who writes for the lead partner does it.
    :raises WrongState: unless it is submitted.
    :raises BadInput: without a question.
    """
    report = locked_report(report_id)
    may = can_monitor(by, report.plan.project)
    require(may)
    target = REPORT_STEPS.target(state=report.state, step="ask")
    said = said_words(words, missing=_("Write what you want to know."))
    _step(report, target, at=at)
    comment(
        thing=report,
        place="",
        place_name=EMPTY,
        text=said,
        by=by,
        side=_("lead partner"),
        at=at,
        verdict=may,
        request_key=f"ask {report.version}",
    )
    _noted(verbs.REPORT_ASKED, report, by=by, at=at)
    write_to_partner(notices.ASKED, report, at=at, words=said)
    return report


@transaction.atomic
def close_report(*, report_id: int, by: Person, at: datetime) -> ProgressReport:
    """Close a report: all partners and the public may read what was submitted last.

    :raises NotAllowed: unless who writes for the lead partner does it.
    :raises WrongState: unless it is submitted.
    """
    report = locked_report(report_id)
    require(can_monitor(by, report.plan.project))
    target = REPORT_STEPS.target(state=report.state, step="close")
    report.closed = last_submission(report)
    _step(report, target, at=at)
    _noted(verbs.REPORT_CLOSED, report, by=by, at=at)
    write_to_partner(notices.CLOSED, report, at=at)
    renew(partnership_scope(report.plan.project.key), at=at)
    return report


@transaction.atomic
def reopen_report(*, report_id: int, words: str, by: Person, at: datetime) -> ProgressReport:
    """Open a closed report again, saying why: nobody elsewhere reads it until it is closed anew.

    :raises NotAllowed: unless who writes for the lead partner does it.
    :raises WrongState: unless it is closed.
    :raises BadInput: without a reason.
    """
    report = locked_report(report_id)
    require(can_monitor(by, report.plan.project))
    target = REPORT_STEPS.target(state=report.state, step="reopen")
    said = said_words(words, missing=_("Say why it is opened again."))
    report.closed = None
    _step(report, target, at=at)
    _noted(verbs.REPORT_REOPENED, report, by=by, at=at, reason=said)
    write_to_partner(notices.ASKED, report, at=at, words=said)
    renew(partnership_scope(report.plan.project.key), at=at)
    return report


@transaction.atomic
def comment_on_report(
    *, report_id: int, place: str, text: str, request_key: str, by: Person, at: datetime
) -> Comment:
    """Say something about a report, or about one of its actions (`place`: its key).

    :raises NotAllowed: unless somebody of either side does it, before the report is closed.
    :raises BadInput: for a comment that cannot be, or an action that the report has not.
    """
    report = locked_report(report_id)
    titles = {each.key: each.title for each in report.edition.text.actions}
    if place and place not in titles:
        raise BadInput({"text": _("The report has no such action. Load the page again.")})
    is_own = bool(can_write_report(by, report))
    return comment(
        thing=report,
        place=place,
        place_name=titles.get(place, EMPTY),
        text=text,
        by=by,
        side=passage(report.organisation.name) if is_own else _("lead partner"),
        at=at,
        verdict=can_talk(by, report),
        request_key=request_key,
    )


def _step(report: ProgressReport, state: str, *, at: datetime) -> None:
    report.state, report.state_since = state, at
    report.version += 1
    report.save()


def _noted(
    verb: Verb,
    report: ProgressReport,
    *,
    by: Person,
    at: datetime,
    payload: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    name = f"{passage(report.organisation.name)}, {report.round.period}"
    record(verb, report, by=by, at=at, payload=payload, reason=reason, name=name)
