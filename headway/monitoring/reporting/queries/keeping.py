"""What whoever keeps rounds needs: who is asked what, who is written to, what it comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from headway.foundation.core.aggregates import counted
from headway.foundation.core.folding import sort_key
from headway.foundation.notices.queries import bounced
from headway.foundation.organisations.models import Organisation
from headway.monitoring.indicators.models import IndicatorText
from headway.monitoring.indicators.saying import say_of
from headway.monitoring.reporting.models import (
    Answer,
    Figure,
    Report,
    ReportingLine,
    Round,
)
from headway.monitoring.reporting.queries.people import Respondents, respondents
from headway.monitoring.reporting.queries.verdicts import verdicts_of
from headway.monitoring.reporting.states import ReportState, RoundState, Way
from headway.monitoring.strategy.models import NodeText

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models.expressions import Combinable

    from headway.foundation.accounts.models import User
    from headway.foundation.notices.queries import Bounced
    from headway.monitoring.reporting.models import RoundVerdict
    from headway.monitoring.strategy.models import Strategy

REASON = "the page of somebody who keeps the strategy, or who reads everything"
PAGE = 50
"""Partners on one page of who answers: more of them would keep it waiting."""
NAMED = ("organisation__slug", "organisation__name")


@dataclass(frozen=True, slots=True)
class RoundStanding:
    """A round, and how many of its reports stand where."""

    round: Round
    partners: int = 0
    reported: int = 0
    waiting: int = 0
    """Submitted: the coordinator has them."""
    accepted: int = 0
    done: int = 0
    """Questions that are answered, of all that are asked; told of one round alone."""
    asked: int = 0

    @property
    def outstanding(self) -> int:
        return self.partners - self.reported


def rounds_of(strategy: Strategy) -> tuple[RoundStanding, ...]:
    """Return the rounds of a strategy, the newest first; discarded ones not. Two queries."""
    rounds = Round.objects.unrestricted(reason=REASON).filter(strategy=strategy)
    kept = rounds.exclude(state=RoundState.DISCARDED).order_by("-period_end", "-pk")
    counts = _counts(strategy)
    return tuple(RoundStanding(each, *counts.get(each.pk, (0, 0, 0, 0))) for each in kept)


def _counts(strategy: Strategy) -> dict[int, tuple[int, int, int, int]]:
    reports = Report.objects.unrestricted(reason=REASON).filter(round__strategy=strategy)
    submitted, accepted = Q(state=ReportState.SUBMITTED), Q(state=ReportState.ACCEPTED)
    rows = (
        reports.order_by()
        .values_list("round")
        .annotate(
            all=Count("pk"),
            reported=Count("pk", filter=submitted | accepted),
            waiting=Count("pk", filter=submitted),
            accepted=Count("pk", filter=accepted),
        )
    )
    return {pk: tuple(found) for pk, *found in rows}


def standing_now(of: Round) -> RoundStanding:
    """Return how many of a round's reports, and of their questions, stand where. One query."""
    found = Report.objects.unrestricted(reason=REASON).filter(round=of)
    counts = found.aggregate(
        done=Coalesce(Sum("count_done"), 0),
        asked=Coalesce(Sum("count_asked"), 0),
        partners=Count("pk"),
        reported=Count("pk", filter=Q(state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED])),
        waiting=Count("pk", filter=Q(state=ReportState.SUBMITTED)),
        accepted=Count("pk", filter=Q(state=ReportState.ACCEPTED)),
    )
    return RoundStanding(of, **counts)


@dataclass(frozen=True, slots=True)
class AskedPart:
    """A measure that somebody is asked about, and how many figures stand at it."""

    node_id: int
    text: NodeText
    figures: int
    is_answered: bool


@dataclass(slots=True)
class AskedPartner:
    """What one organisation is asked about."""

    report: Report
    parts: list[AskedPart] = field(default_factory=list)
    loose_figures: int = 0
    """Figures that stand at no measure of the organisation."""


@dataclass(frozen=True, slots=True)
class WhoAnswers:
    """Who is asked what, by name; and what nobody answers for, so that nobody is asked."""

    partners: tuple[AskedPartner, ...]
    """Those on the page."""
    count: int
    """How many there are on all pages."""
    measures: tuple[NodeText, ...] = ()
    figures: tuple[IndicatorText, ...] = ()

    @property
    def pages(self) -> int:
        return -(-self.count // PAGE)


def who_answers(of: Round, language: str, *, page: int = 1) -> WhoAnswers:
    """Return who is asked what, and what nobody answers for. Four queries, two more for that."""
    reports = Report.objects.unrestricted(reason=REASON).filter(round=of)
    everyone = reports.select_related("organisation").only("key", *NAMED)
    asked = sorted(everyone, key=lambda report: _sorted_by(report, language))
    found = {each.pk: AskedPartner(each) for each in asked[(page - 1) * PAGE : page * PAGE]}
    figures = Figure.objects.unrestricted(reason=REASON).filter(report__in=found).order_by()
    counts = dict(figures.values_list("answer").annotate(n=Count("pk")))
    answers = Answer.objects.unrestricted(reason=REASON).filter(report__in=found)
    rows = tuple(answers.only("report", "node", "way").order_by("path", "pk"))
    texts = _texts(of, (row.node_id for row in rows))
    for row in rows:
        own = found[row.report_id]
        text = texts.get(row.node_id or 0)
        if text is None or row.node_id is None:
            own.loose_figures += counts.get(row.pk, 0)
        else:
            own.parts.append(AskedPart(row.node_id, text, counts.get(row.pk, 0), bool(row.way)))
    return WhoAnswers(tuple(found.values()), len(asked), *_nobodys(of))


def _sorted_by(report: Report, language: str) -> tuple[object, ...]:
    return (sort_key(str(report.organisation.name.passage(language)), language), report.pk)


def _texts(of: Round, nodes: Iterable[int | None]) -> dict[int, NodeText]:
    found = NodeText.objects.addressed(of.edition).defer("description", "provenance")
    found = found.filter(node__in=[n for n in nodes if n])
    return {text.node_id: text for text in found.select_related("node").order_by("path")}


def _nobodys(of: Round) -> tuple[tuple[NodeText, ...], tuple[IndicatorText, ...]]:
    """Return the measures and figures that nobody answers for."""
    measures = _texts(of, of.unasked_measures) if of.unasked_measures else {}
    texts = IndicatorText.objects.of(of.edition).filter(indicator__in=of.unasked_figures)
    figures = tuple(texts.order_by("pk")) if of.unasked_figures else ()
    return tuple(measures.values()), figures


@dataclass(frozen=True, slots=True)
class Recipient:
    """An organisation that is written to: who gets the letter, which addresses refuse mail."""

    organisation: Organisation
    people: tuple[User, ...]
    bounced: tuple[str, ...]
    has_own: bool
    """Whether somebody of its own is written to; else the coordinators are."""


def recipients(strategy: Strategy, organisations: Sequence[Organisation]) -> tuple[Recipient, ...]:
    """Return who is written to for organisations. Four queries, whatever their number."""
    known = respondents(strategy, [each.pk for each in organisations])
    refused = _refused(known.values())
    return tuple(_recipient(each, known[each.pk], refused) for each in organisations)


def _refused(known: Iterable[Respondents]) -> Mapping[str, Bounced]:
    return bounced({person.email for own in known for person in own.to_write_to})


def _recipient(
    organisation: Organisation, own: Respondents, refused: Mapping[str, Bounced]
) -> Recipient:
    people = own.to_write_to
    return Recipient(
        organisation=organisation,
        people=people,
        bounced=tuple(person.email for person in people if person.email in refused),
        has_own=bool(people) and people != tuple(p for p in own.coordinators if p.is_active),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """Who speaks for an organisation, and who of it could."""

    organisation: Organisation
    line: ReportingLine | None
    respondents: Respondents
    bounced: tuple[str, ...]

    @property
    def candidates(self) -> tuple[User, ...]:
        """Who has a role in the organisation that lets them report or sign off."""
        everyone = [*self.respondents.reporters, *self.respondents.approvers]
        return tuple(dict.fromkeys(person for person in everyone if person.is_active))


def reporting_lines(strategy: Strategy, language: str, slug: str = "") -> tuple[Line, ...]:
    """Return who speaks for each organisation that was ever asked, by name. Six queries."""
    asked = Report.objects.unrestricted(reason=REASON).filter(round__strategy=strategy)
    organisations = Organisation.objects.filter(pk__in=asked.values("organisation"))
    if slug:
        organisations = organisations.filter(slug=slug)
    found = sorted(
        organisations, key=lambda each: sort_key(str(each.name.passage(language)), language)
    )
    known = respondents(strategy, [each.pk for each in found])
    refused = _refused(known.values())
    lines = ReportingLine.objects.unrestricted(reason=REASON).filter(strategy=strategy)
    by_organisation = {line.organisation_id: line for line in lines}
    return tuple(
        Line(
            organisation=each,
            line=by_organisation.get(each.pk),
            respondents=known[each.pk],
            bounced=tuple(p.email for p in known[each.pk].to_write_to if p.email in refused),
        )
        for each in found
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What publishing a round puts on the public pages, in numbers."""

    reports: int
    measures: int
    figures: int
    silent: int


def outcome_of(standing: RoundStanding) -> Outcome:
    """Return what publishing a round comes to. Two queries."""
    of = standing.round
    accepted = Answer.objects.unrestricted(reason=REASON).filter(
        round=of, report__state=ReportState.ACCEPTED
    )
    figures = Figure.objects.unrestricted(reason=REASON).filter(
        answer__in=accepted.exclude(way__in=["", Way.NONE]).values("pk")
    )
    return Outcome(
        reports=standing.accepted,
        measures=accepted.exclude(way="").filter(node__isnull=False).count(),
        figures=figures.exclude(way="").count(),
        silent=standing.partners - standing.accepted,
    )


def waiting_counts() -> dict[str, Combinable]:
    """Return what to read strategies with: their reports to review, and requests for more time."""
    hidden = [RoundState.DRAFT, RoundState.DISCARDED]
    shown = Report.objects.unrestricted(reason=REASON).exclude(round__state__in=hidden)
    return {
        "reviews": counted(shown.filter(state=ReportState.SUBMITTED), "round__strategy"),
        "requests": counted(shown.filter(wanted_until__isnull=False), "round__strategy"),
    }


def frozen_verdicts(of: Round) -> tuple[tuple[IndicatorText, RoundVerdict, str], ...]:
    """Return how each indicator was judged when the round was closed, its value in words.

    Two queries.
    """
    verdicts = verdicts_of(of)
    texts = IndicatorText.objects.of(of.edition).filter(indicator__in=verdicts).order_by("pk")
    pairs = [(text, verdicts[text.indicator_id]) for text in texts]
    return tuple((text, row, _valued(text, row)) for text, row in pairs)


def _valued(text: IndicatorText, row: RoundVerdict) -> str:
    return "–" if row.value is None else say_of(text)(row.value)
