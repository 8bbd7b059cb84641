"""A strategy whose rounds hold words that nobody else may ever read: what side doors are tried on.

Every word that is confidential begins with `CANARY`; `WORDS` says which stand for what. The first
round is published, so that a report stands on public pages; the second is open, and whatever is
said in it is between its partners and its coordinator.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.attachments.services import keep_file
from headway.foundation.conversations.services import comment
from headway.foundation.core.verdicts import ALLOW
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.reporting.models import BulkEdit, Reminder
from headway.monitoring.reporting.places import place_of_part
from headway.monitoring.reporting.services import (
    accept_report,
    ask_time,
    autosave,
    close_round,
    hand_over_part,
    publish_round,
    return_report,
    save_answer,
    submit_report,
)
from headway.monitoring.reporting.services.lines import set_reporting_line
from headway.monitoring.reporting.states import EditKind
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    TEN,
    World,
    answered,
    answers_of,
    figure,
    figures_in,
    opened,
    prepared,
    report_of,
    reported,
    world,
)
from headway.monitoring.strategy.tests.factories import text
from tests.access.memory import MEMORY_WORDS, Memory, plant_memory
from tests.access.reviewing import REVIEW_WORDS, Reviews, plant_reviews

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.models import Answer, Report, Round

CANARY = "CANARY"
ONE, TWO, TYPED = "CANARY-ONE", "CANARY-TWO", "CANARY-TYPED"
ROUND, DRAFT = "CANARY-ROUND", "CANARY-DRAFT"
WORDS = {
    ONE: "what the first partner says in the open round, and is said to them",
    TWO: "what the second partner says, and never handed in in the round that was published",
    TYPED: "what the first reporter typed and has not saved",
    ROUND: "the open round itself",
    DRAFT: "a round that is not open yet",
    **MEMORY_WORDS,
    **REVIEW_WORDS,
}
SAID = "Two halls in public"
HALF = timedelta(days=184)
LATER = AT + HALF


@dataclass(frozen=True, slots=True)
class Canaries:
    """`public` is published, `asked` is open, `draft` is not opened yet."""

    of: World
    public: Round
    asked: Round
    draft: Round
    reports: tuple[Report, Report]
    memory: Memory
    reviews: Reviews

    @property
    def reporter(self) -> User:
        return self.of.reporters[0]


def planted() -> Canaries:
    """Plant canaries in all that is confidential. The first report stays a draft."""
    of = world(partners=2, measures=2, figures=True)
    of.reporters = [_named(partner, number) for number, partner in enumerate(of.partners)]
    public = _published(of)
    period = public.when.following
    asked = opened(
        of, at=LATER, period=period, deadline_at=DEADLINE + HALF,
        title=text("CANARY-ROUND title"), letter=text("CANARY-ROUND letter"),
    )  # fmt: skip
    draft = prepared(
        of, at=LATER, period=period.following, deadline_at=DEADLINE + 2 * HALF,
        title=text("CANARY-DRAFT title"), letter=text("CANARY-DRAFT letter"),
    )  # fmt: skip
    first, second = (report_of(asked, partner) for partner in of.partners)
    _begun(first, of)
    _returned(second, of)
    memory = plant_memory(of.edition.strategy, of.nodes[0], of.partners[0])
    return Canaries(of, public, asked, draft, (first, second), memory, plant_reviews())


def _named(partner: object, number: int) -> User:
    user = UserFactory.create(name=f"CANARY-PERSON {number}", email=f"canary{number}@example.org")
    MembershipFactory.create(organisation=partner, user=user)
    return user


def _published(of: World) -> Round:
    """Publish a round in which the first partner alone reported, by a person with a canary name."""
    asked = opened(of)
    report = report_of(asked, of.partners[0])
    answered(report, by=of.reporters[0], done=text(SAID))
    submit_report(report_id=report.pk, request_key="public", by=of.reporters[0], at=AT)
    accept_report(report_id=report.pk, by=of.coordinator, at=AT)
    unsent = answers_of(report_of(asked, of.partners[1]))[0]
    _say(unsent, of.reporters[1], number=2)
    close_round(round_id=asked.pk, by=of.coordinator, at=AT + timedelta(days=40))
    return publish_round(round_id=asked.pk, by=of.coordinator, at=AT + timedelta(days=41))


def _say(answer: Answer, by: User, *, number: int = 1) -> None:
    word = ONE if number == 1 else TWO
    file = keep_file(
        content=[b"CANARY content"], name=f"CANARY-{number}.pdf", media_type="application/pdf",
        by=by, at=LATER,
    )  # fmt: skip
    said = reported(
        done=text(f"{word} done"), ahead=text(f"{word} ahead"), obstacles=text(f"{word} obstacles"),
        cause=text(f"{word} cause"), evidence_id=file.pk,
        evidence_address=f"https://example.org/{word}",
    )  # fmt: skip
    at = LATER if number == 1 else AT
    figures = [figure(each, TEN, note=text(f"{word} note")) for each in figures_in(answer)]
    save_answer(
        answer_id=answer.pk, said=said, figures=figures, version=answer.version, by=by, at=at,
        is_sure=True,
    )  # fmt: skip


def _begun(report: Report, of: World) -> None:
    """Leave the report a draft: a part saved, another typed and handed on, time asked for."""
    by = of.reporters[0]
    one, other = answers_of(report)
    _say(one, by)
    typed = {"done.en": "CANARY-TYPED"}
    autosave(answer_id=other.pk, typed=typed, seen_version=1, by=by, at=LATER)
    ask_time(report_id=report.pk, reason="CANARY-ONE reason", by=by, at=LATER)
    hand_over_part(
        answer_id=other.pk, name="CANARY Colleague", email="canary@example.org", by=by, at=LATER
    )
    set_reporting_line(
        strategy_id=of.edition.strategy_id, organisation=report.organisation, contact=by,
        approver=None, version=0, by=of.coordinator, at=LATER,
    )  # fmt: skip
    Reminder.objects.unrestricted(reason="a canary").create(
        report=report, email="canary@example.org", due_on=LATER.date(), sent_on=LATER.date()
    )
    BulkEdit.objects.unrestricted(reason="a canary").create(
        key="edited2222", round=report.round, kind=EditKind.DEADLINES, made_at=LATER,
        rows=[{"thing": "CANARY", "before": "", "after": "CANARY"}], made_by="CANARY Coordinator",
    )  # fmt: skip
    for place in ("", place_of_part(one.pk), place_of_part(one.pk, "done")):
        comment(
            thing=report, place=place, place_name="CANARY place", text="CANARY-ONE comment", by=by,
            side="CANARY side", at=LATER, verdict=ALLOW, request_key="canary",
        )  # fmt: skip


def _returned(report: Report, of: World) -> None:
    """Submit the other report, and return it with a word."""
    by = of.reporters[1]
    for answer in answers_of(report):
        save_answer(
            answer_id=answer.pk,
            said=reported(done=text("CANARY-TWO returned")),
            figures=[
                figure(each, TEN, note=text("CANARY-TWO note")) for each in figures_in(answer)
            ],
            version=answer.version,
            by=by,
            at=LATER,
            is_sure=True,
        )
    submit_report(report_id=report.pk, request_key="canary", by=by, at=LATER)
    return_report(report_id=report.pk, reason="CANARY-TWO return", by=of.coordinator, at=LATER)
