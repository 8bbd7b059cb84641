"""The list of a strategy's measures: what a reader chose, and the rows in their groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.days import AS_OF, ON
from headway.foundation.core.errors import BadInput
from headway.front.portal.figures import status_word
from headway.front.portal.parts import Written, part, written
from headway.monitoring.strategy.queries import tree
from headway.monitoring.strategy.queries.nodes import address_of
from headway.monitoring.strategy.queries.tree import Answering, Choice, Page
from headway.monitoring.strategy.states import NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpRequest

    from headway.foundation.core.days import Days
    from headway.foundation.core.partial_dates import PartialDate
    from headway.foundation.core.texts import Passage
    from headway.foundation.organisations.models import Organisation
    from headway.front.portal.reading import Reading
    from headway.monitoring.strategy.models import Edition, NodeText, Strategy


CHOICES = ("objective", "organisation", "status", "sector", "due", "kind")
"""Parameters of an address whose values are offered, so that there are few."""
NARROWING = (*CHOICES, "words", ON, AS_OF)
"""Parameters of an address by which the list, and the table of its download, are narrowed."""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FilterField:
    """One choice that narrows the list; it works as a plain form, its value in the address."""

    name: str
    label: str
    everything: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list of measures: where it stands among the pages, and its rows as written."""

    total: int
    number: int
    pages: int
    rows: Written | None
    """None where nothing matches."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A measure in the list: everything that a row shows, and nothing else."""

    code: str
    title: Passage
    strategy: str
    ref: str
    query: str
    """The days that the page is read for, as addresses keep them."""
    is_flagship: bool
    kind: str
    """Its kind in words, where it is not done once."""
    is_synthetic: bool
    leads: tuple[Passage, ...]
    canonical: str
    word: str
    due: PartialDate | None


@dataclass(frozen=True, slots=True)
class Answers:
    """An organisation that answers for measures: everything that its row shows."""

    slug: str
    name: Passage
    query: str
    address: str
    """The list of what it leads."""
    leads: int
    is_founding: bool
    is_partner: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The measures of one page that stand under the same top node."""

    top: NodeText | None
    rows: tuple[Listed, ...]


def chosen(
    request: HttpRequest,
    upper: Sequence[NodeText],
    answering: Sequence[Answering],
    strategy: Strategy,
) -> Choice:
    """Read the choice from the address. No query.

    :raises BadInput: for a value that this strategy does not have.
    """
    given = request.GET
    return Choice(
        top=_one(given.get("objective", ""), {address_of(t): t.path for t in upper}, "objective"),
        organisation=int(
            _one(
                given.get("organisation", ""),
                {a.organisation.slug: str(a.organisation.pk) for a in answering},
                "organisation",
            )
            or 0
        ),
        status=_one(given.get("status", ""), {o.code: o.code for o in strategy.statuses}, "status"),
        sector=given.get("sector", ""),
        due=given.get("due", ""),
        kind=given.get("kind", ""),
        words=given.get("words", ""),
    )


def _one(value: str, known: dict[str, str], name: str) -> str:
    if not value:
        return ""
    if value not in known:
        sentence = _("This strategy does not have “%(value)s”. Choose one from the list.")
        raise BadInput({name: sentence % {"value": value}})
    return known[value]


def filters_of(
    request: HttpRequest,
    upper: Sequence[NodeText],
    answering: Sequence[Answering],
    reading: Reading,
) -> tuple[FilterField, ...]:
    """Return the choices that the list offers, in the language of the page."""
    language = get_language() or "en"
    frame = reading.edition.frame
    tops = [text for text in upper if text.depth == 1]
    choices = {
        "objective": (
            frame.level(1).label(language).capitalize(),
            [(address_of(t), f"{t.code} {t.title.passage(language)}".strip()) for t in tops],
        ),
        "organisation": (
            _("Organisation"),
            [(a.organisation.slug, str(a.organisation.name.passage(language))) for a in answering],
        ),
        "status": (_("Status"), [(o.code, status_word(o)) for o in reading.strategy.statuses]),
        "sector": (_("Sector"), [(s.key, str(s.title.passage(language))) for s in frame.sectors]),
        "kind": (_("Kind"), [(kind.value, str(kind.label)) for kind in NodeKind]),
        "due": (_("Due"), [(year, year) for year in horizon_years(reading.edition)]),
    }
    return tuple(
        FilterField(
            name,
            label,
            _("any"),
            tuple(Option(v, word, request.GET.get(name) == v) for v, word in options),
        )
        for name, (label, options) in choices.items()
        if len(options) > 1
    )


def horizon_years(edition: Edition) -> tuple[str, ...]:
    """Return the years from the edition's first day to the strategy's horizon."""
    horizon = edition.frame.horizon
    first = edition.in_force_from.year if edition.in_force_from else None
    if horizon is None or first is None:
        return ()
    return tuple(str(year) for year in range(first, horizon.year + 1))


def answering_at(reading: Reading) -> tuple[tuple[Answering, ...], Written]:
    """Return who answers for the measures, and the rows that tell it. One query; none if kept."""

    def make() -> tuple[tuple[Answering, ...], Written]:
        found = tree.answering(reading.edition)
        rows = answering_rows(found, reading.days)
        return found, written("portal/_answering_rows.html", {"answering": rows})

    return part(reading, "answering", make=make)


def listing_at(
    reading: Reading,
    choice: Choice,
    upper: Sequence[NodeText],
    answering: Sequence[Answering],
    *,
    page: int,
) -> Listing:
    """Return a page of the list of measures. One query; none for the whole list, if it is kept.

    A page behind the last one is empty and still tells the total, by a second query.
    """
    edition, days = reading.edition, reading.days

    def make() -> Listing:
        found = tree.measures(edition, choice, page=page, known_before=days.known_before)
        groups = grouped(found, upper, answering, reading.strategy, days=days)
        rows = written("portal/_measure_groups.html", {"groups": groups}) if groups else None
        return Listing(found.total, found.number, found.pages, rows)

    is_whole = choice.is_empty() and page == 1
    return part(reading, "measures", make=make) if is_whole else make()


def answering_rows(answering: Iterable[Answering], days: Days) -> tuple[Answers, ...]:
    """Return the rows of who answers for measures, in the language of the page. No query."""
    language = get_language() or "en"
    return tuple(
        Answers(
            slug=each.organisation.slug,
            name=each.organisation.name.passage(language),
            query=days.query,
            address=_led_by(each.organisation, days),
            leads=each.leads,
            is_founding=each.is_founding,
            is_partner=each.is_partner,
        )
        for each in answering
    )


def _led_by(organisation: Organisation, days: Days) -> str:
    return f"?{urlencode({**days.parameters, 'organisation': organisation.slug})}#measures"


def grouped(
    page: Page,
    upper: Sequence[NodeText],
    answering: Sequence[Answering],
    strategy: Strategy,
    *,
    days: Days,
) -> tuple[Group, ...]:
    """Return the rows of a page under their top nodes, in the language of the page. No query."""
    language = get_language() or "en"
    tops = {text.path: text for text in upper if text.depth == 1}
    names = {a.organisation.pk: a.organisation.name.passage(language) for a in answering}
    statuses = {o.code: (o.canonical, status_word(o)) for o in strategy.statuses}
    unsaid = ("", status_word(None))
    query = days.query
    groups: dict[str, list[Listed]] = {}
    for row in page.rows:
        text, (canonical, word) = row.text, statuses.get(row.status, unsaid)
        groups.setdefault(row.top, []).append(
            Listed(
                code=text.code,
                title=text.title.passage(language),
                strategy=strategy.slug,
                ref=address_of(text),
                query=query,
                is_flagship=text.is_flagship,
                kind=text.get_kind_display() if text.kind == NodeKind.CONTINUOUS else "",
                is_synthetic=text.provenance.is_synthetic(),
                leads=tuple(names[pk] for pk in row.lead_ids if pk in names),
                canonical=canonical,
                word=word,
                due=text.due,
            )
        )
    return tuple(Group(tops.get(path), tuple(rows)) for path, rows in groups.items())
