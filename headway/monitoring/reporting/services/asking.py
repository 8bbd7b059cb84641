"""What a round asks, written down: reports, their parts, the figures that are due."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from headway.foundation.core.keys import derived_key
from headway.monitoring.reporting.models import FIGURES, Answer, Figure, Report
from headway.monitoring.reporting.queries.asking import Questions, questions
from headway.monitoring.reporting.services.common import REASON, count_answers
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from headway.monitoring.reporting.models import Round


def write_questions(draft: Round, *, at: datetime) -> None:
    """Write the questions of a draft anew: reports, their parts, the figures that are due."""
    Report.objects.unrestricted(reason=REASON).filter(round=draft).delete()
    asked = questions(draft.edition, draft.when, due_by=day_of(draft.strategy, draft.deadline_at))
    answering = _answering(asked, draft)
    reports = {
        organisation: Report(
            key=key_of_report(draft, organisation),
            round=draft,
            organisation_id=organisation,
            state_since=at,
        )
        for organisation in sorted({*answering.values()} | _figure_owners(asked, draft))
    }
    Report.objects.unrestricted(reason=REASON).bulk_create(reports.values())
    parts = write_parts(draft, asked, answering, reports)
    write_figures(draft, asked, reports, parts)
    for report in Report.objects.unrestricted(reason=REASON).filter(round=draft):
        count_answers(report)
    _keep_unasked(draft, asked)


def _keep_unasked(draft: Round, asked: Questions) -> None:
    """Keep what nobody is asked about, because nobody answers for it."""
    loose = [f for f in asked.figures if f.organisation_id is None and draft.asks_figures]
    at_figures = {node for figure in loose for node in figure.node_ids}
    draft.unasked_figures = [figure.indicator_id for figure in loose]
    draft.unasked_measures = [
        measure.node_id
        for measure in asked.measures
        if measure.organisation_id is None
        and (draft.asks_statuses or measure.node_id in at_figures)
    ]
    draft.save(update_fields=["unasked_measures", "unasked_figures"])


def ask_about(asked: Round, nodes: Iterable[int], report: Report) -> int:
    """Ask an organisation about measures that nobody answers for, and the figures at them.

    Return how many it is asked about.
    """
    wanted = set(nodes) & set(asked.unasked_measures)
    if not wanted:
        return 0
    found = questions(asked.edition, asked.when, due_by=day_of(asked.strategy, asked.deadline_at))
    owner = report.organisation_id
    figures = tuple(
        replace(figure, organisation_id=owner)
        for figure in found.figures
        if figure.indicator_id in asked.unasked_figures and wanted & set(figure.node_ids)
    )
    parts = write_parts(asked, found, dict.fromkeys(wanted, owner), {owner: report})
    write_figures(asked, replace(found, figures=figures), {owner: report}, parts)
    taken = {figure.indicator_id for figure in figures}
    asked.unasked_measures = [pk for pk in asked.unasked_measures if pk not in wanted]
    asked.unasked_figures = [pk for pk in asked.unasked_figures if pk not in taken]
    asked.save(update_fields=["unasked_measures", "unasked_figures"])
    return len(wanted)


def ask_no_more(asked: Round, parts: Iterable[Answer]) -> None:
    """Take back that an organisation is asked about measures that nobody answers for."""
    rows = tuple(parts)
    figures = Figure.objects.unrestricted(reason=REASON).filter(answer__in=rows)
    loose = figures.values_list("indicator", flat=True)
    asked.unasked_figures = [*asked.unasked_figures, *loose]
    asked.unasked_measures = [*asked.unasked_measures, *(row.node_id for row in rows)]
    asked.save(update_fields=["unasked_measures", "unasked_figures"])
    figures.delete()
    Answer.objects.unrestricted(reason=REASON).filter(pk__in=[row.pk for row in rows]).delete()


def key_of_report(asked: Round, organisation: int) -> str:
    """Return the key of a report: the same, however often a draft takes its questions anew."""
    return derived_key("report", asked.key, str(organisation))


def _answering(asked: Questions, draft: Round) -> dict[int, int]:
    """Return who answers for which measure: for all of them, or where a figure is due."""
    leads = {m.node_id: m.organisation_id for m in asked.measures if m.organisation_id is not None}
    if draft.asks_statuses:
        return leads
    wanted = {node for figure in asked.figures for node in figure.node_ids}
    return {node: organisation for node, organisation in leads.items() if node in wanted}


def _figure_owners(asked: Questions, draft: Round) -> set[int]:
    owners = {f.organisation_id for f in asked.figures if f.organisation_id is not None}
    return owners if draft.asks_figures else set()


def write_parts(
    draft: Round, asked: Questions, answering: dict[int, int], reports: dict[int, Report]
) -> dict[tuple[int, int | None], Answer]:
    """Write one part for each measure; by organisation and measure."""
    rows = [
        Answer(
            report=reports[answering[measure.node_id]],
            round=draft,
            node_id=measure.node_id,
            path=measure.path,
        )
        for measure in asked.measures
        if measure.node_id in answering
    ]
    made = Answer.objects.unrestricted(reason=REASON).bulk_create(rows)
    return {(row.report.organisation_id, row.node_id): row for row in made}


def write_figures(
    draft: Round,
    asked: Questions,
    reports: dict[int, Report],
    parts: dict[tuple[int, int | None], Answer],
) -> None:
    """Write the figures: each at a measure of the organisation, else among its figures."""
    rows = []
    for each in asked.figures if draft.asks_figures else ():
        owner = each.organisation_id
        if owner is None:
            continue
        at_measure = [(owner, node) for node in each.node_ids if (owner, node) in parts]
        place = at_measure[0] if at_measure else (owner, None)
        if place not in parts:
            parts[place] = Answer.objects.unrestricted(reason=REASON).create(
                report=reports[owner], round=draft, path=FIGURES
            )
        rows.append(
            Figure(
                report=reports[owner],
                answer=parts[place],
                round=draft,
                indicator_id=each.indicator_id,
                period=str(each.period),
                is_part=each.is_part,
                place=each.place,
            )
        )
    Figure.objects.unrestricted(reason=REASON).bulk_create(rows)
