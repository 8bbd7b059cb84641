"""A partner at a report: a round that is open now, and browsers that entered it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headway.monitoring.reporting.links import token_of
from headway.monitoring.reporting.models import TaskLink
from headway.monitoring.reporting.tests.factories import (
    REASON,
    World,
    answers_of,
    figures_in,
    opened,
    report_of,
    world,
)

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.monitoring.reporting.models import Answer, Report, Round


@dataclass
class Partner:
    """The first partner of a world, with the report that they have to hand in."""

    world: World
    round: Round
    report: Report

    @property
    def reporter(self) -> User:
        return self.world.reporters[0]

    @property
    def answers(self) -> list[Answer]:
        return answers_of(self.report)

    @property
    def link(self) -> TaskLink:
        """The link in the letter that told of the round."""
        links = TaskLink.objects.unrestricted(reason=REASON)
        return links.get(report=self.report, answer=None, revoked_at=None)

    def address(self, name: str, **parts: Any) -> str:  # noqa: ANN401 -- of an address
        return reverse(f"reporting:{name}", kwargs={"key": self.report.key, **parts})

    def signed_in(self) -> Client:
        client = Client()
        client.force_login(self.reporter)
        return client

    def entered(self, link: TaskLink | None = None) -> Client:
        """Return a browser in which the button of a task link was pressed."""
        client = Client()
        answer = client.post(door(link or self.link))
        assert answer.status_code == 302, answer.content
        return client


def door(link: TaskLink) -> str:
    return reverse("reporting:enter", args=[token_of(link.key)])


def partner(
    partners: int = 1,
    measures: int = 1,
    *,
    figures: bool = False,
    asks_statuses: bool = True,
    **said: Any,  # noqa: ANN401 -- of the definitions of the indicators
) -> Partner:
    """Open a round now, due in ten days, and return its first partner."""
    of = world(partners, measures, figures=figures, **said)
    return partner_in(of, asks_statuses=asks_statuses)


def partner_in(of: World, *, asks_statuses: bool = True) -> Partner:
    """Open a round of a world now, due in ten days, and return its first partner."""
    now = timezone.now()
    asked = opened(of, at=now, deadline_at=now + timedelta(days=10), asks_statuses=asks_statuses)
    return Partner(of, asked, report_of(asked, of.partners[0]))


def sent(answer: Answer, **changes: Any) -> dict[str, str]:  # noqa: ANN401
    """Return what the form of a part sends when one says that it goes on."""
    said = {
        "version": str(answer.version),
        "status": "going",
        "done.lt": "Pastatytos dvi salės",
        "done.en": "Two halls were built",
    }
    return {**said, **changes}


def brought(name: str, words: bytes = b"%PDF-1.4 words") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, words)


def saved(of: Partner, client: Client, **changes: str) -> None:
    """Save every part of a report alike, and its figures with 10."""
    for answer in of.answers:
        said = sent(answer, **changes)
        said |= {f"figure-{each.pk}.value": "10" for each in figures_in(answer)}
        done = client.post(of.address("part", part=answer.pk), said)
        assert done.status_code == 302, done.content.decode()
