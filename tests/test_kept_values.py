"""Values of `core` in real tables, and scoped query sets in the ways that pass them around."""

from __future__ import annotations

import asyncio
import pickle
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.serializers.base import DeserializationError
from django.db import transaction
from django.db.models import Prefetch

from headway.cooperation.partnerships.models import StageAssessment
from headway.cooperation.partnerships.tests.factories import ProjectFactory, StageAssessmentFactory
from headway.foundation.core.aggregates import Joined
from headway.foundation.core.errors import Unscoped
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.provenance import Provenance, Source
from headway.foundation.core.texts import TranslatedText, Wording
from headway.foundation.organisations.models import Organisation
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.monitoring.strategy.models import Node, NodeText
from headway.monitoring.strategy.tests.factories import adopted

pytestmark = pytest.mark.django_db
NASTY = "„Žuvis“ \\ \"' \u2028 \U0001f41f {} % \n"


@pytest.mark.parametrize(
    "text",
    [
        TranslatedText(),
        TranslatedText.of({"lt": NASTY, "en": "Fish", "zh-hans": "魚"}, original="lt"),
        TranslatedText.of({"lt": "Žuvis", "en": "Fish"}).revised({"lt": "Lydeka"}),
        TranslatedText({"lt": Wording("Žuvis"), "en": Wording("Fish")}),
    ],
    ids=["empty", "nasty", "outdated", "two originals"],
)
def test_a_text_comes_back_as_it_was_kept(text: TranslatedText) -> None:
    pk = OrganisationFactory.create(name=text).pk
    kept = Organisation.objects.get(pk=pk).name
    assert (kept, hash(kept), kept.outdated) == (text, hash(text), text.outdated)
    assert kept.original == (
        "en"
        if len(set(text.wordings.values())) == 2
        and not any(wording.made_from for wording in text.wordings.values())
        else text.original
    )
    assert Organisation.objects.values_list("name", flat=True).get(pk=pk) == text


@pytest.mark.parametrize(
    "provenance",
    [
        Provenance(),
        Provenance(
            sources=(Source(NASTY, "https://a.lt"), Source("Page")),
            synthetic=("all",),
            inferred=("region",),
            translated=("lt",),
            note=TranslatedText.of({"en": NASTY}),
        ),
    ],
    ids=["empty", "full"],
)
def test_a_provenance_comes_back_as_it_was_kept(provenance: Provenance) -> None:
    pk = OrganisationFactory.create(provenance=provenance).pk
    assert Organisation.objects.get(pk=pk).provenance == provenance


@pytest.mark.parametrize("written", ["2018", "2018-winter", "2018-03", "2018-03-15", None])
def test_a_partial_date_comes_back_as_it_was_kept(written: str | None) -> None:
    day = PartialDate.parse(written) if written else None
    project = ProjectFactory.create(start=day)
    project.refresh_from_db()
    assert project.start == day
    found = (
        type(project).objects.filter(start=day)
        if day
        else type(project).objects.filter(start__isnull=True)
    )
    assert list(found) == [project]


FULL = {
    "title": TranslatedText.of({"lt": NASTY, "en": "Fish"}, original="lt"),
    "summary": TranslatedText.of({"lt": "Žuvis", "en": "Fish"}).revised({"lt": "Lydeka"}),
    "start": PartialDate(2018, season="winter"),
    "end": PartialDate(2018, 3, 15),
    "provenance": Provenance(sources=(Source(NASTY),), note=TranslatedText.of({"en": NASTY})),
}
BARE: dict[str, Any] = {
    "title": FULL["title"],
    "summary": TranslatedText(),
    "start": None,
    "end": None,
    "provenance": Provenance(),
}


@pytest.mark.parametrize("values", [FULL, BARE], ids=["full", "bare"])
@pytest.mark.parametrize("form", ["json", "python"])
def test_values_pass_their_checks_and_come_back_from_a_fixture(
    values: dict[str, Any], form: str
) -> None:
    project = ProjectFactory.create(**values)
    project.full_clean()
    (read,) = serializers.deserialize(form, serializers.serialize(form, [project]))
    assert {name: getattr(read.object, name) for name in values} == values
    project.delete()
    read.save()
    kept = type(project).objects.get()
    assert {name: getattr(kept, name) for name in values} == values


def test_the_frame_and_statuses_of_a_strategy_come_back_from_a_fixture() -> None:
    edition, _nodes = adopted()
    strategy = edition.strategy
    for row, name in ((edition, "frame"), (strategy, "statuses")):
        (read,) = serializers.deserialize("json", serializers.serialize("json", [row]))
        assert getattr(read.object, name) == getattr(row, name)
        row.full_clean(validate_unique=False, validate_constraints=False)
    strategy.statuses = ()
    strategy.full_clean()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Fish"),
        ("title", {"lt": "Fish"}),
        ("summary", ["Fish"]),
        ("provenance", {"sources": [1]}),
        ("start", "in spring"),
    ],
)
def test_a_fixture_of_another_shape_is_refused(name: str, value: object) -> None:
    (row,) = serializers.serialize("python", [ProjectFactory.create()])
    row["fields"][name] = value
    with pytest.raises(DeserializationError):
        list(serializers.deserialize("python", [row]))


def test_a_text_that_must_be_there_is_missed() -> None:
    project = ProjectFactory.create(title=TranslatedText())
    with pytest.raises(ValidationError) as refused:
        project.full_clean()
    assert refused.value.message_dict == {"title": ["This field cannot be blank."]}


def test_joined_values_are_one_text_on_every_database() -> None:
    one, two = ProjectFactory.create(), ProjectFactory.create()
    for project, percent in ((one, 10), (one, 20), (two, 30)):
        StageAssessmentFactory.create(project=project, percent_into=percent)
    rows = (
        StageAssessment.objects.order_by().values("project").annotate(joined=Joined("percent_into"))
    )
    found = {row["project"]: sorted(row["joined"].split(",")) for row in rows}
    assert found == {one.pk: ["10", "20"], two.pk: ["30"]}


def opened() -> Any:  # noqa: ANN401 -- a query set with the model's own methods
    return NodeText.objects.unrestricted(reason="test")


def test_what_was_opened_stays_open_however_it_is_passed_on() -> None:
    adopted(2)
    rows = opened().filter(depth=2).order_by("path")
    codes = ["1.1", "1.2"]
    again = pickle.loads(pickle.dumps(rows))  # noqa: S301 -- our own a moment ago
    query = NodeText.objects.all()
    query.query = pickle.loads(pickle.dumps(rows.query))  # noqa: S301 -- our own a moment ago
    ways = {
        "clone": rows.all(),
        "chain": rows.filter(pk__gt=0).exclude(code="x"),
        "pickled": again,
        "pickled query": query,
        "using": rows.using("default"),
        "slice": rows[:5],
        "iterator": rows.iterator(),
    }
    assert {name: [row.code for row in found] for name, found in ways.items()} == dict.fromkeys(
        ways, codes
    )


def test_an_unopened_table_is_not_read_by_way_of_a_neighbour() -> None:
    _edition, [node] = adopted()
    unopened = NodeText.objects.all()

    async def read() -> None:
        async for _row in unopened.aiterator():
            pass

    ways: dict[str, Any] = {
        "related manager": lambda: list(node.texts.all()),
        "related first": lambda: node.texts.first(),
        "prefetch": lambda: list(Node.objects.prefetch_related("texts")),
        "prefetch of its own": lambda: list(
            Node.objects.prefetch_related(Prefetch("texts", queryset=unopened))
        ),
        "raw": lambda: list(NodeText.objects.raw("SELECT * FROM strategy_nodetext")),
        "asynchronous": lambda: asyncio.run(read()),
        "bulk update": lambda: NodeText.objects.bulk_update([opened().first()], ["code"]),
        "pickle": lambda: pickle.dumps(unopened),
    }
    for way, ask in ways.items():
        with pytest.raises(Unscoped), transaction.atomic():
            ask()
        assert way
    open_prefetch = Node.objects.prefetch_related(Prefetch("texts", queryset=opened()))
    assert sorted(len(found.texts.all()) for found in open_prefetch) == [1, 1]
