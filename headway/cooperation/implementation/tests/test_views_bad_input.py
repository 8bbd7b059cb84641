"""Whatever is typed by hand into a form of phase 2 gets a sentence; nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from headway.cooperation.implementation.tests.factories import (
    World,
    change,
    closed,
    opened,
    parts,
    prepared,
    report_of,
    submitted,
    world,
)
from headway.cooperation.implementation.tests.test_pages import at, client_of
from headway.foundation.ui.tests.by_hand import problems_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db


def draft_part(of: World) -> str:
    report = report_of(opened(of), of.city)
    return at("part", report.key, parts(report)[0].pk)


def answers(of: World) -> str:
    report = report_of(opened(of, "How many?"), of.city)
    return at("part", report.key, parts(report)[-1].pk)


OF_PARTNER: dict[str, Callable[[World], str]] = {
    "a step": lambda _of: at("step", "harbour", "harbour-s1"),
    "a new change": lambda _of: at("change_add", "harbour"),
    "a change": lambda of: at("change_edit", change(of).key),
    "words on an action": draft_part,
    "answers": answers,
}
OF_LEAD: dict[str, Callable[[World], str]] = {
    "a new round": lambda _of: at("round_add"),
    "a round": lambda of: at("round", prepared(of, "How many?").key),
    "an open round": lambda of: at("round", opened(of).key),
    "a question": lambda of: at("ask", submitted(report_of(opened(of), of.city)).key),
    "opening again": lambda of: at("reopen", closed(report_of(opened(of), of.city)).key),
    "a question on a change": lambda of: at("change_ask", change(of).key),
}
FORMS = OF_PARTNER | OF_LEAD


def side(of: World, name: str) -> Client:
    return client_of(of.person(of.city if name in OF_PARTNER else of.lead))


@pytest.mark.parametrize("name", FORMS)
def test_what_is_bad_gets_a_sentence_and_stays(name: str) -> None:
    of = world()
    path = FORMS[name](of)
    assert list(problems_of(side(of, name), path)) == []


@pytest.mark.audit
@pytest.mark.parametrize("name", FORMS)
def test_what_is_bad_in_any_one_field_does(name: str) -> None:
    of = world()
    path = FORMS[name](of)
    assert list(problems_of(side(of, name), path, is_thorough=True)) == []
