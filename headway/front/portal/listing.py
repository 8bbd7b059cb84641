"""The list of a strategy's measures: what a reader chose, and the rows in their groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.days import AS_OF, ON
from headway.foundation.core.errors import BadInput
from headway.front.portal.figures import status_word
from headway.monitoring.strategy.queries.nodes import address_of
from headway.monitoring.strategy.queries.tree import Answering, Choice, Page, Row
from headway.monitoring.strategy.states import NodeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

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
class Listed:
    """A measure in the list, with everything a row shows."""

    row: Row
    address: str
    leads: tuple[Organisation, ...]
    canonical: str
    word: str


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


def grouped(
    page: Page, upper: Sequence[NodeText], answering: Sequence[Answering], strategy: Strategy
) -> tuple[Group, ...]:
    """Return the rows of a page under their top nodes. No query."""
    tops = {text.path: text for text in upper if text.depth == 1}
    organisations = {a.organisation.pk: a.organisation for a in answering}
    options = {option.code: option for option in strategy.statuses}
    groups: dict[str, list[Listed]] = {}
    for row in page.rows:
        option = options.get(row.status)
        groups.setdefault(row.top, []).append(
            Listed(
                row=row,
                address=address_of(row.text),
                leads=tuple(organisations[pk] for pk in row.lead_ids if pk in organisations),
                canonical=option.canonical if option else "",
                word=status_word(option),
            )
        )
    return tuple(Group(tops.get(path), tuple(rows)) for path, rows in groups.items())
