"""Collecting: partners down, rounds across; and one partner over the rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from headway.foundation.ui.names import named
from headway.monitoring.reporting.finding import page_language
from headway.monitoring.reporting.queries.collecting import (
    LATE,
    NOT_STARTED,
    OUTSTANDING_ONES,
    RETURNED,
    WAITING,
    WANTS_TIME,
    Matrix,
)
from headway.monitoring.reporting.queries.collecting import collecting as matrix_of
from headway.monitoring.reporting.queries.unasked import measures_unasked
from headway.monitoring.reporting.states import RoundState, Standing
from headway.monitoring.reporting.wording import deadline_worded
from headway.monitoring.strategy.finding import open_strategy, page_number

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.reporting.queries.collecting import Cell, Partner

PAGE = 40
"""Partners on one page: more of them would keep the page waiting."""
NOBODY = "nobody"


@never_cache
@require_safe
def collecting(request: PersonRequest, slug: str) -> HttpResponse:
    """Show how each partner stands in each round; the late are selected for a letter."""
    strategy, at = open_strategy(request, slug), timezone.now()
    found = matrix_of(strategy, at=at, language=page_language(), key=request.GET.get("round", ""))
    shown, select = request.GET.get("show", ""), request.GET.get("select", LATE)
    rows = [each for each in found.partners if _is_shown(each.now, shown)]
    number = page_number(request)
    on_page = rows[(number - 1) * PAGE : number * PAGE]
    headings = [named(each) for each in found.rounds]
    context = {
        "strategy": strategy,
        "matrix": found,
        "rows": [
            (each, _is_selected(each, select), tuple(zip(headings, each.cells, strict=True)))
            for each in on_page
        ],
        "selected": sum(_is_selected(each, select) for each in on_page),
        "page": number,
        "pages": -(-len(rows) // PAGE),
        "shown": shown,
        "select": select,
        "filters": _filters(found),
        "tally": _tally(found),
        "reported": sum(_has_reported(cell) for cell in found.cells),
        "late": found.count(LATE),
        "waiting": found.count(WAITING),
        "wanting": found.count(WANTS_TIME),
        "bounced": sum(bool(cell.bounced) for cell in found.cells),
        "deadline": _deadline(found),
        "unasked": measures_unasked(found.now if _takes(found) else None),
        "last_letter": max((c.written_at for c in found.cells if c.written_at), default=None),
        "is_kept": not request.user.reads_everything or request.user.is_administrator,
    }
    return render(request, "reporting/keeping/collecting.html", context)


def _takes(found: Matrix) -> bool:
    """Tell whether measures can still be asked about in the round that is looked at."""
    return found.now is not None and found.now.state == RoundState.OPEN


def _is_shown(cell: Cell | None, kind: str) -> bool:
    return not kind or (cell is not None and cell.is_one_of(kind))


def _is_selected(partner: Partner, kind: str) -> bool:
    cell = partner.now
    return kind != NOBODY and cell is not None and cell.is_outstanding and cell.is_one_of(kind)


def _has_reported(cell: Cell) -> bool:
    return cell.standing in {Standing.SUBMITTED, Standing.ACCEPTED}


def _filters(found: Matrix) -> list[tuple[str, str, int]]:
    """Return what the list can be narrowed to: code, words, how many."""
    named = [
        (LATE, _("late")),
        (NOT_STARTED, _("not started")),
        (WAITING, _("waiting for review")),
        (RETURNED, _("returned")),
        (WANTS_TIME, _("asking for more time")),
        (OUTSTANDING_ONES, _("still to report")),
    ]
    return [(code, words, found.count(code)) for code, words in named]


def _tally(found: Matrix) -> list[tuple[str, str, int]]:
    """Return how many partners stand where in the round that is looked at."""
    stands = [cell.standing for cell in found.cells]
    order = (
        Standing.ACCEPTED, Standing.SUBMITTED, Standing.RETURNED, Standing.PREPARED,
        Standing.STARTED, Standing.NOT_STARTED, Standing.SILENT,
    )  # fmt: skip
    return [(each.value, str(each.label), stands.count(each)) for each in order if each in stands]


def _deadline(found: Matrix) -> str:
    if found.now is None:
        return ""
    return deadline_worded(found.now.deadline_at, found.now.strategy.time_zone)


@never_cache
@require_safe
def partner(request: PersonRequest, slug: str, partner: str) -> HttpResponse:
    """Show how one partner kept the rounds: complete, in time, or not at all."""
    strategy = open_strategy(request, slug)
    found = matrix_of(strategy, at=timezone.now(), language=page_language(), slug=partner)
    if not found.partners:
        raise Http404
    only = found.partners[0]
    context = {
        "strategy": strategy,
        "partner": only,
        "cells": [cell for cell in only.cells if cell],
        "late": [cell for cell in only.cells if cell and cell.is_late],
        "is_open": found.now is not None and found.now.state == RoundState.OPEN,
        "is_kept": not request.user.reads_everything or request.user.is_administrator,
    }
    return render(request, "reporting/keeping/partner.html", context)
