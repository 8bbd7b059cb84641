"""The examples in the how-to are run as they stand there."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.services import add_organisation
from headway.monitoring.strategy.commands import export_strategy_file, import_strategy
from headway.monitoring.strategy.models import NodeText

if TYPE_CHECKING:
    from headway.foundation.organisations.models import Organisation

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOW_TO = Path(settings.ROOT) / "docs" / "how-to" / "import-a-strategy.md"
EXAMPLES = re.findall(r"```csv\n(.*?)```.*?```toml\n(.*?)```", HOW_TO.read_text("utf-8"), re.DOTALL)
EXPECTED = [
    {
        "1 Palankios sąlygos verslui",
        "1.3 Smulkiojo verslo ekosistema",
        "1.3.1 Vieno langelio centras – Klaipėda ID – in_progress – 2026-12",
        "1.3.4 Eksporto mokymai – Klaipėda ID – not_started – 2027",
    },
    {
        "Patraukli darbo vieta",
        "Talentai lieka ir grįžta",
        "Grįžtančiųjų programa – Klaipėda ID, Klaipėdos universitetas – continuous – 2024-09-01",
        "Stipendijos – Klaipėdos universitetas – one_off – 2025-01-15",
    },
    {
        "1 Open economy",
        "1.1 Firms go abroad",
        "1.2 Skills",
        "2 Calm growth",
        "Trade missions – flagship – marine-economy",
        "Export vouchers – bioeconomy, marine-economy",
        "Language courses",
    },
]


def told(text: NodeText, number: int) -> str:
    """Say of a node what its example shows."""
    leads = text.node.responsibilities.unrestricted(reason="test").values_list(
        "organisation__name", flat=True
    )
    said = [str(text), ", ".join(sorted(str(lead) for lead in leads))]
    if number == 0:
        said += [text.node.life.status if hasattr(text.node, "life") else "", str(text.due or "")]
    if number == 1 and text.depth == 3:
        said += [text.kind, str(text.start or "")]
    if number == 2:
        said += ["flagship" if text.is_flagship else "", ", ".join(text.sectors)]
    return " – ".join(filter(None, said))


@pytest.mark.parametrize("number", range(3))
def test_example_imports_and_comes_back(db: None, tmp_path: Path, number: int) -> None:
    csv, toml = EXAMPLES[number]
    file, mapping = tmp_path / "plan.csv", tmp_path / "mapping.toml"
    file.write_text(csv, "utf-8")
    mapping.write_text(toml, "utf-8")
    by = SystemActor("test")
    owner: Organisation = add_organisation(
        name=TranslatedText.of({"lt": "Savininkas"}), by=by, at=AT
    )
    languages = ["en"] if number == 2 else ["lt", "en"]
    first = import_strategy(
        file=file, mapping=mapping, create_in=owner.slug, languages=languages, at=AT
    )
    assert first.code == 0, first.lines()
    texts = NodeText.objects.unrestricted(reason="test").select_related("node__life")
    assert {told(text, number) for text in texts} == EXPECTED[number]
    out = tmp_path / "out.xlsx"
    export_strategy_file(slug="plan", to=out, mapping=mapping, draft=True)
    for name in (file, out):
        again = import_strategy(file=name, mapping=mapping, strategy="plan", at=AT)
        count = len(EXPECTED[number])
        assert again.lines() == (f"0 changes: 0 new, 0 changed, {count} unchanged, 0 gone.",)
