"""Letters of a round: what is written to whom, in the transaction of its cause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput
from headway.foundation.core.verdicts import require
from headway.foundation.notices.queries import count_written
from headway.foundation.notices.rendering import Addressee
from headway.foundation.notices.services import post_notice
from headway.foundation.publication.services import strategy_scope
from headway.monitoring.reporting import notices, verbs
from headway.monitoring.reporting.links import address_of
from headway.monitoring.reporting.models import Reminder, Report, Round
from headway.monitoring.reporting.permissions import can_keep_rounds
from headway.monitoring.reporting.queries.people import respondents
from headway.monitoring.reporting.rules import OUTSTANDING
from headway.monitoring.reporting.services.common import REASON
from headway.monitoring.reporting.services.links import link_for
from headway.monitoring.reporting.states import RoundState
from headway.monitoring.reporting.wording import Sender, Told, sender_of
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.queries.people import coordinators_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from headway.foundation.accounts.models import User
    from headway.foundation.notices.registry import Notice
    from headway.monitoring.reporting.permissions import Person
    from headway.monitoring.reporting.queries.people import Respondents

LONGEST_LETTER = 5_000
LONGEST_SUBJECT = 200
Wordings = str | Mapping[str, str]
"""Words for everybody, or by the language of who reads them."""


def announce(
    asked: Round, reports: Sequence[Report], *, by: Person, at: datetime, period: str = "opened"
) -> None:
    """Write to everybody who answers that a round is open; the first of its letters.

    Once for each `period`: who is asked again after their measures had gone is written to again,
    for the link that they had is no more.
    """
    known = respondents(asked.strategy, [report.organisation_id for report in reports])
    sender = sender_of(asked)
    for report in reports:
        report.round = asked
        write_to_all(
            known[report.organisation_id],
            notices.ROUND_OPENED,
            report,
            sender=sender,
            period=period,
            by=by,
            at=at,
        )


def write_to_all(
    people: Respondents,
    notice: Notice,
    report: Report,
    *,
    context: Mapping[str, Any] | None = None,
    words: Mapping[str, Mapping[str, str]] | None = None,
    has_link: bool = True,
    **how: Any,  # noqa: ANN401 -- as write_to takes them
) -> None:
    """Write a letter about a report to everybody who speaks for its organisation.

    `words` is context by language: of the person's own, else of the first.

    Where nobody does, the coordinators get it; they act under their own name, without a link.
    """
    for person in people.to_write_to:
        own = words.get(person.language) or next(iter(words.values())) if words else {}
        write_to(
            person,
            notice,
            report,
            context={"stands_in": people.has_nobody, **(context or {}), **own},
            has_link=has_link and not people.has_nobody,
            **how,
        )


def tell_deadline(asked: Round, *, by: Person, at: datetime) -> None:
    """Write to those who still have their report that the round's deadline was moved."""
    reports = (
        Report.objects.unrestricted(reason=REASON)
        .filter(round=asked, state__in=OUTSTANDING, own_deadline_at=None)
        .select_related("organisation")
    )
    known = respondents(asked.strategy, [report.organisation_id for report in reports])
    sender = sender_of(asked)
    for report in reports:
        report.round = asked
        write_to_all(
            known[report.organisation_id],
            notices.DEADLINE_MOVED,
            report,
            sender=sender,
            period=f"round v{asked.version}",
            by=by,
            at=at,
        )


def write_to(
    person: User,
    notice: Notice,
    report: Report,
    *,
    period: str,
    by: Person,
    at: datetime,
    sender: Sender | None = None,
    context: Mapping[str, Any] | None = None,
    has_link: bool = True,
) -> None:
    """Write a letter about a report to a person, with their link into it."""
    sender = sender or sender_of(report.round)
    link = ""
    if has_link:
        made = link_for(report, person, by=by, at=at)
        link = address_of(made.key, language=person.language)
    post_notice(
        notice,
        to=Addressee(person.email, person.name, person.language, person.pk),
        about=report,
        period=period,
        at=at,
        context={
            "report": report,
            "of": Told(report, at=at),
            **sender.context(),
            **(context or {}),
        },
        link=link,
        scope=strategy_scope(report.round.strategy.key),
        reply_to=sender.email,
    )
    if notice.code in notices.ASKING:
        today = day_of(report.round.strategy, at)
        remember(report, person.email, due_on=today, sent_on=today)


def write_to_partner(
    notice: Notice,
    report: Report,
    *,
    period: str,
    by: Person,
    at: datetime,
    context: Mapping[str, Any] | None = None,
    has_link: bool = True,
) -> None:
    """Write a letter about a report to everybody who speaks for its organisation."""
    known = respondents(report.round.strategy, [report.organisation_id])
    write_to_all(
        known[report.organisation_id],
        notice,
        report,
        period=period,
        by=by,
        at=at,
        context=context,
        has_link=has_link,
    )


def write_to_partners(
    notice: Notice, reports: Iterable[Report], *, by: Person, at: datetime
) -> None:
    """Write a letter without a link about each of many reports to whoever speaks for them.

    Four queries for each round, beside those of the letters.
    """
    by_round: dict[int, list[Report]] = {}
    for report in reports:
        by_round.setdefault(report.round_id, []).append(report)
    for rows in by_round.values():
        asked = rows[0].round
        known = respondents(asked.strategy, [report.organisation_id for report in rows])
        sender = sender_of(asked)
        for report in rows:
            write_to_all(
                known[report.organisation_id],
                notice,
                report,
                sender=sender,
                period=f"v{report.version}",
                by=by,
                at=at,
                has_link=False,
            )


def write_to_coordinators(
    notice: Notice,
    report: Report,
    *,
    period: str,
    at: datetime,
    context: Mapping[str, Any] | None = None,
) -> None:
    """Write a letter about a report to the coordinators of its strategy, who sign in to act."""
    role = Sender(report.round).context_for_coordinators()
    for each in coordinators_of(report.round.strategy):
        post_notice(
            notice,
            to=Addressee(each.user.email, each.user.name, each.user.language, each.user.pk),
            about=report,
            period=period,
            at=at,
            context={"report": report, "of": Told(report, at=at), **role, **(context or {})},
            scope=strategy_scope(report.round.strategy.key),
        )


def remember(report: Report, email: str, *, due_on: date, sent_on: date) -> None:
    """Note that a person was written to, so that no reminder follows too soon or twice."""
    Reminder.objects.unrestricted(reason=REASON).get_or_create(
        report=report, email=email, due_on=due_on, defaults={"sent_on": sent_on}
    )


@transaction.atomic
def send_letter(
    *,
    round_id: int,
    report_ids: Iterable[int],
    subject: Wordings,
    words: Wordings,
    request_key: str,
    by: Person,
    at: datetime,
) -> int:
    """Write one's own letter to the partners whose report is outstanding; return to how many.

    Each person gets it in their own mail, with their own link, in their language where it is
    written in that one. The same request sends and records nothing twice.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises BadInput: for a letter without a subject or words in a language in which it is begun,
        too long a one, or nobody chosen.
    """
    rounds = Round.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    asked = rounds.select_related("strategy").get(pk=round_id)
    require(can_keep_rounds(by, asked.strategy))
    takes = Q() if asked.state == RoundState.OPEN else Q(reopened_at__isnull=False)
    reports = list(
        Report.objects.unrestricted(reason=REASON)
        .filter(takes, round=asked, pk__in=tuple(report_ids), state__in=OUTSTANDING)
        .select_related("organisation", "round__strategy")
    )
    letter = _letter(subject, words)
    problems = _letter_problems(letter)
    if not reports:
        problems["reports"] = _("Choose at least one partner who still has a report to hand in.")
    if problems:
        raise BadInput(problems)
    known = respondents(asked.strategy, [report.organisation_id for report in reports])
    sender, before = sender_of(asked), count_written(notices.LETTER.code, reports)
    for report in reports:
        write_to_all(
            known[report.organisation_id],
            notices.LETTER,
            report,
            period=request_key,
            by=by,
            at=at,
            sender=sender,
            words=letter,
        )
    if count_written(notices.LETTER.code, reports) > before:
        record(verbs.LETTER_SENT, asked, by=by, at=at, payload={"number": len(reports)})
    return len(reports)


def _letter(subject: Wordings, words: Wordings) -> dict[str, dict[str, str]]:
    """Return the letter by language; one that is not begun in a language is left out."""
    subjects = subject if isinstance(subject, Mapping) else {"": subject}
    texts = words if isinstance(words, Mapping) else {"": words}
    found = {
        language: {
            "subject": " ".join(subjects.get(language, "").split()),
            "words": texts.get(language, "").strip(),
        }
        for language in dict.fromkeys([*subjects, *texts])
    }
    begun = {language: said for language, said in found.items() if any(said.values())}
    return begun or dict(list(found.items())[:1])


def _letter_problems(letter: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    problems = {}
    for language, said in letter.items():
        ending = f".{language}" if language else ""
        if not said["subject"]:
            problems[f"subject{ending}"] = _(
                "The subject is missing. Say what is to be done by when."
            )
        elif len(said["subject"]) > LONGEST_SUBJECT:
            sentence = _("Write at most %(number)d signs.")
            problems[f"subject{ending}"] = sentence % {"number": LONGEST_SUBJECT}
        if not 0 < len(said["words"]) <= LONGEST_LETTER:
            sentence = _("Write between 1 and %(number)d signs.")
            problems[f"words{ending}"] = sentence % {"number": LONGEST_LETTER}
    return problems
