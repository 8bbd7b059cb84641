"""Files that nobody should have sent: each gets a sentence with its place, and writes nothing."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from headway.foundation.accounts.tests.factories import UserFactory, with_second_factor
from headway.foundation.audit.models import Entry
from headway.foundation.ui.conflicts import values_of
from headway.monitoring.strategy.commands import import_strategy
from headway.monitoring.strategy.models import ImportDraft, NodeText
from headway.monitoring.strategy.tests import workspace

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import Settings

    from headway.monitoring.strategy.tests.workspace import Worked

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HEAD = ["Code", "Title", "Lead", "Due", "Status"]
BY_CODE = (
    '[columns]\ncode="Code"\ntitle="Title"\nlead="Lead"\ndue="Due"\nstatus="Status"\n'
    '[levels]\nfrom="code"\n'
)
BY_PARENT = '[columns]\nkey="Key"\nparent="Parent"\ntitle="Title"\n[levels]\nfrom="parent"\n'
KEY, OTHER = "23456789bc", "23456789bd"


def table(*rows: str, head: str = ";".join(HEAD)) -> bytes:
    return "\n".join([head, *rows, ""]).encode()


def book(*rows: list[Any]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Planas"
    for row in (HEAD, *rows):
        sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


GOOD = book(["1", "A"], ["1.1", "B"])
PARENTS = "Key;Parent;Title"
MACROS = "The workbook carries macros. Save it as “Excel Workbook (.xlsx)”, without macros."
TWICE = "plan, row 3, column “Key”: This row means the same node as row 2. Remove one of them."
FILES: dict[str, tuple[str, bytes, str, list[str]]] = {
    "zip bomb": (
        "plan.xlsx",
        with_part(GOOD, "xl/media/a.bin", b"\0" * 30_000_000),
        BY_CODE,
        ["The workbook unpacks to 29 MB, more than is safe to open. Delete empty formatted rows"],
    ),
    "macros": ("plan.xlsm", with_part(GOOD, "xl/vbaProject.bin", b"x"), BY_CODE, [MACROS]),
    "macros renamed": ("plan.xlsx", with_part(GOOD, "xl/vbaProject.bin", b"x"), BY_CODE, [MACROS]),
    "formulas": (
        "plan.xlsx",
        book(["1", "A"], ["1.1", "=1+1", None, "=2+2"]),
        BY_CODE,
        [
            "Sheet “Planas”, cell B3: The formula was saved without its result.",
            "Sheet “Planas”, cell D3: The formula was saved without its result.",
        ],
    ),
    "PDF": ("plan.xlsx", b"%PDF-1.7", BY_CODE, ["“plan.xlsx” is a PDF. Upload the workbook"]),
    "nothing": ("plan.csv", b" \n", BY_CODE, ["“plan.csv” is empty. Choose another file."]),
    "wide characters": (
        "plan.csv",
        "Code;Ąžuolas".encode("utf-16-le"),
        BY_CODE,
        ["“plan.csv” is no text file. Save the table as CSV (UTF-8) or as .xlsx."],
    ),
    "300 columns": (
        "plan.csv",
        table(head=";".join(f"c{n}" for n in range(300))),
        BY_CODE,
        ["Sheet “plan” has more than 200 columns. Remove those that are not needed."],
    ),
    "duplicate headers": (
        "plan.csv",
        table("1;A;B;;;", head="Code;Title;Title;Lead;Due;Status"),
        BY_CODE,
        ["plan, column “Title”: Several columns are called “Title”. Rename all but one."],
    ),
    "decimal comma": (
        "plan.csv",
        table("1;A;;2027,5;"),
        BY_CODE,
        ["plan, row 2, column “Due”: “2027,5” is no date. Write it as 2026-11-22, or in part"],
    ),
    "number for October": (
        "plan.xlsx",
        book(["1", "A", None, 2027.1]),
        BY_CODE,
        [
            "Planas, row 2, column “Due”: A workbook keeps 2027.10 as the number 2027.1, so this "
            "may be January or October. Write 2027-01 or 2027-10."
        ],
    ),
    "a key twice": ("plan.csv", table(f"{KEY};;A", f"{KEY};;B", head=PARENTS), BY_PARENT, [TWICE]),
    "cyclic parents": (
        "plan.csv",
        table(f"{KEY};{OTHER};A", f"{OTHER};{KEY};B", head=PARENTS),
        BY_PARENT,
        ["plan, row 2, column “Parent”: It stands below itself, or too deep. Correct the parents."],
    ),
    "its own parent": (
        "plan.csv",
        table(f"{KEY};{KEY};A", head=PARENTS),
        BY_PARENT,
        ["plan, row 2, column “Parent”: It stands below itself. Name another row above it."],
    ),
    "40,000 letters": (
        "plan.csv",
        table(f"1;{'A' * 40_000};;;", f"1.1;B;{'L' * 40_000};;", f"{'1' * 40_000};C;;;"),
        BY_CODE,
        [
            "plan, row 2, column “Title”: The text has 40000 characters; 32767 fit into a cell.",
            "plan, row 3, column “Lead”: This is too long for one name: it has 40000 characters.",
            "plan, row 4, column “Code”: A code has at most 40 characters. Shorten it.",
        ],
    ),
    "too deep": (
        "plan.csv",
        table(*(".".join(["1"] * depth) + ";T;;;" for depth in range(1, 14))),
        BY_CODE,
        ["plan, row 14, column “Code”: A strategy has at most 12 levels. Put it higher."],
    ),
    "a level of 5,000 digits": (
        "plan.csv",
        table(f"{'9' * 5000};A", head="Level;Title"),
        '[columns]\nlevel="Level"\ntitle="Title"\n[levels]\nfrom="column"\n',
        ["plan, row 2, column “Level”: No row of the level above stands over this row."],
    ),
    "an unknown entry": (
        "plan.csv",
        table("1;A;;;"),
        "column = 1\n" + BY_CODE,
        ["column: “column” is unknown. Did you mean “columns”?"],
    ),
    "a wrong level": (
        "plan.csv",
        table("1;A;;;"),
        BY_CODE.replace('from="code"', 'from="depth"'),
        ["levels.from: “depth” is unknown. Write one of: code, column, columns, parent."],
    ),
    "no such sheet": (
        "plan.xlsx",
        GOOD,
        BY_CODE + '[sheet]\nname="Nėra"\n',
        ["The workbook has no sheet “Nėra”. It has: Planas."],
    ),
    "no such header row": (
        "plan.csv",
        table("1;A;;;"),
        BY_CODE + "[sheet]\nheader_row=99\n",
        ["Sheet “plan” has no heading row. Say in which row the headings are."],
    ),
    "a language of nobody": (
        "plan.csv",
        table("1;A;;;"),
        BY_CODE.replace("title=", "title.qq="),
        ["columns.title.qq: The strategy is not written in “qq”. It is in: en, lt."],
    ),
}


@pytest.fixture
def made(client: Client, settings: Settings, tmp_path: Path) -> Worked:
    settings.MEDIA_ROOT = tmp_path / "kept"
    keeper = with_second_factor(UserFactory.create())
    client.force_login(keeper)
    return workspace.make(keeper=keeper)


def state() -> tuple[list[tuple[int, int, str]], int]:
    """Return what an import would change: the texts, and what the trail says was imported."""
    texts = NodeText.objects.unrestricted(reason="test").order_by("pk")
    entries = Entry.objects.unrestricted(reason="test").exclude(
        verb__in=("import_started", "import_mapped")
    )
    return list(texts.values_list("pk", "version", "path")), entries.count()


@pytest.mark.parametrize("name", FILES)
def test_the_command_says_what_is_wrong_and_writes_nothing(
    made: Worked, tmp_path: Path, name: str
) -> None:
    file_name, content, mapping, sentences = FILES[name]
    before = state()
    (tmp_path / file_name).write_bytes(content)
    (tmp_path / "mapping.toml").write_text(mapping, "utf-8")
    outcome = import_strategy(
        file=tmp_path / file_name,
        mapping=tmp_path / "mapping.toml",
        strategy="plan",
        at=workspace.AT,
    )
    assert outcome.code == 1
    for sentence in sentences:
        assert [line for line in outcome.lines() if line.startswith(sentence)], outcome.lines()
    assert state() == before


@pytest.mark.parametrize("name", FILES)
def test_the_workspace_says_it_on_a_page_that_keeps_what_was_typed(
    client: Client, made: Worked, name: str
) -> None:
    file_name, content, mapping, sentences = FILES[name]
    before = state()
    shown, typed = journey(client, file_name, content, mapping)
    assert shown
    for sentence in sentences:
        assert any(sentence.rpartition("”: ")[2][:60] in words for words in shown), shown
    assert typed in ("", mapping)
    assert state() == before


def journey(client: Client, name: str, content: bytes, mapping: str) -> tuple[list[str], str]:
    """Go as far as the file goes; return the sentences shown, and the mapping that stays typed."""
    file = SimpleUploadedFile(name, content)
    page = client.post(reverse("strategy:import_start", args=["plan"]), {"file": file})
    if page.status_code != 302:
        assert page.status_code == 422
        return page.context["form"].errors["file"], ""
    draft = ImportDraft.objects.unrestricted(reason="test").get()
    address = reverse("strategy:import_map", args=["plan", draft.pk])
    form = client.get(address).context["form"]
    sent = dict(values_of(form)) | {"initial-toml": form["toml"].value(), "toml": mapping}
    page = client.post(address, sent)
    if page.status_code != 302:
        assert page.status_code == 422
        form = page.context["form"]
        return [str(words) for said in form.errors.values() for words in said], form["toml"].value()
    page = client.get(reverse("strategy:import", args=["plan", draft.pk]))
    return [each["sentence"] for each in page.context["preview"]["shown_problems"]], ""


def test_markup_in_cells_is_shown_as_words_and_never_run(client: Client, made: Worked) -> None:
    rows = ("1;A;<img src=x onerror=alert(1)>;;", "1.1;B;;<script>alert(2)</script>;")
    journey(client, "plan.csv", table(*rows), BY_CODE)
    draft = ImportDraft.objects.unrestricted(reason="test").get()
    page = client.get(reverse("strategy:import", args=["plan", draft.pk])).content.decode()
    assert "&lt;script&gt;alert(2)" in page
    assert "&lt;img src=x" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_what_was_assumed_is_said_beside_the_preview(client: Client, made: Worked) -> None:
    rows = "Plano lentelė;;;;\n" + ";".join(HEAD) + "\n1;Šaltinis ąžuolė;;;\n"
    journey(client, "plan.csv", rows.encode("cp1257"), BY_CODE)
    draft = ImportDraft.objects.unrestricted(reason="test").get()
    page = client.get(reverse("strategy:import", args=["plan", draft.pk])).content.decode()
    assert "its letters were read as Windows-1257" in page
    assert "the headings were found in row 2" in page
