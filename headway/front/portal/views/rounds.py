"""The published rounds of a strategy, and the files on which their statements rest."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from csp.decorators import csp
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headway.foundation.attachments.queries import open_file
from headway.foundation.core.days import AS_OF
from headway.foundation.core.keys import row_id
from headway.foundation.publication.pages import stored
from headway.foundation.publication.services import DIRECTORY
from headway.front.portal.reading import read_strategy
from headway.front.portal.rounds import Pages, shown_round
from headway.front.portal.sentences import of_news, of_round
from headway.front.portal.views.strategies import common
from headway.monitoring.reporting.models import Statement
from headway.monitoring.reporting.queries.published import News, rounds_told
from headway.monitoring.reporting.states import RoundState
from headway.monitoring.strategy.finding import page_number
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from headway.foundation.core.days import Days


JUDGED, CHANGED, PARTNERS = "indicators", "changed", "partners"
"""In the address: the pages of the lists beside that of what was said, which is `page`."""
NOTHING = {"default-src": ["'none'"], "sandbox": [""], "frame-ancestors": ["'none'"]}
"""What a file that somebody brought may do in a browser."""


@require_safe
@login_not_required
@stored(DIRECTORY)
def rounds(request: HttpRequest, slug: str) -> HttpResponse:
    """List the published rounds of a strategy with how many partners reported in each."""
    reading = read_strategy(request, slug, at=timezone.now())
    before = reading.days.known_before
    found = rounds_told(reading.strategy, user=request.user, known_before=before)
    newest = News(next(iter(found), None))
    context = common(request, reading) | {
        "rounds": found,
        "sentence": of_news(newest, reading.strategy, reading.days),
        "table_filters": _table_filters(reading.days, slug),
    }
    return render(request, "portal/rounds.html", context)


@require_safe
@login_not_required
@stored(DIRECTORY, query=("page", JUDGED, CHANGED, PARTNERS))
def round_(request: HttpRequest, slug: str, period: str) -> HttpResponse:
    """Show what a published round came to."""
    reading = read_strategy(request, slug, at=timezone.now())
    pages = Pages(
        *(page_number(request, name=name) for name in ("page", JUDGED, CHANGED, PARTNERS))
    )
    shown = shown_round(reading, period, user=request.user, pages=pages)
    asked = shown.told.round
    context = common(request, reading) | {
        "shown": shown,
        "pages": pages,
        "round": asked,
        "closed_on": day_of(reading.strategy, asked.closed_at) if asked.closed_at else None,
        "published_on": day_of(reading.strategy, asked.published_at)
        if asked.published_at
        else None,
        "due_on": day_of(reading.strategy, asked.deadline_at),
        "sentence": of_round(shown, asked.edition.frame),
        "table_filters": _table_filters(reading.days, slug, period),
    }
    return render(request, "portal/round.html", context)


def _table_filters(days: Days, slug: str, period: str = "") -> str:
    """Narrow the tables of rounds: they have no text of another day, so they know no `on`."""
    kept = {name: day for name, day in days.parameters.items() if name == AS_OF}
    return urlencode({"strategy": slug, **({"round": period} if period else {}), **kept})


@require_safe
@login_not_required
@csp(NOTHING)  # type: ignore[arg-type]  # typed for views that take a request alone
def evidence(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    """Hand out the file on which a published statement rests: to be saved, never to be run."""
    rows = Statement.objects.visible_to(request.user).filter(
        round__state=RoundState.PUBLISHED, round__strategy__slug=slug, pk=row_id(str(pk)) or 0
    )
    row = rows.select_related("evidence").first()
    if row is None or row.evidence is None:
        raise Http404
    return FileResponse(
        open_file(row.evidence),
        as_attachment=True,
        filename=row.evidence.name,
        content_type="application/octet-stream",
    )
