"""A file into the draft: upload, columns, preview, apply."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from headway.foundation.accounts.tests.factories import UserFactory, with_second_factor
from headway.foundation.ui.conflicts import values_of
from headway.monitoring.strategy.imports.mapping import read_mapping
from headway.monitoring.strategy.models import ImportDraft, NodeText
from headway.monitoring.strategy.services.import_drafts import LARGE
from headway.monitoring.strategy.tests import workspace

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer
    from pytest_django.fixtures import Settings

    from headway.monitoring.strategy.tests.workspace import Worked

pytestmark = pytest.mark.django_db
GOOD = "Code;Title (en);Due\n1;Objective;\n1.1;Better measure;2027\n1.2;Second measure;\n"


@pytest.fixture(autouse=True)
def in_english() -> None:
    translation.activate("en")


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
