"""The doors on which canaries are tried: every address of a route, and what an answer says."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse

from headway.foundation.attachments.models import StoredFile
from headway.monitoring.reporting.models import Answer, BulkEdit, Submission, TaskLink
from headway.monitoring.reporting.views.reviewing import STEPS
from tests.access.canaries import CANARY
from tests.access.crawler import unpacked
from tests.access.memory import names_of
from tests.access.reviewing import names_in_reviews
from tests.access.routes import arguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http.response import HttpResponseBase

    from tests.access.canaries import Canaries
    from tests.access.row import Row

WHY = "a test looks at everything"


def said_by(answer: HttpResponseBase) -> str:
    """Return all that an answer says: its body, whatever is packed in it, headers, cookies."""
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    heads = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return f"{heads}\n{answer.cookies}\n{unpacked(body)}"


def leaks(answer: HttpResponseBase) -> bool:
    return CANARY.lower() in said_by(answer).lower()


def candidates(found: Canaries) -> dict[str, list[Any]]:
    """Return what stands for the confidential things in an address, by the argument's name."""
    first, second = found.reports
    rounds = [found.asked.key, found.draft.key, found.public.key]
    parts, receipts, links, files = (
        list(rows.values_list("pk", flat=True))
        for rows in (
            Answer.objects.unrestricted(reason=WHY).filter(report__in=found.reports),
            Submission.objects.unrestricted(reason=WHY),
            TaskLink.objects.unrestricted(reason=WHY).exclude(answer=None),
            StoredFile.objects.unrestricted(reason=WHY),
        )
    )
    edits = BulkEdit.objects.unrestricted(reason=WHY)
    return {
        "slug": [found.of.edition.strategy.slug, found.of.partners[0].slug],
        "partner": [partner.slug for partner in found.of.partners],
        "ref": [found.of.nodes[0].key],
        "period": [found.asked.period, found.draft.period, found.public.period],
        "round": [found.asked.period, found.asked.key, found.asked.pk],
        "report": [first.key, second.key],
        "part": parts,
        "edit": list(edits.values_list("key", flat=True)),
        "step": list(STEPS),
        "name": ["statements", "partner_reports", "rounds", "measures"],
        "code": ["json", "csv"],
        "number": [1, 2, 3],
        "language": ["lt"],
        "ending": ["pdf", "docx"],
        "pk": sorted({*receipts, *links, *files}),
        "": [first.key, second.key, *rounds, first.pk],
    }


TAKEN = cache(arguments)
"""What addresses take, by route: found once, for that takes time."""


def addresses(row: Row, found: Canaries) -> set[str]:
    """Return a route’s addresses for the confidential things, in every way to name them."""
    known = candidates(found) | (_in_reporting(row, found) if is_of_reporting(row) else {})
    return {address for names in TAKEN()[row.route] for address in _named(row, names, known, found)}


def _named(
    row: Row, names: tuple[str, ...], known: dict[str, list[Any]], found: Canaries
) -> Iterator[str]:
    if is_of_memory(row):
        known = known | names_of(found.memory, names)
    if is_of_reviews(row) or is_of_cooperation(row):
        known = known | names_in_reviews(found.reviews)
    choices = [known.get(name, known[""]) for name in names]
    if is_of_cooperation(row):
        choices = [choice[:MOST] for choice in choices]
    for values in product(*choices):
        with suppress(NoReverseMatch):
            yield reverse(row.route, kwargs=dict(zip(names, values, strict=True)))


OF_COOPERATION = ("adoption:", "exchange:", "implementation:", "plans:")
MOST = 1
"""What regions write has canaries of its own, in its apps: here one of each kind is tried."""


def is_of_cooperation(row: Row) -> bool:
    return row.route.startswith(OF_COOPERATION)


def is_of_reviews(row: Row) -> bool:
    return row.route.startswith("peerreview:")


def is_of_reporting(row: Row) -> bool:
    return row.route.startswith("reporting:")


def is_of_memory(row: Row) -> bool:
    return row.route.startswith(("meetings:", "amendments:", "workspace:agenda", "portal:amend"))


def _in_reporting(row: Row, found: Canaries) -> dict[str, list[Any]]:
    """Return what a key stands for: there every other leads nowhere and only takes time."""
    rounds = [each.key for each in (found.public, found.asked, found.draft)]
    reports = [report.key for report in found.reports]
    return {
        "slug": [found.of.edition.strategy.slug],
        "key": reports if row.is_by_link else rounds,
    }
