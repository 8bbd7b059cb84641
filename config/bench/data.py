"""A strategy of a chosen size, told through the services, and the queries that a page needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.services import add_organisation
from headway.monitoring.strategy.frame import Frame, Level, StatusOption
from headway.monitoring.strategy.models import Edition, Node
from headway.monitoring.strategy.services import add_node, create_strategy, put_in_force
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.services.strategies import Settings
from headway.monitoring.strategy.states import Canonical, Responsible
from headway.monitoring.strategy.wording import Duty, Wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from headway.foundation.organisations.models import Organisation

SLUG = "bench"
BENCH = SystemActor("headway bench")
OBJECTIVES, TASKS = 3, 4
"""Objectives of the strategy, and tasks of each; the measures are spread over the tasks."""
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
) -> Edition:
    """Make one strategy in force and public, with so many measures and who answers for them.

    `leads` names for each measure the organisation that answers, from 0; each in turn, else.
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
    _add_measures(draft, answering, _add_tasks(draft, at=at), partners, at=at)
    act = Act(in_force_on=PartialDate.parse("2020"))
    return put_in_force(draft_id=draft.pk, act=act, by=BENCH, at=at)


def queries(path: str) -> int:
    """Count the queries of a page as a stranger asks for it the second time.

    :raises RuntimeError: if the page cannot be read: then there is nothing to measure.
    """
    client = Client(headers={"host": "localhost"})
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    if answer.status_code != 200:
        message = f"{path} answers {answer.status_code}."
        raise RuntimeError(message)
    return len(captured)


def _frame() -> Frame:
    labels = (("tikslas", "objective"), ("uždavinys", "task"), ("priemonė", "measure"))
    levels = tuple(
        Level({"lt": {"one": lt, "other": lt}, "en": {"one": en, "other": f"{en}s"}})
        for lt, en in labels
    )
    return Frame(levels=levels, counted_depth=len(levels), horizon=PartialDate.parse("2030"))


def _add_tasks(draft: Edition, *, at: datetime) -> list[tuple[str, Node]]:
    tasks = []
    for objective in range(1, OBJECTIVES + 1):
        above = _add(draft, None, f"{objective}", (), at=at)
        for task in range(1, TASKS + 1):
            code = f"{objective}.{task}"
            tasks.append((code, _add(draft, above, code, (), at=at)))
    return tasks


def _add_measures(
    draft: Edition,
    leads: Sequence[int],
    tasks: list[tuple[str, Node]],
    partners: list[Organisation],
    *,
    at: datetime,
) -> None:
    for number, place in enumerate(leads):
        code, task = tasks[number % len(tasks)]
        lead, other = partners[place], partners[(place + 1 + number % 5) % len(partners)]
        duties = [Duty(lead.pk), Duty(other.pk, Responsible.CONTRIBUTING)]
        duties = duties[:1] if other is lead else duties
        _add(draft, task, f"{code}.{number // len(tasks) + 1}", tuple(duties), at=at)


def _add(
    draft: Edition, parent: Node | None, code: str, duties: tuple[Duty, ...], *, at: datetime
) -> Node:
    wording = Wording(
        code=code,
        title=TranslatedText.of({language: f"{text} {code}" for language, text in WORDS.items()}),
        description=TranslatedText.of({lang: f"{text}. " * 3 for lang, text in WORDS.items()}),
        duties=duties,
    )
    text = add_node(draft_id=draft.pk, parent=parent, wording=wording, by=BENCH, at=at)
    return text.node
