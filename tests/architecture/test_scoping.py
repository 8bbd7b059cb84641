"""Who may read a table is decided for every table, and the confidential ones hold to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Subquery

from headway.foundation.core.errors import Unscoped
from headway.foundation.core.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model, QuerySet

CONFIDENTIAL = {
    "adoption.ActionAmendment",
    "adoption.Adoption",
    "amendments.Agreement",
    "amendments.Amendment",
    "amendments.Operation",
    "attachments.Picture",
    "attachments.StoredFile",
    "audit.Entry",
    "audit.Payload",
    "conversations.Comment",
    "conversations.Thread",
    "exchange.Event",
    "exchange.GoodPractice",
    "exchange.Material",
    "exchange.Participation",
    "exchange.ProgrammePoint",
    "exchange.Registration",
    "implementation.Evidence",
    "implementation.MonitoringRound",
    "implementation.PolicyChange",
    "implementation.ProgressReport",
    "implementation.ReportPart",
    "implementation.ReportSubmission",
    "implementation.StepProgress",
    "implementation.StepRecord",
    "implementation.TypedPart",
    "indicators.IndicatorText",
    "indicators.Kept",
    "indicators.Placement",
    "indicators.Target",
    "indicators.Value",
    "meetings.Activity",
    "meetings.AgendaPoint",
    "meetings.Attendance",
    "meetings.Body",
    "meetings.CalendarLink",
    "meetings.Decision",
    "meetings.Exclusion",
    "meetings.FollowUp",
    "meetings.Meeting",
    "meetings.Member",
    "meetings.Paper",
    "meetings.Reply",
    "meetings.TypedMinutes",
    "meetings.Vote",
    "notices.Mail",
    "organisations.Membership",
    "peerreview.PointVerdict",
    "peerreview.Review",
    "peerreview.ReviewGroup",
    "peerreview.ReviewRound",
    "peerreview.ReviewSession",
    "peerreview.ReviewUnit",
    "peerreview.Seat",
    "peerreview.TypedReview",
    "plans.ActionLesson",
    "plans.ActionNode",
    "plans.ActionStep",
    "plans.Plan",
    "plans.PlanEdition",
    "plans.PlannedAction",
    "plans.Recommendation",
    "plans.TypedText",
    "reporting.Answer",
    "reporting.Autosave",
    "reporting.BulkEdit",
    "reporting.Figure",
    "reporting.Reminder",
    "reporting.Report",
    "reporting.ReportingLine",
    "reporting.Round",
    "reporting.RoundVerdict",
    "reporting.Statement",
    "reporting.Submission",
    "reporting.TaskLink",
    "strategy.Edition",
    "strategy.ImportDraft",
    "strategy.NodeText",
    "strategy.Responsibility",
}
PUBLIC = {
    "accounts.Session": "reached through its person’s own id, or its key, which is a secret",
    "accounts.User": "reached through its own id, or a membership, which is confidential",
    "audit.DailyHead": "shown to all",
    "audit.Erasure": "numbers alone",
    "audit.Link": "numbers and digests alone",
    "indicators.Indicator": "a key, without words or figures",
    "indicators.MethodChoice": "how a strategy is judged, without a figure; shown with its pages",
    "organisations.Alias": "names by which readers search",
    "organisations.Organisation": "the directory",
    "organisations.Region": "the directory",
    "partnerships.Member": "a project's partners",
    "partnerships.Phase": "a project's page",
    "partnerships.PolicyInstrument": "what a project wants to improve, told on its page",
    "partnerships.Project": "a project's page",
    "partnerships.Semester": "a project's calendar",
    "partnerships.StageAssessment": "a region's stage, with its evidence",
    "partnerships.StakeholderGroup": "organisations and words, no people",
    "plans.PlanAuthor": "which organisations write a plan, not what",
    "exchange.PracticePicture": "ids alone; practice and picture are confidential",
    "publication.ContentVersion": "numbers alone",
    "strategy.Coordinator": "read by permissions; shown to administrators alone",
    "strategy.Life": "status and note are public as they are set",
    "strategy.LifeRecord": "what was public before",
    "strategy.Node": "a key, without words",
    "strategy.Partner": "who carries a strategy",
    "strategy.Strategy": "shown if public; its text is confidential until in force",
}
"""Tables that any query may read, each with why that leaks nothing."""

MODELS = {
    model._meta.label: model
    for model in apps.get_models()
    if apps.get_app_config(model._meta.app_label).name.startswith("headway.")
}


def regions() -> QuerySet[Model]:
    """Return rows of a public table, in which a confidential one might hide."""
    return MODELS["organisations.Region"]._default_manager.all()


def opened(rows: Any) -> Any:  # noqa: ANN401 -- any scoped query set
    return rows.unrestricted(reason="what is joined to it was not opened")


EVALUATIONS: dict[str, Callable[[QuerySet[Any]], object]] = {
    "list": list,
    "length": len,
    "truth": bool,
    "get": lambda rows: rows.get(pk=1),
    "first": lambda rows: rows.order_by("pk").first(),
    "slice": lambda rows: list(rows.order_by("pk")[:1]),
    "values": lambda rows: list(rows.values_list("pk")),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "aggregate": lambda rows: rows.aggregate(n=Count("pk")),
    "iterator": lambda rows: next(rows.iterator(), None),
    "in_bulk": lambda rows: rows.in_bulk([1]),
    "update": lambda rows: rows.update(pk=1),
    "delete": lambda rows: rows.delete(),
    "filtered": lambda rows: list(rows.filter(pk=1).exclude(pk=2)),
    "union": lambda rows: list(rows.union(rows)),
    "or": lambda rows: list(opened(rows) | rows),
    "and": lambda rows: list(opened(rows) & rows),
    "union of opened": lambda rows: list(opened(rows).union(rows)),
    "exists in another": lambda rows: regions().annotate(
        has=Exists(rows.filter(pk=OuterRef("pk")))
    ),
    "subquery of another": lambda rows: regions().annotate(one=Subquery(rows.values("pk")[:1])),
    "inside a filter": lambda rows: regions().filter(pk__in=rows.values("pk")),
    "rows inside a filter": lambda rows: regions().filter(pk__in=rows),
}
CASES = [
    pytest.param(label, evaluate, id=f"{label} {name}")
    for label in sorted(CONFIDENTIAL)
    for name, evaluate in EVALUATIONS.items()
]


def test_every_table_is_public_or_confidential_and_never_both() -> None:
    assert sorted([*CONFIDENTIAL, *PUBLIC]) == sorted(MODELS)


def test_every_scoped_table_counts_as_confidential() -> None:
    scoped = {
        label
        for label, model in MODELS.items()
        if isinstance(model._default_manager.all(), ScopedQuerySet)
    }
    assert scoped == CONFIDENTIAL


@pytest.mark.parametrize(("label", "evaluate"), CASES)
def test_a_confidential_table_is_not_read_without_saying_for_whom(
    label: str, evaluate: Callable[[QuerySet[Any]], object]
) -> None:
    model: type[Model] = MODELS[label]
    with pytest.raises(Unscoped):
        evaluate(model._default_manager.all())


@pytest.mark.parametrize("label", sorted(CONFIDENTIAL))
@pytest.mark.django_db
def test_an_opened_table_answers_in_every_way(label: str) -> None:
    rows = opened(MODELS[label]._default_manager.all())
    joined = regions().filter(Exists(rows.filter(pk=OuterRef("pk"))), pk__in=rows.values("pk"))
    assert [list(rows), rows.count(), list(rows | rows), list(rows.union(rows)), list(joined)] == [
        [],
        0,
        [],
        [],
        [],
    ]


@pytest.mark.parametrize("label", sorted(CONFIDENTIAL))
def test_an_empty_reason_opens_nothing(label: str) -> None:
    rows: Any = MODELS[label]._default_manager.all()
    with pytest.raises(Unscoped):
        rows.unrestricted(reason=" ")
