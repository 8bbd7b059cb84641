"""Measures moved to another organisation: the difference before it is saved, and undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.monitoring.reporting.models import Answer, BulkEdit, Report, Round
from headway.monitoring.reporting.queries import keeping
from headway.monitoring.reporting.services import autosave, edit_measures, hand_over_part
from headway.monitoring.reporting.states import ReportState, RoundState
from headway.monitoring.reporting.tests.factories import REASON, answered, answers_of
from headway.monitoring.reporting.tests.keeping import Desk, desk

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def sent(of: Desk, *nodes: int, to: int, **more: str) -> dict[str, object]:
    measures = [str(of.of.nodes[number].pk) for number in nodes]
    return {"measure": measures, "organisation": str(of.of.partners[to].pk), **more}


def compared(client: Client, of: Desk, *nodes: int, to: int) -> Any:  # noqa: ANN401 -- a response with its context
    return client.post(of.round("asked"), sent(of, *nodes, to=to, step="compare"))


def saved(client: Client, of: Desk, *nodes: int, to: int) -> Any:  # noqa: ANN401 -- a response with its context
    seen = compared(client, of, *nodes, to=to).context["wanted"].difference.token
    return client.post(of.round("asked"), sent(of, *nodes, to=to, step="save", seen=seen))


def whose(of: Desk) -> list[int]:
    rows = Answer.objects.unrestricted(reason=REASON).filter(round=of.asked)
    return list(rows.order_by("node").values_list("report__organisation", flat=True))


def test_the_difference_says_what_goes_along_and_whose_link_ends(client: Client) -> None:
    of = desk(client, 2, measures=2, figures=True)
    report, reporter = of.reports[0], of.of.reporters[0]
    answered(report, by=reporter, at=of.opened_at)
    part = answers_of(report)[0]
    now = timezone.now()
    autosave(
        answer_id=part.pk, typed={"done.en": "more"}, seen_version=part.version, by=reporter, at=now
    )
    hand_over_part(answer_id=part.pk, name="Ruta", email="ruta@example.org", by=reporter, at=now)
    before = whose(of)
    page = compared(client, of, 0, to=1).content.decode()
    for words in (
        "Nothing is saved yet.",
        f"<del>{of.of.partners[0].name.words('en')}</del>",
        f"<ins>{of.of.partners[1].name.words('en')}</ins>",
        "the answer that is given",
        f"what {reporter.name} typed and has not saved",
        "1 figure",
        "the link of Ruta ends",
    ):
        assert words in page
    assert "asked nothing more" not in page
    assert whose(of) == before


def test_who_chooses_again_finds_what_they_had_chosen(client: Client) -> None:
    of = desk(client, 2, measures=2)
    assert 'value="choose">Choose again' in compared(client, of, 1, to=1).content.decode()
    answer = client.post(of.round("asked"), sent(of, 1, to=1, step="choose"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count(" checked") == 1
    assert f'value="{of.of.nodes[1].pk}" checked' in page
    assert f'value="{of.of.partners[1].pk}" selected' in page


def test_it_is_moved_once_it_was_looked_at_and_put_back_in_one_press(client: Client) -> None:
    of = desk(client, 2, measures=2)
    before = whose(of)
    answer = saved(client, of, 0, 1, to=1)
    page = client.get(answer["Location"]).content.decode()
    assert "answers for 2 measures more" in page
    [made] = BulkEdit.objects.unrestricted(reason=REASON)
    assert set(whose(of)) == {of.of.partners[1].pk}
    page = client.post(of.round("undo", edit=made.key), follow=True).content.decode()
    assert "Everything is back as it was." in page
    assert whose(of) == before


def test_a_second_press_moves_nothing_twice_and_says_the_same(client: Client) -> None:
    of = desk(client, 2)
    seen = compared(client, of, 0, to=1).context["wanted"].difference.token
    given = sent(of, 0, to=1, step="save", seen=seen)
    first, second = (client.post(of.round("asked"), given) for _press in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert BulkEdit.objects.unrestricted(reason=REASON).count() == 1


def test_who_is_asked_for_the_first_time_or_no_more_is_named(client: Client) -> None:
    of = desk(client)
    newcomer = OrganisationFactory.create()
    given = sent(of, 0, to=0) | {"organisation": str(newcomer.pk)}
    page = client.post(of.round("asked"), given).content.decode()
    assert "is asked nothing yet" in page
    assert f"{of.of.partners[0].name.words('en')} would be asked nothing more" in page


def test_what_somebody_else_moved_meanwhile_is_shown_before_it_is_saved(client: Client) -> None:
    of = desk(client, 3)
    seen = compared(client, of, 0, to=1).context["wanted"].difference.token
    edit_measures(
        round_id=of.asked.pk,
        node_ids=[of.of.nodes[0].pk],
        organisation=of.of.partners[2],
        by=of.of.coordinator,
        at=timezone.now(),
    )
    answer = client.post(of.round("asked"), sent(of, 0, to=1, step="save", seen=seen))
    assert answer.status_code == 422
    assert "Somebody else moved measures meanwhile." in answer.content.decode()
    assert f"<del>{of.of.partners[2].name.words('en')}</del>" in answer.content.decode()
    assert whose(of)[0] == of.of.partners[2].pk
    saved(client, of, 0, to=1)
    assert whose(of)[0] == of.of.partners[1].pk


def test_a_report_that_was_handed_in_is_named_before_anything_is_tried(client: Client) -> None:
    of = desk(client, 2)
    of.hand_in(0)
    answer = compared(client, of, 0, to=1)
    assert answer.status_code == 422
    assert "was handed in. Return it" in answer.content.decode()
    assert 'value="save"' not in answer.content.decode()


def test_a_report_that_waits_for_sign_off_is_not_said_to_be_handed_in(client: Client) -> None:
    of = desk(client, 2)
    Report.objects.unrestricted(reason=REASON).filter(pk=of.reports[0].pk).update(
        state=ReportState.PREPARED
    )
    answer = compared(client, of, 0, to=1)
    assert answer.status_code == 422
    assert "waits for sign-off. Ask them to send it back" in answer.content.decode()
    assert 'value="save"' not in answer.content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"measure": "x", "organisation": "y"},
        {"measure": "1"},
        {"measure": "9" * 30, "organisation": "1"},
    ],
)
def test_what_cannot_be_moved_is_said_and_nothing_moves(
    client: Client, given: dict[str, str]
) -> None:
    of = desk(client, 2)
    answer = client.post(of.round("asked"), given)
    assert answer.status_code == 422
    assert "Choose measures" in answer.content.decode()
    assert not BulkEdit.objects.unrestricted(reason=REASON).exists()


def test_measures_of_another_strategy_are_none_of_this_round(client: Client) -> None:
    elsewhere = desk(client)
    of = desk(client, 2)
    foreign = sent(elsewhere, 0, to=0) | {"organisation": str(of.of.partners[1].pk)}
    answer = client.post(of.round("asked"), foreign | {"step": "save"})
    assert answer.status_code == 422
    assert whose(elsewhere) == [elsewhere.of.partners[0].pk]


def test_what_is_chosen_stays_chosen_when_something_is_missing(client: Client) -> None:
    of = desk(client, 2)
    page = client.post(of.round("asked"), {"measure": str(of.of.nodes[0].pk)}).content.decode()
    assert f'value="{of.of.nodes[0].pk}" checked' in page


def lonely(of: Desk) -> int:
    """Take a measure from its organisation, as if nobody had ever answered for it."""
    node = of.of.nodes[1].pk
    Answer.objects.unrestricted(reason=REASON).filter(round=of.asked, node=node).delete()
    Round.objects.unrestricted(reason=REASON).filter(pk=of.asked.pk).update(unasked_measures=[node])
    return node


def test_collecting_names_what_nobody_answers_for_and_leads_to_who_could(client: Client) -> None:
    of = desk(client, 2)
    collecting = of.at("collecting")
    assert "Nobody answers for these" not in client.get(collecting).content.decode()
    lonely(of)
    page = client.get(collecting).content.decode()
    assert "Nobody answers for these" in page
    assert "1.2 Measure 1.2" in page
    assert f"{of.round('asked')}#nobody" in page
    page = client.get(of.round("asked")).content.decode()
    assert "Nobody answers for 1 measure." in page
    saved(client, of, 1, to=0)
    assert "Nobody answers for these" not in client.get(collecting).content.decode()
    assert whose(of) == [of.of.partners[0].pk] * 2


@pytest.mark.parametrize("name", ["round", "round_open"])
def test_who_prepares_a_round_is_led_to_what_nobody_answers_for(client: Client, name: str) -> None:
    of = desk(client, 2)
    rounds = Round.objects.unrestricted(reason=REASON).filter(pk=of.asked.pk)
    rounds.update(state=RoundState.DRAFT)
    assert "Nobody answers for" not in client.get(of.round(name)).content.decode()
    lonely(of)
    page = client.get(of.round(name)).content.decode()
    assert f'<a href="{of.round("asked")}#nobody">Nobody answers for 1 measure.</a>' in page


@pytest.mark.parametrize("measures", [1, 5])
def test_the_difference_takes_as_many_queries_whatever_is_moved(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, measures: int
) -> None:
    of = desk(client, 2, measures=measures, figures=True)
    given = sent(of, *range(measures), to=1)
    client.post(of.round("asked"), given)
    with django_assert_num_queries(10):
        assert client.post(of.round("asked"), given).status_code == 200


def test_many_partners_stand_on_pages_and_whoever_moves_stays_on_theirs(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(keeping, "PAGE", 2)
    of = desk(client, 3)
    here, names = of.round("asked"), [one.name.words("en") for one in of.of.partners]
    first, last = (client.get(here + query).content.decode() for query in ("", "?page=2"))
    assert [f"{name}</h2>" in first for name in names] == [True, True, False]
    assert [f"{name}</h2>" in last for name in names] == [False, False, True]
    assert "3 partners are asked." in first
    assert "3 partners are asked." in last
    assert 'href="?page=2#partners"' in first

    told = sent(of, 2, to=0, step="compare")
    looked = client.post(f"{here}?page=2", told)
    seen = looked.context["wanted"].difference.token
    answer = client.post(f"{here}?page=2", told | {"step": "save", "seen": seen})
    [made] = BulkEdit.objects.unrestricted(reason=REASON)
    assert answer["Location"] == f"{here}?page=2&undo={made.key}"
    assert client.get(f"{here}?page=none").status_code == 404
