"""What moving measures to another organisation comes to, before anybody saves it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from headway.monitoring.reporting.models import Answer, Autosave, Figure, Report, TaskLink
from headway.monitoring.reporting.states import HAS_RECEIPT, ReportState
from headway.monitoring.strategy.models import NodeText

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.reporting.models import Round

REASON = "the page of somebody who keeps the strategy"


@dataclass(frozen=True, slots=True)
class Move:
    """A measure that would move: who has it now (none: nobody), and what goes along."""

    text: NodeText
    before: Organisation | None
    is_answered: bool = False
    figures: int = 0
    typed: tuple[str, ...] = ()
    """Who typed words that are not saved yet; they go along."""
    colleagues: tuple[str, ...] = ()
    """Whose links to this part end."""


@dataclass(frozen=True, slots=True)
class Moves:
    """All that would move, and what it means for those who are asked."""

    rows: tuple[Move, ...]
    handed_in: tuple[Organisation, ...]
    """Whose report was handed in, which keeps measures from leaving or joining it."""
    signing: tuple[Organisation, ...]
    """Whose report waits for sign-off, which keeps them just so."""
    is_new: bool
    """Whether the organisation was asked nothing yet."""
    emptied: tuple[Organisation, ...]
    """Who would be asked nothing more."""

    @property
    def is_possible(self) -> bool:
        return not (self.handed_in or self.signing)

    @property
    def token(self) -> str:
        """What was shown, in short: another one once somebody else has changed something."""
        return " ".join(
            f"{row.text.node_id}-{row.before.pk if row.before else 0}" for row in self.rows
        )


def moves(of: Round, nodes: Iterable[int], to: Organisation, *, at: datetime) -> Moves:
    """Return what moving measures to an organisation comes to. Six queries."""
    wanted = set(nodes)
    rows = Answer.objects.unrestricted(reason=REASON).filter(round=of, node__in=wanted)
    leaving = rows.exclude(report__organisation=to).select_related("report__organisation")
    parts = {row.node_id: row for row in leaving}
    figures, kept = _figures(parts.values())
    typed, colleagues = _typed(parts.values()), _colleagues(parts.values(), at=at)
    found = []
    for text in NodeText.objects.of(of.edition).filter(node__in=wanted).order_by("path"):
        if part := parts.get(text.node_id):
            found.append(
                Move(
                    text=text,
                    before=part.report.organisation,
                    is_answered=bool(part.way),
                    figures=figures[part.pk],
                    typed=tuple(typed[part.pk]),
                    colleagues=tuple(colleagues[part.pk]),
                )
            )
        elif text.node_id in of.unasked_measures:
            found.append(Move(text, None))
    reports = Report.objects.unrestricted(reason=REASON).filter(round=of)
    standing = tuple(reports.select_related("organisation"))
    leaving_each = Counter(part.report_id for part in parts.values())
    touched = [r for r in standing if r.pk in leaving_each or r.organisation_id == to.pk]
    return Moves(
        rows=tuple(found),
        handed_in=tuple(r.organisation for r in touched if r.state in HAS_RECEIPT),
        signing=tuple(r.organisation for r in touched if r.state == ReportState.PREPARED),
        is_new=all(r.organisation_id != to.pk for r in standing),
        emptied=tuple(
            r.organisation
            for r in touched
            if leaving_each[r.pk] == r.count_asked
            and r.pk not in kept
            and r.organisation_id != to.pk
        ),
    )


def _figures(parts: Iterable[Answer]) -> tuple[Counter[int], set[int]]:
    """Return how many figures go along with each part, and the reports that keep some."""
    rows = Figure.objects.unrestricted(reason=REASON).filter(answer__in=[p.pk for p in parts])
    columns = list(rows.values_list("answer", "report", "is_part"))
    along = Counter(answer for answer, _report, is_part in columns if not is_part)
    return along, {report for _answer, report, is_part in columns if is_part}


def _typed(parts: Iterable[Answer]) -> dict[int, list[str]]:
    rows = Autosave.objects.unrestricted(reason=REASON).filter(answer__in=[p.pk for p in parts])
    return _grouped(rows.order_by("pk").values_list("answer", "writer_name"))


def _colleagues(parts: Iterable[Answer], *, at: datetime) -> dict[int, list[str]]:
    is_live = Q(expires_at=None) | Q(expires_at__gt=at)
    links = TaskLink.objects.unrestricted(reason=REASON).filter(is_live, revoked_at=None)
    rows = links.filter(answer__in=[p.pk for p in parts]).order_by("pk")
    return _grouped(rows.values_list("answer", "name"))


def _grouped(pairs: Iterable[tuple[int | None, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for answer, name in pairs:
        if answer is not None:
            found[answer].append(name)
    return found
