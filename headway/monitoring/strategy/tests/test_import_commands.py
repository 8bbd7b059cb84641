from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from headway.foundation.organisations.models import Organisation
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.monitoring.strategy.commands import export_strategy_file, import_strategy
from headway.monitoring.strategy.models import Strategy

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def file(db: None, tmp_path: Path) -> Path:
    OrganisationFactory.create(slug="owner")
    path = tmp_path / "plan.csv"
    path.write_text("A plan\n\nlevel;title.en\n1;Open economy\n2;Trade\n")
    return path


def test_file_without_a_mapping_is_read_in_the_layout_of_headway(file: Path) -> None:
    outcome = import_strategy(file=file, create_in="owner", languages=["en"], at=AT)
    assert (outcome.code, outcome.as_json()["applied"]) == (
        0,
        {
            "changes": 2,
            "created": 2,
            "changed": 0,
            "unchanged": 0,
            "gone": 0,
            "edition": 1,
            "organisations": [],
        },
    )


def test_dry_run_says_what_it_would_do_and_does_nothing(file: Path) -> None:
    outcome = import_strategy(file=file, create_in="owner", languages=["en"], dry_run=True, at=AT)
    assert (outcome.code, outcome.lines()) == (
        0,
        (
            "2 changes: 2 new, 0 changed, 0 unchanged, 0 gone.",
            "New: Open economy",
            "New: Trade",
            "Sheet “plan”: the headings were found in row 3; what is above was left.",
        ),
    )
    assert not Strategy.objects.exists()


def test_wrong_use_ends_with_two_and_a_remedy(file: Path, tmp_path: Path) -> None:
    latin = tmp_path / "mapping.toml"
    latin.write_bytes('[columns]\ntitle = "Prié"'.encode("latin-1"))
    outcomes = [
        import_strategy(file=file, at=AT),
        import_strategy(file=file, create_in="nobody", languages=["en"], at=AT),
        import_strategy(file=file, mapping=latin, create_in="owner", languages=["en"], at=AT),
        export_strategy_file(slug="none", to=tmp_path / "a.xlsx"),
    ]
    assert [(outcome.code, outcome.lines()) for outcome in outcomes] == [
        (
            2,
            (
                "There is no strategy “plan”. Name one that exists with --strategy, or create it: "
                "--create-in ORGANISATION --languages lt,en",
            ),
        ),
        (2, ("There is no organisation “nobody”. Write its address, as in /organisations/.",)),
        (2, ("“mapping.toml” is no text in UTF-8. Save it as UTF-8.",)),
        (2, ("There is no strategy “none”.",)),
    ]


def test_problems_end_with_one_and_create_nothing(file: Path) -> None:
    file.write_text("level;title.en\n1;Open economy\n3;Trade\n")
    outcome = import_strategy(file=file, create_in="owner", languages=["en"], at=AT)
    assert (outcome.code, outcome.lines()) == (
        1,
        (
            "1 problem. Nothing was imported.",
            "plan, row 3, column “level”: No row of the level above stands over this row. "
            "Add it, or its parent.",
        ),
    )
    assert not Strategy.objects.exists()


def test_export_goes_to_formats_that_exist_and_editions_that_stand(
    file: Path, tmp_path: Path
) -> None:
    import_strategy(file=file, create_in="owner", languages=["en"], at=AT)
    outcomes = [
        export_strategy_file(slug="plan", to=tmp_path / "a.xlsx"),
        export_strategy_file(slug="plan", to=tmp_path / "a.ods", draft=True),
    ]
    assert [(outcome.code, outcome.lines()) for outcome in outcomes] == [
        (2, ("“plan” has no edition in force. Add --draft to write the draft.",)),
        (2, ("“a.ods” ends in no format that can be written: .xlsx, .csv.",)),
    ]


def test_organisations_are_added_that_the_option_names_and_no_others(
    file: Path, tmp_path: Path
) -> None:
    file.write_text("level;title.en;lead\n1;Open economy;Nauja\n2;Trade;Kita\n")
    first = import_strategy(
        file=file, create_in="owner", languages=["en"], create_organisations=["Nauja"], at=AT
    )
    assert (first.code, first.as_json()["organisations"]) == (1, ["Nauja"])
    assert list(Organisation.objects.values_list("slug", flat=True)) == ["owner"]
    both = import_strategy(
        file=file,
        create_in="owner",
        languages=["en"],
        create_organisations=["nauja", "Kita"],
        at=AT,
    )
    assert both.code == 0, both.lines()
    assert set(Organisation.objects.values_list("slug", flat=True)) == {"owner", "nauja", "kita"}
