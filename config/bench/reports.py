"""Rounds of many partners whose reports were handed in: words, figures, receipts and mails."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction

from config.bench.data import make
from config.bench.values import AT_A_TIME, add_indicators
from headway.foundation.accounts.models import User
from headway.foundation.core.keys import new_key
from headway.foundation.core.periods import Period
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.notices.models import Mail
from headway.foundation.notices.states import MailState
from headway.foundation.organisations.models import Membership, Organisation
from headway.foundation.organisations.states import Role
from headway.monitoring.indicators.models import IndicatorText, Placement, Value
from headway.monitoring.reporting.models import (
    Answer,
    Figure,
    Report,
    Round,
    Statement,
    Submission,
    TaskLink,
)
from headway.monitoring.reporting.queries.answering import Due, Task
from headway.monitoring.reporting.queries.records import content_with, fingerprint
from headway.monitoring.reporting.services import close_round, publish_round
from headway.monitoring.reporting.services.handing_in import receipt_of
from headway.monitoring.reporting.states import ReportState, RoundState, Way
from headway.monitoring.strategy.models import Coordinator, NodeText, Responsibility
from headway.monitoring.strategy.states import Canonical, Responsible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from headway.monitoring.strategy.models import Edition, Strategy

REASON = "the bench made it a moment ago"
MEASURES_EACH = 3
"""Each with an indicator."""
MEASURES_OF_THE_LARGEST = 20
"""The first partner has as many: the one for whom there is the grid."""
WORDS = {
    "lt": "Įrengtos dvi posėdžių salės ir pasirašytos keturios bendradarbiavimo sutartys su verslo "
    "asociacijomis. Rangovas darbus baigė laiku, o paslaugomis jau pasinaudojo per šimtą "
    "smulkiojo verslo įmonių iš visų šešių savivaldybių. Apklausa parodė, kad dauguma jų ketina "
    "grįžti ir rekomenduotų paslaugas kaimynams bei partneriams",
    "en": "Two meeting halls were fitted out and four agreements on cooperation were signed with "
    "associations of firms. The contractor finished in time, and more than a hundred small firms "
    "of all six municipalities have used the services since. A survey shows that most of them mean "
    "to come back and would recommend the services to others",
}
"""About 300 signs in each language, as a report has for each question."""
IN_TURN = (Canonical.IN_PROGRESS, Canonical.DONE, Canonical.PARTLY_DONE, Canonical.IN_PROGRESS)
MIXED = (
    ReportState.ACCEPTED, ReportState.SUBMITTED, ReportState.RETURNED, ReportState.DRAFT,
    ReportState.DRAFT,
)  # fmt: skip
HANDED_IN = {ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.RETURNED}
A_DAY = timedelta(days=1)


@dataclass(slots=True)
class Desk:
    """A strategy with its rounds, the oldest first, who keeps it, and who reports, by partner."""

    edition: Edition
    coordinator: User
    partners: list[Organisation]
    reporters: list[User]
    rounds: list[Round] = field(default_factory=list)
    questions: dict[int, list[NodeText]] = field(default_factory=dict)
    """The measures of each organisation."""
    figures: dict[int, list[IndicatorText]] = field(default_factory=dict)
    """The indicators at each measure."""

    @property
    def strategy(self) -> Strategy:
        return self.edition.strategy


def desk(slug: str, *, partners: int, rounds: int, at: datetime, is_mixed: bool = False) -> Desk:
    """Make a strategy whose partners reported in many rounds; the last is open.

    All but the open one are published, that before it by the services. In the open one every
    report is handed in; if it is mixed, one in five is each of accepted, submitted, returned,
    begun and not begun, and its deadline has passed.
    """
    of = _people(slug, partners, at=at)
    _add_questions(of)
    first = Period("quarter", at.year - 1 - rounds // 4)
    for number in range(rounds):
        asked = _add_round(of, first, at=at, is_open=number == rounds - 1)
        in_open = MIXED if is_mixed else (ReportState.SUBMITTED,)
        states = in_open if number == rounds - 1 else (ReportState.ACCEPTED,)
        _add_reports(of, asked, states, is_last=number >= rounds - 2)
        if number == rounds - 2:
            close_round(round_id=asked.pk, by=of.coordinator, at=at)
            publish_round(round_id=asked.pk, by=of.coordinator, at=at)
        of.rounds.append(asked)
        first = first.following
    return of


@transaction.atomic
def _people(slug: str, partners: int, *, at: datetime) -> Desk:
    others = range(1, partners)
    leads = [0] * MEASURES_OF_THE_LARGEST + [n for n in others for _measure in range(MEASURES_EACH)]
    edition = make(len(leads), at=at, slug=slug, organisations=partners, leads=leads)
    own = {org.slug: org for org in Organisation.objects.filter(slug__startswith=f"{slug}-")}
    organisations = [own[f"{slug}-{n}"] for n in range(1, partners + 1)]
    people = User.objects.bulk_create(
        User(email=f"{slug}-{n}@example.org", name=f"Reporter {n}", language="lt", joined_at=at)
        for n in range(partners + 1)
    )
    coordinator, *reporters = people
    TOTP.activate(coordinator, generate_totp_secret())
    Coordinator.objects.create(strategy=edition.strategy, user=coordinator, since=at.date())
    _keep(
        Membership(user=person, organisation=org, role=Role.REPORTER, since=at.date())
        for person, org in zip(reporters, organisations, strict=True)
    )
    return Desk(edition, coordinator, organisations, reporters)


def _keep(rows: Iterable[Any]) -> list[Any]:
    """Write rows of one model, some with each statement."""
    found = list(rows)
    if not found:
        return found
    made: list[Any] = type(found[0])._base_manager.bulk_create(found, batch_size=AT_A_TIME)
    return made


def _add_questions(of: Desk) -> None:
    """Note which measures each partner answers for, and give them indicators."""
    duties = Responsibility.objects.of(of.edition).filter(role=Responsible.LEAD)
    leads = dict(duties.values_list("node", "organisation"))
    add_indicators(of.edition, len(leads), frequency="quarter")
    measures = NodeText.objects.of(of.edition).filter(node__in=leads).select_related("node")
    for text in measures.order_by("path"):
        of.questions.setdefault(leads[text.node_id], []).append(text)
    texts = IndicatorText.objects.of(of.edition).select_related("indicator")
    by_indicator = {text.indicator_id: text for text in texts}
    for indicator, node in Placement.objects.of(of.edition).values_list("indicator", "node"):
        of.figures.setdefault(node, []).append(by_indicator[indicator])


def _add_round(of: Desk, period: Period, *, at: datetime, is_open: bool) -> Round:
    """Add a round that was opened a week after its period; the open one, ten days ago."""
    begun = datetime.combine(period.last_day + 7 * A_DAY, datetime.min.time(), UTC)
    begun = at - 30 * A_DAY if is_open else begun
    return Round.objects.unrestricted(reason=REASON).create(
        key=new_key(),
        strategy=of.strategy,
        edition=of.edition,
        period=str(period),
        period_end=period.last_day,
        letter=TranslatedText.of(WORDS),
        state=RoundState.OPEN,
        deadline_at=begun + 25 * A_DAY,
        created_at=begun,
        opened_at=begun,
    )


@transaction.atomic
def _add_reports(of: Desk, asked: Round, states: Sequence[ReportState], *, is_last: bool) -> None:
    """Add a report of each partner. One of a round long ago is published with its round."""
    reports = _keep(
        _report(of, asked, place, ReportState(states[place % len(states)]))
        for place in range(len(of.partners))
    )
    answers = _keep(answer for report in reports for answer in _answers(of, report))
    figures = _keep(figure for answer in answers for figure in _figures(of, answer))
    _keep(_submissions(of, reports, answers, figures))
    _keep(chain.from_iterable(_mails(of, report) for report in reports))
    _keep(
        TaskLink(
            key=new_key(), report=report, person=person, made_at=asked.created_at, made_by="bench",
            revoked_at=report.accepted_at,
        )
        for report, person in zip(reports, of.reporters, strict=True)
    )  # fmt: skip
    if not is_last:
        _publish(asked, answers, figures)


def _report(of: Desk, asked: Round, place: int, state: ReportState) -> Report:
    organisation = of.partners[place]
    number = len(of.questions.get(organisation.pk, ()))
    is_silent = state == ReportState.DRAFT and place % 2
    then = asked.deadline_at - (place % 20 - 3) * A_DAY
    is_in = state in HANDED_IN
    accepted = then + 2 * A_DAY if state == ReportState.ACCEPTED else None
    done = 0 if is_silent else number if is_in else number // 2
    return Report(
        key=new_key(), round=asked, organisation=organisation, state=state,
        state_since=accepted or then, started_at=None if is_silent else asked.created_at,
        submitted_at=then if is_in else None, first_submitted_at=then if is_in else None,
        submitted_by="Reporter" if is_in else "", seen_at=accepted,
        accepted_at=accepted, accepted_by="Coordinator" if accepted else "",
        wanted_until=asked.deadline_at + 7 * A_DAY if place % 50 == 3 and not is_in else None,
        wanted_because="Illness" if place % 50 == 3 else "", count_asked=number, count_done=done,
    )  # fmt: skip


def _answers(of: Desk, report: Report) -> Iterable[Answer]:
    for number, text in enumerate(of.questions.get(report.organisation_id, ())):
        is_said = number < report.count_done
        moved = (report.round.period_end.toordinal() // 90 + report.organisation_id) // 8
        status = IN_TURN[(number + moved) % len(IN_TURN)]
        has_cause = status == Canonical.PARTLY_DONE
        yield Answer(
            report=report, round=report.round, node=text.node, path=text.path,
            way=Way.NEW if is_said else "", status=status if is_said else "",
            done=_words(text, report.round) if is_said else EMPTY,
            ahead=_words(text, report.round) if is_said else EMPTY,
            obstacles=_words(text, report.round) if is_said and number % 2 else EMPTY,
            cause=_words(text, report.round) if is_said and has_cause else EMPTY,
            saved_at=report.submitted_at, saved_by=report.submitted_by, version=2,
        )  # fmt: skip


def _words(text: NodeText, asked: Round) -> TranslatedText:
    said = {code: f"{text.code}, {asked.period}. {words}." for code, words in WORDS.items()}
    return TranslatedText.of(said)


def _figures(of: Desk, answer: Answer) -> Iterable[Figure]:
    for place, text in enumerate(of.figures.get(answer.node_id or 0, ())):
        yield Figure(
            report=answer.report, answer=answer, round=answer.round, indicator=text.indicator,
            period=answer.round.period, place=place, way=answer.way,
            value=_number(text, answer.round) if answer.way else None,
        )  # fmt: skip


def _number(text: IndicatorText, asked: Round) -> Decimal:
    """Return a figure that grows a little with each round."""
    return Decimal(100 + text.indicator_id % 50 + asked.period_end.toordinal() % 5000 // 90)


def _submissions(
    of: Desk, reports: Iterable[Report], answers: Iterable[Answer], figures: Iterable[Figure]
) -> Iterable[Submission]:
    own: dict[int, list[Task]] = {}
    dues: dict[int, list[Due]] = {}
    texts = {text.node_id: text for each in of.questions.values() for text in each}
    defined = {text.indicator_id: text for each in of.figures.values() for text in each}
    for figure in figures:
        due = Due(figure, defined[figure.indicator_id])
        dues.setdefault(figure.answer_id, []).append(due)
    for answer in answers:
        task = Task(answer, texts[answer.node_id or 0], figures=tuple(dues.get(answer.pk, ())))
        own.setdefault(answer.report_id, []).append(task)
    for report in reports:
        if report.submitted_at is not None:
            content = content_with(report, own.get(report.pk, []))
            yield Submission(
                report=report, receipt=receipt_of(report, 1), content=content,
                digest=fingerprint(content), submitted_at=report.submitted_at,
                submitted_by=report.submitted_by, request_key=f"{report.key}-bench",
            )  # fmt: skip


def _mails(of: Desk, report: Report) -> Iterable[Mail]:
    """Tell of the round, and of the receipt; one address in fifty refuses."""
    kinds = ["reporting_round_opened"] + (["reporting_receipt"] if report.submitted_at else [])
    person = of.reporters[of.partners.index(report.organisation)]
    then = report.round.created_at
    is_refused = report.pk % 50 == 0
    for kind in kinds:
        yield Mail(
            unique_key=f"{kind} {report.key}", kind=kind, about_type=Report._meta.label_lower,
            about_key=report.key, scope=f"strategy:{of.strategy.key}", person=person,
            recipient=person.email, subject=f"{report.round.period}: {kind}",
            text=WORDS["lt"] * 3, html=WORDS["lt"] * 6, has_link=True,
            state=MailState.BOUNCED if is_refused else MailState.SENT, written_at=then,
            due_at=then, sent_at=None if is_refused else then,
            bounced_at=then if is_refused else None, problem="no such user" if is_refused else "",
        )  # fmt: skip


def _publish(asked: Round, answers: Iterable[Answer], figures: Iterable[Figure]) -> None:
    """Put what was accepted on the public pages, as the services do one by one."""
    then = asked.deadline_at + 20 * A_DAY
    asked.state, asked.closed_at, asked.published_at = RoundState.PUBLISHED, then, then
    asked.save()
    _keep(
        Statement(
            round=asked, node=row.node, organisation=row.report.organisation, way=row.way,
            status=row.status, done=row.done, ahead=row.ahead, obstacles=row.obstacles,
            cause=row.cause, reported_at=asked.deadline_at, accepted_at=then,
            accepted_by="Coordinator", published_at=then,
        )
        for row in answers
    )  # fmt: skip
    _keep(
        Value(
            indicator=row.indicator, period=row.period, period_end=asked.period_end,
            value=row.value, received_at=then, recorded_at=then, reporter=row.report.submitted_by,
            acceptor="Coordinator",
        )
        for row in figures
    )  # fmt: skip
