"""The pages that somebody meets who collects ten thousand reports, and what each costs."""

from __future__ import annotations

import gc
import time
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from config.bench.reports import Desk, desk
from headway.foundation.core.statistics import renew_statistics
from headway.monitoring.reporting.models import Answer, Report, Submission
from headway.monitoring.reporting.queries.collecting import collecting
from headway.monitoring.reporting.services import open_review
from headway.monitoring.reporting.states import ReportState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from django.http import HttpResponse

REASON = "the bench made it a moment ago"
ROUNDS, PARTNERS = 40, 250
COLLECTED_ROUNDS, COLLECTED_PARTNERS = 10, 300
TIMES, FEWEST = 20, 3
"""How often each page is asked for; of a few reports, as to see that it works, the fewest."""
MANY = 50
"""Reports that are accepted at once: as many as stand on one page."""
ON_PAGE = 40
"""Partners on one page of Collecting."""
LANGUAGE = "lt"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one page costs: milliseconds, of which the processor's; queries; bytes."""

    page: str
    p50_ms: float
    p95_ms: float
    max_ms: float
    cpu_ms: float
    queries: int
    size: int


@dataclass(frozen=True, slots=True)
class Case:
    """One page as somebody asks for it, or one form that they send."""

    name: str
    who: Client
    path: str
    sent: dict[str, Any] | None = None

    def ask(self) -> HttpResponse:
        """Ask once.

        :raises RuntimeError: if it cannot be read: then there is nothing to measure.
        """
        if self.sent is None:
            answer = self.who.get(self.path)
        else:
            answer = self.who.post(self.path, self.sent)
        if answer.status_code not in {200, 302}:
            message = f"{self.path} answers {answer.status_code}."
            raise RuntimeError(message)
        return answer  # type: ignore[return-value]


def measured(reports: int, *, at: datetime) -> dict[str, Any]:
    """Make about so many reports and return what the pages about them cost."""
    begun = time.perf_counter()
    share = reports / (ROUNDS * PARTNERS)
    times = min(TIMES, max(FEWEST, reports // 100))
    collected = desk(
        "collecting",
        partners=max(2, round(COLLECTED_PARTNERS * min(share, 1))),
        rounds=max(3, round(COLLECTED_ROUNDS * min(share, 1))),
        at=at,
        is_mixed=True,
    )
    rounds = max(3, round(ROUNDS * min(share, 1)))
    reviewed = desk("reviewing", partners=max(2, reports // rounds), rounds=rounds, at=at)
    renew_statistics()
    gc.collect()
    gc.freeze()  # no server holds what was made, so no page is to wait while it is looked through
    took = time.perf_counter() - begun
    with translation.override(LANGUAGE):
        matrix = _of_call(
            "the matrix of 'Collecting' alone",
            lambda: collecting(collected.strategy, at=at, language=LANGUAGE),
            times,
        )
        pages = [of_case(case, times) for case in _cases(collected, reviewed)]
    return {
        "database": connection.vendor,
        "reports": len(reviewed.partners) * len(reviewed.rounds),
        "partners": len(reviewed.partners),
        "rounds": len(reviewed.rounds),
        "collected": [len(collected.partners), len(collected.rounds)],
        "made_in_s": round(took, 1),
        "pages": [asdict(cost) for cost in (matrix, *pages)],
    }


def of_case(case: Case, times: int = TIMES) -> Cost:
    """Ask for a page again and again; what a form changes is undone each time."""
    if case.sent is None:
        return _of_call(case.name, lambda: len(case.ask().content), times)
    return _of_call(case.name, lambda: _undone(case), times)


def _undone(case: Case) -> int:
    with transaction.atomic():
        size = len(case.ask().content)
        transaction.set_rollback(True)
    return size


def _of_call(name: str, call: Callable[[], object], number: int) -> Cost:
    call()
    with CaptureQueriesContext(connection) as captured:
        size = call()
    queries = sum(not _is_of_a_transaction(each["sql"]) for each in captured)
    times, busy = [], []
    for _time in range(number):
        begun, worked = time.perf_counter(), time.process_time()
        call()
        times.append((time.perf_counter() - begun) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    cuts = quantiles(times, n=20, method="inclusive")
    return Cost(
        page=name,
        p50_ms=round(cuts[9], 1),
        p95_ms=round(cuts[18], 1),
        max_ms=round(max(times), 1),
        cpu_ms=round(median(busy), 1),
        queries=queries,
        size=size if isinstance(size, int) else 0,
    )


def _is_of_a_transaction(sql: str) -> bool:
    return sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK"))


def _cases(collected: Desk, reviewed: Desk) -> Iterator[Case]:
    yield from _of_collecting(client_of(collected.coordinator), collected)
    keeper = client_of(reviewed.coordinator)
    yield from _of_rounds(keeper, reviewed)
    yield from _of_reviewing(keeper, reviewed)
    yield from _of_reporting(reviewed)
    yield from _of_readers(reviewed)


def client_of(person: Any = None) -> Client:  # noqa: ANN401 -- a person, or nobody
    client = Client(headers={"host": "localhost"})
    if person is not None:
        client.force_login(person)
    return client


def _of_collecting(keeper: Client, of: Desk) -> Iterator[Case]:
    here = reverse("reporting:collecting", args=[of.strategy.slug])
    size = f"{len(of.partners)} × {len(of.rounds)}"
    last = -(-len(of.partners) // ON_PAGE)
    yield Case(f"'Collecting', {size}", keeper, here)
    yield Case(f"'Collecting', {size}, the last page", keeper, f"{here}?page={last}")
    yield Case(f"'Collecting', {size}, the late", keeper, f"{here}?show=late")


def _of_rounds(keeper: Client, of: Desk) -> Iterator[Case]:
    slug, asked, before = of.strategy.slug, of.rounds[-1], of.rounds[-2]
    partner = of.partners[0].slug
    size = f"{len(of.partners)} × {len(of.rounds)}"
    yield Case(f"'Collecting', {size}", keeper, reverse("reporting:collecting", args=[slug]))
    yield Case("rounds", keeper, reverse("reporting:rounds", args=[slug]))
    for name in ("round", "asked", "deadlines", "letter", "round_close"):
        yield Case(
            f"an open round: {name}", keeper, reverse(f"reporting:{name}", args=[slug, asked.key])
        )
    yield Case("a published round", keeper, reverse("reporting:round", args=[slug, before.key]))
    yield Case("one partner", keeper, reverse("reporting:partner", args=[slug, partner]))
    yield Case("who speaks for whom", keeper, reverse("reporting:lines", args=[slug]))
    yield Case("one who speaks", keeper, reverse("reporting:line", args=[slug, partner]))
    yield Case("mails", keeper, reverse("reporting:mails", args=[slug]))


def _of_reviewing(keeper: Client, of: Desk) -> Iterator[Case]:
    slug, asked = of.strategy.slug, of.rounds[-1]
    rows = Report.objects.unrestricted(reason=REASON)
    waiting = list(rows.filter(round=asked).order_by("state_since", "pk"))
    here = reverse("reporting:reports", args=[slug, asked.key])
    pages = -(-len(waiting) // MANY)
    yield Case("reports to review, the first page", keeper, here)
    yield Case("reports to review, the last page", keeper, f"{here}?page={pages}")
    yield Case("all reports of a round", keeper, f"{here}?state=all")
    largest = rows.get(round=asked, organisation=of.partners[0])
    begun = {
        "the first": waiting[0],
        "one in the middle": waiting[len(waiting) // 2],
        "the last": waiting[-1],
        "the largest": largest,
    }
    for report in begun.values():
        open_review(report_id=report.pk, by=of.coordinator, at=report.state_since)
    for name, report in begun.items():
        address = reverse("reporting:review", args=[slug, asked.key, report.key])
        yield Case(f"review, {name}", keeper, address)
    old = rows.filter(round=of.rounds[0]).select_related("round").first()
    if old:
        address = reverse("reporting:review", args=[slug, old.round.key, old.key])
        yield Case("review, one of long ago", keeper, address)
    step = reverse("reporting:review_step", args=[slug, asked.key, largest.key, "accept"])
    yield Case("accept one", keeper, step, {})
    chosen = {"report": [report.pk for report in waiting[:MANY]]}
    yield Case(f"accept {len(chosen['report'])}", keeper, here, chosen)


def _of_reporting(of: Desk) -> Iterator[Case]:
    rows = Report.objects.unrestricted(reason=REASON)
    report = rows.get(round=of.rounds[-1], organisation=of.partners[1])
    rows.filter(pk=report.pk).update(state=ReportState.RETURNED)
    reporter = client_of(of.reporters[1])
    answers = Answer.objects.unrestricted(reason=REASON).filter(report=report)
    here = {"key": report.key}
    yield Case("tasks", reporter, reverse("reporting:tasks"))
    for name in ("report", "check", "grid"):
        yield Case(f"a report: {name}", reporter, reverse(f"reporting:{name}", kwargs=here))
    part = answers.order_by("path").values_list("pk", flat=True)[0]
    yield Case("a part", reporter, reverse("reporting:part", kwargs=here | {"part": part}))
    yield from _of_receipts(of, client_of(of.reporters[0]))


def _of_receipts(of: Desk, reporter: Client) -> Iterator[Case]:
    rows = Submission.objects.unrestricted(reason=REASON).select_related("report")
    kept = rows.get(report__round=of.rounds[-1], report__organisation=of.partners[0])
    whose = {"key": kept.report.key, "pk": kept.pk}
    for name in ("receipt", "receipt_document"):
        address = reverse(f"reporting:{name}", kwargs=whose)
        yield Case(f"{name} of the largest", reporter, address)


def _of_readers(of: Desk) -> Iterator[Case]:
    slug, before = of.strategy.slug, of.rounds[-2]
    stranger = client_of()
    yield Case("public: the strategy", stranger, reverse("portal:strategy", args=[slug]))
    yield Case("public: rounds", stranger, reverse("portal:rounds", args=[slug]))
    yield Case("public: a round", stranger, reverse("portal:round", args=[slug, before.period]))
