from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from headway.foundation.accounts.tests.factories import UserFactory, with_second_factor
from headway.foundation.audit.models import Entry
from headway.monitoring.strategy.models import Edition
from headway.monitoring.strategy.services import correct_act
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.tests import workspace
from headway.monitoring.strategy.tests.factories import AT, BY

if TYPE_CHECKING:
    from django.test import Client

    from headway.monitoring.strategy.tests.workspace import Worked

pytestmark = pytest.mark.django_db
ENTRIES = Entry.objects.unrestricted(reason="test").filter(verb="act_corrected")


@pytest.fixture
def made(client: Client) -> Worked:
    keeper = with_second_factor(UserFactory.create())
    client.force_login(keeper)
    return workspace.make(keeper=keeper)


def address(made: Worked) -> str:
    return f"/en/workspace/strategies/{made.strategy.slug}/editions/1/act/"


def edition(made: Worked) -> Edition:
    return Edition.objects.unrestricted(reason="test").get(strategy=made.strategy, number=1)


def sent(made: Worked, **said: Any) -> dict[str, Any]:  # noqa: ANN401
    stands = edition(made)
    return {
        "in_force_on": str(stands.in_force_on),
        "number": stands.act_number,
        "version": stands.version,
        "reason": "The number was misread.",
        "body.en": "City council",
        **said,
    }


def looked_at(client: Client, made: Worked, **said: Any) -> tuple[Any, dict[str, Any]]:  # noqa: ANN401
    """Look at a correction; return the page, and what its button sends."""
    wanted = sent(made, **said)
    page = client.post(address(made), wanted)
    found = re.search(r'name="seen" value="(\w+)"', page.content.decode())
    return page, wanted | {"seen": found[1] if found else ""}


def test_a_correction_is_looked_at_then_kept_with_its_reason(client: Client, made: Worked) -> None:
    assert client.get(address(made)).status_code == 200
    page, wanted = looked_at(client, made, number="T2-7")
    assert (page.status_code, edition(made).act_number == "T2-7") == (200, False)
    told = page.content.decode()
    assert "What it was and will be" in told
    assert "T2-7" in told
    assert ENTRIES.count() == 0
    assert client.post(address(made), wanted).status_code == 302
    assert edition(made).act_number == "T2-7"
    [entry] = ENTRIES.all()
    assert "The number was misread." in entry.payload.content


def test_what_was_changed_after_the_look_is_looked_at_again(client: Client, made: Worked) -> None:
    _page, wanted = looked_at(client, made, number="T2-7")
    page = client.post(address(made), wanted | {"number": "T2-8"})
    assert (page.status_code, "T2-8" in page.content.decode()) == (200, True)
    assert ENTRIES.count() == 0


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"reason": " "}, "Say why the act is corrected"),
        ({"reason": "x" * 2_001}, "at most 2000 signs"),
        ({"in_force_on": ""}, "Say from when"),
        ({"in_force_on": "someday"}, "someday"),
        ({"number": "9" * 61}, "60"),
        ({"verb": "sing"}, "valid choice"),
    ],
)
def test_a_correction_that_cannot_be_kept_says_so_and_loses_nothing(
    client: Client, made: Worked, said: dict[str, Any], words: str
) -> None:
    page, _wanted = looked_at(client, made, **{"number": "T2-7", **said})
    told = page.content.decode()
    assert (page.status_code, words in told) == (422, True), told[-3000:]
    assert str(said.get("number", "T2-7")) in told
    assert ENTRIES.count() == 0


def test_a_file_that_was_sent_once_is_kept_for_the_second_step(
    client: Client, made: Worked
) -> None:
    act = SimpleUploadedFile("act.pdf", b"%PDF-1.4 act", "application/pdf")
    page, wanted = looked_at(client, made, act_file=act)
    found = re.search(r'name="brought" value="(\d+)"', page.content.decode())
    assert found
    wanted.pop("act_file")
    assert client.post(address(made), wanted | {"brought": found[1]}).status_code == 302
    stands = edition(made)
    assert stands.act_file is not None
    assert stands.act_file.name == "act.pdf"
    page, wanted = looked_at(client, made, number="T2-9")
    client.post(address(made), wanted)
    assert edition(made).act_file == stands.act_file, "without another file it stays"


def test_the_second_of_two_who_correct_is_asked(client: Client, made: Worked) -> None:
    _page, wanted = looked_at(client, made, number="T2-7")
    stands = edition(made)
    correct_act(
        edition_id=stands.pk, act=Act.of(stands), reason="Too", version=stands.version, by=BY, at=AT
    )
    page = client.post(address(made), wanted)
    assert (page.status_code, "T2-7" in page.content.decode()) == (409, True)
    assert edition(made).act_number != "T2-7"


def test_the_pages_of_the_strategy_lead_there_for_who_keeps_it(
    client: Client, made: Worked
) -> None:
    page = client.get(f"/en/workspace/strategies/{made.strategy.slug}/")
    assert address(made) in page.content.decode()
