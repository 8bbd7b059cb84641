"""A file into the draft: upload, columns, preview, apply."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from headway.foundation.accounts.tests.factories import UserFactory, with_second_factor
from headway.foundation.core.texts import TranslatedText
from headway.foundation.formats.tests.corpus import book_of, saved
from headway.foundation.organisations.models import Alias, Organisation
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.foundation.ui.conflicts import values_of
from headway.monitoring.strategy.imports.mapping import read_mapping
from headway.monitoring.strategy.models import ImportDraft, NodeText, Responsibility
from headway.monitoring.strategy.services.import_drafts import LARGE
from headway.monitoring.strategy.tests import workspace
from headway.monitoring.strategy.views.imports import PAGE

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer
    from pytest_django.fixtures import Settings

    from headway.monitoring.strategy.tests.workspace import Worked

pytestmark = pytest.mark.django_db
GOOD = "Code;Title (en);Due\n1;Objective;\n1.1;Better measure;2027\n1.2;Second measure;\n"


@pytest.fixture
def made(client: Client, settings: Settings, tmp_path: Path) -> Worked:
    settings.MEDIA_ROOT = tmp_path
    keeper = with_second_factor(UserFactory.create())
    client.force_login(keeper)
    return workspace.make(keeper=keeper)


def url(name: str, *args: object) -> str:
    return reverse(f"strategy:{name}", args=["plan", *args])


def upload(client: Client, words: str, name: str = "plan.csv") -> Answer:
    file = SimpleUploadedFile(name, words.encode(), "text/csv")
    return client.post(url("import_start"), {"file": file})


def the_import() -> ImportDraft:
    return ImportDraft.objects.unrestricted(reason="test").get()


def mapped(client: Client, **changed: str) -> Answer:
    address = url("import_map", the_import().pk)
    form = client.get(address).context["form"]
    sent = dict(values_of(form)) | {"initial-toml": form["toml"].value()}
    return client.post(address, sent | changed)


def test_a_file_is_mapped_looked_at_and_applied(client: Client, made: Worked) -> None:
    assert upload(client, GOOD).status_code == 302
    assert mapped(client, origin="code").status_code == 302
    page = client.get(url("import", the_import().pk))
    assert page.context["preview"]["summary"] == (
        "2 changes: 1 new, 1 changed, 1 unchanged, 0 gone."
    )
    assert "<del>Measure 1</del> → <ins>Better measure</ins>" in page.content.decode()
    client.post(url("import_apply", the_import().pk))
    assert made.draft
    titles = NodeText.objects.of(made.draft).order_by("path").values_list("title", flat=True)
    assert [title.words("en") for title in titles] == [
        "Objective",
        "Better measure",
        "Second measure",
    ]


def test_a_choice_in_the_form_keeps_what_the_mapping_says_besides(
    client: Client, made: Worked
) -> None:
    upload(client, GOOD)
    words = '# ours\n[columns]\n"title.en" = "Title (en)"\ncode = "Code"\n[levels]\nfrom = "code"\n'
    mapped(client, toml=words + '[kind]\n"Once" = "one_off"\n')
    mapped(client, **{"column-2": "start"})
    mapping = read_mapping(the_import().mapping)
    assert mapping.columns == {"title.en": "Title (en)", "code": "Code", "start": "Due"}
    assert mapping.words["kind"] == {"Once": "one_off"}
    assert mapping.levels.origin == "code"


def test_a_mapping_that_is_no_toml_is_refused_and_stays_written(
    client: Client, made: Worked
) -> None:
    upload(client, GOOD)
    answer = mapped(client, toml="columns = [")
    assert answer.status_code == 422
    assert "The mapping is no valid TOML" in answer.content.decode()
    assert "columns = [" in answer.content.decode()


def test_two_columns_are_not_one_thing(client: Client, made: Worked) -> None:
    upload(client, GOOD)
    before = the_import().mapping
    answer = mapped(client, origin="code", **{"column-2": "code"})
    assert answer.status_code == 422
    assert "This is said of the column “Code” already. Leave one of them out." in (
        answer.content.decode()
    )
    assert (answer.context["form"]["column-2"].value(), the_import().mapping) == ("code", before)


@pytest.mark.parametrize("keep", ["theirs", "mine"])
def test_who_maps_second_keeps_the_mapping_that_was_chosen(
    client: Client, made: Worked, keep: str
) -> None:
    upload(client, GOOD)
    address = url("import_map", the_import().pk)
    form = client.get(address).context["form"]
    mine = dict(values_of(form)) | {"initial-toml": form["toml"].value(), "column-2": ""}
    mapped(client, origin="code", **{"column-2": "due"})
    theirs = the_import().mapping
    answer = client.post(address, mine | {"origin": "code", "column-2": "start"})
    assert answer.status_code == 409
    [clash] = answer.context["conflict"].clashes
    assert clash.theirs == theirs
    sent = dict(answer.context["hidden"]) | {"clash": clash.field, f"keep:{clash.field}": keep}
    assert client.post(address, sent).status_code == 302
    wanted = theirs if keep == "theirs" else clash.mine
    assert the_import().mapping.strip() == wanted.strip()
    assert 'start = "Due"' in clash.mine


def test_every_problem_says_where_it_stands_and_nothing_can_be_applied(
    client: Client, made: Worked
) -> None:
    upload(client, "Code;Title (en);Due\n1.1;Better;someday\n")
    mapped(client, origin="code")
    page = client.get(url("import", the_import().pk))
    [problem] = page.context["preview"]["shown_problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (2, "Due", "someday")
    assert url("import_apply", the_import().pk) not in page.content.decode()


def test_an_empty_upload_is_refused_at_the_field(client: Client, made: Worked) -> None:
    answer = upload(client, "")
    assert answer.status_code == 422
    assert "The file is empty. Choose another." in answer.content.decode()


def test_a_file_of_another_kind_is_refused_at_the_field(client: Client, made: Worked) -> None:
    answer = upload(client, "%PDF-1.7 …", "plan.pdf")
    assert answer.status_code == 422
    assert not ImportDraft.objects.unrestricted(reason="test").exists()


def test_what_changed_since_the_preview_stops_the_import(client: Client, made: Worked) -> None:
    upload(client, GOOD)
    mapped(client, origin="code")
    from_now = client.post(
        reverse("strategy:end", args=["plan", made.measures[0].key]),
    )
    assert from_now.status_code == 302
    answer = client.post(url("import_apply", the_import().pk))
    assert answer.status_code == 409
    assert "The strategy was changed since the preview" in answer.content.decode()


def test_an_import_is_given_up(client: Client, made: Worked) -> None:
    upload(client, GOOD)
    client.post(url("import_abandon", the_import().pk))
    assert "Given up." in client.get(url("import", the_import().pk)).content.decode()


def test_a_large_file_goes_to_the_worker_and_the_page_says_so(client: Client, made: Worked) -> None:
    rows = "".join(f"1.{n};Measure {n};\n" for n in range(1, LARGE + 2))
    upload(client, f"Code;Title (en);Due\n1;Objective;\n{rows}")
    mapped(client, origin="code")
    page = client.get(url("import", the_import().pk)).content.decode()
    assert "The file has more than 2,000 rows" in page


def said(client: Client, *choices: str) -> Answer:
    draft = the_import()
    sent = {f"name-{number}": choice for number, choice in enumerate(choices)}
    return client.post(url("import_names", draft.pk), sent | {"version": str(draft.version)})


@pytest.fixture
def unknown(client: Client, made: Worked) -> Organisation:
    """Make a preview with three unknown names; return the organisation that one may mean."""
    port: Organisation = OrganisationFactory.create(
        slug="port", name=TranslatedText.of({"en": "Seaport of Klaipėda"})
    )
    Alias.objects.create(organisation=port, name="Uostai", folded="uostai")
    upload(client, 'Code;Title (en);Lead\n1;Objective;\n1.1;Measure 1;"Uostas; Naujas; visi"\n')
    mapped(client, origin="code")
    return port


def test_each_unknown_name_is_asked_for_once_with_those_much_alike(
    client: Client, unknown: Organisation
) -> None:
    page = client.get(url("import", the_import().pk))
    form = page.context["names"]
    assert [str(field.label) for field in form.names] == ["Uostas", "Naujas", "visi"]
    assert form.fields["name-0"].choices[1] == (
        "Much alike",
        [("port", "Seaport of Klaipėda (Uostai)")],
    )
    assert page.context["preview"]["shown_problems"] == []
    assert "3 problems: nothing can be imported yet." in page.content.decode()


def test_a_name_is_one_that_stands_a_new_one_or_none(
    client: Client, made: Worked, unknown: Organisation
) -> None:
    assert said(client, "port", "+", "").status_code == 302
    mapping = read_mapping(the_import().mapping)
    assert mapping.words["organisations"] == {"Uostas": "port"}
    assert mapping.new_organisations == ("Naujas",)
    assert said(client, "-").status_code == 302
    page = client.get(url("import", the_import().pk))
    assert page.context["names"] is None
    assert page.context["preview"]["organisations"] == ["Naujas"]
    assert not Organisation.objects.filter(slug="naujas").exists()
    client.post(url("import_apply", the_import().pk))
    assert made.draft
    duties = Responsibility.objects.of(made.draft).filter(node=made.measures[0])
    assert {duty.organisation.slug for duty in duties} == {"port", "naujas"}


def test_a_choice_that_was_not_offered_is_refused(client: Client, unknown: Organisation) -> None:
    before = the_import().mapping
    assert said(client, "nowhere").status_code == 422
    assert the_import().mapping == before


def test_who_comes_second_chooses_again(client: Client, unknown: Organisation) -> None:
    draft = the_import()
    said(client, "port")
    before = the_import().mapping
    client.post(url("import_names", draft.pk), {"name-0": "+", "version": str(draft.version)})
    assert the_import().mapping == before


def test_names_of_an_import_of_others_are_neither_shown_nor_said(
    client: Client, unknown: Organisation
) -> None:
    other = with_second_factor(UserFactory.create())
    workspace.make(slug="other", keeper=other)
    client.force_login(other)
    before = the_import().mapping
    for slug in ("plan", "other"):
        for name in ("import", "import_names"):
            address = reverse(f"strategy:{name}", args=[slug, the_import().pk])
            answer = client.get(address) if name == "import" else client.post(address, {})
            assert answer.status_code == 404
            assert "Naujas" not in answer.content.decode()
    assert the_import().mapping == before


def previewed(client: Client) -> tuple[str, str]:
    """Return the preview as it is read in English and in Lithuanian."""
    english = client.get(url("import", the_import().pk)).content.decode()
    with translation.override("lt"):
        return english, client.get(url("import", the_import().pk)).content.decode()


def test_changes_are_told_in_the_words_of_the_reader(client: Client, made: Worked) -> None:
    upload(client, GOOD)
    mapped(client, origin="code")
    english, lithuanian = previewed(client)
    assert "Title (English): <del>" in english
    assert "Pavadinimas (anglų): <del>" in lithuanian
    assert "title.en" not in english + lithuanian
    assert "2 changes: 1 new" not in lithuanian


def test_a_wrong_upload_is_refused_by_the_name_of_the_file(client: Client, made: Worked) -> None:
    answer = upload(client, "Code;Title\n", "planas 2026.xlsx")
    assert answer.status_code == 422
    assert "“planas 2026.xlsx” is no workbook. Save it as .xlsx again." in answer.content.decode()


def test_problems_are_told_in_the_language_of_the_reader(client: Client, made: Worked) -> None:
    upload(client, "Code;Title (en);Due\n1;Objective;\n1.1;Better;someday\n")
    mapped(client, origin="code")
    said = {}
    for language in ("en", "lt", "pl"):
        with translation.override(language):
            page = client.get(url("import", the_import().pk))
        [problem] = page.context["preview"]["shown_problems"]
        assert (problem["row"], problem["column"], problem["value"]) == (3, "Due", "someday")
        said[language] = problem["sentence"]
    assert said["en"] == said["pl"]
    assert said["lt"].startswith("„someday“ nėra data.")


def test_statuses_are_told_in_the_language_of_the_reader(client: Client, made: Worked) -> None:
    upload(client, "Code;Title (en);Status\n1;Objective;\n1.1;Measure 1;done\n")
    mapped(client, origin="code")
    english, lithuanian = previewed(client)
    assert "<ins>done</ins>" in english
    assert "<ins>done (lt)</ins>" in lithuanian


def test_many_unknown_names_stand_on_pages_and_each_page_is_kept(
    client: Client, made: Worked
) -> None:
    rows = "".join(f"1.{n};Measure {n};Įstaiga {n:02}\n" for n in range(1, PAGE + 4))
    upload(client, f"Code;Title (en);Lead\n1;Objective;\n{rows}")
    mapped(client, origin="code")
    address = url("import", the_import().pk)
    first, second = client.get(address), client.get(f"{address}?page=2")
    labels = [
        [str(field.label) for field in page.context["names"].names] for page in (first, second)
    ]
    assert labels[0] == [f"Įstaiga {n:02}" for n in range(1, PAGE + 1)]
    assert labels[1] == [f"Įstaiga {n:02}" for n in range(PAGE + 1, PAGE + 4)]
    assert "Names 26 to 28 of 28." in second.content.decode()
    assert f'action="{url("import_names", the_import().pk)}?page=2"' in second.content.decode()
    sent = {f"name-{PAGE}": "+", "name-0": "+", "version": str(the_import().version)}
    names = url("import_names", the_import().pk)
    assert client.post(f"{names}?page=2", sent).status_code == 302
    assert read_mapping(the_import().mapping).new_organisations == (f"Įstaiga {PAGE + 1:02}",)
    assert len(client.get(f"{address}?page=2").context["names"].names) == 2


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    book = book_of([])
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


PLAN: list[list[object]] = [
    ["Code", "Title (en)"], ["1", "Objective"], ["1.1", "Better measure"]
]  # fmt: skip


def upload_workbook(client: Client, sheets: dict[str, list[list[object]]]) -> Answer:
    file = SimpleUploadedFile("plan.xlsx", workbook(sheets))
    return client.post(url("import_start"), {"file": file})


@pytest.mark.parametrize("cover", [[], [["Our plan"]], [["Our plan"], ["2026"]]])
def test_a_cover_before_the_table_is_passed_over(
    client: Client, made: Worked, cover: list[list[object]]
) -> None:
    assert upload_workbook(client, {"Cover": cover, "Plan": PLAN}).status_code == 302
    assert mapped(client, origin="code").status_code == 302
    assert read_mapping(the_import().mapping).sheet.name == "Plan"
    assert client.get(url("import", the_import().pk)).context["preview"]["changed"] == 1


def test_another_sheet_is_chosen_by_its_name(client: Client, made: Worked) -> None:
    other: list[list[object]] = [["Code", "Pastabos"], ["1", "x"]]
    upload_workbook(client, {"Notes": other, "Plan": PLAN})
    address = url("import_map", the_import().pk)
    page = client.get(address)
    assert [field.label for field in page.context["form"].columns] == ["Code", "Pastabos"]
    assert '<a href="?sheet=Plan">Plan</a>' in page.content.decode()
    form = client.get(f"{address}?sheet=Plan").context["form"]
    assert [field.label for field in form.columns] == ["Code", "Title (en)"]
    sent = dict(values_of(form)) | {"initial-toml": form["toml"].value(), "origin": "code"}
    assert client.post(f"{address}?sheet=Plan", sent).status_code == 302
    assert read_mapping(the_import().mapping).sheet.name == "Plan"
    assert client.get(url("import", the_import().pk)).context["preview"]["changed"] == 1
    again = client.get(address).context["form"]
    assert [field.label for field in again.columns] == ["Code", "Title (en)"]
    missing = client.get(f"{address}?sheet=Planas")
    assert missing.status_code == 400
    assert "The workbook has no sheet “Planas”. It has: Notes, Plan." in missing.content.decode()


def test_the_worker_reads_a_workbook_whose_second_sheet_is_long(
    client: Client, made: Worked
) -> None:
    rows: list[list[object]] = [[f"1.{n}", f"Measure {n}"] for n in range(1, LARGE + 2)]
    upload_workbook(client, {"Short": PLAN, "Long": [["Code", "Title (en)"], *rows]})
    assert the_import().is_large
