"""An edition by its number: its act, what it changed, its whole text; and two side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from csp.decorators import csp
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from headway.foundation.attachments.queries import open_file
from headway.foundation.core.limits import MAKING, limited
from headway.foundation.formats.papers import DOCX, paper_docx, paper_pdf
from headway.foundation.publication.pages import stored
from headway.foundation.publication.services import DIRECTORY
from headway.front.portal.choosing import FROM, TO, asked_editions
from headway.front.portal.comparing import comparison, sentence_of
from headway.front.portal.papers import comparison_paper, text_paper
from headway.front.portal.reading import Reading, read_edition, read_editions
from headway.front.portal.views.rounds import NOTHING
from headway.front.portal.views.strategies import common
from headway.monitoring.amendments.queries.amendments import amendment_of
from headway.monitoring.strategy.queries.tree import upper_and_counts

if TYPE_CHECKING:
    from django.http import HttpRequest

    from headway.front.portal.papers import Paper

MAKERS = {"pdf": (paper_pdf, "application/pdf"), "docx": (paper_docx, DOCX)}


@require_safe
@login_not_required
@stored(DIRECTORY)
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show what an edition is: its act, what it changed against the one before, its text."""
    reading = read_edition(request, slug, number, at=timezone.now())
    before = reading.before
    found = comparison(before, reading.edition) if before else None
    _upper, counts = (None, None) if before else upper_and_counts(reading.edition)
    context = common(request, reading) | {
        "before": before,
        "found": found,
        "total": counts.total if counts else 0,
        "counted_label": reading.edition.frame.counted.label(
            get_language() or "en", counts.total if counts else None
        ),
        "sentence": sentence_of(found) if found else "",
        "amendment": amendment_of(reading.edition, user=request.user),
        "compare_query": urlencode({FROM: before.number, TO: number}) if before else "",
    }
    return render(request, "portal/edition.html", context)


@require_safe
@login_not_required
@stored(DIRECTORY, query=(FROM, TO))
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Show two editions side by side: every text, date, figure and duty that differs."""
    reading = read_editions(request, slug, at=timezone.now())
    pair = asked_editions(request.GET, reading)
    found = comparison(*pair) if pair else None
    context = common(request, reading) | {
        "found": found,
        "sentence": sentence_of(found) if found else "",
        "pair_query": urlencode({FROM: pair[0].number, TO: pair[1].number}) if pair else "",
        "turned_query": urlencode({FROM: pair[1].number, TO: pair[0].number}) if pair else "",
    }
    return render(request, "portal/compare.html", context)


@require_safe
@login_not_required
@limited(MAKING)
def comparison_document(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Hand out what differs in two editions, in the language of the address."""
    reading = read_editions(request, slug, at=timezone.now())
    pair = asked_editions(request.GET, reading)
    if pair is None or ending not in MAKERS:
        raise Http404
    paper = comparison_paper(reading.strategy, comparison(*pair))
    name = f"{slug}-{pair[0].number}-{pair[1].number}.{ending}"
    return _file(paper, get_language() or "en", ending, name)


@require_safe
@login_not_required
@limited(MAKING)
def consolidated_text(
    request: HttpRequest, slug: str, number: int, language: str, ending: str
) -> HttpResponse:
    """Hand out the whole text of an edition in one of the strategy's languages."""
    reading = read_edition(request, slug, number, at=timezone.now())
    if ending not in MAKERS or language not in reading.strategy.languages:
        raise Http404
    paper = text_paper(reading, language)
    return _file(paper, language, ending, f"{slug}-{number}-{language}.{ending}")


def _file(paper: Paper, language: str, ending: str, name: str) -> HttpResponse:
    make, media_type = MAKERS[ending]
    content = make(paper.blocks, language=language, title=paper.title, at=timezone.now())
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, media_type, headers={"Content-Disposition": disposition})


@require_safe
@login_not_required
@csp(NOTHING)  # type: ignore[arg-type]  # typed for views that take a request alone
def act(request: HttpRequest, slug: str, number: int) -> FileResponse:
    """Hand out the file of the act that an edition rests on: to be saved, never to be run."""
    reading: Reading = read_edition(request, slug, number, at=timezone.now())
    file = reading.edition.act_file
    if file is None:
        raise Http404
    return FileResponse(
        open_file(file),
        as_attachment=True,
        filename=file.name,
        content_type="application/octet-stream",
    )
