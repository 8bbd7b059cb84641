"""Tells the rounds of the demonstration: two that were published and one that is open.

All of it happens before the moment of loading, from which the days are counted. What partners
say is made up; the same words stand at the same measures in every load.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from smtplib import SMTPRecipientsRefused
from typing import TYPE_CHECKING, Final
from zlib import crc32
from zoneinfo import ZoneInfo

from headway.foundation.conversations.services import comment
from headway.foundation.core.keys import derived_key
from headway.foundation.core.periods import Period
from headway.foundation.core.texts import TranslatedText
from headway.foundation.core.verdicts import ALLOW
from headway.foundation.notices.services import deliver_due
from headway.foundation.ui.names import named
from headway.monitoring.reporting.facts import RoundPlan
from headway.monitoring.reporting.models import Report
from headway.monitoring.reporting.services import (
    accept_report,
    ask_time,
    close_round,
    create_round,
    hand_over_part,
    open_review,
    open_round,
    prepare_report,
    publish_round,
    reopen_report,
    return_report,
    send_comments,
    send_reminders,
    set_reporting_line,
    submit_report,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.core.mail import EmailMultiAlternatives

    from headway.demo.replies import Replies
    from headway.demo.values import Told
    from headway.foundation.accounts.models import User
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.reporting.models import Round
    from headway.monitoring.strategy.models import Strategy

REASON = "the loader made it a moment ago"
HALF_YEAR: Final = "half_year"
MORNING, EVENING = time(9), time(17)
OPENED, DUE, CLOSED, PUBLISHED = 6, 31, 45, 52
"""Days after the end of its period on which a round that is over was opened, due, and so on."""
AHEAD, AGO = timedelta(days=9), timedelta(days=20)
"""How far the deadline of the open round lies ahead, and how long ago it was opened."""
LATE, SILENT, REOPENED = "KMTP", "KPPAR", "KPA"
"""In the newer of the published rounds: who was late, who silent, and who was let in again."""
REFUSED = 550
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts, and what they say."""

    strategy: Strategy
    organisations: Mapping[str, Organisation]
    people: Mapping[str, User]
    replies: Replies
    told: Told

    def reporter(self, partner: str) -> User:
        return self.people[f"reporter_{partner.lower()}"]

    @property
    def coordinator(self) -> User:
        return self.people["coordinator"]

    def local(self, day: date, clock: time) -> datetime:
        zone = ZoneInfo(self.strategy.time_zone)
        return datetime.combine(day, clock, zone).astimezone(UTC)


def load_rounds(cast: Cast, *, at: datetime) -> None:
    """Tell three rounds: the half-year that ended last is asked about now, two others were."""
    today = at.astimezone(ZoneInfo(cast.strategy.time_zone)).date()
    last = _before(Period.containing(today, HALF_YEAR))
    _name_approver(cast, at=at - timedelta(days=400))
    older, newer = _before(_before(last)), _before(last)
    _tell_published(cast, older, late=(), silent=())
    over = _tell_published(cast, newer, late=(LATE,), silent=(SILENT,))
    _tell_open(cast, last, over, at=at)


def _before(period: Period) -> Period:
    return Period.containing(period.first_day - timedelta(days=1), HALF_YEAR)


def _name_approver(cast: Cast, *, at: datetime) -> None:
    set_reporting_line(
        strategy_id=cast.strategy.pk,
        organisation=cast.organisations["KID"],
        contact=cast.people["reporter_kid"],
        approver=cast.people["approver_kid"],
        version=0,
        by=cast.coordinator,
        at=at,
    )


def _opened(
    cast: Cast, period: Period, *, at: datetime, due: datetime, asks_figures: bool
) -> tuple[Round, dict[str, Report]]:
    plan = RoundPlan(
        period=period,
        deadline_at=due,
        letter=TranslatedText.of(cast.told["letter"]),
        asks_figures=asks_figures,
    )
    key = derived_key("round", cast.strategy.slug, str(period))
    made = create_round(
        strategy_id=cast.strategy.pk,
        plan=plan,
        key=key,
        by=cast.coordinator,
        at=at - timedelta(hours=2),
    )
    asked = open_round(round_id=made.pk, by=cast.coordinator, at=at)
    names = {organisation.pk: name for name, organisation in cast.organisations.items()}
    rows = Report.objects.unrestricted(reason=REASON).filter(round=asked)
    return asked, {names[report.organisation_id]: report for report in rows}


def _tell_published(
    cast: Cast, period: Period, *, late: Iterable[str], silent: Iterable[str]
) -> dict[str, Report]:
    """Tell a round from its opening to its publication."""

    def after(days: int, clock: time = MORNING) -> datetime:
        return cast.local(period.last_day + timedelta(days=days), clock)

    due = after(DUE, EVENING)
    asked, reports = _opened(cast, period, at=after(OPENED), due=due, asks_figures=False)
    told = sorted(set(reports) - set(silent), key=lambda name: (name in set(late), name))
    for partner in told:
        day = DUE + 3 if partner in late else DUE - 2 - crc32(f"{partner}{period}".encode()) % 12
        if partner in late:
            send_reminders(at=after(DUE + 1))
        _submit(cast, partner, reports[partner], at=after(day, time(14, 20)))
        _accept(cast, reports[partner], at=after(max(day, DUE) + 5))
    close_round(round_id=asked.pk, by=cast.coordinator, at=after(CLOSED))
    publish_round(round_id=asked.pk, by=cast.coordinator, at=after(PUBLISHED))
    deliver(at=after(PUBLISHED))
    return reports


def _submit(cast: Cast, partner: str, report: Report, *, at: datetime) -> None:
    """Answer a whole report and hand it in; where somebody signs off, they do."""
    reporter = cast.reporter(partner)
    cast.replies.answer(report, by=reporter, at=at - timedelta(hours=3))
    by = reporter
    if f"approver_{partner.lower()}" in cast.people:
        by = cast.people[f"approver_{partner.lower()}"]
        prepare_report(report_id=report.pk, by=reporter, at=at - timedelta(hours=1))
    submit_report(report_id=report.pk, request_key=f"demonstration {report.key}", by=by, at=at)


def _accept(cast: Cast, report: Report, *, at: datetime) -> None:
    open_review(report_id=report.pk, by=cast.coordinator, at=at)
    accept_report(report_id=report.pk, by=cast.coordinator, at=at + timedelta(hours=1))


def _tell_open(cast: Cast, period: Period, before: dict[str, Report], *, at: datetime) -> None:
    """Tell the open round: each partner stands elsewhere."""
    local = at.astimezone(ZoneInfo(cast.strategy.time_zone)).date()
    begun = max(at - AGO, cast.local(period.last_day + timedelta(days=1), MORNING))
    begun = begun if begun < at else at - timedelta(hours=1)
    due = cast.local(local + AHEAD, EVENING)
    _asked, reports = _opened(cast, period, at=begun, due=due, asks_figures=True)

    def then(share: float) -> datetime:
        return begun + (at - begun) * share

    deliver(at=then(0.05), refused=cast.reporter("KPPAR").email)
    _submit(cast, "KMTP", reports["KMTP"], at=then(0.3))
    _accept(cast, reports["KMTP"], at=then(0.4))
    _submit(cast, "PORT", reports["PORT"], at=then(0.45))
    _return(cast, reports["PORT"], then(0.5), then(0.55), then(0.8))
    _submit(cast, "KU", reports["KU"], at=then(0.7))
    cast.replies.answer(reports["KID"], by=cast.reporter("KID"), at=then(0.75))
    prepare_report(report_id=reports["KID"].pk, by=cast.reporter("KID"), at=then(0.76))
    cast.replies.answer(reports["KLAMUN"], by=cast.reporter("KLAMUN"), at=then(0.85), most=19)
    _share(cast, reports["KPA"], at=then(0.9))
    reopen_report(
        report_id=before[REOPENED].pk,
        until=due + timedelta(days=5),
        reason=cast.told["reopened"]["lt"],
        by=cast.coordinator,
        at=then(0.6),
    )
    deliver(at=then(0.8))
    send_comments(at=then(0.95))


def _return(
    cast: Cast, report: Report, asked: datetime, returned: datetime, answered: datetime
) -> None:
    """Return a report with a comment at one of its parts, which the organisation answers."""
    told = cast.told["returned"]
    part, name = cast.replies.first_part(report)
    open_review(report_id=report.pk, by=cast.coordinator, at=asked)
    _say(cast.coordinator, report, part, name, told["comment"]["lt"], cast.strategy, at=asked)
    return_report(
        report_id=report.pk, reason=told["reason"]["lt"], by=cast.coordinator, at=returned
    )
    organisation, by = cast.organisations["PORT"], cast.reporter("PORT")
    _say(by, report, part, name, told["answer"]["lt"], organisation, at=answered)


def _say(
    by: User,
    report: Report,
    place: str,
    name: TranslatedText,
    words: str,
    side: Strategy | Organisation,
    *,
    at: datetime,
) -> None:
    comment(
        thing=report,
        place=place,
        place_name=name,
        text=words,
        by=by,
        side=named(side),
        at=at,
        verdict=ALLOW,
        request_key=f"demonstration {report.key}",
    )


def _share(cast: Cast, report: Report, *, at: datetime) -> None:
    """Answer a part of a report, hand another to a colleague, and ask for more time."""
    reporter = cast.reporter("KPA")
    cast.replies.answer(report, by=reporter, at=at, most=2)
    hand_over_part(
        answer_id=cast.replies.open_part(report),
        name="Kolegė Rūta (pavyzdys)",
        email="colleague.kpa@example.org",
        by=reporter,
        at=at,
    )
    ask_time(report_id=report.pk, reason=cast.told["more_time"]["lt"], by=reporter, at=at)


def deliver(*, at: datetime, refused: str = "") -> None:
    """Note that the mails up to a moment went out then; the server refused one address."""

    def send(mail: EmailMultiAlternatives) -> None:
        if refused in mail.to:
            answer = {refused: (REFUSED, b"5.1.1 no such mailbox (demonstration)")}
            raise SMTPRecipientsRefused(answer)

    deliver_due(at=at, send=send, batch=BATCH)
