"""Values of indicators: recorded and corrected in vintages, one by one or many at once."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput, Clash, Conflict, HeadwayError
from headway.foundation.core.numbers import plain
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import stale_sentence
from headway.foundation.organisations.rules import website_problem
from headway.monitoring.indicators.kinds import KINDS
from headway.monitoring.indicators.kinds.base import Entry
from headway.monitoring.indicators.models import Indicator, IndicatorText, Value
from headway.monitoring.indicators.permissions import can_record_value
from headway.monitoring.indicators.queries.definitions import newest_text
from headway.monitoring.indicators.queries.values import (
    REASON,
    entry_of,
    standing_values,
    vintages,
)
from headway.monitoring.indicators.rules import MOST_CONSIDERED, jump
from headway.monitoring.indicators.saying import say_of
from headway.monitoring.indicators.services.kept import renew_kept
from headway.monitoring.indicators.states import Flag, Missing
from headway.monitoring.indicators.verbs import (
    VALUE_CORRECTED,
    VALUE_RECORDED,
    VALUES_RECORDED,
)
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.services.strategies import renew_if_public

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor
    from headway.foundation.core.periods import Period

MOST_VALUES = 5000
"""Values of one indicator in one go."""
Alike = tuple[str, int | None, str]
"""Part, contributor and length of the periods: values that are compared with each other."""


@dataclass(frozen=True, slots=True)
class Said:
    """One figure, or a stated reason for none, as somebody enters it.

    `seen` is the id of the vintage that the writer saw for this period, or nothing where there
    was none. `received_at` is when the figure was known, if that was before it is entered.
    """

    period: Period
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    words: TranslatedText = EMPTY
    missing: str = ""
    flag: str = ""
    member: str = ""
    contributor_id: int | None = None
    reporter: str = ""
    reason: str = ""
    evidence_id: int | None = None
    evidence_address: str = ""
    provenance: Provenance = UNKNOWN
    received_at: datetime | None = None
    seen: int | None = None

    @property
    def place(self) -> tuple[str, str, int | None]:
        return str(self.period), self.member, self.contributor_id

    def figures(self) -> tuple[object, ...]:
        return (
            self.value, self.numerator, self.denominator, self.words, self.missing, self.flag,
            self.evidence_id, self.evidence_address, self.provenance,
        )  # fmt: skip

    def entry(self) -> Entry:
        return Entry(
            period=self.period,
            value=self.value,
            numerator=self.numerator,
            denominator=self.denominator,
            words=str(self.words),
            contributor=str(self.contributor_id or ""),
            flag=self.flag,
        )


class Implausible(HeadwayError):
    """Some values look like mistakes. Nothing was kept; saving again as sure keeps them."""

    def __init__(self, doubts: dict[str, str]) -> None:
        super().__init__(" ".join(doubts.values()))
        self.doubts = doubts
        """A sentence by period."""


@transaction.atomic
def record_values(
    *,
    indicator_id: int,
    said: Sequence[Said],
    by: User | SystemActor,
    at: datetime,
    is_sure: bool = False,
) -> tuple[Value, ...]:
    """Keep values of an indicator, all or none. Each that differs becomes a new vintage.

    What stands already as it is said is left alone, and so is a figure of the past that was known
    by then. `is_sure` keeps what the jump check doubts.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises BadInput: by period, for a figure that this kind cannot take, a blank without a reason,
        a period or a receipt that lies ahead, or a period said twice.
    :raises Conflict: if somebody else recorded one of them since.
    :raises Implausible: unless `is_sure`, for figures far from those before.
    """
    indicator = (
        Indicator.objects.select_related("strategy")
        .select_for_update(of=("self",))
        .get(pk=indicator_id)
    )
    require(can_record_value(by, indicator.strategy))
    text = newest_text(indicator, on=day_of(indicator.strategy, at))
    _refuse_bad(said, text, today=day_of(indicator.strategy, at), at=at)
    standing = standing_values(indicator)
    _refuse_stale(said, standing)
    before = _standing_then(said, indicator, standing)
    fresh = [each for each in said if differs(each, before.get(each.place))]
    if not fresh:
        return ()
    doubts = {} if is_sure else doubts_of(fresh, standing, text)
    if doubts:
        raise Implausible(doubts)
    rows = _write(fresh, indicator, standing, by=by, at=at)
    corrected = sum(each.place in standing for each in fresh)
    _record(rows, text, corrected=corrected, by=by, at=at)
    renew_kept(indicators=[indicator], strategy=indicator.strategy, at=at)
    renew_if_public(indicator.strategy, at=at)
    return rows


@transaction.atomic
def record_value(
    *,
    indicator_id: int,
    said: Said,
    by: User | SystemActor,
    at: datetime,
    is_sure: bool = False,
) -> Value | None:
    """Keep one value; nothing if it stands already. Raises what `record_values` raises."""
    rows = record_values(indicator_id=indicator_id, said=[said], by=by, at=at, is_sure=is_sure)
    return rows[0] if rows else None


def refuse_too_many(said: Sequence[Said]) -> None:
    """Keep what is held in memory at once within bounds.

    :raises BadInput: for more values than are taken together.
    """
    if len(said) > MOST_VALUES:
        sentence = _("These are more than %(number)d values. Bring them in parts.")
        raise BadInput({"values": sentence % {"number": MOST_VALUES}})


def _refuse_bad(said: Sequence[Said], text: IndicatorText, *, today: date, at: datetime) -> None:
    refuse_too_many(said)
    problems: dict[str, str] = {}
    places = set()
    for each in said:
        problem = problem_of(each, text, today=today)
        if each.received_at and each.received_at > at:
            problem = _("It cannot have been received later than now. Correct the day.")
        if each.place in places:
            problem = _("This period is said twice. Take one out.")
        places.add(each.place)
        if problem:
            problems[str(each.period)] = problem
    if problems:
        raise BadInput(problems)


def problem_of(said: Said, text: IndicatorText, *, today: date) -> str:
    """Return why a value cannot be kept; an empty text if it can."""
    if said.period.first_day > today:
        return _("This period lies ahead. A value is of a period that has begun.")
    for value, known in (
        (said.flag, Flag.values),
        (said.missing, Missing.values),
        (said.member, [part["key"] for part in text.breakdowns]),
    ):
        if value and value not in known:
            sentence = _("“%(value)s” is not in the list. Choose one of those listed.")
            return sentence % {"value": value}
    return website_problem(said.evidence_address) or _figure_problem(said, text)


def _figure_problem(said: Said, text: IndicatorText) -> str:
    is_blank = not said.words and (said.value, said.numerator, said.denominator) == (None,) * 3
    if said.missing:
        return "" if is_blank else _("There is a value and a reason for none. Take one out.")
    if is_blank:
        return _("There is no value. Enter it, or say why there is none.")
    return " ".join(KINDS[text.kind].problems(said.entry()).values())


def _refuse_stale(said: Sequence[Said], standing: dict[tuple[str, str, int | None], Value]) -> None:
    clashes = []
    for each in said:
        now = standing.get(each.place)
        if (now.pk if now else None) != each.seen and differs(each, now):
            theirs = "" if now is None else shown(now)
            clashes.append(Clash(str(each.period), each.period.worded(), theirs, shown(each)))
    if clashes:
        raise Conflict(stale_sentence(), clashes=clashes, token="")


def _standing_then(
    said: Sequence[Said],
    indicator: Indicator,
    standing: dict[tuple[str, str, int | None], Value],
) -> dict[tuple[str, str, int | None], Value]:
    """Return what each figure is compared with: what stood when it was received.

    One query more if any was received before what stands now.
    """
    late = {
        each.place: each.received_at
        for each in said
        if each.received_at
        and (now := standing.get(each.place))
        and each.received_at < now.received_at
    }
    if not late:
        return standing
    found = {place: row for place, row in standing.items() if place not in late}
    for row in vintages(indicator).reverse():
        place = (row.period, row.member, row.contributor_id)
        if place in late and row.received_at <= late[place]:
            found[place] = row
    return found


def shown(row: Value | Said) -> str:
    """Return what a vintage or a person says, in a few words."""
    if row.missing:
        return str(Missing(row.missing).label)
    if row.value is not None:
        return plain(row.value)
    if row.numerator is not None and row.denominator is not None:
        return f"{plain(row.numerator)} / {plain(row.denominator)}"
    return str(row.words)


def differs(said: Said, now: Value | None) -> bool:
    """Tell whether what is said of a period is another thing than what stands."""
    return now is None or said.figures() != (
        now.value, now.numerator, now.denominator, now.words, now.missing, now.flag,
        now.evidence_id, now.evidence_address, now.provenance,
    )  # fmt: skip


def doubts_of(
    said: Sequence[Said],
    standing: dict[tuple[str, str, int | None], Value],
    text: IndicatorText,
) -> dict[str, str]:
    """Return a sentence for each figure that lies far from those of earlier periods, by period."""
    entries = {place: entry_of(row) for place, row in standing.items()}
    entries |= {each.place: each.entry() for each in said}
    series: dict[Alike, list[tuple[tuple[date, date], Entry]]] = {}
    for (_period, member, contributor), entry in entries.items():
        alike = member, contributor, entry.period.length
        series.setdefault(alike, []).append((_days(entry.period), entry))
    for row in series.values():
        row.sort(key=itemgetter(0))
    found = {}
    for each in said:
        row = series[each.member, each.contributor_id, each.period.length]
        before = bisect_left(row, _days(each.period), key=itemgetter(0))
        beside = [entry for _when, entry in row[max(before - MOST_CONSIDERED, 0) : before]]
        doubt = jump(kind=KINDS[text.kind], entry=each.entry(), others=beside)
        if doubt:
            found[str(each.period)] = doubt.sentence(say_of(text))
    return found


def _days(period: Period) -> tuple[date, date]:
    """Return what periods are ordered by, reckoned once for many comparisons."""
    return period.last_day, period.first_day


def _write(
    said: Sequence[Said],
    indicator: Indicator,
    standing: dict[tuple[str, str, int | None], Value],
    *,
    by: User | SystemActor,
    at: datetime,
) -> tuple[Value, ...]:
    """Keep what was said, and let it speak where it was received last. Two queries at most."""
    rows, passed = [], []
    for each in said:
        before = standing.get(each.place)
        row = _row(each, indicator, by=by, at=at)
        row.is_latest = before is None or before.received_at <= row.received_at
        if before and row.is_latest:
            passed.append(before.pk)
        rows.append(row)
    if passed:
        Value.objects.unrestricted(reason=REASON).filter(pk__in=passed).update(is_latest=False)
    return tuple(Value.objects.bulk_create(rows))


def _row(said: Said, indicator: Indicator, *, by: User | SystemActor, at: datetime) -> Value:
    return Value(
        indicator=indicator,
        period=str(said.period),
        period_end=said.period.last_day,
        member=said.member,
        contributor_id=said.contributor_id,
        value=said.value,
        numerator=said.numerator,
        denominator=said.denominator,
        words=said.words,
        missing=said.missing,
        flag=said.flag,
        received_at=said.received_at or at,
        recorded_at=at,
        reporter=said.reporter,
        acceptor=str(by),
        reason=said.reason,
        evidence_id=said.evidence_id,
        evidence_address=said.evidence_address,
        provenance=said.provenance,
    )


def _record(
    rows: Sequence[Value],
    text: IndicatorText,
    *,
    corrected: int,
    by: User | SystemActor,
    at: datetime,
) -> None:
    indicator = rows[0].indicator
    if len(rows) == 1:
        verb = VALUE_CORRECTED if corrected else VALUE_RECORDED
        payload: dict[str, object] = {"period": rows[0].period, "value": shown(rows[0])}
        record(
            verb, indicator, by=by, at=at, name=str(text), payload=payload, reason=rows[0].reason
        )
        return
    payload = {
        "created": len(rows) - corrected,
        "corrected": corrected,
        "periods": [row.period for row in rows],
    }
    record(VALUES_RECORDED, indicator, by=by, at=at, name=str(text), payload=payload)
