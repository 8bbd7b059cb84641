"""A coordinator writes, proposes and records by hand; a partner answers. Nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.amendments.models import Amendment
from headway.monitoring.amendments.queries.standing import newest_edition, whole
from headway.monitoring.amendments.tests.factories import (
    AT,
    REASON,
    World,
    act,
    adopted,
    amendment,
    consulted,
    decided,
    fresh,
    operation,
    proposed,
    reworded,
    rows,
    world,
)
from headway.monitoring.amendments.tests.pages import agreement_of, answering, read, url, words
from headway.monitoring.indicators.queries.definitions import texts
from headway.monitoring.strategy.tests.factories import text
from headway.monitoring.strategy.tests.reading import tree

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

pytestmark = pytest.mark.django_db
DUTIES = {
    "duties-TOTAL_FORMS": "4", "duties-INITIAL_FORMS": "0", "duties-0-role": "lead",
}  # fmt: skip


@pytest.fixture
def of(client: Client) -> World:
    made = world(asks_agreement=True)
    client.force_login(with_second_factor(made.coordinator))
    return made


def test_an_amendment_is_begun_and_the_list_tells_how_it_stands(client: Client, of: World) -> None:
    slug = of.strategy.slug
    sent = words("title", "Green port") | words("rationale", "The port grows.")
    sent |= words("origin_title", "Planned action 1") | {"origin_kind": "planned_action"}
    answer = client.post(reverse("amendments:add", args=[slug]), sent)
    one = Amendment.objects.unrestricted(reason=REASON).get(strategy=of.strategy)
    assert answer.headers["Location"] == url("choose", one)
    assert (str(one.title), one.origin_kind) == ("Green port (lt)", "planned_action")
    page = client.get(reverse("amendments:list", args=[slug])).content.decode()
    assert "1. Green port" in page
    assert "1 amendment is being written." in page


def test_what_is_wrong_with_a_description_is_said_and_what_was_typed_stays(
    client: Client, of: World
) -> None:
    sent = {"origin_kind": "decision", "origin_link": "nowhere at all", "rationale.en": "Typed"}
    answer = client.post(reverse("amendments:add", args=[of.strategy.slug]), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is no address." in page
    assert "Typed" in page


@pytest.mark.parametrize(
    ("kind", "sent", "part", "value"),
    [
        ("reword_node", words("title", "New quay") | {"code": "1.1"}, "title",
         text("New quay").as_json()),
        ("set_dates", {"start": "2025", "due": "2027-06"}, "due", "2027-06"),
        ("set_funding", {"amount": "1 200 000", "currency": "EUR"} | words("sources", "City"),
         "funding",
         {"amount": "1200000", "currency": "EUR", "sources": text("City").as_json()}),
        ("move_node", {"parent": "n-2", "after": "n-2-1"}, "parent", "n-2"),
        ("end_node", {}, "", None),
    ],
)  # fmt: skip
def test_each_kind_of_change_to_a_node_has_its_form(
    client: Client,
    of: World,
    kind: str,
    sent: dict[str, str],
    part: str,
    value: Any,  # noqa: ANN401
) -> None:
    one = amendment(of.strategy)
    address = url("operation_add", one, kind) + "?thing=n-1-1"
    assert client.get(address).status_code == 200
    answer = client.post(address, sent)
    assert answer.headers["Location"] == url("amendment", one)
    [made] = rows(one)
    assert (made.kind, made.thing_key) == (kind, "n-1-1")
    assert made.said.get(part) == value


def test_who_answers_is_changed_in_rows(client: Client, of: World) -> None:
    one = amendment(of.strategy)
    sent = DUTIES | {"duties-0-organisation": str(of.partners[0].pk)}
    client.post(url("operation_add", one, "set_duties") + "?thing=n-1-1", sent)
    assert rows(one)[0].said == {"duties": [[of.partners[0].slug, "lead", "", ""]]}


def test_an_element_is_added_at_a_place_and_another_below_it(client: Client, of: World) -> None:
    one = amendment(of.strategy)
    address = url("operation_add", one, "add_node")
    sent = words("title", "Objective 3") | DUTIES | {"parent": "", "after": "n-2", "code": "3"}
    assert client.post(address, sent).status_code == 302
    [first] = rows(one)
    page = client.get(address, {"parent": first.thing_key}).content.decode()
    assert "3 Objective 3" in page
    sent = words("title", "Bridge") | DUTIES | {"parent": first.thing_key, "after": ""}
    assert client.post(address, sent).status_code == 302
    edition = adopted_of(one)
    assert tree(edition)[-2:] == ["3 Objective 3 (lt)", "  Bridge (lt)"]


def adopted_of(one: Amendment) -> Any:  # noqa: ANN401
    one.strategy.asks_agreement = False
    one.strategy.save(update_fields=["asks_agreement"])
    return adopted(one)


DEFINED = {
    "kind": "count", "direction": "up", "frequency": "year", "decimals": "0", "lag_days": "90",
    "places-TOTAL_FORMS": "1", "places-INITIAL_FORMS": "0",
    "targets-TOTAL_FORMS": "1", "targets-INITIAL_FORMS": "0",
    "breakdowns-TOTAL_FORMS": "0", "breakdowns-INITIAL_FORMS": "0",
    "sources-TOTAL_FORMS": "1", "sources-INITIAL_FORMS": "0",
}  # fmt: skip


def test_an_indicator_is_added_at_a_measure(client: Client, of: World) -> None:
    one = amendment(of.strategy)
    node = str(of.edition.strategy.nodes.get(key="n-1-1").pk)
    sent = DEFINED | words("title", "Activities abroad") | words("unit", "pcs.")
    sent |= {"places-0-node": node, "targets-0-period": "2030", "targets-0-low": "20"}
    answer = client.post(url("operation_add", one, "add_indicator"), sent)
    assert answer.status_code == 302, answer.content.decode()
    [made] = rows(one)
    assert (made.said["places"], made.said["targets"]) == (
        ["n-1-1"], [{"period": "2030", "low": "20", "high": "20"}],
    )  # fmt: skip
    edition = adopted_of(one)
    assert whole(edition).indicators[made.thing_key]["places"] == ["n-1-1"]


def test_new_targets_ask_for_their_reason(client: Client, of: World) -> None:
    one = amendment(of.strategy)
    address = url("operation_add", one, "set_targets") + "?thing=jobs"
    sent = {
        "targets-TOTAL_FORMS": "1", "targets-INITIAL_FORMS": "1", "targets-0-period": "2031",
        "targets-0-low": "1500",
    }  # fmt: skip
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "Say why the targets change" in answer.content.decode()
    assert client.post(address, sent | words("rationale", "More money")).status_code == 302
    assert rows(one)[0].said["targets"] == [{"period": "2031", "low": "1500", "high": "1500"}]


def test_a_wrong_date_is_said_at_its_field_and_what_was_typed_stays(
    client: Client, of: World
) -> None:
    one = amendment(of.strategy)
    address = url("operation_add", one, "set_dates") + "?thing=n-1-1"
    sent = {"start": "soon", "due": "2027", "rationale.en": "Typed reason"}
    page = client.post(address, sent).content.decode()
    assert "“soon” is no date." in page
    assert 'value="soon"' in page
    assert "Typed reason" in page


def test_what_does_not_exist_has_no_form(client: Client, of: World) -> None:
    one = amendment(of.strategy)
    for kind, thing in (("paint", "n-1-1"), ("reword_node", "nothing"), ("set_targets", "n-1-1")):
        assert client.get(url("operation_add", one, kind), {"thing": thing}).status_code == 404


def test_the_page_shows_every_change_as_a_redline(client: Client, of: World) -> None:
    one = amendment(of.strategy)
    operation(one, "reword_node", "n-1-1", title=text("New quay"), rationale=text("It grows."))
    operation(one, "set_dates", "n-1-1", due="2027")
    operation(one, "move_node", "n-1-2", parent="n-2", after="n-2-1")
    page = client.get(url("amendment", one)).content.decode()
    for said in (
        "3 changes are proposed.",
        "1. Word anew",
        '<ins><span class="vh">added: </span>New quay</ins>',
        '<del><span class="vh">struck out: </span>Quay</del>',
        "It grows.",
        "under 2 Objective 2, after 2.1 Road",
        "under 1 Objective 1, after 1.1 New quay",
    ):
        assert said in page


def test_what_is_wholly_new_is_told_once_and_beside_nothing(client: Client, of: World) -> None:
    one = amendment(of.strategy)
    operation(one, "add_node", parent="n-1", after="n-1-1", code="1.3", title=text("Shore power"))
    operation(one, "set_dates", "n-1-1", due="2027")
    page = client.get(url("amendment", one)).content.decode()
    _top, added, dated = page.split('<section class="sheet" id="op-')
    assert "nothing said" not in added
    assert added.count("Shore power</ins>") == 1
    assert "nothing said" in dated


def test_a_decided_amendment_tells_the_day_of_its_act_and_when_that_was_recorded(
    client: Client, of: World
) -> None:
    one = reworded(of, "New quay")
    consulted(one)
    decided(one, words="Two did not answer.", act=act("2025", date=PartialDate.parse("2019-05-27")))
    page = read(client.get(url("amendment", one)))
    assert "Since" not in page
    assert "Decided by City council 27 May 2019" in page
    assert "Decision recorded 2 March 2026" in page
    assert "Since 2 March 2026" in read(
        client.get(url("amendment", consulted(reworded(of, "Wharf"))))
    )


def test_operations_are_ordered_taken_out_and_settled_on_the_page(
    client: Client, of: World
) -> None:
    one = amendment(of.strategy)
    first = operation(one, "set_dates", "n-1-1", due="2027")
    second = operation(one, "set_dates", "n-1-2", due="2027")
    step = {"version": "1"}
    client.post(url("operation_step", one, second.key), step | {"step": "up"})
    assert [each.pk for each in rows(one)] == [second.pk, first.pk]
    client.post(url("operation_step", one, second.key), step | {"step": "down"})
    assert [each.pk for each in rows(one)] == [first.pk, second.pk]
    client.post(url("operation_step", one, second.key), step | {"step": "remove"})
    assert [each.pk for each in rows(one)] == [first.pk]
    other = amendment(of.strategy)
    operation(other, "set_dates", "n-1-1", due="2028")
    adopted_of(other)
    page = client.get(url("amendment", one)).content.decode()
    assert "This no longer fits the text" in page
    assert "“Due” was changed since this was written." in page
    told = ("What it was, and what stands now", "What stands now, and what is wanted here")
    assert [words in page for words in told] == [True, True]
    client.post(url("operation_step", one, first.key), step | {"step": "keep"})
    assert rows(one)[0].before == {"due": "2028"}


def test_who_saves_second_sees_what_the_first_wrote(client: Client, of: World) -> None:
    one = reworded(of, "New quay")
    each = rows(one)[0]
    address = url("operation", one, each.key)
    sent = words("title", "Theirs") | {"code": "1.1", "version": "1"}
    assert client.post(address, sent).status_code == 302
    answer = client.post(address, sent | words("title", "Mine"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else saved this meanwhile" in page
    assert "Theirs" in page
    assert 'value="Mine"' in page
    assert client.post(address, sent | words("title", "Mine") | {"version": "2"}).status_code == 302
    assert rows(one)[0].said["title"] == text("Mine").as_json()


def test_a_partner_finds_what_it_is_asked_among_its_tasks_and_answers(
    client: Client, of: World
) -> None:
    one = reworded(of, "New quay")
    client.post(url("propose", one))
    assert client.post(url("consult", one), {"until": ""}).status_code == 302
    asked = agreement_of(one, of, 0)
    client.force_login(of.members[0])
    home = client.get(reverse("workspace:home")).content.decode()
    assert f'href="{answering(asked)}"' in home
    assert "1 amendment to answer on" in home
    page = client.get(answering(asked)).content.decode()
    assert "New quay" in page
    wrong = client.post(answering(asked), {"stance": "objects", "words": "", "version": "1"})
    assert "Say what stands against it" in wrong.content.decode()
    sent = {"stance": "agrees", "version": "1"}
    assert client.post(answering(asked), sent).status_code == 302
    again = client.post(answering(asked), sent | {"stance": "abstains"})
    assert again.status_code == 409
    assert agreement_of(one, of, 0).stance == "agrees"


def test_a_coordinator_records_a_letter_and_the_page_says_so(client: Client, of: World) -> None:
    one = consulted(reworded(of, "New quay"))
    asked = agreement_of(one, of, 1)
    client.post(answering(asked), {"stance": "agrees", "version": "1", "words": "T3-12"})
    page = client.get(url("amendment", one)).content.decode()
    assert "recorded from a letter" in page
    assert "T3-12" in page


def test_a_decision_is_recorded_with_its_act_and_makes_the_edition(
    client: Client, of: World, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    one = consulted(reworded(of, "New quay"))
    act = words("body", "City council") | {"verb": "adopt", "in_force_on": "soon"}
    act |= {f"operation-{rows(one)[0].key}": "adopted", "number": "T2-1", "words": "Agreed aloud."}
    file = SimpleUploadedFile("act.pdf", b"%PDF-1.7", "application/pdf")
    answer = client.post(url("decide", one), act | {"act_file": file})
    page = answer.content.decode()
    for said in ("“soon” is no date.", 'value="T2-1"', "The file “act.pdf” is kept as the act."):
        assert said in page
    brought = str(answer.context["brought"].file.pk)
    sent = act | {"in_force_on": "2026-03-01", "brought": brought}
    assert client.post(url("decide", one), sent).status_code == 302
    edition = newest_edition(of.strategy)
    assert edition is not None
    assert (tree(edition)[1], str(edition.act_file)) == ("  1.1 New quay (lt)", "act.pdf")
    shown = client.get(url("amendment", one)).content.decode()
    for said in ("T2-1", "City council", "Agreed aloud."):
        assert said in shown


def test_a_day_before_the_edition_in_force_is_said_at_the_day(client: Client, of: World) -> None:
    one = consulted(reworded(of, "New quay"))
    key = rows(one)[0].key
    sent = words("body", "City council") | {"verb": "adopt", "in_force_on": "2017"}
    sent |= {f"operation-{key}": "adopted", "words": "All the same."}
    answer = client.post(url("decide", one), sent)
    assert answer.status_code == 422
    assert '<a href="#id_in_force_on">' in answer.content.decode()


def test_a_refusal_a_revision_and_a_withdrawal_ask_why(client: Client, of: World) -> None:
    for name, field, state in (
        ("revise", "reason", "draft"),
        ("withdraw", "reason", "withdrawn"),
        ("refuse", "words", "refused"),
    ):
        one = proposed(reworded(of, "New quay"))
        assert client.post(url(name, one), {field: " "}).status_code == 422
        assert client.post(url(name, one), {field: "Because."}).status_code == 302
        assert fresh(one).state == state


def test_a_search_keeps_the_elements_and_the_indicators_that_it_names(
    client: Client, of: World
) -> None:
    one = reworded(of, "New quay")
    title = texts(of.edition).get().title.words("en")
    for words_sought, is_there in (("1.1", False), (title[:5], True), ("", True)):
        answer = client.get(url("choose", one), {"words": words_sought})
        assert (title in read(answer)) == is_there
    assert "1.1 Quay" in read(client.get(url("choose", one), {"words": "1.1"}))


def test_what_cannot_be_decided_now_has_no_page(client: Client, of: World) -> None:
    one = reworded(of, "New quay")
    for name in ("decide", "consult", "revise", "refuse"):
        assert client.get(url(name, one)).status_code == 409


def test_a_reader_of_a_partner_sees_and_does_not_answer(client: Client, of: World) -> None:
    one = consulted(reworded(of, "New quay"))
    mine = agreement_of(one, of, 0)
    reader = MembershipFactory.create(organisation=of.partners[0], role=Role.READER).user
    client.force_login(reader)
    address = answering(mine)
    page = client.get(address).content.decode()
    assert "Only a reporter or an approver of" in page
    assert client.post(address, {"stance": "agrees", "version": "1"}).status_code == 403
    theirs = agreement_of(one, of, 1)
    assert client.get(answering(theirs)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_as_many_queries_whatever_it_holds(
    client: Client, of: World, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    one = amendment(of.strategy, at=AT)
    for thing in ("n-1-1", "n-1-2", "n-2-1")[:number]:
        operation(one, "reword_node", thing, title=text(f"New {thing}"))
    client.get(url("amendment", one))
    with django_assert_num_queries(7):
        client.get(url("amendment", one))
