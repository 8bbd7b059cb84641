"""The pages of a draft's lists and of the statuses: what is sent, refused, kept, and chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from headway.foundation.accounts.tests.factories import UserFactory, with_second_factor
from headway.foundation.ui.conflicts import values_of
from headway.monitoring.strategy.forms.lists import VersionForm, frame_items, status_items
from headway.monitoring.strategy.models import Edition, Strategy
from headway.monitoring.strategy.services import set_life
from headway.monitoring.strategy.tests import workspace
from headway.monitoring.strategy.tests.editions import reword

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from headway.monitoring.strategy.frame import Frame
    from headway.monitoring.strategy.tests.workspace import Worked

pytestmark = pytest.mark.django_db
WORDS = {"sectors-~new-title.en": "Wind", "sectors-~new-title.lt": "Vėjas"}
LISTS = ("sectors", "neighbours")


@pytest.fixture
def made(client: Client) -> Worked:
    keeper = with_second_factor(UserFactory.create())
    client.force_login(keeper)
    return workspace.make(keeper=keeper, measures=2)


def url(name: str, slug: str = "plan") -> str:
    return reverse(f"strategy:{name}", args=[slug])


def draft(made: Worked) -> Edition:
    assert made.draft
    return Edition.objects.unrestricted(reason="test").get(pk=made.draft.pk)


def frame(made: Worked) -> Frame:
    found: Frame = draft(made).frame
    return found


def sent(made: Worked, kind: str) -> dict[str, str]:
    """Return what a browser would send of a list that nobody touched."""
    edition = draft(made)
    forms = (VersionForm(edition.version), frame_items(edition, kind))
    return dict(pair for form in forms for pair in values_of(form))


def send(client: Client, made: Worked, kind: str, **changed: str) -> HttpResponse:
    return client.post(url(kind), sent(made, kind) | changed)  # type: ignore[return-value]  # of the test client


def statuses_sent(made: Worked, **changed: str) -> dict[str, str]:
    strategy = Strategy.objects.get(pk=made.strategy.pk)
    forms = (VersionForm(strategy.version), status_items(strategy))
    return dict(pair for form in forms for pair in values_of(form)) | changed


def codes(made: Worked) -> list[str]:
    return [option.code for option in Strategy.objects.get(pk=made.strategy.pk).statuses]


def test_what_stands_in_the_blank_form_is_added_and_a_blank_one_follows(
    client: Client, made: Worked
) -> None:
    answer = send(client, made, "sectors", **WORDS)
    assert (answer.status_code, answer["Location"]) == (302, url("sectors"))
    assert [(s.key, s.title.words("lt")) for s in frame(made).sectors] == [
        ("sea", "Sea lietuviškai"),
        ("wind", "Vėjas"),
    ]
    page = client.get(url("sectors")).content.decode()
    assert 'name="sectors-wind-title.lt" value="Vėjas"' in page
    assert 'name="sectors-~new-title.lt"' in page


def test_a_list_that_nobody_touched_stays_as_it_is(client: Client, made: Worked) -> None:
    before = frame(made)
    for kind in LISTS:
        assert send(client, made, kind).status_code == 302
    assert frame(made) == before


def test_plans_are_added_changed_and_removed(client: Client, made: Worked) -> None:
    new = {"neighbours-~new-title.en": "Plan", "neighbours-~new-address": "https://example.org"}
    send(client, made, "neighbours", **new)
    send(client, made, "neighbours", **{"neighbours-plan-address": "https://example.org/plan"})
    [plan] = frame(made).neighbours
    assert (plan.key, plan.address) == ("plan", "https://example.org/plan")
    send(client, made, "neighbours", **{"neighbours-plan-DELETE": "on"})
    assert frame(made).neighbours == ()


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ({"c": "1"}, ["c", "a", "b"]),
        ({"a": "3"}, ["b", "c", "a"]),
        ({"a": "2"}, ["b", "a", "c"]),
        ({"b": ""}, ["a", "c", "b"]),
        ({"~new": "2"}, ["a", "d", "b", "c"]),
    ],
)
def test_a_place_puts_an_item_where_it_says(
    client: Client, made: Worked, places: dict[str, str], order: list[str]
) -> None:
    send(client, made, "sectors", **{"sectors-sea-DELETE": "on"})
    for letter in "abc":
        send(client, made, "sectors", **{"sectors-~new-title.en": letter})
    added = {"sectors-~new-title.en": "d"} if "~new" in places else {}
    moved = {f"sectors.place-{key}": place for key, place in places.items()}
    send(client, made, "sectors", **added, **moved)
    assert [sector.key for sector in frame(made).sectors] == order


def test_what_is_refused_is_said_at_its_field_and_everything_typed_stays(
    client: Client, made: Worked
) -> None:
    typed = {"sectors-sea-title.en": "", "sectors-sea-title.lt": "", **WORDS}
    answer = send(client, made, "sectors", **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_sectors-sea-title-en">The sector has no title.' in page
    assert 'value="Vėjas"' in page
    assert [sector.key for sector in frame(made).sectors] == ["sea"]


def test_a_place_that_is_no_number_and_an_address_that_is_none_are_refused(
    client: Client, made: Worked
) -> None:
    typed = {"neighbours-~new-title.en": "Plan", "neighbours-~new-address": "javascript:alert(1)"}
    page = send(client, made, "neighbours", **typed).content.decode()
    assert '<a href="#id_neighbours--new-address">“javascript:alert(1)” is no address.' in page
    assert 'value="javascript:alert(1)"' in page
    page = send(client, made, "sectors", **{"sectors.place-sea": "top"}).content.decode()
    assert '<a href="#id_sectors-place-sea">Write the place as a number, such as 2.' in page
    assert 'value="top"' in page


def test_a_sector_in_use_stays_ticked_for_removal_beside_the_reason(
    client: Client, made: Worked
) -> None:
    reword(draft(made), made.measures[0], sectors=("sea",))
    answer = send(client, made, "sectors", **{"sectors-sea-DELETE": "on"}, **WORDS)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“Sea” cannot be removed. In use by 1 measure (1.1)." in page
    assert 'href="#id_sectors-sea-DELETE"' in page
    assert answer.context["items"].forms[0]["DELETE"].value()  # type: ignore[attr-defined]  # of the test client
    assert 'value="Vėjas"' in page


def test_a_form_that_lost_its_list_removes_nothing(client: Client, made: Worked) -> None:
    answer = client.post(url("sectors"), {"version": "1"})
    assert answer.status_code == 422
    assert [sector.key for sector in frame(made).sectors] == ["sea"]


def choices_of(answer: HttpResponse, **kept: str) -> dict[str, object]:
    """Return what the page of a conflict sends with these choices, all others mine."""
    context = answer.context  # type: ignore[attr-defined]  # of the test client
    fields = [clash.field for clash in context["conflict"].clashes]
    chosen = {f"keep:{field}": kept.get(field, "mine") for field in fields}
    return {**dict(context["hidden"]), "clash": fields, **chosen}


def test_who_saves_a_list_second_chooses_item_by_item(client: Client, made: Worked) -> None:
    mine = sent(made, "sectors") | WORDS | {"sectors-sea-title.en": "My sea"}
    theirs = {"sectors-~new-title.en": "Fish", "sectors-sea-title.en": "Their sea"}
    send(client, made, "sectors", **theirs)
    answer = client.post(url("sectors"), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in (
        "Their sea",
        "My sea",
        "Title (en): Fish",
        "Title (en): Wind<br>Title (lt): Vėjas",
    ):
        assert words in page.replace("<br />", "<br>")
    kept = {"sectors-fish": "theirs", "sectors-sea-title.en": "theirs"}
    client.post(url("sectors"), choices_of(answer, **kept))  # type: ignore[arg-type]  # of the test client
    assert [(s.key, s.title.words("en")) for s in frame(made).sectors] == [
        ("sea", "Their sea"),
        ("fish", "Fish"),
        ("wind", "Wind"),
    ]


def test_what_only_one_of_two_people_has_goes_if_the_other_is_chosen(
    client: Client, made: Worked
) -> None:
    mine = sent(made, "sectors") | WORDS
    theirs = {"sectors-~new-title.en": "Fish", "sectors-sea-DELETE": "on"}
    send(client, made, "sectors", **theirs)
    answer = client.post(url("sectors"), mine)
    kept = {"sectors-~new": "theirs"}
    client.post(url("sectors"), choices_of(answer, **kept))  # type: ignore[arg-type]  # of the test client
    assert [(s.key, s.title.words("en")) for s in frame(made).sectors] == [("sea", "Sea")]


def test_an_order_is_chosen_as_a_whole(client: Client, made: Worked) -> None:
    send(client, made, "sectors", **WORDS)
    mine = sent(made, "sectors") | {"sectors-~new-title.en": "Fish"}
    send(client, made, "sectors", **{"sectors.place-wind": "1"})
    answer = client.post(url("sectors"), mine)
    kept = {"sectors.place": "theirs"}
    client.post(url("sectors"), choices_of(answer, **kept))  # type: ignore[arg-type]  # of the test client
    assert [sector.key for sector in frame(made).sectors] == ["wind", "sea", "fish"]


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("items", [1, 3])
def test_the_page_of_a_list_takes_as_many_queries_whatever_its_length(
    client: Client,
    made: Worked,
    django_assert_num_queries: DjangoAssertNumQueries,
    kind: str,
    items: int,
) -> None:
    for number in range(items):
        send(client, made, kind, **{f"{kind}-~new-title.en": f"Item {number}"})
    client.get(url(kind))
    with django_assert_num_queries(3):
        client.get(url(kind))


# -- statuses ------------------------------------------------------------------------------------


def test_a_status_is_added_worded_placed_and_removed(client: Client, made: Worked) -> None:
    new = {
        "statuses-~new-title.en": "On hold",
        "statuses-~new-title.lt": "Sustabdyta",
        "statuses-~new-canonical": "postponed",
        "statuses.place-~new": "1",
        "statuses-in_progress-title.en": "going on",
    }
    answer = client.post(url("statuses"), statuses_sent(made, **new))
    assert (answer.status_code, answer["Location"]) == (302, url("statuses"))
    first, second, _third = Strategy.objects.get(pk=made.strategy.pk).statuses
    assert (first.code, first.canonical, first.label.words("lt")) == (
        "on-hold",
        "postponed",
        "Sustabdyta",
    )
    assert (second.code, second.label.words("en")) == ("in_progress", "going on")
    client.post(url("statuses"), statuses_sent(made, **{"statuses-on~hold-DELETE": "on"}))
    assert codes(made) == ["in_progress", "done"]


def test_a_status_without_a_meaning_is_refused_and_stays_typed(
    client: Client, made: Worked
) -> None:
    answer = client.post(
        url("statuses"), statuses_sent(made, **{"statuses-~new-title.en": "On hold"})
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_statuses--new-canonical">Choose which of the seven' in page
    assert 'value="On hold"' in page
    assert codes(made) == ["in_progress", "done"]


def test_a_meaning_that_there_is_not_is_refused(client: Client, made: Worked) -> None:
    answer = client.post(
        url("statuses"), statuses_sent(made, **{"statuses-done-canonical": "nearly"})
    )
    assert answer.status_code == 422
    assert "Choose which of the seven common statuses it means." in answer.content.decode()


def test_a_status_in_use_is_not_removed(client: Client, made: Worked) -> None:
    node = made.measures[1]
    set_life(node_id=node.pk, status="done", by=workspace.BY, at=workspace.AT)
    wrong = {"statuses-done-DELETE": "on", "statuses-~new-title.en": "On hold"}
    answer = client.post(url("statuses"), statuses_sent(made, **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“done” cannot be removed. In use by 1 measure (1.2)." in page
    assert "Choose which of the seven common statuses it means." in page
    assert codes(made) == ["in_progress", "done"]


def test_who_saves_the_statuses_second_sees_both(client: Client, made: Worked) -> None:
    mine = statuses_sent(made, **{"statuses-done-title.en": "Mine"})
    client.post(url("statuses"), statuses_sent(made, **{"statuses-done-title.en": "Theirs"}))
    answer = client.post(url("statuses"), mine)
    assert answer.status_code == 409
    assert '<div class="words">Theirs</div>' in answer.content.decode()
    client.post(url("statuses"), choices_of(answer))  # type: ignore[arg-type]  # of the test client
    _first, done = Strategy.objects.get(pk=made.strategy.pk).statuses
    assert done.label.words("en") == "Mine"
