"""Every mail of reporting, in both languages, with all that it can say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from headway.foundation.conversations.queries import threads_on
from headway.foundation.conversations.services import comment
from headway.foundation.core.periods import Period
from headway.foundation.core.verdicts import ALLOW
from headway.foundation.notices.registry import registered
from headway.foundation.notices.rendering import Addressee, Words, rendered
from headway.monitoring.reporting import notices
from headway.monitoring.reporting.queries.answering import text_asked
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    answers_of,
    opened,
    report_of,
    world,
)
from headway.monitoring.reporting.wording import Sender, Told
from headway.monitoring.strategy.tests.factories import text

if TYPE_CHECKING:
    from headway.foundation.notices.registry import Notice
    from headway.monitoring.reporting.models import Report

pytestmark = pytest.mark.django_db
LINK = "https://strategy.example.org/lt/task/abc~def/"
LATE = DEADLINE + timedelta(days=7)
SOON = DEADLINE - timedelta(days=7)
REASON = "Please name <b>the halls</b> & their users."
LETTER = "Write what was done.\n\n- in figures\n- in words"
LONGEST_SUBJECT = 78  # RFC 5322, 2.1.1: a line should not be longer
OURS = {code: each for code, each in registered().items() if code.startswith("reporting_")}
VOID = {"meta", "br", "link", "img", "hr", "input"}
ENGLISH = re.compile(r"\b(the|report|you|due|and|your|link|was)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Case:
    """One mail: which notice, what is known beside the report, what is changed in the report."""

    notice: Notice
    at: datetime = SOON
    more: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    linked: bool = True


WHY = {"by": "Ona Jonaitė", "reason": REASON}
STANDING = {"stands_in": True}
BOTH = (SOON, LATE)
CASES = [
    Case(notices.ROUND_OPENED, AT),
    Case(notices.ROUND_OPENED, AT, STANDING, linked=False),
    *(
        Case(notices.LETTER, at, {"subject": "Words", "words": "Dear all\n\n- a\n- b"})
        for at in BOTH
    ),
    *(Case(notices.REMINDER, at) for at in (SOON, LATE, DEADLINE + timedelta(hours=1))),
    *(Case(notices.REMINDER, LATE, columns={"state": state}) for state in ("prepared", "returned")),
    Case(notices.REMINDER, LATE, {"others": ["itself"]}),
    Case(notices.REMINDER, SOON, STANDING, linked=False),
    *(Case(notices.AWAITS_SIGN_OFF, at, {"by": "Ona Jonaitė"}) for at in BOTH),
    *(Case(notices.SENT_BACK, at, WHY) for at in BOTH),
    Case(notices.SENT_BACK, SOON, {"by": "Ona Jonaitė", "reason": ""}),
    *(
        Case(
            notices.RECEIPT,
            at,
            {"submission": {"receipt": "KEDS-2026-S1-0012-1"}},
            {"submitted_at": at, "first_submitted_at": at},
        )
        for at in BOTH
    ),
    *(Case(notices.RETURNED, at, WHY) for at in BOTH),
    Case(notices.ACCEPTED, linked=False),
    Case(notices.REOPENED, SOON, WHY),
    Case(notices.TIME_ASKED, SOON, WHY, {"wanted_until": LATE}, linked=False),
    *(Case(notices.DEADLINE_MOVED, at) for at in BOTH),
    *(Case(notices.TIME_REFUSED, at, WHY) for at in BOTH),
    *(Case(notices.PART_HANDED_OVER, at, {"by": "Ona", "measure": "asked"}) for at in BOTH),
    Case(notices.PART_HANDED_OVER, SOON, {"by": "Ona", "measure": None}),
    *(Case(notices.NEW_LINK, at) for at in BOTH),
    Case(notices.COMMENTED, SOON),
    Case(notices.COMMENTED, SOON, STANDING, linked=False),
]


def test_every_mail_is_looked_at() -> None:
    assert {case.notice.code for case in CASES} == set(OURS)


@pytest.fixture
def report() -> Report:
    of = world(measures=3)
    organisation = of.partners[0]
    organisation.name = text("Port <b>& Co</b>", "Port <b>& Co</b>")
    organisation.save()
    asked = opened(of, letter=text(LETTER, LETTER))
    found = report_of(asked, organisation)
    comment(
        thing=found,
        place="",
        place_name="",
        text="How many <i>halls</i>?",
        by=of.coordinator,
        side="City",
        at=AT,
        verdict=ALLOW,
        request_key="one",
    )
    return found


def written(case: Case, report: Report, language: str) -> Words:
    for name, value in case.columns.items():
        setattr(report, name, value)
    threads = threads_on("reporting.report", [report.key])[report.key].values()
    said = [(thread, one) for thread in threads for one in thread.comments]
    told = Told(report, at=case.at, part_until=LATE, said=said)
    context = {"report": report, "of": told, **Sender(report.round, "Rasa", "r@x.lt").context()}
    context |= case.more
    if case.more.get("others"):
        context["others"] = [told]
    if case.more.get("measure"):
        context["measure"] = text_asked(answers_of(report)[0])
    to = Addressee("ona@example.org", "Ona", language)
    return rendered(
        case.notice, to=to, context=context, link=LINK if case.linked else ""
    ).with_link(LINK if case.linked else "")


class Shape(HTMLParser):
    """The words of a page below its head, and whether its tags close as they open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.empty: list[str] = []
        self._said = 0
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        assert len(names) == len(set(names))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "a":
            self.links.append(str(dict(attrs)["href"]))
        self._said = len(self.words)
        assert not (tag in {"p", "ul"} and "p" in self.open[:-1]), self.open

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag in {"p", "li"} and not "".join(self.words[self._said :]).strip():
            self.empty.append(tag)

    def handle_data(self, data: str) -> None:
        if "main" in self.open or "footer" in self.open:
            self.words.append(data)


def plain(words: Words) -> list[str]:
    """Return the text word by word, without what only a text needs: dashes of a list, the link."""
    lines = [re.sub(r"^- |^--$", "", line) for line in words.text.splitlines()]
    said = " ".join(line for line in lines if line != LINK)
    return [word.rstrip(":") for word in said.split()]


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.notice.code.partition("_")[2])
def test_a_mail_says_what_it_should(report: Report, case: Case, language: str) -> None:
    words = written(case, report, language)
    shape = Shape(words.html)
    assert 10 < len(words.subject) <= LONGEST_SUBJECT or case.notice is notices.LETTER
    assert "\n\n\n" not in words.text
    assert not re.search(r"\{\{|\{%|%\(|None|\[\]", words.text)
    assert shape.empty == []
    assert words.html.startswith("<!DOCTYPE html>")
    assert f'<html lang="{language}">' in words.html
    assert [words.text.count(LINK), shape.links.count(LINK)] == [int(case.linked)] * 2
    from_html = [word.rstrip(":") for word in " ".join(shape.words).split()]
    assert " ".join(plain(words)) == re.sub(r" (?=[.,;!?])", "", " ".join(from_html))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.notice.code.partition("_")[2])
def test_a_mail_speaks_one_language(report: Report, case: Case) -> None:
    """Find English in a Lithuanian mail; names and what people wrote are of no language."""
    words = written(replace(case, more=case.more | {"reason": "", "words": ""}), report, "lt")
    own = words.text.partition("--")[0].replace(LINK, "")
    for given in ("Write what was done.", "in figures", "in words", "Port <b>& Co</b>"):
        own = own.replace(given, "")
    subject = "" if case.notice is notices.LETTER else words.subject
    found = [m[0] for m in ENGLISH.finditer(f"{subject}\n{own}")]
    assert found == [], own


def test_what_people_write_is_no_markup(report: Report) -> None:
    words = written(Case(notices.RETURNED, SOON, WHY), report, "en")
    assert "<b>" not in words.html
    assert "<i>" not in words.html
    assert REASON in words.text
    assert "&lt;b&gt;the halls&lt;/b&gt; &amp; their users." in words.html


def test_the_subject_is_the_job_and_its_date(report: Report) -> None:
    assert written(Case(notices.ROUND_OPENED, AT), report, "en").subject == (
        "Report for the first half of 2026: due 31 July, 17:00"
    )
    assert written(Case(notices.ROUND_OPENED, AT), report, "lt").subject == (
        "2026 m. I pusmečio ataskaita: terminas – liepos 31 d. 17:00"
    )
    late = [
        written(Case(notices.REMINDER, DEADLINE + timedelta(days=n)), report, "lt") for n in (1, 7)
    ]
    assert [words.subject for words in late] == [
        "2026 m. I pusmečio ataskaita vėluoja 1 dieną",
        "2026 m. I pusmečio ataskaita vėluoja 7 dienas",
    ]


def test_it_says_how_many_measures_by_when_and_whom_to_ask(report: Report) -> None:
    said = written(Case(notices.ROUND_OPENED, AT), report, "en").text
    assert "What is asked: 3 measures – how far each has got" in said
    assert "Due: 31 July 2026, 17:00, Lithuanian time." in said
    assert "Questions: Rasa, coordinator of the strategy, r@x.lt." in said
    assert "Write what was done.\n\n- in figures\n- in words\n" in said


def test_a_return_quotes_what_is_still_open(report: Report) -> None:
    said = written(Case(notices.RETURNED, SOON, WHY), report, "en").text
    assert "- “How many <i>halls</i>?” — " in said
    assert f"“{REASON}”" in said


def test_the_receipt_says_its_number_and_whether_it_came_late(report: Report) -> None:
    cases = [case for case in CASES if case.notice is notices.RECEIPT]
    early, late = [written(case, report, "en").text for case in cases]
    assert "Number of the receipt: KEDS-2026-S1-0012-1" in early
    assert ["marked as late" in said for said in (early, late)] == [False, True]


@pytest.mark.parametrize("period", ["2026", "2026-S2", "2026-Q3", "2026-09", "2026-09-30"])
@pytest.mark.parametrize("language", ["lt", "en"])
def test_the_longest_subjects_fit(report: Report, period: str, language: str) -> None:
    report.round.period = str(Period.parse(period))
    report.round.deadline_at = datetime(2027, 9, 30, 14, tzinfo=UTC)
    report.wanted_until = datetime(2027, 9, 30, 14, tzinfo=UTC)
    subjects = [
        written(case, report, language).subject
        for case in CASES
        if case.notice is not notices.LETTER and not case.columns
    ]
    assert [said for said in subjects if len(said) > LONGEST_SUBJECT] == []
