from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from ical.calendar_stream import IcsCalendarStream

from headway.cooperation.exchange.models import Event
from headway.cooperation.exchange.services import cancel_event
from headway.cooperation.exchange.tests.factories import (
    AT,
    REASON,
    SECRET,
    START,
    announced,
    coming,
    planned,
    published,
    submitted,
    text,
    world,
)
from headway.foundation.core.partial_dates import PartialDate

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

    from headway.cooperation.exchange.tests.factories import World

pytestmark = pytest.mark.django_db


def planned_by_hand(client: Client, of: World) -> str:
    """Plan a visit that was held online, with a point, a film and a file; return its page."""
    kept = f"/en/workspace/projects/{of.project.slug}/events/"
    sent = {
        "title.en": "Study visit", "title.lt": "Pažintinis vizitas", "kind": "study_visit",
        "start": "2020-11-19", "mode": "online", "hosts": of.host.pk, "is_public": "on",
        "planned_place.en": "Klaipėda", "online_link": SECRET,
    }  # fmt: skip
    answer = client.post(f"{kept}add/", sent)
    assert answer.status_code == 302
    page = answer["Location"]
    rows = {"rows": 2, "version": 1, "starts-0": "10:00", "title-0.en": "Tour", "speaker-0": ""}
    assert client.post(f"{page}programme/", rows).status_code == 302
    stale = client.post(f"{page}programme/", rows | {"title-0.en": "Mine"})
    assert (stale.status_code, "Mine" in stale.content.decode()) == (409, True)
    film = {"title.en": "Film", "kind": "video", "link": "https://video.example.org/1"}
    assert client.post(f"{page}material/add/", film | {"is_public": "on"}).status_code == 302
    paper = SimpleUploadedFile("slides.pdf", b"%PDF-1.7")
    given = {"title.en": "Slides", "kind": "slides", "file": paper, "is_public": "on"}
    assert client.post(f"{page}material/add/", given).status_code == 302
    return page


def held_by_hand(client: Client, of: World, page: str) -> None:
    """Announce an event, say that it was held, and note what came of it."""
    assert client.post(f"{page}steps/announce/").status_code == 302
    assert client.post(f"{page}steps/hold/").status_code == 302
    version = Event.objects.unrestricted(reason=REASON).get().version
    outcome = {"version": version, f"people-{of.host.pk}": "12", "learnt.en": "Mentors help."}
    assert client.post(f"{page}outcome/", outcome).status_code == 302


def test_a_host_walks_from_a_plan_to_the_public_page(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    of = world()
    client.force_login(of.keeper)
    page = planned_by_hand(client, of)
    assert SECRET in client.get(page).content.decode()
    held_by_hand(client, of, page)
    client.logout()
    public = client.get(page.replace("/workspace", "")).content.decode()
    for words in ("Study visit", "19 November 2020", "Klaipėda", "Tour", "Mentors help."):
        assert words in public
    assert "12 people took part" in public
    assert 'href="https://video.example.org/1"' in public
    assert "<iframe" not in public
    assert SECRET not in public
    lithuanian = client.get(page.replace("/workspace", "").replace("/en/", "/lt/"))
    assert "Pažintinis vizitas" in lithuanian.content.decode()


def test_a_file_is_handed_out_to_be_saved_and_never_run(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    of = world()
    client.force_login(of.keeper)
    page = planned_by_hand(client, of)
    held_by_hand(client, of, page)
    for shown in (page, page.replace("/workspace", "")):
        words = client.get(shown).content.decode()
        links = [each.partition('"')[0] for each in words.split('href="')]
        [file] = [link for link in links if "/material/" in link and "/add/" not in link]
        handed = client.get(file)
        assert b"".join(handed) == b"%PDF-1.7"
        assert handed["Content-Type"] == "application/octet-stream"
        assert "sandbox" in handed["Content-Security-Policy"]


def test_of_two_who_save_the_same_event_the_second_chooses(client: Client) -> None:
    of = world()
    event = planned(of)
    client.force_login(of.leader)
    page = f"/en/workspace/projects/{of.project.slug}/events/{event.key}/edit/"
    sent = {"title.en": "Theirs", "kind": "workshop", "mode": "online", "hosts": of.host.pk}
    assert client.post(page, sent | {"version": 1}).status_code == 302
    second = client.post(page, sent | {"title.en": "Mine", "version": 1})
    told = second.content.decode()
    assert (second.status_code, "Theirs" in told, "Mine" in told) == (409, True, True)


def test_a_project_has_one_calendar_and_each_event_with_a_day_one(client: Client) -> None:
    of = world()
    exact = announced(of)
    days = announced(
        of, start=PartialDate(2019, 10, 1), end=PartialDate(2019, 10, 2), begins=None,
        finishes=None, takes_registrations=False,
    )  # fmt: skip
    month = announced(
        of, start=PartialDate(2022, 5), begins=None, finishes=None, takes_registrations=False
    )
    gone = announced(of)
    cancel_event(event_id=gone.pk, reason="Storm", by=of.keeper, at=AT)
    base = f"/en/projects/{of.project.slug}/events/"
    answer = client.get(f"{base}events.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    told = answer.content.decode()
    assert SECRET not in told.replace("\r\n ", "")
    found = {each.uid: each for each in IcsCalendarStream.calendar_from_ics(told).events}
    assert set(found) == {exact.uid, days.uid, gone.uid}
    assert found[exact.uid].dtstart == START
    assert (str(found[days.uid].dtstart), str(found[days.uid].dtend)) == (
        "2019-10-01",
        "2019-10-03",
    )
    assert found[gone.uid].status == "CANCELLED"
    assert client.get(f"{base}{exact.key}/event.ics").status_code == 200
    assert client.get(f"{base}{month.key}/event.ics").status_code == 404
    assert "May 2022" in client.get(f"{base}{month.key}/").content.decode()


def test_a_cancelled_event_says_why_on_its_page(client: Client) -> None:
    of = world()
    event = announced(of)
    cancel_event(event_id=event.pk, reason="A storm", by=of.keeper, at=AT)
    page = client.get(f"/en/projects/{of.project.slug}/events/{event.key}/").content.decode()
    assert "It is cancelled." in page
    assert "A storm" in page
    assert "/register/" not in page


QUERIES = {
    "projects/{slug}/events/": 3,
    "projects/{slug}/events/{event}/": 7,
    "projects/{slug}/events/{event}/register/": 3,
    "projects/{slug}/practices/": 2,
    "projects/{slug}/practices/{practice}/": 3,
    "workspace/projects/{slug}/events/": 6,
    "workspace/projects/{slug}/events/{event}/": 8,
    "workspace/projects/{slug}/events/{event}/registrations/": 6,
    "workspace/projects/{slug}/events/{event}/edit/": 5,
    "workspace/projects/{slug}/practices/": 5,
    "workspace/projects/{slug}/practices/{waits}/": 8,
}
"""How many a page asks, with the one that finds out who is signed in."""


@pytest.mark.parametrize("route", QUERIES)
def test_a_page_asks_as_often_however_much_there_is(
    client: Client, route: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    of = world()
    names = {"slug": of.project.slug, "event": "", "practice": "", "waits": ""}
    for _number in range(3):
        event = announced(of, summary=text("About it"))
        for number in range(3):
            coming(event, f"{number}@example.org")
        names |= {"event": event.key, "practice": published(of).key, "waits": submitted(of).key}
    if route.startswith("workspace"):
        client.force_login(of.keeper)
    address = f"/en/{route.format(**names)}"
    assert client.get(address).status_code == 200
    with django_assert_num_queries(QUERIES[route]):
        client.get(address)
