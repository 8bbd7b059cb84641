"""The pages of phase 2: who reads what, in both languages, for how many queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from headway.cooperation.implementation import services
from headway.cooperation.implementation.tests.factories import (
    AT,
    BY,
    World,
    change,
    opened,
    parts,
    plan_of,
    report_of,
    submitted,
    text,
    told,
    world,
    written,
)
from headway.monitoring.strategy.queries.tasks import tasks_for

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db
HOME = "/en/workspace/projects/ventures/implementation/"
MOST_QUERIES = 10
"""With the session, its person, and whether they keep a strategy, as every page asks."""


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(route: str, *arguments: object, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"implementation:{route}", args=["ventures", *arguments])


def whole(of: World) -> dict[str, str]:
    """Fill everything in, and return the address of each page by its name."""
    told(of, "harbour-s1", "under_way", "2022-03", obstacle=text("OBSTACLE"))
    services.add_evidence(
        plan_id=of.plan.pk, step_key="harbour-s1", title="Minutes", address="https://example.org/m",
        by=BY, at=AT,
    )  # fmt: skip
    one = opened(of, "How many firms?")
    report = submitted(report_of(one, of.city), "WORDS")
    draft = written(report_of(one, of.agency))
    made = change(of)
    return {
        "overview": at("overview"),
        "table": at("table", "harbour"),
        "step": at("step", "harbour", "harbour-s1"),
        "report": at("report", report.key),
        "draft": at("report", draft.key),
        "change": at("change", made.key),
        "change_add": at("change_add", "harbour"),
        "change_edit": at("change_edit", made.key),
        "change_ask": at("change_ask", made.key),
        "round": at("round", one.key),
        "round_add": at("round_add"),
        "ask": at("ask", report.key),
        "part": at("part", draft.key, parts(draft)[0].pk),
        "answers": at("part", draft.key, parts(draft)[-1].pk),
        "xlsx": at("programme_xlsx", one.key),
        "changes": at("programme_changes", one.key),
        "pdf": at("programme_pdf", one.key),
    }


OF_LEAD = (
    "overview", "table", "step", "report", "draft", "change", "change_ask", "round", "round_add",
    "ask", "xlsx", "changes", "pdf",
)  # fmt: skip
OF_PARTNER = (
    "overview", "table", "step", "report", "draft", "change", "change_add", "change_edit", "part",
    "answers", "xlsx", "changes", "pdf",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "lt"])
def test_every_page_opens_for_its_side_in_both_languages(language: str) -> None:
    of = world()
    pages = whole(of)
    for house, names in ((of.lead, OF_LEAD), (of.agency, OF_PARTNER)):
        client = client_of(of.person(house))
        for name in names:
            answer = client.get(pages[name].replace("/en/", f"/{language}/", 1))
            assert answer.status_code == 200, (name, answer.status_code)
            b"".join(answer)


@pytest.mark.parametrize("name", sorted({*OF_LEAD, *OF_PARTNER}))
def test_no_page_asks_more_than_ten_queries(
    name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    of = world()
    page = whole(of)[name]
    client = client_of(of.person(of.lead if name in OF_LEAD else of.agency))
    client.get(page)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(page)


def test_reports_of_one_partner_on_two_plans_are_told_apart() -> None:
    of = world()
    second = plan_of(of.project, "fairs", [of.city])
    assert second.published
    one = opened(of)
    report_of_both = ("Instrument harbour", "Instrument fairs")
    lead = client_of(of.person(of.lead))
    for page in (at("overview"), at("round", one.key)):
        shown = lead.get(page).content.decode()
        assert all(words in shown for words in report_of_both)
    tasks = [str(task.title) for task in tasks_for(of.person(of.city), at=AT)]
    assert len(tasks) == len(set(tasks)) == 2


@pytest.mark.parametrize("period", ["2022-Q2", "2022-06", "spring"])
def test_a_period_that_no_round_has_is_answered_with_those_that_it_may_have(period: str) -> None:
    of = world()
    lead = client_of(of.person(of.lead))
    answer = lead.post(at("round_add"), {"period": period, "due_on": "2022-09-30"})
    assert answer.status_code == 422
    assert "Write 2022-S1, 2022-S2 or 2022." in answer.content.decode()
