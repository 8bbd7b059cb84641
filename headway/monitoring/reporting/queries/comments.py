"""Of which comments on reports a side has not been told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from headway.foundation.conversations.queries import (
    CommentShown,
    ThreadShown,
    commented_since,
    threads_on,
)
from headway.foundation.notices.queries import mails_about
from headway.monitoring.reporting.models import Report
from headway.monitoring.reporting.rules import comments_due
from headway.monitoring.strategy.queries.people import coordinators_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from headway.foundation.notices.queries import Standing

REASON = "letters about comments are worked out for everybody"
REPORTS = "reporting.report"
LOOKED_BACK = timedelta(days=14)
"""Comments older than this are not written about any more."""
Said = tuple[ThreadShown, CommentShown]


@dataclass(frozen=True, slots=True)
class Untold:
    """Comments of one side on a report of which the other is to be told now."""

    report: Report
    to_coordinators: bool
    comments: tuple[Said, ...]

    @property
    def newest(self) -> int:
        return max(comment.id for _thread, comment in self.comments)


def untold_comments(
    at: datetime, *, told_by: frozenset[str], reports: Iterable[int] | None = None
) -> tuple[Untold, ...]:
    """Return of which comments whom to tell now: on all reports, or on some.

    `told_by` are the kinds of mail that tell of comments.

    Five queries, and one for each report on which somebody wrote of late.
    """
    keys = commented_since(REPORTS, at - LOOKED_BACK)
    rows = Report.objects.unrestricted(reason=REASON).filter(key__in=keys)
    if reports is not None:
        rows = rows.filter(pk__in=tuple(reports))
    found = tuple(
        rows.select_related("organisation", "round__strategy", "round__edition").order_by("pk")
    )
    threads = threads_on(REPORTS, [report.key for report in found])
    about = mails_about(REPORTS, [report.key for report in found])
    mails = {key: [mail for mail in own if mail.kind in told_by] for key, own in about.items()}
    return tuple(
        untold
        for report in found
        for untold in _of(report, threads.get(report.key, {}), mails.get(report.key, []), at=at)
    )


def _of(
    report: Report, threads: dict[str, ThreadShown], mails: list[Standing], *, at: datetime
) -> Iterable[Untold]:
    keepers = [each.user for each in coordinators_of(report.round.strategy)]
    ids, emails = {str(each.pk) for each in keepers}, {each.email for each in keepers}
    said = [(thread, one) for thread in threads.values() for one in thread.comments]
    for to_coordinators in (True, False):
        told = [mail.written_at for mail in mails if (mail.recipient in emails) is to_coordinators]
        told_at = max(told, default=None)
        theirs = tuple(
            (thread, one)
            for thread, one in said
            if not one.is_taken_back
            and (one.author_id in ids) is not to_coordinators
            and (told_at is None or one.written_at > told_at)
        )
        if comments_due([one.written_at for _thread, one in theirs], told_at=told_at, at=at):
            yield Untold(report, to_coordinators, theirs)
