"""People who answer, submit and take back, each in a process of its own, until it is killed.

`python -m tests.crashes.reporters seed` makes a round; `… write NUMBER COUNT` writes for one
partner, from the request COUNT on, and says on standard output what it was promised.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from datetime import datetime

PARTNERS = 2


def main() -> None:
    django.setup()
    reporting = import_module("headway.monitoring.reporting.services")
    factories = import_module("headway.monitoring.reporting.tests.factories")
    if sys.argv[1] == "seed":
        factories.opened(factories.world(partners=PARTNERS))
        return
    write(reporting, factories, number=int(sys.argv[2]), count=int(sys.argv[3]))


def write(reporting: Any, factories: Any, *, number: int, count: int) -> None:  # noqa: ANN401
    """Answer, hand in and take back again and again; say each promise once it was made."""
    report, answer, by, at = _place(number)
    while True:
        name = f"{number}-{count}"
        if report.state == "submitted" and not _is_known(name):
            reporting.withdraw_report(report_id=report.pk, by=by, at=at)
        if not _is_known(name):
            answer.refresh_from_db()
            said = factories.reported(done=factories.text(f"Words {name}"))
            reporting.save_answer(
                answer_id=answer.pk, said=said, figures=(), version=answer.version, by=by, at=at
            )
            promise("saved", name)
        kept = reporting.submit_report(report_id=report.pk, request_key=name, by=by, at=at)
        promise("receipt", name, kept.receipt)
        report.refresh_from_db()
        count += 1


def promise(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def _place(number: int) -> tuple[Any, Any, Any, datetime]:
    models = import_module("headway.monitoring.reporting.models")
    rows = models.Report.objects.unrestricted(reason="a proof").select_related("organisation")
    report = rows.order_by("pk")[number]
    answers = models.Answer.objects.unrestricted(reason="a proof")
    members = import_module("headway.foundation.organisations.models").Membership.objects
    everyone = members.unrestricted(reason="a proof").select_related("user")
    by = everyone.get(organisation=report.organisation).user
    at = import_module("headway.monitoring.reporting.tests.factories").AT
    return report, answers.get(report=report), by, at


def _is_known(name: str) -> bool:
    models = import_module("headway.monitoring.reporting.models")
    rows = models.Submission.objects.unrestricted(reason="a proof")
    return bool(rows.filter(request_key__endswith=f"-{name}").exists())


if __name__ == "__main__":
    main()
