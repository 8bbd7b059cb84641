"""What readers see of rounds: the measure, the strategy, the page of a round, the card."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.foundation.attachments.services import keep_file
from headway.foundation.core.texts import TranslatedText
from headway.front.portal.tests.rounds import (
    CLOSED,
    PUBLISHED,
    Ended,
    accepted,
    end,
    ended,
    reported_again,
)
from headway.front.portal.tests.test_strategies import words_of
from headway.monitoring.reporting.models import Statement
from headway.monitoring.reporting.services import close_round, reopen_report
from headway.monitoring.reporting.states import Way
from headway.monitoring.reporting.tests.factories import (
    AT,
    DEADLINE,
    REASON,
    answered,
    opened,
    report_of,
    world,
)
from headway.monitoring.strategy.models import Strategy
from headway.monitoring.strategy.services import set_life
from headway.monitoring.strategy.tests.factories import text

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

    from headway.monitoring.reporting.models import Round

pytestmark = pytest.mark.django_db
HALF = timedelta(days=184)
NOW = PUBLISHED + timedelta(days=20)


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def section(words: str, heading: str) -> str:
    return words.partition(heading)[2]


def next_round(found: Ended, **said: Any) -> Round:  # noqa: ANN401
    asked = opened(
        found.of, at=AT + HALF, period=found.round.when.following, deadline_at=DEADLINE + HALF
    )
    accepted(found.of, asked, at=AT + HALF, **said)
    return asked


# -- a measure ----------------------------------------------------------------------------------


def test_a_measure_tells_its_last_statement_with_who_and_when(client: Client) -> None:
    found = ended(
        done=text("Two halls"), ahead=text("A pier"), obstacles=text("Ice"), cause=text("Frost"),
        evidence_address="https://example.org/halls",
    )  # fmt: skip
    words = section(words_of(client, found.measure), "What was reported")
    partner, coordinator = found.of.partners[0].name.words("en"), found.of.coordinator
    for said in (
        "Information (first half of 2026): fresh",
        "No later period has ended.",
        "going",
        f"Reported by {partner} on 7 July 2026. Accepted by {coordinator} on 8 July 2026.",
        "What was done Two halls",
        "What is next A pier",
        "Obstacles Ice",
        "Cause Frost",
        "Evidence example.org/halls",
    ):
        assert said in words
    assert found.of.reporters[0].name not in words


def test_a_measure_on_which_nothing_was_reported_has_no_such_section(client: Client) -> None:
    found = ended()
    assert "What was reported" not in words_of(client, f"{found.strategy}measures/1.2/")


def test_what_does_not_apply_is_told_with_its_reason(client: Client) -> None:
    found = ended(way=Way.NONE, status="", done=TranslatedText(), cause=text("Sold in spring"))
    words = section(words_of(client, found.measure), "What was reported")
    assert "Does not apply." in words
    assert "Why it does not apply Sold in spring" in words


def test_words_in_another_language_are_marked(client: Client) -> None:
    found = ended(done=TranslatedText.of({"lt": "Dvi salės"}))
    page = client.get(found.measure).content.decode()
    assert '<div lang="lt"><p>Dvi salės</p></div>' in page
    assert 'title="Not translated yet; shown in Lietuvių.">LT</span>' in page


@pytest.mark.parametrize(
    ("after", "word"), [(0, "fresh"), (184, "acceptable"), (365, "late"), (550, "stale")]
)
def test_the_age_of_the_information_stands_beside_the_status(
    client: Client, after: int, word: str
) -> None:
    found = ended()
    with time_machine.travel(AT + timedelta(days=after or 50)):
        assert f"(first half of 2026): {word}" in words_of(client, found.measure)


def test_a_status_that_was_set_apart_from_the_report_is_not_passed_off_as_reported(
    client: Client,
) -> None:
    found = ended()
    assert "apart from this report" not in words_of(client, found.measure)
    node, day = found.of.nodes[0], (PUBLISHED + timedelta(days=2)).date()
    set_life(
        node_id=node.pk,
        status="finished",
        status_on=day,
        version=1,
        by=found.of.coordinator,
        at=NOW,
    )

    words = words_of(client, found.measure)

    assert "Status: finished" in words
    sentence = "The status above is “finished”, as of 17 August 2026: the coordinator set it"
    assert sentence in section(words, "What was reported")
    assert "going" in section(words, "What was reported").partition(sentence)[0]


def test_earlier_statements_stay_and_a_past_day_reads_the_last_one_of_then(client: Client) -> None:
    found = ended(done=text("The first word"))
    reported_again(found, at=NOW - timedelta(days=3), status="finished", done=text("The new word"))

    today = section(words_of(client, found.measure), "What was reported").partition("Indicators")[0]
    before, then = (
        section(words_of(client, f"{found.measure}?as_of={day}"), "What was reported")
        for day in ("2026-08-15", "2026-09-01")
    )

    assert today.index("The new word") < today.index("1 earlier statement")
    assert today.index("1 earlier statement") < today.index("The first word")
    assert "The first word" in before
    assert "The new word" not in before
    assert "The new word" in then
    assert "What was reported" not in words_of(client, f"{found.measure}?as_of=2026-08-14")


# -- a strategy ---------------------------------------------------------------------------------


def test_a_strategy_says_how_many_reported_and_when_the_next_reports_are_due(
    client: Client,
) -> None:
    found = ended(partners=3)
    told = "In the last round ( first half of 2026 ) 1 of 3 partners reported."
    assert told in words_of(client, found.strategy)
    assert "next reports" not in words_of(client, found.strategy)

    with time_machine.travel(AT + HALF + timedelta(days=3)):
        asked = next_round(found)
        words = words_of(client, found.strategy)
        past = words_of(client, f"{found.strategy}?as_of=2026-09-01")
    assert f"{told} The next reports are due on 31 January 2027." in words
    assert told in past
    assert "next reports" not in past
    with time_machine.travel(asked.deadline_at + timedelta(seconds=1)):
        assert "next reports" not in words_of(client, found.strategy)


def test_a_day_before_publication_knows_of_no_round(client: Client) -> None:
    found = ended()
    for day, number in (("2026-08-14", 0), ("2026-08-15", 1)):
        words = words_of(client, f"{found.strategy}?as_of={day}")
        assert words.count("In the last round") == number


# -- a round ------------------------------------------------------------------------------------


def test_the_page_of_a_round_sums_it_up(client: Client) -> None:
    found = ended(partners=3, done=text("Two halls"))
    words = words_of(client, found.page)
    first, second, third = (partner.name.words("en") for partner in found.of.partners)
    for said in (
        "1 of 3 partners reported, on 1 measure.",
        f"No report came from 2 partners: {second} , {third}",
        "Judged when the round was closed, on 5 August 2026.",
        "New jobs no change Planned path 10 jobs second half of 2025",
        "New jobs not reported Planned path – –",
        f"{first} accepted 7 July 2026",
        f"{second} no report –",
        f"1.1 Measure 1.1 going {first} Two halls",
    ):
        assert said in words


def test_a_round_is_compared_with_the_one_before(client: Client) -> None:
    found = ended(measures=2)
    second = end(found.of, next_round(found, status="finished"), later=HALF)
    with time_machine.travel(NOW + HALF):
        words = words_of(client, f"{found.strategy}rounds/{second.period}/")
        listed = words_of(client, f"{found.strategy}rounds/")
    assert "2 have another status than in the round before." in words
    changed = section(words, "round before (first half of 2026)").partition("indicators")[0]
    assert "1.1 Measure 1.1 going finished" in changed
    rows = section(listed, "Published rounds")
    assert rows.index("second half of 2026") < rows.index("first half of 2026")


def test_a_round_reads_as_it_was_known_on_a_day(client: Client) -> None:
    found = ended(done=text("The first word"))
    reported_again(found, at=NOW - timedelta(days=3), status="finished", done=text("The new word"))
    before, today = (words_of(client, f"{found.page}{q}") for q in ("?as_of=2026-08-20", ""))
    assert ("The first word" in before, "The new word" in before) == (True, False)
    assert ("The first word" in today, "The new word" in today) == (False, True)
    for words in (before, today):
        assert "1 of 2 partners reported" in words
    assert client.get(f"{found.page}?as_of=2026-08-14").status_code == 404


def test_a_report_that_is_being_changed_stands_as_it_was(client: Client) -> None:
    found = ended()
    pages = (found.page, f"{found.strategy}rounds/", found.strategy, found.measure)
    before = [words_of(client, page) for page in pages]
    report = report_of(found.round, found.of.partners[0])
    until, by = NOW + timedelta(days=9), found.of.coordinator
    reopen_report(report_id=report.pk, until=until, reason="An error", by=by, at=NOW)
    answered(report, by=found.of.reporters[0], at=NOW, status="finished")

    assert [words_of(client, page) for page in pages] == before


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_a_round_that_is_not_published_does_not_exist_for_readers(
    client: Client, state: str
) -> None:
    of = world(partners=1)
    asked = opened(of)
    accepted(of, asked)
    if state == "closed":
        close_round(round_id=asked.pk, by=of.coordinator, at=CLOSED)
    found = Ended(of, asked)
    period = "2030" if state == "draft" else asked.period
    people = [None, of.reporters[0], with_second_factor(of.coordinator)]
    for person in people:
        if person:
            client.force_login(person)
        assert client.get(f"{found.strategy}rounds/{period}/").status_code == 404
        assert "No round has been published yet." in words_of(client, f"{found.strategy}rounds/")


def test_rounds_of_a_strategy_that_is_not_public_do_not_exist(client: Client) -> None:
    found = ended()
    Strategy.objects.update(is_public=False)
    card = found.measure.replace("/en/", "/en/embed/")
    for page in (found.page, f"{found.strategy}rounds/", found.measure, card):
        assert client.get(page).status_code == 404


def test_the_site_map_names_published_rounds_alone(client: Client) -> None:
    found = ended()
    next_round(found)
    page = client.get("/sitemap.xml").content.decode()
    assert f'{found.page}"/>' in page
    assert f'{found.strategy}rounds/"/>' in page
    assert "2026-S2" not in page


# -- evidence -----------------------------------------------------------------------------------


@pytest.fixture
def with_file(settings: Settings, tmp_path: Path) -> Ended:
    settings.MEDIA_ROOT = tmp_path
    of = world(partners=1)
    file = keep_file(
        content=[b"<script>1</script>"], name="halls.html", media_type="text/html",
        by=of.reporters[0], at=AT,
    )  # fmt: skip
    asked = opened(of)
    accepted(of, asked, evidence_id=file.pk)
    return Ended(of, asked)


def test_evidence_of_a_published_statement_is_handed_out_to_be_saved(
    client: Client, with_file: Ended
) -> None:
    of = with_file.of
    early = client.get(f"{with_file.strategy}evidence/1/")
    end(of, with_file.round)
    row = Statement.objects.unrestricted(reason=REASON).get()

    answer = client.get(f"{with_file.strategy}evidence/{row.pk}/")

    assert early.status_code == 404
    assert b"".join(answer) == b"<script>1</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="halls.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert f"/evidence/{row.pk}/" in client.get(with_file.measure).content.decode()
    other = ended(partners=1)
    assert client.get(f"{other.strategy}evidence/{row.pk}/").status_code == 404
    Strategy.objects.update(is_public=False)
    assert client.get(f"{with_file.strategy}evidence/{row.pk}/").status_code == 404


# -- the card -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "lt"])
def test_the_card_can_be_framed_and_brings_nothing_along(client: Client, language: str) -> None:
    found = ended()
    node = found.of.nodes[0]
    slug = found.of.edition.strategy.slug
    address = f"/{language}/embed/strategies/{slug}/measures/{node.key}/"

    answer = client.get(address)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies
    assert "X-Frame-Options" not in answer
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers[POLICY].split(";"))
    assert policy == {
        "default-src": "'none'", "style-src": "'self'", "font-src": "'self'", "base-uri": "'none'",
        "form-action": "'none'", "frame-ancestors": "*",
    }  # fmt: skip
    assert "<script" not in page
    assert "<form" not in page
    assert (
        f'href="https://strategy.example.org/{language}/strategies/{slug}/measures/{node.key}/"'
        in page
    )
    assert found.of.partners[0].name.words(language) in page


POLICY = "Content-Security-Policy"


def test_no_other_page_may_be_framed(client: Client) -> None:
    found = ended()
    for page in (found.measure, found.page, found.strategy, "/en/"):
        answer = client.get(page)
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer[POLICY]


def test_the_code_for_other_sites_stands_in_a_field_that_cannot_be_changed(client: Client) -> None:
    found = ended()
    page = client.get(found.measure).content.decode()
    slug, key = found.of.edition.strategy.slug, found.of.nodes[0].key
    address = f"https://strategy.example.org/en/embed/strategies/{slug}/measures/{key}/"
    assert f"&lt;iframe src=&quot;{address}&quot; title=&quot;1.1 Measure 1.1&quot;" in page
    assert "readonly" in page


def test_the_card_asks_three_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = ended(measures=3)
    with django_assert_num_queries(3):
        client.get(found.measure.replace("/en/", "/en/embed/"))
