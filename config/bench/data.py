"""A strategy of a chosen size, told through the services."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.periods import Period
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.services import add_organisation
from headway.monitoring.indicators.definition import Definition, Wanted
from headway.monitoring.indicators.services import add_indicator, record_values
from headway.monitoring.indicators.services.values import Said
from headway.monitoring.strategy.frame import Frame, Level, StatusOption
from headway.monitoring.strategy.models import Edition, Node
from headway.monitoring.strategy.services import (
    add_node,
    create_strategy,
    put_in_force,
    set_life,
)
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.services.strategies import Settings
from headway.monitoring.strategy.states import Canonical, Responsible
from headway.monitoring.strategy.wording import Duty, Wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from headway.foundation.organisations.models import Organisation

SLUG = "bench"
BENCH = SystemActor("headway bench")
OBJECTIVES, TASKS = 3, 4
"""Objectives of the strategy, and tasks of each; the measures are spread over the tasks."""
PATTERN = OBJECTIVES * TASKS
"""After how many measures tasks, statuses and series come round again."""
ORGANISATIONS = 30
WORDS = {
    "lt": "Parengti, suderinti su partneriais ir įgyvendinti smulkiojo verslo plėtros veiklą",
    "en": "Prepare, agree with partners and carry out an activity for the growth of small firms",
}


@transaction.atomic
def make(
    measures: int,
    *,
    at: datetime,
    slug: str = SLUG,
    organisations: int = ORGANISATIONS,
    leads: Sequence[int] = (),
    values: int = 0,
) -> Edition:
    """Make one strategy in force and public, with so many measures and who answers for them.

    `leads` names for each measure the organisation that answers, from 0; each in turn, else. With
    values every measure has a status, and an indicator with so many of them, one a month.
    """
    partners = [
        add_organisation(
            name=TranslatedText.of({"lt": f"Įstaiga {n}", "en": f"Organisation {n}"}),
            slug=f"{slug}-{n}",
            by=BENCH,
            at=at,
        )
        for n in range(1, organisations + 1)
    ]
    strategy = create_strategy(
        slug=slug,
        organisation=partners[0],
        wanted=Settings(
            name=TranslatedText.of({"lt": "Matuojama strategija", "en": "A strategy to measure"}),
            languages=("lt", "en"),
            statuses=tuple(
                StatusOption(status.value, TranslatedText.of({"en": str(status.label)}), status)
                for status in Canonical
            ),
            is_public=True,
        ),
        frame=_frame(),
        by=BENCH,
        at=at,
    )
    editions = Edition.objects.unrestricted(reason="the bench made it a moment ago")
    draft = editions.get(strategy=strategy)
    answering = leads or [number % organisations for number in range(measures)]
    nodes = _add_measures(draft, answering, _add_tasks(draft, at=at), partners, at=at)
    indicators = [
        add_indicator(draft_id=draft.pk, said=definition(number, node), by=BENCH, at=at).indicator
        for number, node in enumerate(nodes if values else ())
    ]
    act = Act(in_force_on=PartialDate.parse("2020"))
    edition = put_in_force(draft_id=draft.pk, act=act, by=BENCH, at=at)
    for number, indicator in enumerate(indicators):
        said = series(number, values, before=at.date())
        record_values(indicator_id=indicator.pk, said=said, by=BENCH, at=at, is_sure=True)
        set_life(node_id=nodes[number].pk, status=status(number), by=BENCH, at=at)
    return edition


def code(number: int) -> str:
    """Return the code of a measure, counted from 0: its task, and its place there."""
    objective, task = divmod(number % PATTERN, TASKS)
    return f"{objective + 1}.{task + 1}.{number // PATTERN + 1}"


def duties(number: int, partners: Sequence[int], lead: int | None = None) -> tuple[Duty, ...]:
    """Return who answers for a measure, and who helps, if that is somebody else."""
    place = number % len(partners) if lead is None else lead
    other = partners[(place + 1 + number % 5) % len(partners)]
    found = Duty(partners[place]), Duty(other, Responsible.CONTRIBUTING)
    return found[:1] if other == partners[place] else found


def worded(said: str, answering: tuple[Duty, ...] = ()) -> Wording:
    """Return the text of the node with a code."""
    return Wording(
        code=said,
        title=TranslatedText.of({language: f"{text} {said}" for language, text in WORDS.items()}),
        description=TranslatedText.of({lang: f"{text}. " * 3 for lang, text in WORDS.items()}),
        duties=answering,
    )


def definition(number: int, node: Node) -> Definition:
    """Return what the indicator of a measure says: a level, each month, until 2030."""
    return Definition(
        title=TranslatedText.of({"lt": f"Rodiklis {number}", "en": f"Indicator {number}"}),
        kind="stock",
        baseline=Decimal(100),
        baseline_period=Period.parse("2018"),
        frequency="month",
        node_ids=(node.pk,),
        targets=(Wanted(Period.parse("2030"), low=Decimal(500), high=Decimal(500)),),
    )


def series(number: int, values: int, *, before: date) -> list[Said]:
    """Return so many figures, one a month, of the months that have ended; some rise, some fall."""
    period = Period("month", before.year - values // 12 - 2)
    months = []
    while period.last_day < before:
        months.append(period)
        period = period.following
    slope = number % PATTERN - 4
    return [Said(month, Decimal(100 + n * slope)) for n, month in enumerate(months[-values:])]


def status(number: int) -> str:
    """Return how far a measure has got: each status in turn."""
    found = list(Canonical)
    return found[number % PATTERN % len(found)].value


def _frame() -> Frame:
    labels = (("tikslas", "objective"), ("uždavinys", "task"), ("priemonė", "measure"))
    levels = tuple(
        Level({"lt": {"one": lt, "other": lt}, "en": {"one": en, "other": f"{en}s"}})
        for lt, en in labels
    )
    return Frame(levels=levels, counted_depth=len(levels), horizon=PartialDate.parse("2030"))


def _add_tasks(draft: Edition, *, at: datetime) -> list[Node]:
    tasks = []
    for objective in range(1, OBJECTIVES + 1):
        above = _add(draft, None, f"{objective}", (), at=at)
        codes = (f"{objective}.{task}" for task in range(1, TASKS + 1))
        tasks += [_add(draft, above, each, (), at=at) for each in codes]
    return tasks


def _add_measures(
    draft: Edition,
    leads: Sequence[int],
    tasks: list[Node],
    partners: list[Organisation],
    *,
    at: datetime,
) -> list[Node]:
    own = [partner.pk for partner in partners]
    return [
        _add(draft, tasks[number % PATTERN], code(number), duties(number, own, place), at=at)
        for number, place in enumerate(leads)
    ]


def _add(
    draft: Edition, parent: Node | None, said: str, answering: tuple[Duty, ...], *, at: datetime
) -> Node:
    wording = worded(said, answering)
    text = add_node(draft_id=draft.pk, parent=parent, wording=wording, by=BENCH, at=at)
    return text.node
