"""Papers of a meeting: files that come back as they were, pages of this site, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from headway.monitoring.meetings.models import Paper
from headway.monitoring.meetings.tests.factories import (
    REASON,
    confirmed,
    follow_up,
    invited,
    point,
    who,
    world,
)

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

pytestmark = pytest.mark.django_db
PAPERS = Paper.objects.unrestricted(reason=REASON)


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path


def url(name: str, *arguments: Any) -> str:  # noqa: ANN401
    return reverse(f"meetings:{name}", args=arguments)


def test_a_member_reads_the_file_that_was_added_and_a_stranger_does_not(client: Client) -> None:
    of, other = world(), world()
    meeting = invited(of)
    client.force_login(of.leader)
    sent = {"title": "Budget", "file": SimpleUploadedFile("budget.txt", b"1,000")}
    client.post(url("paper_add", meeting.key), sent)
    [paper] = PAPERS.filter(meeting=meeting)
    address = url("paper", meeting.key, paper.pk)
    client.force_login(who(of.members[0]))
    answer: Any = client.get(address)
    assert b"".join(answer.streaming_content) == b"1,000"
    assert answer["Content-Disposition"] == 'attachment; filename="budget.txt"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert client.post(url("paper_remove", meeting.key, paper.pk)).status_code == 403
    client.force_login(other.leader)
    assert client.get(address).status_code == 404


def test_a_page_of_this_site_is_a_paper_in_the_language_of_its_reader(client: Client) -> None:
    of = world()
    meeting = invited(of)
    client.force_login(of.leader)
    sent = {"title": "Measure", "address": "http://testserver/en/strategies/keds/?on=2021-05-01"}
    client.post(url("paper_add", meeting.key), sent)
    assert PAPERS.get(meeting=meeting).address == "/strategies/keds/?on=2021-05-01"
    lithuanian = client.get(url("meeting", meeting.key).replace("/en/", "/lt/", 1))
    assert 'href="/lt/strategies/keds/?on=2021-05-01"' in lithuanian.content.decode()


@pytest.mark.parametrize(
    "address", ["https://evil.example/x", "//evil.example/x", "javascript:alert(1)", "x"]
)
def test_no_page_of_another_site_is(client: Client, address: str) -> None:
    of = world()
    meeting = invited(of)
    client.force_login(of.leader)
    answer = client.post(url("paper_add", meeting.key), {"title": "x", "address": address})
    assert answer.status_code == 422
    assert "This is no page of this site." in answer.content.decode()
    assert not PAPERS.filter(meeting=meeting).exists()


def test_a_paper_needs_a_title_and_a_file_or_a_page(client: Client) -> None:
    of = world()
    meeting = invited(of)
    client.force_login(of.leader)
    for sent in ({"title": "x"}, {"title": "", "address": "/x/"}):
        assert client.post(url("paper_add", meeting.key), sent).status_code == 422


# -- cost --------------------------------------------------------------------------------------


def queries_of(client: Client, address: str, count: Any) -> int:  # noqa: ANN401
    with count as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_pages_cost_no_more_with_more_on_them(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    of = world()
    client.force_login(of.leader)
    meeting = confirmed(of)
    pages = [
        url("meeting", meeting.key),
        url("body", of.body.slug),
        url("decisions", of.body.slug),
        url("follow_ups", of.body.slug),
        url("bodies"),
    ]
    few = [queries_of(client, page, django_assert_max_num_queries(30)) for page in pages]
    for _number in range(3):
        follow_up(meeting, of)
        point(invited(of), of)
        confirmed(of)
    many = [queries_of(client, page, django_assert_max_num_queries(30)) for page in pages]
    assert many == few
