"""A strategy's page in the workspace, its settings, coordinators, translations, a new one."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    UserFactory,
    with_second_factor,
)
from headway.foundation.core.texts import TranslatedText
from headway.foundation.formats.readers import read_workbook
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.foundation.ui.conflicts import values_of
from headway.monitoring.strategy.forms.strategies import SettingsForm
from headway.monitoring.strategy.frame import Neighbour, Sector, StatusOption
from headway.monitoring.strategy.models import Edition, Strategy
from headway.monitoring.strategy.queries.editions import draft_of
from headway.monitoring.strategy.queries.people import coordinators_of
from headway.monitoring.strategy.tests import workspace

if TYPE_CHECKING:
    from django.test import Client

    from headway.foundation.accounts.models import User
    from headway.monitoring.strategy.tests.workspace import Worked

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(client: Client) -> Worked:
    keeper = with_second_factor(UserFactory.create())
    client.force_login(keeper)
    return workspace.make(keeper=keeper)


@pytest.fixture
def administrator(client: Client) -> User:
    person = with_second_factor(AdministratorFactory.create())
    client.force_login(person)
    return person


def url(name: str, *args: object) -> str:
    return reverse(f"strategy:{name}", args=args)


def settings_sent(made: Worked, **changed: object) -> dict[str, object]:
    form = SettingsForm(Strategy.objects.get(pk=made.strategy.pk))
    sent: dict[str, object] = dict(values_of(form)) | {"languages": ["en", "lt"]}
    return sent | {name.replace("__", "."): value for name, value in changed.items()}


def test_settings_are_changed(client: Client, made: Worked) -> None:
    client.post(url("settings", "plan"), settings_sent(made, name__en="Renamed", is_public="on"))
    strategy = Strategy.objects.get(pk=made.strategy.pk)
    assert (strategy.name.words("en"), strategy.is_public) == ("Renamed", True)
    assert strategy.statuses == workspace.STATUSES


def test_a_time_zone_that_is_none_is_said_at_its_field(client: Client, made: Worked) -> None:
    answer = client.post(url("settings", "plan"), settings_sent(made, time_zone="Klaipėda"))
    assert answer.status_code == 422
    assert '<a href="#id_time_zone">“Klaipėda” is no time zone.' in answer.content.decode()


def test_two_people_changing_the_settings_see_both(client: Client, made: Worked) -> None:
    mine = settings_sent(made, name__en="Mine")
    client.post(url("settings", "plan"), settings_sent(made, name__en="Theirs"))
    answer = client.post(url("settings", "plan"), mine)
    assert answer.status_code == 409
    assert '<div class="words">Theirs</div>' in answer.content.decode()


def test_a_coordinator_reads_why_they_appoint_nobody(client: Client, made: Worked) -> None:
    page = client.get(url("manage", "plan")).content.decode()
    assert "Only an administrator can appoint coordinators." in page
    assert 'name="person"' not in page


def test_an_administrator_appoints_and_dismisses(
    client: Client, made: Worked, administrator: User
) -> None:
    person = UserFactory.create()
    client.post(url("appoint", "plan"), {"person": str(person.pk)})
    [_first, second] = coordinators_of(made.strategy)
    assert second.user == person
    client.post(url("dismiss", "plan", second.pk))
    assert person not in [each.user for each in coordinators_of(made.strategy)]


def test_appointing_nobody_is_said_on_the_page(
    client: Client, made: Worked, administrator: User
) -> None:
    answer = client.post(url("appoint", "plan"), {"person": ""})
    assert answer.status_code == 422
    assert "Choose a person." in answer.content.decode()


STEP = "?languages=lt&languages=en&original=lt&depth=2"
NAMED = {
    "slug": "new-plan",
    "name.lt": "Naujas planas",
    "time_zone": "Europe/Vilnius",
    "level-1-lt": "tikslas, tikslai, tikslų",
    "level-1-en": "objective, objectives",
    "level-2-lt": "priemonė, priemonės, priemonių",
    "level-2-en": "measure, measures",
    "counted": "2",
}


def test_an_administrator_creates_a_strategy_with_levels_in_each_language(
    client: Client, administrator: User
) -> None:
    sent = NAMED | {"organisation": str(OrganisationFactory.create().pk)}
    answer = client.post(url("create") + STEP, sent)
    assert answer["Location"] == url("manage", "new-plan")
    strategy = Strategy.objects.get(slug="new-plan")
    draft = draft_of(strategy, user=administrator)
    assert draft
    assert strategy.languages == ["lt", "en"]
    assert [draft.frame.counted.label("lt", n) for n in (1, 9, 10)] == [
        "priemonė",
        "priemonės",
        "priemonių",
    ]
    assert draft.frame.counted.label("en", 2) == "measures"


def test_an_address_that_is_taken_is_said_at_its_field(client: Client, administrator: User) -> None:
    workspace.make()
    sent = NAMED | {"slug": "plan", "organisation": str(OrganisationFactory.create().pk)}
    answer = client.post(url("create") + STEP, sent)
    assert answer.status_code == 422
    assert "The address “plan” is taken." in answer.content.decode()


def test_a_coordinator_reads_that_only_administrators_create(client: Client, made: Worked) -> None:
    answer = client.get(url("create"))
    assert answer.status_code == 403
    assert "Only an administrator can create a strategy." in answer.content.decode()


def test_what_is_missing_and_outdated_is_listed_with_the_form_that_mends_it(
    client: Client, made: Worked
) -> None:
    client.post(
        url("frame", "plan"), {"title.en": "plan 2", "title.lt": "plan lietuviškai", "version": "1"}
    )
    client.post(url("settings", "plan"), settings_sent(made, name__lt=""))
    page = client.get(url("translations", "plan"))
    gaps = [
        (gap.language, gap.place, gap.part, gap.is_outdated)
        for _code, _name, found in page.context["groups"]
        for gap in found
        if gap.place in ("strategy", "frame")
    ]
    assert gaps == [("lt", "strategy", "name", False), ("lt", "frame", "title", True)]
    assert f'href="{url("settings", "plan")}"' in page.content.decode()
    assert f'href="{url("frame", "plan")}"' in page.content.decode()


def test_what_lists_lack_is_listed_with_the_form_that_mends_it(
    client: Client, made: Worked
) -> None:
    half = TranslatedText.of({"en": "half"})
    made.strategy.statuses = (StatusOption("half", half, "in_progress"),)
    made.strategy.save()
    assert made.draft
    frame = replace(made.draft.frame, sectors=(Sector("half", half),))
    frame = replace(frame, neighbours=(Neighbour(half),))
    Edition.objects.unrestricted(reason="test").filter(pk=made.draft.pk).update(frame=frame)
    page = client.get(url("translations", "plan"))
    gaps = {gap.place for _code, _name, found in page.context["groups"] for gap in found}
    assert gaps == {"statuses", "sectors", "neighbours"}
    for place in gaps:
        assert f'href="{url(place, "plan")}">half</a>' in page.content.decode()


def test_a_workbook_of_an_edition_holds_its_texts(client: Client, made: Worked) -> None:
    answer = client.get(url("export", "plan", 1))
    content = b"".join(answer)
    rows = [row.cells for row in read_workbook(BytesIO(content), "plan.xlsx").sheet().rows]
    assert [row[1] for row in rows] == ["1", "1.1"]
    assert 'filename="plan-1.xlsx"' in answer["Content-Disposition"]


def test_the_workbook_of_anothers_draft_does_not_exist(client: Client, made: Worked) -> None:
    workspace.make(slug="other", is_public=True)
    assert client.get(url("export", "other", 2)).status_code == 404
