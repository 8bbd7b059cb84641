"""Pictures of plans: who brings them, who sees them, and what a bad one is answered."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from headway.cooperation.plans import services
from headway.cooperation.plans.tests.factories import (
    AT,
    BY,
    actions,
    complete,
    fresh,
    fresh_action,
    plan,
    world,
)

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import Settings

    from headway.cooperation.plans.models import Plan
    from headway.cooperation.plans.tests.factories import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path


def file(kind: str = "JPEG", size: tuple[int, int] = (600, 300)) -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", size, "navy").save(made, kind)
    return SimpleUploadedFile("harbour.jpg", made.getvalue())


def sent(**said: Any) -> dict[str, Any]:  # noqa: ANN401
    words = {"alternative.en": "The harbour", "credit": "City archive", "licence": "CC BY 4.0"}
    return {"file": file(), **words, **said}


def address(of: World, one: Plan, *parts: str) -> str:
    return f"/en/workspace/projects/{of.project.slug}/plans/{one.slug}/" + "/".join(parts)


def ready(client: Client) -> tuple[World, Plan]:
    of = world()
    one = complete(of, plan(of))
    client.force_login(of.author)
    return of, one


def answered(client: Client, copy: str) -> tuple[int, bool]:
    """Return the status of a copy, and whether a JPEG came."""
    answer = client.get(copy)
    return answer.status_code, answer.content[:2] == b"\xff\xd8"


def copy_on(page: str) -> str:
    return next(each for each in page.split('"') if each.endswith(".jpg"))


def test_a_cover_and_an_action_get_pictures_that_the_draft_alone_shows(client: Client) -> None:
    of, one = ready(client)
    action = actions(one)[0]
    places = (address(of, one, "picture/"), address(of, one, f"actions/{action.key}/picture/"))
    for number, place in enumerate(places):
        said = sent(**{"alternative.en": f"Harbour {number}"})
        assert client.post(place, said).status_code == 302
        assert f'alt="Harbour {number}"' in client.get(place).content.decode()
    version = fresh(one).version
    page = client.get(address(of, one)).content.decode()
    for words in ('alt="Harbour 0"', 'alt="Harbour 1"', "City archive (CC BY 4.0)"):
        assert words in page
    copy = copy_on(page)
    assert answered(client, copy) == (200, True)
    assert client.get(copy.replace(".jpg", ".exe")).status_code == 404
    for other in (of.stranger, of.lead):
        client.force_login(other)
        assert client.get(copy).status_code == 404, "nobody else sees what a draft shows"
    services.send_to_review(plan_id=one.pk, by=BY, at=AT)
    assert answered(client, copy) == (200, True), "the lead partner reads the edition"
    client.force_login(of.stranger)
    assert client.get(copy).status_code == 404
    client.force_login(of.author)
    client.post(places[0], {"remove": "1"})
    client.post(places[1], {"remove": "1"})
    assert fresh(one).cover is None
    assert fresh_action(action).picture is None
    assert fresh(one).version == version, "no step and no picture touches the words"
    assert answered(client, copy) == (200, True), "the edition keeps what it showed"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"file": SimpleUploadedFile("a.jpg", b"no picture")}, "JPEG, PNG"),
        ({"alternative.en": ""}, "Say what the picture shows"),
        ({"credit": ""}, "Say whose picture it is."),
        ({"file": ""}, "Choose a picture."),
    ],
)
def test_a_bad_picture_is_answered_with_a_sentence_and_keeps_what_was_typed(
    client: Client, said: dict[str, Any], sentence: str
) -> None:
    of, one = ready(client)
    answer = client.post(address(of, one, "picture/"), sent(**said))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "CC BY 4.0" in page
    assert fresh(one).cover is None


def test_words_stand_for_who_writes_them_while_another_brings_a_picture(client: Client) -> None:
    of, one = ready(client)
    before = fresh(one).version
    client.post(address(of, one, "picture/"), sent())
    assert fresh(one).version == before
    services.send_to_review(plan_id=one.pk, by=BY, at=AT)
    services.finish_revision(plan_id=one.pk, by=BY, at=AT)
    services.ask_for_adoption(plan_id=one.pk, by=BY, at=AT)
    assert client.get(address(of, one, "picture/")).status_code == 409
