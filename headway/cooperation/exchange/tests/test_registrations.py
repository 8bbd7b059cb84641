"""People register by mail: nobody learns who did, and nobody takes a place without the link."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from headway.cooperation.exchange.links import key_in, token_of
from headway.cooperation.exchange.models import Registration
from headway.cooperation.exchange.services import (
    cancel_event,
    change_event,
    confirm_place,
    forget_visitors,
    withdraw_place,
)
from headway.cooperation.exchange.tests.factories import (
    AT,
    LATER,
    PLAN,
    REASON,
    SECRET,
    START,
    VISITOR,
    announced,
    asked,
    coming,
    planned,
    text,
    world,
)
from headway.foundation.core.errors import BadInput, WrongState
from headway.foundation.formats.readers import read_workbook
from headway.foundation.notices.letters import letter
from headway.foundation.notices.models import Mail

if TYPE_CHECKING:
    from headway.cooperation.exchange.models import Event

pytestmark = pytest.mark.django_db
ONA, JONAS = "ona@example.org", "jonas@example.org"
ALL = Registration.objects.unrestricted(reason=REASON)


def mails(to: str) -> list[Mail]:
    found = Mail.objects.unrestricted(reason=REASON).filter(recipient=to)
    return list(found.order_by("pk"))


def kinds(to: str) -> list[str]:
    return [mail.kind.removeprefix("exchange_") for mail in mails(to)]


def link_in(mail: Mail) -> str:
    """Return the path of the link, as it goes out and stands nowhere else."""
    found = re.search(
        r"https://strategy\.example\.org(/\S*registrations/\S+)", str(letter(mail).body)
    )
    assert found
    assert found[1] not in mail.text + mail.html + mail.enclosed
    return found[1]


def path_of(event: Event) -> str:
    return f"/en/projects/{event.project.slug}/events/{event.key}/register/"


def states(event: Event) -> list[tuple[str, str]]:
    return list(ALL.filter(event=event).order_by("pk").values_list("email", "state"))


def test_somebody_registers_on_the_page_and_confirms_by_the_link_in_the_mail() -> None:
    event, client = announced(world()), Client()
    page = client.get(path_of(event)).content.decode()
    assert "What we keep, and why" in page
    sent = {"name": "Ona", "email": "Ona@Example.org", "organisation": "Port", "needs": "Ramp"}
    assert client.post(path_of(event), sent).status_code == 302
    assert states(event) == [(ONA, "asked")]
    [mail] = mails(ONA)
    assert SECRET not in mail.text + mail.enclosed, "who only asked gets no link to take part"
    path = link_in(mail)
    shown = client.get(path).content.decode()
    assert "You have no place yet" in shown
    assert SECRET not in shown
    assert states(event) == [(ONA, "asked")], "mail scanners open links"
    assert client.post(path, {"step": "confirm"}).status_code == 302
    assert states(event) == [(ONA, "registered")]
    assert SECRET in client.get(path).content.decode()
    place = mails(ONA)[-1]
    assert SECRET in place.text
    assert "method=REQUEST" in place.enclosed_type
    assert SECRET in place.enclosed.replace("\r\n ", "")
    assert "sessionid" not in client.cookies, "it lets nobody in"


def test_whoever_registers_somebody_again_sees_the_same_and_changes_nothing() -> None:
    event = announced(world())
    coming(event, ONA)
    fresh, known = Client(), Client()
    for client, email in ((fresh, JONAS), (known, ONA)):
        sent = {"name": "CANARY", "email": email}
        assert client.post(path_of(event), sent).status_code == 302
    pages = [
        re.sub(r"csrfmiddlewaretoken.*?>", "", each.get(path_of(event)).content.decode())
        for each in (fresh, known)
    ]
    assert pages[0] == pages[1]
    assert ALL.get(email=ONA).name == "Ona", "what was written first stays"
    assert states(event) == [(ONA, "registered"), (JONAS, "asked")]


def test_one_address_is_not_written_to_more_often_than_a_few_times(client: Client) -> None:
    event = announced(world())
    for _number in range(6):
        answer = client.post(path_of(event), {"name": "Ona", "email": ONA})
        assert answer.status_code == 302
    assert len(mails(ONA)) == 1, "one mail an hour"
    for number in range(30):
        sent = {"name": "Ona", "email": f"a{number}@example.org"}
        assert client.post(path_of(event), sent).status_code == 302, "it tells nothing"
    assert ALL.filter(event=event).count() < 21


def test_who_comes_late_waits_and_gets_the_place_of_who_withdraws() -> None:
    event = announced(world(), places=1)
    first, second = coming(event, ONA), coming(event, JONAS)
    assert [first.state, second.state] == ["registered", "waiting"]
    assert mails(JONAS)[-1].enclosed == "", "who waits has nothing in the calendar yet"
    assert SECRET not in mails(JONAS)[-1].text
    withdraw_place(registration_id=first.pk, by=VISITOR, at=AT + timedelta(hours=1))
    assert states(event) == [("", "withdrawn"), (JONAS, "registered")]
    assert kinds(JONAS) == ["confirm", "place", "place"]
    assert mails(ONA) == [], "whoever withdraws is forgotten, with the mails"
    gone = ALL.get(pk=first.pk)
    assert (gone.name, gone.organisation, gone.needs) == ("", "", "")


def test_more_places_are_given_in_the_order_of_confirming() -> None:
    of = world()
    event = announced(of, places=1)
    late = asked(event, "late@example.org")
    for number, name in enumerate(("a", "b", "c")):
        one = asked(event, f"{name}@example.org")
        confirm_place(registration_id=one.pk, by=VISITOR, at=AT + timedelta(minutes=number))
    confirm_place(registration_id=late.pk, by=VISITOR, at=AT + timedelta(hours=1))
    plan = replace(PLAN, host_ids=(of.host.pk,), places=3)
    change_event(event_id=event.pk, plan=plan, version=event.version, by=of.keeper, at=AT)
    told = dict(states(event))
    assert told == {
        "late@example.org": "waiting",
        "a@example.org": "registered",
        "b@example.org": "registered",
        "c@example.org": "registered",
    }


def test_a_changed_event_reaches_the_calendars_and_a_cancelled_one_leaves_them() -> None:
    of = world()
    event = announced(of)
    coming(event, ONA)
    plan = replace(PLAN, host_ids=(of.host.pk,), place=text("Castle"))
    event = change_event(event_id=event.pk, plan=plan, version=event.version, by=of.keeper, at=AT)
    assert "SEQUENCE:1" in mails(ONA)[-1].enclosed
    same = change_event(
        event_id=event.pk,
        plan=replace(plan, summary=text("More")),
        version=event.version,
        by=of.keeper,
        at=AT,
    )
    assert (same.sequence, kinds(ONA)) == (1, ["confirm", "place", "changed"])
    cancel_event(event_id=event.pk, reason="A storm", by=of.keeper, at=AT)
    last = mails(ONA)[-1]
    assert ("method=CANCEL" in last.enclosed_type, "SEQUENCE:2" in last.enclosed) == (True, True)
    assert "A storm" in last.text


def test_one_registers_from_the_announcement_until_the_last_day() -> None:
    of = world()
    draft = planned(of)
    assert Client().get(path_of(draft)).status_code == 404
    for event, words in (
        (announced(of, registers_until=date(2026, 11, 19)), "last day to register"),
        (announced(of, takes_registrations=False), "One cannot register"),
    ):
        with pytest.raises(WrongState, match=words):
            asked(event)
    with pytest.raises(WrongState, match="has begun"):
        confirm_place(registration_id=asked(announced(of)).pk, by=VISITOR, at=START)


def test_a_withdrawn_place_is_asked_for_anew() -> None:
    event = announced(world())
    one = coming(event)
    withdraw_place(registration_id=one.pk, by=VISITOR, at=AT)
    withdraw_place(registration_id=one.pk, by=VISITOR, at=AT)
    with pytest.raises(WrongState, match="Register again"):
        confirm_place(registration_id=one.pk, by=VISITOR, at=AT)
    assert coming(event).pk != one.pk


@pytest.mark.parametrize("email", ["", "ona", "ona@", "a b@example.org", f"{'x' * 300}@a.lt"])
def test_what_is_no_address_is_refused(email: str) -> None:
    event = announced(world())
    with pytest.raises(BadInput) as refused:
        asked(event, email)
    assert "email" in refused.value.problems


def test_a_link_that_was_not_signed_here_leads_nowhere() -> None:
    one = coming(announced(world()))
    token = token_of(one)
    assert key_in(token) == one.key
    for bad in (token[:-1], "x", "~", one.key, f"{one.key}~x"):
        assert key_in(bad) == ""
        assert Client().get(f"/en/registrations/{bad}/").status_code == 404


def test_hosts_and_lead_read_the_list_and_take_it_as_a_workbook(client: Client) -> None:
    of = world()
    event = announced(of)
    coming(event)
    base = f"/en/workspace/projects/{of.project.slug}/events/{event.key}/registrations"
    for by in (of.keeper, of.leader):
        client.force_login(by)
        assert ONA in client.get(f"{base}/").content.decode()
        answer = client.get(f"{base}.xlsx")
        sheet = read_workbook(BytesIO(answer.content), "registrations.xlsx").sheet()
        assert ("Ona", ONA) in [tuple(row.cells[:2]) for row in sheet.rows]
    client.force_login(of.stranger)
    assert client.get(f"{base}/").status_code == 403
    assert client.get(f"{base}.xlsx").status_code == 403


def test_who_came_is_forgotten_ninety_days_after() -> None:
    event = announced(world())
    coming(event)
    assert forget_visitors(by=VISITOR, at=LATER + timedelta(days=80)) == 0
    assert forget_visitors(by=VISITOR, at=LATER + timedelta(days=91)) == 1
    assert states(event) == [("", "registered")], "how many had come stays"
    assert mails(ONA) == []
