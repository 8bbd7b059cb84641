"""Files in, files out, files in again: what is exported imports without a change."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from headway.foundation.core.actors import SystemActor
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.services import add_organisation
from headway.monitoring.strategy.commands import export_strategy_file, import_strategy
from headway.monitoring.strategy.models import Life, NodeText, Responsibility

if TYPE_CHECKING:
    from pathlib import Path

    from headway.foundation.organisations.models import Organisation

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
BY = SystemActor("test")
COUNT = 1467
MAPPING = """
create_organisations = true
[languages]
original = "et"
[columns]
code = "Nr"
"title.et" = "Meede"
title.en = "Measure"
description.et = "Kirjeldus"
lead = "Vastutaja"
contributing = "Kaasatud"
status = "Seis"
start = "Algus"
due = "Tähtaeg"
kind = "Liik"
flagship = "Juhtprojekt"
sector = "Valdkond"
[levels]
from = "columns"
ancestors = ["Eesmärk", "Ülesanne"]
fill_down = true
[status]
"Töös" = "in_progress"
"Tehtud" = "done"
"Alustamata" = "not_started"
[kind]
"Pidev" = "continuous"
"Ühekordne" = "one_off"
"""


@pytest.fixture
def owner(db: None) -> Organisation:
    return add_organisation(name=TranslatedText.of({"et": "Pärnu linn"}), by=BY, at=AT)


def estonian_rows() -> list[list[str]]:
    header = [
        "Eesmärk", "Ülesanne", "Nr", "Meede", "Measure", "Kirjeldus", "Vastutaja", "Kaasatud",
        "Seis", "Algus", "Tähtaeg", "Liik", "Juhtprojekt", "Valdkond",
    ]  # fmt: skip
    rows = [header]
    for number in range(COUNT):
        goal, task = number // 200 + 1, number // 20 % 10 + 1
        rows.append(
            [
                f"{goal}. Õitsev majandus {goal}" if number % 200 == 0 else "",
                f"{goal}.{task} Ettevõtlus jõuab {task}. maailma" if number % 20 == 0 else "",
                f"{goal}.{task}.{number % 20 + 1}",
                f"Tugevdada väikeettevõtteid, {number}. samm",
                f"Strengthen small firms, step {number}" if number % 3 else "",
                f"<p>Kulu 1,5 mln €</p><ul><li>nõu</li><li>{number} ruumi</li></ul>",
                ["Pärnu linn", "Sadam OÜ", "Ülikool"][number % 3],
                ["", "Sadam OÜ; Pärnu linn"][number % 2],
                ["Töös", "Tehtud", "Alustamata", ""][number % 4],
                "01.02.2024",
                ["2030", "2029-06"][number % 2],
                "Ühekordne",
                ["", "jah"][number % 2],
                ["Meri; Turism", ""][number % 2],
            ]
        )
    return rows


def write_csv(path: Path, rows: list[list[str]]) -> Path:
    quoted = (";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    path.write_text("\n".join(quoted) + "\n", "utf-8-sig")
    return path


def test_a_plan_in_a_language_nobody_here_wrote_goes_in_and_out_and_in(
    owner: Organisation, tmp_path: Path
) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING)
    file = write_csv(tmp_path / "kava.csv", estonian_rows())
    first = import_strategy(
        file=file, mapping=mapping, strategy="parnu", create_in=owner.slug, languages=["et", "en"],
        at=AT,
    )  # fmt: skip
    assert first.code == 0, first.lines()
    again = import_strategy(file=file, mapping=mapping, strategy="parnu", at=AT)
    assert again.lines()[:5] == ("0 changes: 0 new, 0 changed, 1549 unchanged, 0 gone.",)
    for name, with_mapping in (("a.xlsx", mapping), ("b.csv", mapping), ("c.xlsx", None)):
        out = export_strategy_file(
            slug="parnu", to=tmp_path / name, mapping=with_mapping, draft=True
        )
        assert (out.code, out.lines()) == (0, (str(tmp_path / name),))
        back = import_strategy(file=tmp_path / name, mapping=with_mapping, strategy="parnu", at=AT)
        assert back.lines()[:5] == ("0 changes: 0 new, 0 changed, 1549 unchanged, 0 gone.",)
    assert NodeText.objects.unrestricted(reason="test").filter(depth=3).count() == COUNT
    assert Responsibility.objects.unrestricted(reason="test").count() > COUNT
    assert Life.objects.count() > 1000


FUNDED = """
"Code","Title","Funding","Currency","Sources"
"1","Sea","","",""
"1.1","Quay","1 250 000,50","EUR","Valstybės biudžetas"
"1.2","Ships","300","USD",""
"1.3","Road","","","EU funds"
"""
MONEY = """
[columns]
code = "Code"
title.lt = "Title"
funding = "Funding"
currency = "Currency"
funding_sources.lt = "Sources"
[levels]
from = "code"
"""


def funding_of(slug: str) -> dict[str, str]:
    rows = NodeText.objects.unrestricted(reason="test").filter(
        strategy__slug=slug, until_number__gt=1_000
    )
    return {row.code: str(row.funding) for row in rows.order_by("path")}


def test_the_level_of_funding_goes_in_and_out_and_in(owner: Organisation, tmp_path: Path) -> None:
    mapping, file = tmp_path / "mapping.toml", tmp_path / "plan.csv"
    mapping.write_text(MONEY)
    file.write_text(FUNDED.lstrip(), "utf-8")
    given: dict[str, Any] = {"mapping": mapping, "strategy": "money", "at": AT}
    first = import_strategy(file=file, create_in=owner.slug, languages=["lt", "en"], **given)
    assert first.code == 0, first.lines()
    found = funding_of("money")
    assert found == {
        "1": "",
        "1.1": "1,250,000.5 EUR, Valstybės biudžetas",
        "1.2": "300 USD",
        "1.3": "EU funds",
    }
    for name, with_mapping in (("a.xlsx", mapping), ("b.csv", None)):
        to = tmp_path / name
        out = export_strategy_file(slug="money", to=to, mapping=with_mapping, draft=True)
        assert out.code == 0, out.lines()
        again = import_strategy(file=to, mapping=with_mapping, strategy="money", at=AT)
        assert again.lines()[0] == "0 changes: 0 new, 0 changed, 4 unchanged, 0 gone."
    changed = FUNDED.replace("300", "450").replace("EU funds", "")
    file.write_text(changed.lstrip(), "utf-8")
    import_strategy(file=file, **given)
    assert funding_of("money") == found | {"1.2": "450 USD", "1.3": ""}


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ('"a lot","EUR"', "a lot"),
        ('"-5","EUR"', "Funding is not negative"),
        ('"1,234",""', "may mean 1234 or 1.234"),
        ('"5","euro"', "three capital letters"),
        ('"","USD"', "A currency stands here without an amount"),
    ],
)
def test_money_that_is_none_is_a_problem_with_its_row_and_column(
    owner: Organisation, tmp_path: Path, cells: str, sentence: str
) -> None:
    mapping, file = tmp_path / "mapping.toml", tmp_path / "plan.csv"
    mapping.write_text(MONEY)
    file.write_text(f'"Code","Title","Funding","Currency","Sources"\n"1","Sea",{cells},""\n')
    found = import_strategy(
        file=file, mapping=mapping, strategy="money", create_in=owner.slug, languages=["lt"], at=AT
    )
    assert found.code != 0
    assert sentence in "\n".join(found.lines())
