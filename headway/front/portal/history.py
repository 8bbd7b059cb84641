"""The legal memory of a strategy: what was decided about it, by whom, when, in force since.

Every reader gets the same: what is read here is read as somebody who is not signed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.prepared import prepared
from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.names import named
from headway.foundation.ui.templatetags.ui import worded
from headway.monitoring.amendments.kinds import KINDS
from headway.monitoring.amendments.queries.published import operations_told, public_amendments
from headway.monitoring.amendments.states import AmendmentState
from headway.monitoring.amendments.wording import sentence_of
from headway.monitoring.indicators.models import Placement
from headway.monitoring.meetings.queries.published import public_decisions, public_decisions_about
from headway.monitoring.strategy.models import NodeText
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.queries.nodes import address_of
from headway.monitoring.strategy.states import ActVerb, EditionState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from headway.foundation.core.days import Days
    from headway.foundation.core.provenance import Provenance
    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.amendments.models import Amendment, Operation
    from headway.monitoring.meetings.models import Decision
    from headway.monitoring.strategy.models import Edition, Node, Strategy


@dataclass(frozen=True, slots=True)
class About:
    """A measure that something is about, as the edition in force calls it, and its page."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was decided: a sentence that says what, by whom, when, and since when."""

    ident: str
    """A name for good, for feeds and for links to it."""
    day: PartialDate
    sentence: str
    since: str
    address: str
    edition: Edition | None
    edition_address: str
    provenance: Provenance
    known_at: datetime
    """When everybody could know of it."""
    words: TranslatedText = EMPTY
    change: str = ""
    """Which change of an amendment is meant, where not the whole of it is."""
    decision: Decision | None = None
    about: tuple[About, ...] = ()

    @property
    def order(self) -> tuple[date, datetime]:
        return (self.day.first_day, self.known_at)


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    lines: tuple[Line, ...]


def of_strategy(
    strategy: Strategy,
    editions: Sequence[Edition],
    *,
    edition: Edition,
    known_by: datetime | None = None,
) -> tuple[Line, ...]:
    """Return all that was decided about a strategy, the newest first. Four queries at most.

    `editions` are those that the reader holds; drafts among them are left out.
    """
    amendments = {each.edition_id: each for each in public_amendments(strategy)}
    adopted = [each for each in editions if each.state == EditionState.IN_FORCE]
    decisions = list(public_decisions(strategy, known_by=known_by).prefetch_related("nodes"))
    names = _names(edition, [node.pk for each in decisions for node in each.nodes.all()])
    lines = [
        *(_of_edition(strategy, each, amendments.get(each.pk)) for each in adopted),
        *(_of_decision(strategy, each, names) for each in decisions),
    ]
    return tuple(sorted(lines, key=lambda line: line.order, reverse=True))


def by_year(lines: Iterable[Line]) -> tuple[Year, ...]:
    """Return lines under their years, in the order in which they come."""
    grouped = groupby(lines, key=lambda line: line.day.year)
    return tuple(Year(year, tuple(found)) for year, found in grouped)


def of_node(
    strategy: Strategy, node: Node, *, days: Days, known_by: datetime | None = None
) -> tuple[Line, ...]:
    """Return what was decided about a measure and its indicators, the newest first. Two queries.

    Whoever reads the text of a day that has passed reads of no later change of it.
    """
    decisions = _decisions_about(node, strategy, known_by)
    lines = [
        *(
            _of_operation(strategy, each, of=node.key)
            for each in _changes_of(node)
            if days.on >= days.today or _begun(each, days.on)
        ),
        *(_of_decision(strategy, each, {}) for each in decisions),
    ]
    return tuple(sorted(lines, key=lambda line: line.order, reverse=True))


@prepared
def _changes_of(node: Node) -> QuerySet[Operation]:
    placed = Placement.objects.unrestricted(reason="only what was adopted is read by them")
    return operations_told([node.key], placed.filter(node=node.pk).values("indicator__key"))


@prepared
def _decisions_about(
    node: Node, strategy: Strategy, known_by: datetime | None
) -> QuerySet[Decision]:
    return public_decisions_about(node, strategy=strategy, known_by=known_by)


def _begun(operation: Operation, on: date) -> bool:
    edition = operation.amendment.edition
    return edition is not None and edition.in_force_from is not None and edition.in_force_from <= on


def below_node(strategy: Strategy, text: NodeText, edition: Edition) -> tuple[Line, ...]:
    """Return what was decided about a node, all below it, and their indicators. Two queries."""
    within = Q(path=text.path) | Q(path__startswith=f"{text.path}.")
    texts = NodeText.objects.of(edition).filter(within)
    placed = Placement.objects.of(edition).filter(node__in=texts.values("node"))
    operations = operations_told(texts.values("node__key"), placed.values("indicator__key"))
    decisions = public_decisions(strategy).filter(nodes__in=texts.values("node")).distinct()
    lines = [
        *(_of_operation(strategy, each) for each in operations),
        *(_of_decision(strategy, each, {}) for each in decisions),
    ]
    return tuple(sorted(lines, key=lambda line: line.order, reverse=True))


def _names(edition: Edition, nodes: Iterable[int]) -> Mapping[int, About]:
    """Return what nodes are called in an edition. One query, or none."""
    wanted = set(nodes)
    if not wanted:
        return {}
    texts = NodeText.objects.addressed(edition).filter(node__in=wanted).select_related("node")
    return {
        text.node_id: About(
            named(text),
            reverse("portal:measure", args=[edition.strategy.slug, address_of(text)]),
        )
        for text in texts
    }


# -- lines ---------------------------------------------------------------------------------------


def _of_edition(strategy: Strategy, edition: Edition, amendment: Amendment | None) -> Line:
    day = edition.act_date or edition.in_force_on or PartialDate(1)
    address = edition_address(strategy, edition)
    return Line(
        ident=f"edition-{edition.number}",
        day=day,
        sentence=sentence_of_act(edition, amendment),
        since=in_force_since(edition),
        address=amendment_address(amendment) if amendment else address,
        edition=edition,
        edition_address=address,
        provenance=edition.provenance,
        known_at=_known(strategy, edition, amendment),
        words=amendment.rationale if amendment else EMPTY,
    )


def _of_operation(strategy: Strategy, operation: Operation, *, of: str = "") -> Line:
    """Return the line of a change; on the page `of` what it changes, that is not named again."""
    amendment = operation.amendment
    edition = amendment.edition
    assert edition is not None  # noqa: S101 -- only what became text is read
    whole = _of_edition(strategy, edition, amendment)
    return Line(
        ident=f"operation-{operation.key}",
        day=whole.day,
        sentence=whole.sentence,
        since=whole.since,
        address=f"{whole.address}#op-{operation.key}",
        edition=edition,
        edition_address=whole.edition_address,
        provenance=whole.provenance,
        known_at=whole.known_at,
        words=operation.rationale,
        change=str(KINDS[operation.kind].label)
        if of == operation.thing_key
        else sentence_of(operation),
    )


def _of_decision(strategy: Strategy, decision: Decision, names: Mapping[int, About]) -> Line:
    day = PartialDate.of(day_of(strategy, decision.meeting.starts_at))
    found = [names.get(node.pk) for node in decision.nodes.all()] if names else []
    ident = f"decision-{decision.key}"
    return Line(
        ident=ident,
        day=day,
        sentence=_("{body} made decision {number} ({when}).").format(
            body=named(decision.body), number=decision.code, when=worded(day)
        ),
        since="",
        address=f"{history_address(strategy)}#{ident}",
        edition=None,
        edition_address="",
        provenance=decision.provenance,
        known_at=decision.meeting.confirmed_at or decision.made_at,
        words=decision.words,
        decision=decision,
        about=tuple(each for each in found if each),
    )


def sentence_of_act(
    edition: Edition, amendment: Amendment | None, *, with_title: bool = True
) -> str:
    """Say which body took on what, and when: “City Council adopted edition 1 (2018)”."""
    given = {
        "body": named(edition.act_body) if edition.act_body else "",
        "number": amendment.number if amendment else edition.number,
        "when": _when(edition),
    }
    said = _words_of_act(edition, amendment).format(**given)
    return f"{said}: {named(amendment)}." if amendment and with_title else f"{said}."


def _words_of_act(edition: Edition, amendment: Amendment | None) -> str:
    endorsed = edition.act_verb == ActVerb.ENDORSE
    if not edition.act_body:
        return _("Edition {number} of the strategy was made{when}")
    if amendment is None and endorsed:
        return _("{body} endorsed edition {number} of the strategy{when}")
    if amendment is None:
        return _("{body} adopted edition {number} of the strategy{when}")
    if amendment.state == AmendmentState.PARTLY_ADOPTED:
        return _("{body} adopted a part of amendment {number}{when}")
    if endorsed:
        return _("{body} endorsed amendment {number}{when}")
    return _("{body} adopted amendment {number}{when}")


def _when(edition: Edition) -> str:
    """Say when an act was passed and its number, in brackets: “ (17 June 2021, No T2-1)”."""
    parts = [worded(edition.act_date)] if edition.act_date else []
    if edition.act_number:
        parts.append(_("No %(number)s") % {"number": edition.act_number})
    return f" ({', '.join(parts)})" if parts else ""


def in_force_since(edition: Edition) -> str:
    """Say since when an edition is, or from when it will be, in force."""
    if edition.in_force_on is None:
        return ""
    said = _("In force from {day}").format(day=worded(edition.in_force_on, "genitive"))
    return f"{said.rstrip('.')}."  # a Lithuanian day ends with a full stop already


def _known(strategy: Strategy, edition: Edition, amendment: Amendment | None) -> datetime:
    """Return when an edition was known: as its amendment was decided, else as it began."""
    if amendment and amendment.decided_at:
        return amendment.decided_at
    day = edition.in_force_from
    assert day is not None  # noqa: S101 -- an edition in force has a day
    return datetime.combine(day, time.min, ZoneInfo(strategy.time_zone)).astimezone(UTC)


# -- addresses -----------------------------------------------------------------------------------


def history_address(strategy: Strategy) -> str:
    return reverse("portal:history", args=[strategy.slug])


def amendment_address(amendment: Amendment) -> str:
    return reverse("portal:amendment", args=[amendment.strategy.slug, amendment.number])


def edition_address(strategy: Strategy, edition: Edition) -> str:
    """Return the page of an edition; its text on its first day, where there is none."""
    try:
        return reverse("portal:edition", args=[strategy.slug, edition.number])
    except NoReverseMatch:
        address = reverse("portal:strategy", args=[strategy.slug])
        return f"{address}?on={edition.in_force_from}"
