"""Many values at once: what is asked, where problems lie, that all is kept or nothing."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.attachments.models import StoredFile
from headway.foundation.formats.tests.corpus import book_of, saved
from headway.monitoring.indicators.models import Value
from headway.monitoring.indicators.services import values
from headway.monitoring.indicators.tests import working
from headway.monitoring.indicators.tests.factories import tell

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import Settings

    from headway.monitoring.indicators.tests.working import Work

pytestmark = pytest.mark.django_db
BLANK = {"missing": "", "source": "", "source_address": "", "reason": "", "contributor": ""}
HIDDEN = re.compile(r'<input type="hidden" name="(looked|answers_to)" value="([^"]*)"')
EUROSTAT: dict[str, Any] = {
    "version": "2.0",
    "class": "dataset",
    "label": "Unemployment by sex and age – annual data",
    "source": "ESTAT",
    "updated": "2026-01-13T23:00:00+0100",
    "value": {"0": 6.3, "1": 8.5, "2": 7.1, "3": 6.2, "5": 8.4, "6": 7.0, "7": 92},
    "status": {"2": "p", "3": "b", "4": ":"},
    "id": ["freq", "unit", "geo", "time"],
    "size": [1, 2, 2, 2],
    "dimension": {
        "freq": {
            "label": "Time frequency",
            "category": {"index": {"A": 0}, "label": {"A": "Annual"}},
        },
        "unit": {
            "label": "Unit of measure",
            "category": {
                "index": {"PC_ACT": 0, "THS_PER": 1},
                "label": {"PC_ACT": "Percentage", "THS_PER": "Thousand persons"},
            },
        },
        "geo": {
            "label": "Geopolitical entity",
            "category": {
                "index": {"EE": 0, "LT": 1},
                "label": {"EE": "Estonia", "LT": "Lithuania"},
            },
        },
        "time": {
            "label": "Time",
            "category": {
                "index": {"2019": 0, "2020": 1},
                "label": {"2019": "2019", "2020": "2020"},
            },
        },
    },
    "extension": {"status": {"label": {"p": "provisional", "b": "break in time series"}}},
}


@pytest.fixture(autouse=True)
def files_of_its_own(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def work(client: Client) -> Work:
    return working.signed_in(client, working.make(kind="stock"))


def standing(work: Work) -> dict[str, Decimal | None]:
    rows = Value.objects.unrestricted(reason="test").filter(
        indicator=work.indicator, is_latest=True
    )
    return {row.period: row.value for row in rows.order_by("period_end", "period")}


def paste(client: Client, work: Work, cells: str, **more: str) -> Any:  # noqa: ANN401 -- an answer
    return client.post(work.of("paste"), BLANK | {"cells": cells, "do": "look"} | more)


def hidden(answer: Any) -> dict[str, str]:  # noqa: ANN401
    """Return what the page carries from the look to the keeping."""
    return dict(HIDDEN.findall(answer.content.decode()))


def keep(client: Client, work: Work, cells: str, **more: str) -> Any:  # noqa: ANN401
    seen = hidden(paste(client, work, cells, **more))
    return paste(client, work, cells, **{**seen, "do": "keep"}, **more)


# -- pasted ------------------------------------------------------------------------------------


def test_pasted_values_are_looked_at_before_they_are_kept(client: Client, work: Work) -> None:
    tell(work.indicator, "2020", 1000)
    tell(work.indicator, "2021", 1100)
    cells = "Metai\tReikšmė\n2020\t1 000\n2021\t1 112,5\n2022\t1 200"
    answer = paste(client, work, cells)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "1 new, 1 corrected, 1 as they stand." in page
    assert standing(work) == {"2020": Decimal(1000), "2021": Decimal(1100)}
    refused = keep(client, work, cells)
    assert refused.status_code == 422
    assert (
        '<a href="#id_reason">Say why values that stand are corrected.' in refused.content.decode()
    )
    assert keep(client, work, cells, reason="Register closed").status_code == 302
    assert standing(work) == {
        "2020": Decimal(1000), "2021": Decimal("1112.5"), "2022": Decimal(1200),
    }  # fmt: skip


def test_a_column_that_runs_beyond_the_calendar_is_refused(client: Client, work: Work) -> None:
    answer = paste(client, work, "1\n" * 9000, first="2026")
    assert answer.status_code == 422
    assert "Copy one cell for each period" in answer.content.decode()


def test_more_than_is_taken_together_is_refused_at_the_cells_and_stays_typed(
    client: Client, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(values, "MOST_VALUES", 2)
    cells = "2021\t10\n2022\t20\n2023\t30"
    answer = paste(client, work, cells)
    body = answer.content.decode()
    assert (answer.status_code, "more than 2 values. Bring them in parts." in body) == (422, True)
    assert "2023\t30</textarea>" in body


def test_what_may_be_read_in_two_ways_is_asked_and_the_answer_counts(
    client: Client, work: Work
) -> None:
    cells = "2020\t1,234\n05/06/2021\t7\n2021-06\t12,5"
    answer = paste(client, work, cells)
    page = answer.content.decode()
    assert 'type="radio" name="answer-B1" value="1234"' in page
    assert 'type="radio" name="answer-B1" value="1.234"' in page
    assert "as the other cells" in page
    assert 'type="radio" name="answer-A2" value="2021-06-05"' in page
    assert "Keep these values" not in page
    answers = {"answer-B1": "1.234", "answer-A2": "2021-06-05"}
    again = paste(client, work, cells, **hidden(answer), **answers)
    assert "Keep these values" in again.content.decode()
    assert "3 new" in again.content.decode()
    done = paste(client, work, cells, **answers, **hidden(again) | {"do": "keep"})
    assert done.status_code == 302
    assert standing(work)["2020"] == Decimal("1.234")
    assert standing(work)["2021-06-05"] == Decimal(7)


def test_an_answer_does_not_count_for_other_cells(client: Client, work: Work) -> None:
    first = paste(client, work, "2020\t1,234")
    other = paste(client, work, "2020\t1,234\n2021\t7", **hidden(first), **{"answer-B1": "1234"})
    assert 'name="answer-B1" value="1.234"' in other.content.decode()
    assert "Keep these values" not in other.content.decode()


def test_all_is_kept_or_nothing_and_each_problem_names_its_line(client: Client, work: Work) -> None:
    cells = "2020\t100\n2021\tmany\n2099\t5\n2020\t7"
    page = paste(client, work, cells).content.decode()
    assert "3 problems: nothing can be kept yet." in page
    for words in ("“many” is no number.", "This period lies ahead.", "stands in line 1 already"):
        assert words in page
    assert keep(client, work, cells).status_code == 422
    assert standing(work) == {}


def test_what_was_not_looked_at_is_not_kept(client: Client, work: Work) -> None:
    seen = hidden(paste(client, work, "2020\t100"))
    answer = paste(client, work, "2020\t999", **{**seen, "do": "keep"})
    assert answer.status_code == 422
    assert "What would be kept is not what you looked at." in answer.content.decode()
    assert standing(work) == {}


def test_what_somebody_recorded_since_the_look_is_not_overwritten(
    client: Client, work: Work
) -> None:
    seen = hidden(paste(client, work, "2020\t100"))
    tell(work.indicator, "2020", 105)
    answer = paste(client, work, "2020\t100", reason="x", **{**seen, "do": "keep"})
    assert answer.status_code == 422
    assert standing(work) == {"2020": Decimal(105)}


def test_implausible_values_are_asked_about_and_never_blocked(client: Client, work: Work) -> None:
    for year in range(2018, 2023):
        tell(work.indicator, str(year), 100 + year - 2018)
    cells = "2023\t9000\n2024\t105"
    page = paste(client, work, cells).content.decode()
    assert "Are these right?" in page
    refused = keep(client, work, cells)
    assert "Say that the values asked about are right" in refused.content.decode()
    assert "2023" not in standing(work)
    assert keep(client, work, cells, is_sure="on").status_code == 302
    assert standing(work)["2023"] == Decimal(9000)


def test_a_row_that_says_no_value_needs_a_reason_and_zero_is_a_value(
    client: Client, work: Work
) -> None:
    cells = "2020\t0\n2021\t–\n2022\t"
    page = paste(client, work, cells).content.decode()
    assert "1 row says that there is no value, and not why." in page
    assert keep(client, work, cells).status_code == 422
    assert keep(client, work, cells, missing="not_collected").status_code == 302
    assert standing(work) == {"2020": Decimal(0), "2021": None}


def test_values_alone_follow_from_a_first_period(client: Client, work: Work) -> None:
    assert keep(client, work, "5\n6\n\n8", first="2020-Q1").status_code == 302
    assert standing(work) == {
        "2020-Q1": Decimal(5), "2020-Q2": Decimal(6), "2020-Q4": Decimal(8),
    }  # fmt: skip


def test_what_is_no_column_is_said_at_the_cells_and_stays_typed(client: Client, work: Work) -> None:
    answer = paste(client, work, "2020\t1\t2")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_cells">3 columns were pasted.' in page
    assert "2020\t1\t2" in page
    assert "Nothing was pasted." in paste(client, work, "").content.decode()


# -- files -------------------------------------------------------------------------------------


def upload(client: Client, work: Work, name: str, content: bytes) -> Any:  # noqa: ANN401
    file = SimpleUploadedFile(name, content)
    return client.post(work.of("import_start"), {"file": file})


def bring(client: Client, address: str, **said: str) -> Any:  # noqa: ANN401
    return client.post(address, BLANK | {"do": "look"} | said)


def test_json_stat_is_imported_by_choosing_its_categories(client: Client, work: Work) -> None:
    tell(work.indicator, "2019", "6.3")
    started = upload(client, work, "une_rt_a.json", json.dumps(EUROSTAT).encode())
    assert started.status_code == 302
    address = started["Location"]
    form = client.get(address).context["form"]
    offered = {
        field.label: [words for _key, words in field.field.choices] for field in form.categories
    }
    assert offered == {
        "Unit of measure (unit)": ["choose", "Percentage (PC_ACT)", "Thousand persons (THS_PER)"],
        "Geopolitical entity (geo)": ["choose", "Estonia (EE)", "Lithuania (LT)"],
    }
    assert form["source"].value().startswith("ESTAT, Unemployment by sex and age")
    columns = {"period": "time", "value": "value", "status": "status"}
    blank = bring(client, address, **columns)
    assert blank.status_code == 422
    picks = {field.html_name: field.field.choices for field in form.categories}
    chosen = dict(zip(picks, ("PC_ACT", "LT"), strict=True)) | columns | {"source": "ESTAT"}
    look = bring(client, address, **chosen)
    assert "1 new, 1 corrected, 0 as they stand." in look.content.decode()
    done = bring(client, address, **chosen, **hidden(look) | {"do": "keep"})
    assert "Say why values that stand are corrected." in done.content.decode()
    chosen["reason"] = "Eurostat revised"
    done = bring(client, address, **chosen, **hidden(look) | {"do": "keep"})
    assert done.status_code == 302
    rows = Value.objects.unrestricted(reason="test").filter(is_latest=True).order_by("period")
    assert [(row.period, row.value, row.flag) for row in rows] == [
        ("2019", Decimal("7.1"), "provisional"),
        ("2020", Decimal("6.2"), ""),
    ]
    assert rows[1].provenance.note.words("en") == "break in the series"
    assert rows[0].evidence is not None
    assert rows[0].evidence.name == "une_rt_a.json"


def test_json_stat_older_than_2_is_refused_with_its_sentence(client: Client, work: Work) -> None:
    answer = upload(client, work, "old.json", b'{"dataset": {"value": [1]}}')
    assert answer.status_code == 422
    assert '<a href="#id_file">This is JSON-stat older than version 2.0.' in answer.content.decode()
    assert not StoredFile.objects.unrestricted(reason="test").exists()


CSV = "Metai;Miestas;Reikšmė\n2020;Klaipėda;5\n2020;Kaunas;9\n2021;Klaipėda;abc\n2021;Kaunas;8\n"


def test_a_csv_names_line_and_column_of_a_problem(client: Client, work: Work) -> None:
    address = upload(client, work, "a.csv", CSV.encode())["Location"]
    form = client.get(address).context["form"]
    assert (form["period"].value(), form["value"].value()) == ("Metai", "Reikšmė")
    columns = {"period": "Metai", "value": "Reikšmė", "status": ""}
    both = bring(client, address, **columns).content.decode()
    assert "This period stands in line 2 already." in both
    [city] = [field.html_name for field in form.categories]
    page = bring(client, address, **columns, **{city: "Klaipėda"}).content.decode()
    assert "1 problem: nothing can be kept yet." in page
    row = re.search(r'<tr><td class="num" data-h="Line">4</td>.*?</tr>', page)
    assert row
    assert '<td data-h="Column">C</td>' in row[0]
    chosen = columns | {city: "Kaunas"}
    look = bring(client, address, **chosen)
    assert bring(client, address, **chosen, **hidden(look) | {"do": "keep"}).status_code == 302
    assert standing(work) == {"2020": Decimal(9), "2021": Decimal(8)}


def test_a_workbook_s_sheet_is_chosen_and_parts_of_a_share_are_read(client: Client) -> None:
    work = working.signed_in(client, working.make(kind="share", baseline=None, targets=()))
    book = book_of([["about", "nothing"]])
    sheet = book.create_sheet("Data")
    for row in (["year", "women", "all"], [2020, 12, 40], [2021, 0, 50]):
        sheet.append(row)
    address = upload(client, work, "a.xlsx", saved(book))["Location"] + "?sheet=Data"
    columns = {"period": "year", "value": "women", "denominator": "all", "status": ""}
    look = bring(client, address, **columns)
    assert "2 new" in look.content.decode()
    assert bring(client, address, **columns, **hidden(look) | {"do": "keep"}).status_code == 302
    rows = Value.objects.unrestricted(reason="test").order_by("period")
    assert [(row.value, row.numerator, row.denominator) for row in rows] == [
        (None, Decimal(12), Decimal(40)),
        (None, Decimal(0), Decimal(50)),
    ]


def test_a_file_that_is_no_table_is_refused_at_its_field(client: Client, work: Work) -> None:
    answer = upload(client, work, "a.xlsx", b"\x89PNG")
    assert answer.status_code == 422
    assert '<a href="#id_file">' in answer.content.decode()


def test_the_file_of_somebody_else_cannot_be_imported(client: Client, work: Work) -> None:
    address = upload(client, work, "a.csv", CSV.encode())["Location"]
    other = working.make(is_kept_by=None)
    client.force_login(other.keeper)
    pk = StoredFile.objects.unrestricted(reason="test").get().pk
    assert client.get(address).status_code == 404
    assert client.get(other.of("import", pk)).status_code == 404
    client.force_login(UserFactory.create())
    assert client.get(address).status_code == 404
