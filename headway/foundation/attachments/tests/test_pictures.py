"""Pictures that are kept, shown and brought by a form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.utils import translation
from PIL import Image

from headway.foundation.accounts.tests.factories import AuditorFactory, UserFactory
from headway.foundation.attachments.models import Picture, StoredFile
from headway.foundation.attachments.picture_forms import PictureForm
from headway.foundation.attachments.queries import NoFile, open_copy, shown_picture
from headway.foundation.attachments.services import keep_picture, sweep_files
from headway.foundation.attachments.states import ScanState
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.errors import BadInput
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.ui.forms import kept

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

    from headway.foundation.core.actors import Actor

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
BY = SystemActor("test")
HARBOUR = TranslatedText.of({"en": "The harbour", "lt": "Uostas"})
REASON = "a test looks at everything"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def photograph(width: int = 1000, height: int = 500) -> bytes:
    made = BytesIO()
    Image.new("RGB", (width, height), "navy").save(made, "JPEG")
    return made.getvalue()


def picture(by: Actor = BY, **said: object) -> Picture:
    given = {"alternative": HARBOUR, "credit": " Ona ", "licence": "CC BY 4.0"} | said
    content = [photograph()]
    return keep_picture(**{"content": content, "name": "a.jpg", "by": by, "at": AT, **given})  # type: ignore[arg-type]


def test_a_picture_is_kept_with_its_copies_and_they_outlast_the_sweep(folder: Path) -> None:
    found = picture()
    assert (found.width, found.height, found.credit) == (1000, 500, "Ona")
    assert sorted(found.copies, key=int) == ["480", "960", "1000"]
    assert sweep_files(at=AT + timedelta(days=9999)) == 0
    with open_copy(found, width=960, ending="webp") as file:
        assert Image.open(file).size == (960, 480)


@pytest.mark.parametrize(("width", "ending"), [(961, "webp"), (960, "png"), (960, ""), (0, "jpg")])
def test_a_copy_that_there_is_not_is_not_opened(width: int, ending: str) -> None:
    with pytest.raises(NoFile):
        open_copy(picture(), width=width, ending=ending)


def test_a_copy_in_which_a_scanner_found_something_stays_closed() -> None:
    found = picture()
    rows = StoredFile.objects.unrestricted(reason=REASON)
    rows.filter(sha256=found.copies["480"]["image/jpeg"]).update(scan_state=ScanState.INFECTED)
    with pytest.raises(NoFile):
        open_copy(found, width=480, ending="jpg")


def test_every_missing_word_is_said_at_once_and_nothing_is_kept(folder: Path) -> None:
    with pytest.raises(BadInput) as refused:
        picture(content=[b"no picture"], alternative=EMPTY, credit=" ", licence="")
    assert set(refused.value.problems) == {"file", "alternative", "credit", "licence"}
    with pytest.raises(BadInput) as refused:
        picture(credit="x" * 201, alternative=TranslatedText.of({"en": "x" * 501}))
    assert set(refused.value.problems) == {"credit", "alternative.en"}
    assert not Picture.objects.unrestricted(reason=REASON).exists()
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_of_a_file_that_never_ends_no_more_is_read_than_can_be_taken() -> None:
    read = 0

    def endless() -> object:
        nonlocal read
        while True:
            read += 1
            yield b"\xff\xd8\xff" + bytes(1024 * 1024)

    with pytest.raises(BadInput):
        picture(content=endless())
    assert read < 25


def test_people_find_their_own_pictures_and_auditors_all() -> None:
    ona, jonas, auditor = UserFactory.create(), UserFactory.create(), AuditorFactory.create()
    mine = picture(by=ona)
    found = {who: list(Picture.objects.visible_to(who)) for who in (ona, jonas, auditor)}
    assert found == {ona: [mine], jonas: [], auditor: [mine]}


def test_the_component_shows_the_picture_in_sizes_with_its_words_and_credit() -> None:
    shown = shown_picture(picture(), address=lambda width, ending: f"/p/{width}.{ending}")
    html = engines["django"].from_string('{% include "ui/picture.html" %}')
    with translation.override("lt"):
        shown = shown_picture(picture(), address=lambda width, ending: f"/p/{width}.{ending}")
        page = html.render({"picture": shown})
    assert 'srcset="/p/480.webp 480w, /p/960.webp 960w, /p/1000.webp 1000w"' in page
    assert 'src="/p/1000.jpg" width="1000" height="500" alt="Uostas"' in page
    assert "Ona (CC BY 4.0)" in page


def form(content: bytes, **said: str) -> PictureForm:
    data = {"alternative.en": "The harbour", "credit": "Ona", "licence": "CC0"} | said
    return PictureForm(("en", "lt"), data, {"file": SimpleUploadedFile("a.jpg", content)})


def test_a_form_keeps_the_picture_that_is_brought() -> None:
    sent = form(photograph())
    assert kept(sent, lambda: sent.keep(by=BY, at=AT)), sent.errors
    assert str(Picture.objects.unrestricted(reason=REASON).get().alternative) == "The harbour"


def test_what_is_wrong_with_a_picture_is_said_at_its_field_and_the_words_stay() -> None:
    sent = form(b"no picture", **{"alternative.en": ""})
    assert not kept(sent, lambda: sent.keep(by=BY, at=AT))
    assert set(sent.errors) == {"file", "alternative.en"}
    assert sent["credit"].value() == "Ona"
    nothing = PictureForm(("en",), {}, {})
    assert not nothing.is_valid()
    assert set(nothing.errors) == {"file", "credit", "licence"}
