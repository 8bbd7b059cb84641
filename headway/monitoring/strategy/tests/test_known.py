"""What was known on a day, against a plain list of what was said when."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headway.foundation.core.days import Days
from headway.foundation.core.provenance import Provenance
from headway.monitoring.strategy.models import Life, Node
from headway.monitoring.strategy.queries import tree
from headway.monitoring.strategy.queries.nodes import records_of
from headway.monitoring.strategy.queries.tree import Choice
from headway.monitoring.strategy.services import set_life
from headway.monitoring.strategy.tests.factories import BY, adopted

FIRST = datetime(2026, 3, 26, tzinfo=UTC)
"""Some days before the clocks of Vilnius go forward."""
NODES, DAYS = 3, 8
NOW = FIRST + timedelta(days=DAYS)
ZONE = "Europe/Vilnius"
entries = st.lists(
    st.tuples(
        st.integers(0, NODES - 1),
        st.timedeltas(timedelta(0), timedelta(days=DAYS)),
        st.sampled_from(["waiting", "going", "finished", ""]),
        st.none() | st.dates(date(2026, 3, 1), FIRST.date()),
    ),
    max_size=10,
).map(lambda said: sorted(said, key=lambda entry: entry[1]))
Said = dict[int, tuple[str, date | None]]


def say(nodes: list[Node], said: list[tuple[int, timedelta, str, date | None]]) -> None:
    for number, since, status, status_on in said:
        life = Life.objects.filter(node=nodes[number]).first()
        set_life(
            node_id=nodes[number].pk,
            status=status,
            status_on=status_on,
            provenance=Provenance(synthetic=("status",)),
            version=life.version if life else 0,
            by=BY,
            at=FIRST + since,
        )


def read(page: tree.Page) -> list[tuple[str, object]]:
    return [(row.status, row.status_on) for row in page.rows]


@pytest.mark.django_db
@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(said=entries, day=st.dates(date(2026, 3, 24), NOW.date()))
def test_what_was_known_on_a_day_is_the_last_that_was_said_by_its_end(
    said: list[tuple[int, timedelta, str, date | None]], day: date
) -> None:
    with transaction.atomic():
        edition, nodes = adopted(NODES)
        say(nodes, said)
        days = Days.asked({"as_of": day.isoformat()}, at=NOW, zone=ZONE)
        known: Said = {}
        for number, since, status, status_on in said:
            if (FIRST + since).astimezone(ZoneInfo(ZONE)).date() <= day:
                known[number] = (status, status_on)
        expected = [known.get(number, ("", None)) for number in range(NODES)]

        page = tree.measures(edition, Choice(), known_before=days.known_before)
        assert read(page) == expected
        found = tree.counts(edition, known_before=days.known_before).by_status
        assert found == Counter(status for status, _on in expected)
        for status in ("going", "finished"):
            narrowed = tree.measures(edition, Choice(status=status), known_before=days.known_before)
            assert narrowed.total == found[status]
        for number, node in enumerate(nodes):
            records = records_of(node, known_before=days.known_before)
            assert bool(records) == (number in known)
            assert [(r.status, r.status_on) for r in records[:1]] == [
                known[number] for _ in records[:1]
            ]
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(said=entries)
def test_looking_back_from_tomorrow_finds_what_stands_now(
    said: list[tuple[int, timedelta, str, date | None]],
) -> None:
    with transaction.atomic():
        edition, nodes = adopted(NODES)
        say(nodes, said)
        ahead = NOW + timedelta(days=2)
        today = Days.asked({"as_of": NOW.date().isoformat()}, at=NOW, zone="UTC")

        assert today.known_before is None
        now = tree.measures(edition, Choice(), known_before=today.known_before)
        assert read(tree.measures(edition, Choice(), known_before=ahead)) == read(now)
        assert tree.counts(edition, known_before=ahead) == tree.counts(edition)
        for life in Life.objects.all():
            last = records_of(life.node)[0]
            assert (last.status, last.status_on, last.note, last.provenance) == (
                life.status,
                life.status_on,
                life.note,
                life.provenance,
            )
        before = FIRST - timedelta(seconds=1)
        assert read(tree.measures(edition, Choice(), known_before=before)) == [("", None)] * NODES
        transaction.set_rollback(True)
