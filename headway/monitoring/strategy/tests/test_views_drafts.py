"""The draft editor: who may, what is refused and kept, what two writers see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from headway.foundation.accounts.tests.factories import (
    AuditorFactory,
    UserFactory,
    with_second_factor,
)
from headway.foundation.ui.conflicts import values_of
from headway.monitoring.strategy.editing import NodeForm, duties_form
from headway.monitoring.strategy.models import Edition, NodeText
from headway.monitoring.strategy.queries.drafts import differences
from headway.monitoring.strategy.queries.nodes import duties_of
from headway.monitoring.strategy.services.nodes import text_token
from headway.monitoring.strategy.tests import workspace
from headway.monitoring.strategy.wording import wording_of

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from headway.monitoring.strategy.models import Node
    from headway.monitoring.strategy.tests.workspace import Worked

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(client: Client) -> Worked:
    keeper = with_second_factor(UserFactory.create())
    client.force_login(keeper)
    return workspace.make(keeper=keeper, measures=2)


def url(name: str, *args: object) -> str:
    return reverse(f"strategy:{name}", args=args)


def text_of(made: Worked, node: Node) -> NodeText:
    assert made.draft
    return NodeText.objects.of(made.draft).select_related("node").get(node=node)


def entered(made: Worked, node: Node, **changed: str) -> dict[str, str]:
    """Return what a browser would send of a node's form, with some fields written anew."""
    assert made.draft
    text = text_of(made, node)
    wording = wording_of(text, list(duties_of(made.draft, node)))
    form = NodeForm(made.draft, wording, token=text_token(text))
    sent = dict([*values_of(form), *values_of(duties_form(wording))])
    return sent | {field.replace("__", "."): words for field, words in changed.items()}


def test_the_draft_lists_its_texts_and_marks_what_differs(client: Client, made: Worked) -> None:
    first, second = made.measures
    client.post(url("node", "plan", first.key), entered(made, first, title__en="New words"))
    client.post(url("add", "plan") + f"?parent={made.objective.key}", added(code="1.3"))
    client.post(url("end", "plan", second.key))
    page = client.get(url("draft", "plan"))
    rows = [(text.code, marks) for text, marks in page.context["rows"]]
    assert rows == [("1", ()), ("1.1", ("changed",)), ("1.3", ("new",))]
    assert [text.code for text in page.context["differences"].ended] == ["1.2"]


def added(**changed: str) -> dict[str, str]:
    blank = {"title.en": "Added", "duties-TOTAL_FORMS": "0", "duties-INITIAL_FORMS": "0"}
    return blank | changed


def test_a_node_that_moved_is_marked_and_its_measures_are_not(client: Client, made: Worked) -> None:
    first, second = made.measures
    sent = {"parent": made.objective.key, "after": second.key}
    assert client.post(url("move", "plan", first.key), sent).status_code == 302
    assert made.draft
    assert differences(made.draft).moved == {first.pk}


def test_moving_to_the_place_of_a_stranger_is_refused_in_the_form(
    client: Client, made: Worked
) -> None:
    sent = {"parent": made.objective.key, "after": made.objective.key}
    answer = client.post(url("move", "plan", made.measures[0].key), sent)
    assert answer.status_code == 422


def test_a_wrong_date_is_said_at_its_field_and_what_was_typed_stays(
    client: Client, made: Worked
) -> None:
    node = made.measures[0]
    sent = entered(made, node, title__en="Typed", start="soon")
    answer = client.post(url("node", "plan", node.key), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: " in page
    assert '<a href="#id_start">“soon” is no date.' in page
    assert 'value="Typed"' in page
    assert 'value="soon"' in page


def test_a_node_without_a_title_is_refused_at_the_title(client: Client, made: Worked) -> None:
    node = made.measures[0]
    sent = entered(made, node, title__en="", title__lt="")
    page = client.post(url("node", "plan", node.key), sent).content.decode()
    assert '<a href="#id_title-en">The title is missing.' in page


def test_an_organisation_is_added_and_taken_out(client: Client, made: Worked) -> None:
    node = made.measures[0]
    owner = str(made.strategy.organisation_id)
    sent = entered(made, node) | {"duties-1-organisation": owner, "duties-1-role": "contributing"}
    client.post(url("node", "plan", node.key), sent)
    assert made.draft
    assert [duty.role for duty in duties_of(made.draft, node)] == ["lead", "contributing"]
    client.post(url("node", "plan", node.key), entered(made, node) | {"duties-0-organisation": ""})
    assert [duty.role for duty in duties_of(made.draft, node)] == ["lead"]


def test_a_date_without_an_organisation_is_refused(client: Client, made: Worked) -> None:
    node = made.measures[0]
    sent = entered(made, node) | {"duties-2-since": "2026"}
    answer = client.post(url("node", "plan", node.key), sent)
    assert "A date stands here without an organisation." in answer.content.decode()


def test_who_saves_second_sees_both_texts_and_chooses_field_by_field(
    client: Client, made: Worked
) -> None:
    node = made.measures[0]
    mine = entered(made, node, title__en="Mine", start="2027")
    client.post(
        url("node", "plan", node.key), entered(made, node, title__en="Theirs", start="2026")
    )
    answer = client.post(url("node", "plan", node.key), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Theirs", "Mine", "2026", "2027"):
        assert f'<div class="words">{words}</div>' in page
    sent = {
        **dict(answer.context["hidden"]),
        "clash": ["title.en", "start"],
        "keep:title.en": "mine",
        "keep:start": "theirs",
    }
    assert client.post(url("node", "plan", node.key), sent).status_code == 302
    text = text_of(made, node)
    assert (text.title.words("en"), str(text.start)) == ("Mine", "2026")


def test_a_level_of_funding_is_kept_and_shown_to_whoever_saves_second(
    client: Client, made: Worked
) -> None:
    node = made.measures[0]
    said = {"amount": "1 200 000,50", "currency": "EUR", "sources__en": "City budget"}
    mine = entered(made, node, amount="5")
    assert (
        client.post(url("node", "plan", node.key), entered(made, node, **said)).status_code == 302
    )
    kept = text_of(made, node).funding
    assert (str(kept.amount), kept.currency, str(kept.sources)) == (
        "1200000.50", "EUR", "City budget",
    )  # fmt: skip
    page = client.post(url("node", "plan", node.key), mine)
    shown = page.content.decode()
    assert page.status_code == 409
    for words in ("1200000.50", "City budget"):
        assert f'<div class="words">{words}</div>' in shown
    wrong = entered(made, node, amount="-1")
    answer = client.post(url("node", "plan", node.key), wrong)
    assert "Funding is not negative." in answer.content.decode()


def test_two_people_may_not_change_the_frame_unseen(client: Client, made: Worked) -> None:
    assert made.draft
    sent = {"title.en": "Mine", "title.lt": "", "version": "1", "horizon": "2030"}
    assert client.post(url("frame", "plan"), sent | {"title.en": "Theirs"}).status_code == 302
    answer = client.post(url("frame", "plan"), sent)
    assert answer.status_code == 409
    assert '<div class="words">Theirs</div>' in answer.content.decode()


def test_a_draft_is_put_in_force_with_an_act_whose_number_is_not_known(
    client: Client, made: Worked
) -> None:
    sent = {"in_force_on": "2027-spring", "body.en": "Council", "verb": "adopt"}
    page = client.get(url("in_force", "plan")).content.decode()
    assert "Leave it empty if it is not known" in page
    assert client.post(url("in_force", "plan"), sent).status_code == 302
    edition = Edition.objects.unrestricted(reason="test").get(strategy=made.strategy, number=2)
    assert (str(edition.in_force_on), edition.act_number) == ("2027-spring", "")
    assert "number not entered" in client.get(url("manage", "plan")).content.decode()


def test_an_act_before_the_edition_in_force_is_refused_at_the_day(
    client: Client, made: Worked
) -> None:
    answer = client.post(url("in_force", "plan"), {"in_force_on": "2020"})
    assert answer.status_code == 422
    assert "The edition before is in force from 2026." in answer.content.decode()


def test_a_discarded_draft_leaves_the_edition_in_force(client: Client, made: Worked) -> None:
    assert "Its text is lost" in client.get(url("draft_discard", "plan")).content.decode()
    client.post(url("draft_discard", "plan"))
    answer = client.get(url("draft", "plan"))
    assert answer.status_code == 409
    assert "No draft is open." in answer.content.decode()


def test_an_auditor_reads_the_draft_and_learns_why_nothing_can_be_done(
    client: Client, made: Worked
) -> None:
    client.force_login(AuditorFactory.create())
    page = client.get(url("draft", "plan")).content.decode()
    assert 'aria-disabled="true"' in page
    assert "Only a coordinator of this strategy can do this." in page
    answer = client.get(url("node", "plan", made.measures[0].key))
    assert answer.status_code == 403
    assert "Only a coordinator of this strategy can do this." in answer.content.decode()


def test_the_draft_of_another_coordinator_does_not_exist(client: Client, made: Worked) -> None:
    workspace.make(slug="other", is_public=True)
    assert client.get(url("draft", "other")).status_code == 404


@pytest.mark.parametrize("measures", [1, 3])
def test_the_list_takes_as_many_queries_whatever_its_length(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, measures: int
) -> None:
    keeper = with_second_factor(UserFactory.create())
    client.force_login(keeper)
    workspace.make(slug="long", measures=measures, keeper=keeper)
    client.get(url("draft", "long"))
    with django_assert_num_queries(8):
        client.get(url("draft", "long"))


def test_words_and_objective_narrow_the_list(client: Client, made: Worked) -> None:
    found = client.get(url("draft", "plan"), {"words": "measure 2"}).context["rows"]
    assert [text.code for text, _marks in found] == ["1.2"]
    top = text_of(made, made.objective).path
    found = client.get(url("draft", "plan"), {"top": top}).context["rows"]
    assert [text.code for text, _marks in found] == ["1", "1.1", "1.2"]
