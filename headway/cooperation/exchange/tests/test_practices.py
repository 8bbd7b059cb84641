from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from headway.cooperation.exchange.models import GoodPractice
from headway.cooperation.exchange.services import (
    add_picture,
    ask_about_practice,
    change_practice,
    create_practice,
    decline_practice,
    publish_practice,
    remove_picture,
    reopen_practice,
    submit_practice,
)
from headway.cooperation.exchange.tests.factories import (
    AT,
    REASON,
    TOLD,
    begun,
    published,
    reader_of,
    submitted,
    text,
    world,
)
from headway.foundation.attachments.services import keep_picture
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.notices.models import Mail

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import Settings

pytestmark = pytest.mark.django_db


def mails() -> list[tuple[str, str]]:
    rows = Mail.objects.unrestricted(reason=REASON).order_by("pk")
    return [(mail.kind.removeprefix("exchange_"), mail.recipient) for mail in rows]


def again(one: GoodPractice) -> GoodPractice:
    return GoodPractice.objects.unrestricted(reason=REASON).get(pk=one.pk)


def test_the_region_is_that_of_its_organisation_in_the_project() -> None:
    of = world()
    one = begun(of)
    assert one.region == of.project.members.get(organisation=of.host).region
    with pytest.raises(BadInput, match="stands for a region"):
        create_practice(
            project_id=of.project.pk,
            organisation_id=world().host.pk,
            plan=TOLD,
            by=of.keeper,
            at=AT,
        )


def test_it_is_submitted_asked_about_submitted_again_and_published() -> None:
    of = world()
    one = submitted(of)
    assert mails() == [("submitted", of.leader.email)]
    ask_about_practice(practice_id=one.pk, words="How many firms?", by=of.leader, at=AT)
    asked = again(one)
    assert (asked.state, asked.words_of_lead) == ("asked", "How many firms?")
    plan = replace(TOLD, evidence=text("Twenty-six of forty."))
    change_practice(practice_id=one.pk, plan=plan, version=asked.version, by=of.keeper, at=AT)
    later = AT.replace(hour=12)
    submit_practice(practice_id=one.pk, by=of.keeper, at=later)
    publish_practice(practice_id=one.pk, by=of.leader, at=later)
    assert (again(one).state, again(one).words_of_lead) == ("published", "")
    assert mails() == [
        ("submitted", of.leader.email),
        ("asked", of.keeper.email),
        ("submitted", of.leader.email),
        ("published", of.keeper.email),
    ]


def test_what_was_declined_can_be_revised() -> None:
    of = world()
    one = submitted(of)
    decline_practice(practice_id=one.pk, words="Not about firms.", by=of.leader, at=AT)
    mail = Mail.objects.unrestricted(reason=REASON).latest("pk")
    assert (mail.kind, "Not about firms." in mail.text) == ("exchange_declined", True)
    reopen_practice(practice_id=one.pk, by=of.keeper, at=AT)
    assert again(one).state == "draft"


def test_who_decides_does_not_write_and_who_writes_does_not_decide() -> None:
    of = world()
    draft, sent = begun(of), submitted(of)
    for by in (of.leader, of.stranger, reader_of(of.host)):
        with pytest.raises(NotAllowed, match="organisation that brought"):
            change_practice(practice_id=draft.pk, plan=TOLD, version=1, by=by, at=AT)
        with pytest.raises(NotAllowed):
            submit_practice(practice_id=draft.pk, by=by, at=AT)
    for by in (of.keeper, of.stranger, reader_of(of.lead)):
        with pytest.raises(NotAllowed, match="lead partner decides"):
            publish_practice(practice_id=sent.pk, by=by, at=AT)
        with pytest.raises(NotAllowed):
            ask_about_practice(practice_id=sent.pk, words="x", by=by, at=AT)
        with pytest.raises(NotAllowed):
            decline_practice(practice_id=sent.pk, words="x", by=by, at=AT)


def test_what_a_reader_elsewhere_needs_is_told_before_it_is_submitted() -> None:
    of = world()
    one = begun(of, evidence=text(""), problem=text(""))
    with pytest.raises(BadInput) as refused:
        submit_practice(practice_id=one.pk, by=of.keeper, at=AT)
    assert sorted(refused.value.problems) == ["evidence", "problem"]
    with pytest.raises(WrongState):
        publish_practice(practice_id=one.pk, by=of.leader, at=AT)


def test_words_are_needed_to_ask_and_to_decline() -> None:
    of = world()
    one = submitted(of)
    for service in (ask_about_practice, decline_practice):
        with pytest.raises(BadInput) as refused:
            service(practice_id=one.pk, words=" ", by=of.leader, at=AT)
        assert "words" in refused.value.problems


def test_what_waits_stays_as_it_is_and_two_writers_see_each_other() -> None:
    of = world()
    one = begun(of)
    changed = replace(TOLD, title=text("Another"))
    change_practice(practice_id=one.pk, plan=changed, version=1, by=of.keeper, at=AT)
    with pytest.raises(Conflict) as refused:
        change_practice(practice_id=one.pk, plan=TOLD, version=1, by=of.keeper, at=AT)
    assert [each.field for each in refused.value.clashes] == ["title.en"]
    sent = submitted(of)
    with pytest.raises(WrongState, match="waits for the lead"):
        change_practice(practice_id=sent.pk, plan=TOLD, version=2, by=of.keeper, at=AT)


BAD = {
    "title": {"title": text("")},
    "level": {"level": "galactic"},
    "ended": {"began": PartialDate(2020), "ended": PartialDate(2019)},
    "contact_email": {"contact_email": "somebody"},
    "link": {"link": "javascript:alert(1)"},
}


@pytest.mark.parametrize("field", BAD)
def test_what_cannot_be_gets_a_sentence_at_its_field(field: str) -> None:
    with pytest.raises(BadInput) as refused:
        begun(world(), **BAD[field])  # type: ignore[arg-type]  # values of many kinds
    assert list(refused.value.problems) == [field]


# -- pages -------------------------------------------------------------------------------------


def test_partner_and_lead_walk_from_a_draft_to_the_public_page(client: Client) -> None:
    of = world()
    kept = f"/en/workspace/projects/{of.project.slug}/practices/"
    client.force_login(of.keeper)
    sent = {
        "organisation": of.host.pk,
        "title.en": "Grants for small firms",
        "title.lt": "Parama mažoms įmonėms",
        "problem.en": "Small firms stay at home.",
        "solution.en": "A grant.",
        "evidence.en": "",
        "transferability.en": "Any city can.",
    }
    answer = client.post(f"{kept}add/", sent)
    assert answer.status_code == 302
    one = GoodPractice.objects.unrestricted(reason=REASON).get()
    page = answer["Location"]
    refused = client.post(f"{page}steps/submit/", follow=True).content.decode()
    assert "“Evidence of success” is empty" in refused
    more = sent | {"evidence.en": "26 firms applied.", "version": one.version}
    assert client.post(f"{page}edit/", more).status_code == 302
    assert client.post(f"{page}steps/submit/").status_code == 302
    client.force_login(of.leader)
    assert "Decide on it" in client.get(page).content.decode()
    said = {"text": "Very clear.", "request_key": "one", "step": "comment"}
    assert client.post(f"{page}say/", said).status_code == 302
    assert "Very clear." in client.get(page).content.decode()
    assert client.post(f"{page}say/", {"text": " ", "step": "comment"}).status_code == 422
    assert client.post(f"{page}decide/", {"step": "ask", "words": ""}).status_code == 422
    assert client.post(f"{page}decide/", {"step": "publish"}).status_code == 302
    client.logout()
    public = client.get(f"/lt/projects/{of.project.slug}/practices/{one.key}/").content.decode()
    assert "Parama mažoms įmonėms" in public
    assert "26 firms applied." in public
    assert "Very clear." not in public
    listed = client.get(f"/en/projects/{of.project.slug}/practices/").content.decode()
    assert "Grants for small firms" in listed


def test_of_two_who_save_the_same_form_the_second_chooses(client: Client) -> None:
    of = world()
    one = begun(of)
    client.force_login(of.keeper)
    page = f"/en/workspace/projects/{of.project.slug}/practices/{one.key}/edit/"
    assert client.post(page, {"title.en": "Theirs", "version": 1}).status_code == 302
    second = client.post(page, {"title.en": "Mine", "version": 1})
    assert second.status_code == 409
    assert "Theirs" in second.content.decode()


def test_published_ones_alone_are_listed(client: Client) -> None:
    of = world()
    begun(of, title=text("CANARY"))
    published(of)
    page = client.get(f"/en/projects/{of.project.slug}/practices/").content.decode()
    assert "1 good practice is published" in page
    assert "CANARY" not in page


# -- pictures ----------------------------------------------------------------------------------


def jpeg() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (1000, 500), "navy").save(file, "JPEG")
    return SimpleUploadedFile("port.jpg", file.getvalue())


def kind_of(client: Client, address: str) -> str:
    """Read a file to its end and say what it is."""
    answer = client.get(address)
    assert b"".join(answer)
    return str(answer["Content-Type"])


def test_a_picture_says_what_it_shows_and_a_draft_hides_it(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    of = world()
    one = begun(of)
    page = f"/en/workspace/projects/{of.project.slug}/practices/{one.key}/"
    client.force_login(of.keeper)
    sent = {"file": jpeg(), "credit": "Port", "licence": "CC BY 4.0"}
    refused = client.post(f"{page}pictures/add/", sent)
    assert (refused.status_code, "what the picture shows" in refused.content.decode()) == (
        422,
        True,
    )
    shown = {**sent, "file": jpeg(), "alternative.en": "The port at dawn"}
    assert client.post(f"{page}pictures/add/", shown).status_code == 302
    told = client.get(page).content.decode()
    assert 'alt="The port at dawn"' in told
    copy = next(each for each in told.split('"') if each.endswith(".jpg"))
    public = copy.replace("/workspace", "")
    assert kind_of(client, copy) == "image/jpeg"
    assert client.get(copy.replace(".jpg", ".exe")).status_code == 404
    for stranger in (of.stranger, of.leader):
        client.force_login(stranger)
        assert client.get(copy).status_code == 404, "nobody else sees a draft"
    assert client.get(public).status_code == 404
    submit_practice(practice_id=one.pk, by=of.keeper, at=AT)
    publish_practice(practice_id=one.pk, by=of.leader, at=AT)
    client.logout()
    assert kind_of(client, public) == "image/jpeg"
    assert 'alt="The port at dawn"' in client.get(page.replace("/workspace", "")).content.decode()


def test_pictures_stay_while_the_lead_partner_decides(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    of = world()
    one = begun(of)
    picture = keep_picture(
        content=jpeg().chunks(), name="a.jpg", alternative=text("A port"), credit="Port",
        licence="CC BY 4.0", by=of.keeper, at=AT,
    )  # fmt: skip
    row = add_picture(practice_id=one.pk, picture=picture, by=of.keeper, at=AT)
    with pytest.raises(NotAllowed):
        add_picture(practice_id=one.pk, picture=picture, by=of.leader, at=AT)
    submit_practice(practice_id=one.pk, by=of.keeper, at=AT)
    with pytest.raises(WrongState):
        remove_picture(row_id=row.pk, by=of.keeper, at=AT)
