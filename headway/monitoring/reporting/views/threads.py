"""Comments on a report, its measures and its fields: the same for both sides."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from headway.foundation.conversations.models import key_of, type_of
from headway.foundation.conversations.queries import ThreadShown, quoted_line, threads_on
from headway.foundation.conversations.services import comment
from headway.foundation.conversations.talking import Sent, ident_of, take_step, thread_at
from headway.foundation.core.errors import BadInput
from headway.foundation.core.keys import new_key, row_id
from headway.foundation.core.texts import TranslatedText
from headway.foundation.ui.names import named
from headway.foundation.ui.threads import ThreadBox
from headway.monitoring.reporting.facts import Colleague
from headway.monitoring.reporting.models import Answer
from headway.monitoring.reporting.permissions import can_comment, can_review_report
from headway.monitoring.reporting.places import PLACE, place_of_figure, place_of_part
from headway.monitoring.reporting.queries.answering import tasks_of
from headway.monitoring.reporting.views.acting import for_the_report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from headway.foundation.conversations.models import Comment
    from headway.foundation.core.verdicts import Verdict
    from headway.monitoring.reporting.models import Report
    from headway.monitoring.reporting.permissions import Person
    from headway.monitoring.reporting.queries.answering import Task
    from headway.monitoring.reporting.views.acting import Visit

LANGUAGES = ("lt", "en")
FIELDS = {
    "status": _("Status"),
    "done": _("What was done"),
    "ahead": _("What is next"),
    "obstacles": _("Obstacles"),
    "cause": _("Cause"),
    "evidence": _("Evidence"),
}


@dataclass(frozen=True, slots=True)
class PartTalk:
    """What is said on one part of a report: on the measure as a whole, and on its fields."""

    whole: ThreadBox
    fields: Mapping[str, ThreadBox]
    """By what stands in the form: `done`, `figure-12`."""

    @property
    def boxes(self) -> tuple[ThreadBox, ...]:
        return (self.whole, *self.fields.values())

    @property
    def said(self) -> tuple[ThreadBox, ...]:
        """The places where something was said."""
        return tuple(box for box in self.boxes if box.thread)

    @property
    def unsaid(self) -> tuple[ThreadBox, ...]:
        return tuple(box for box in self.boxes if not box.thread)

    @property
    def open(self) -> tuple[ThreadBox, ...]:
        """The places where something is left to be said or done."""
        return tuple(box for box in self.boxes if getattr(box.thread, "is_open", False))

    @property
    def is_begun(self) -> bool:
        """Whether something is typed where nothing was said yet."""
        return any(box.text or box.problem for box in self.unsaid)

    @property
    def count_open(self) -> int:
        return len(self.open)


@dataclass(frozen=True, slots=True)
class Beside:
    """Threads that stand in another form: its id, what it sent, what is wrong there by place."""

    form: str = ""
    sent: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Talk:
    """What is said on a report: as a whole, and on its parts by the id of the answer."""

    whole: ThreadBox
    parts: dict[int, PartTalk]

    @property
    def count_open(self) -> int:
        whole = int(getattr(self.whole.thread, "is_open", False))
        return whole + sum(part.count_open for part in self.parts.values())


def thread_boxes(
    report: Report,
    by: Person,
    *,
    tasks: Iterable[Task],
    at: datetime,
    may: Verdict | None = None,
    beside: Beside | None = None,
) -> Talk:
    """Return the threads of a report and the places where one may be opened.

    One query, and those of `can_comment`, unless the page knows already that it allows.
    """
    boxes = _Boxes(report, by, at, may or can_comment(by, report, None), beside or Beside())
    parts = {}
    for task in tasks:
        name = named_part(task)
        pk = task.answer.pk
        fields = {
            each: boxes.at(place_of_part(pk, each), f"{name}: {label}", task.answer)
            for each, label in (FIELDS.items() if task.answer.node_id else ())
        }
        for due in task.figures:
            place = place_of_figure(due.figure.pk)
            fields[place] = boxes.at(place, named(due.text), task.answer)
        parts[pk] = PartTalk(boxes.at(place_of_part(pk), name, task.answer), fields)
    return Talk(boxes.at("", _now("the report as a whole"), None), parts)


class _Boxes:
    """Makes the boxes of one page."""

    def __init__(
        self, report: Report, by: Person, at: datetime, whole: Verdict, beside: Beside
    ) -> None:
        key = key_of(report)
        self._threads: dict[str, ThreadShown] = threads_on(type_of(report), [key]).get(key, {})
        self._report, self._by, self._at = report, by, at
        self._whole, self._beside = whole, beside
        self._address = reverse("reporting:comment", args=[report.key])

    def at(self, place: str, name: str, answer: Answer | None) -> ThreadBox:
        may = self._whole
        if isinstance(self._by, Colleague):
            may = can_comment(self._by, self._report, answer)
        thread, beside = self._threads.get(place), self._beside
        return ThreadBox(
            ident=ident_of(place),
            name=name,
            place=place,
            address=self._address,
            request_key=beside.sent.get(f"request_key:{place}") or new_key(),
            may_write=may,
            may_resolve=may,
            thread=thread,
            text=beside.sent.get(f"text:{place}", ""),
            problem=beside.problems.get(place, ""),
            within=beside.form,
            offered_back=thread.offered_back(self._by, self._at) if thread else None,
        )


@dataclass(frozen=True, slots=True)
class OpenComment:
    """Where something is left to be said or done: the id of its thread, what was said last."""

    ident: str
    name: str
    line: str


def open_comments(boxes: Iterable[ThreadBox]) -> list[OpenComment]:
    """Return what was said last in each thread that is open, as mails quote it."""
    return [
        OpenComment(box.ident, box.name, quoted_line(box.thread, said[-1]))
        for box in boxes
        if isinstance(box.thread, ThreadShown)
        and box.thread.is_open
        and (said := [each for each in box.thread.comments if not each.is_taken_back])
    ]


def named_part(task: Task) -> str:
    """Call a part of a report as its measure is called."""
    return named(task.text) if task.text else _now("Indicators of the strategy")


@for_the_report
@require_POST
def say(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Add to a thread, resolve or reopen it, or take one's own last comment back."""
    place = request.POST.get("place", "")
    found = _place(visit, place)
    try:
        _step(Sent.of(request.POST), visit, found)
    except BadInput as refused:
        return _again(request, visit, found, refused)
    back = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    address = back if is_ours else reverse("reporting:report", args=[visit.report.key])
    return redirect(f"{address.partition('#')[0]}#{ident_of(place)}")


def say_beside(visit: Visit, talk: PartTalk, sent: Mapping[str, str]) -> dict[str, str]:
    """Take the steps that a form around threads sends; return what is wrong, by place.

    Words typed beside any button of the form are said: none are lost with it.
    """
    problems = {}
    for box in talk.boxes:
        ending = f":{box.place}"
        asked = Sent.of(sent, ending)
        if not sent.get(f"step{ending}") and not asked.text.strip():
            continue
        try:
            _step(asked, visit, _place(visit, box.place))
        except BadInput as refused:
            problems[box.place] = " ".join(refused.problems.values())
    return problems


def pressed_in(sent: Mapping[str, str]) -> str | None:
    """Return the place of the thread whose button was pressed in a form around several."""
    names = (name for name in sent if name.startswith("step:"))
    return next((name.removeprefix("step:") for name in names), None)


@dataclass(frozen=True, slots=True)
class _Place:
    place: str
    name: TranslatedText
    answer: Answer | None


def _place(visit: Visit, place: str) -> _Place:
    """Return a place of the report that whoever acts may see.

    :raises Http404: for a place that the report does not have, or that is not theirs to see.
    """
    if not place:
        return _Place("", _both("the report as a whole"), None)
    parsed = PLACE.fullmatch(place)
    if parsed is None:
        raise Http404
    answers = Answer.objects.visible_to(visit.by).filter(report=visit.report)
    pk = row_id(parsed["pk"])
    wanted = {"pk": pk} if parsed["kind"] == "part" else {"figures__pk": pk}
    answer = answers.filter(**wanted).first()
    if answer is None or (parsed["field"] or "status") not in FIELDS:
        raise Http404
    answer.report = visit.report
    task = tasks_of(visit.report, answers.filter(pk=answer.pk))[0]
    return _Place(place, _named_in_both(task, parsed), answer)


def _named_in_both(task: Task, parsed: re.Match[str]) -> TranslatedText:
    words = {}
    for language in LANGUAGES:
        with override(language):
            if parsed["kind"] == "figure":
                due = next(each for each in task.figures if str(each.figure.pk) == parsed["pk"])
                words[language] = named(due.text)
            elif parsed["field"]:
                words[language] = f"{named_part(task)}: {FIELDS[parsed['field']]}"
            else:
                words[language] = named_part(task)
    return TranslatedText.of(words)


def _both(sentence: str) -> TranslatedText:
    words = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = _now(sentence)
    return TranslatedText.of(words)


def _step(sent: Sent, visit: Visit, found: _Place) -> None:
    """Take the step that was asked for in a thread of a report."""
    at, report = timezone.now(), visit.report
    verdict = can_comment(visit.by, report, found.answer)

    def say() -> Comment:
        return comment(
            thing=report,
            place=found.place,
            place_name=found.name,
            text=sent.text,
            by=visit.by,
            side=side_of(visit.by, report),
            at=at,
            verdict=verdict,
            request_key=sent.request_key,
        )

    take_step(
        sent,
        thing=report,
        place=found.place,
        thread=None if sent.step == "comment" else thread_at(report, found.place),
        say=say,
        by=visit.by,
        at=at,
        verdict=verdict,
    )


def side_of(by: Person, report: Report) -> str:
    """Say for whom somebody speaks: the coordinator of the strategy, or the organisation."""
    if can_review_report(by, report):
        return _now("coordinator")
    return str(report.organisation.name.passage(get_language() or "en"))


def _again(request: HttpRequest, visit: Visit, found: _Place, refused: BadInput) -> HttpResponse:
    """Show the box alone with what was typed and what is wrong with it."""
    may = can_comment(visit.by, visit.report, found.answer)
    box = ThreadBox(
        ident="thread",
        name=named(found.name),
        place=found.place,
        address=request.path,
        request_key=request.POST.get("request_key", "") or new_key(),
        may_write=may,
        may_resolve=may,
        thread=thread_at(visit.report, found.place),
        text=request.POST.get("text", ""),
        problem=" ".join(refused.problems.values()),
    )
    context = {"visit": visit, "report": visit.report, "box": box}
    return render(request, "reporting/comment.html", context, status=422)
