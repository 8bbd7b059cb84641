"""Whatever a strategy says, it comes back from a file unchanged, in both formats."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.monitoring.strategy import services
from headway.monitoring.strategy.commands import export_strategy_file, import_strategy
from headway.monitoring.strategy.frame import Frame, Sector, StatusOption
from headway.monitoring.strategy.funding import NO_FUNDING, Funding
from headway.monitoring.strategy.models import Edition, Node, Strategy
from headway.monitoring.strategy.services.strategies import Settings
from headway.monitoring.strategy.states import NodeKind, Responsible
from headway.monitoring.strategy.wording import Duty, Wording

if TYPE_CHECKING:
    from headway.foundation.organisations.models import Organisation

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
BY = SystemActor("test")
ODD = (
    "=1+1", "+370 46", "-1", "@SUM(A1)", "'", "'=x", "1,5 mln. €", "a;b", 'say "x"', "a\tb",
    "<b>fat</b> & thin", "x < y", "&amp;lt;", "<ul><li>a</li></ul>", "1.10", "2026-11-22", "TRUE",
    "ąčęėįšųūž", "_x0041_", "Ω\u0301", "\u00a0", "a\r\nb", "a\n\n- b\n- c", "🌊", "0012", "1e5",
)  # fmt: skip
words = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
    st.lists(st.sampled_from(ODD), min_size=2, max_size=3).map(" ".join),
)
dates = st.sampled_from(["2026", "2026-spring", "2026-11", "2026-11-22"])


money = (
    st.just(NO_FUNDING)
    | st.builds(
        Funding,
        st.none() | st.decimals(0, 10**12, places=2),
        st.just("EUR"),
        st.builds(lambda said: TranslatedText.of({"lt": said}), st.just("") | words),
    )
    | st.builds(Funding, st.decimals(0, 10**12, places=2), st.sampled_from(["USD", "NOK"]))
)


@st.composite
def nodes(draw: st.DrawFn) -> list[tuple[int | None, Wording, str]]:
    """Draw nodes, each with the place of its parent among those before it, and its status."""
    made: list[tuple[int | None, Wording, str]] = []
    for number in range(draw(st.integers(1, 5))):
        parent = draw(st.none() | st.integers(0, number - 1)) if number else None
        title = TranslatedText.of(
            {"lt": f"t{number} {draw(words)}", "en": draw(st.just("") | words)}
        )
        wording = Wording(
            code=draw(st.sampled_from(["", "1", "1.10", "T-2", "2026"])),
            title=title,
            description=TranslatedText.of({"en": draw(st.just("") | words)}),
            kind=draw(st.sampled_from([*NodeKind.values, ""])),
            is_flagship=draw(st.booleans()),
            due=PartialDate.parse(draw(dates)) if draw(st.booleans()) else None,
            funding=draw(money),
            sectors=tuple(draw(st.sets(st.sampled_from(["sea", "bio"])))),
            duties=tuple(Duty(place, role) for place, role in draw(duties)),
        )
        made.append((parent, wording, draw(st.sampled_from(["", "going", "in_progress"]))))
    return made


duties = st.sets(st.tuples(st.integers(0, 2), st.sampled_from(Responsible.values)), max_size=3)


def built(made: list[tuple[int | None, Wording, str]], owners: list[Organisation]) -> Strategy:
    label = TranslatedText.of({"en": "in_progress", "lt": "vyksta"})
    strategy = services.create_strategy(
        slug="odd",
        organisation=owners[0],
        wanted=Settings(
            name=TranslatedText.of({"lt": "Odd"}),
            languages=("lt", "en"),
            statuses=(
                StatusOption("going", label, "in_progress"),
                StatusOption("in_progress", TranslatedText.of({"en": "x"}), "in_progress"),
            ),
        ),
        frame=Frame(
            sectors=(
                Sector("sea", TranslatedText.of({"lt": "Jūra; krantas"})),
                Sector("bio", TranslatedText.of({"lt": "sea"})),
            )
        ),
        by=BY,
        at=AT,
    )
    draft = Edition.objects.unrestricted(reason="test").get(strategy=strategy)
    kept: list[Node] = []
    for parent, wording, status in made:
        placed = Wording(
            **{name: getattr(wording, name) for name in wording.__slots__ if name != "duties"},
            duties=tuple(Duty(owners[d.organisation_id].pk, d.role) for d in wording.duties),
        )
        above = kept[parent] if parent is not None else None
        text = services.add_node(draft_id=draft.pk, parent=above, wording=placed, by=BY, at=AT)
        kept.append(text.node)
        if status:
            note = TranslatedText.of({"lt": str(wording.title)})
            services.set_life(node_id=text.node.pk, status=status, note=note, by=BY, at=AT)
    return strategy


@pytest.fixture
def owners(db: None) -> list[Organisation]:
    names = ("Ona; Jonas", "Ona", "ona")
    return [
        OrganisationFactory.create(slug=f"o{i}", name=TranslatedText.of({"lt": name}))
        for i, name in enumerate(names)
    ]


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(made=nodes())
def test_export_imports_without_a_change(
    owners: list[Organisation], tmp_path: Path, made: list[tuple[int | None, Wording, str]]
) -> None:
    with transaction.atomic():
        built(made, owners)
        expected = (f"0 changes: 0 new, 0 changed, {len(made)} unchanged, 0 gone.",)
        for name in ("odd.xlsx", "odd.csv"):
            out = export_strategy_file(slug="odd", to=tmp_path / name, draft=True)
            assert out.code == 0, out.lines()
            assert import_strategy(file=tmp_path / name, strategy="odd", at=AT).lines() == expected
        transaction.set_rollback(True)
