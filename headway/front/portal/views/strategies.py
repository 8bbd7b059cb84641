"""A strategy and one of its nodes, as an edition says and as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from headway.foundation.ui.context import language_links
from headway.front.portal.figures import objective_bars, status_word
from headway.front.portal.listing import chosen, filters_of, grouped
from headway.front.portal.reading import Reading, read_strategy
from headway.front.portal.sentences import of_answering, of_strategy
from headway.monitoring.strategy.permissions import can_keep_strategy
from headway.monitoring.strategy.queries import nodes, tree

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.http import HttpRequest

    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.strategy.frame import StatusOption
    from headway.monitoring.strategy.models import Life, LifeRecord, Strategy


@require_safe
@login_not_required
def strategy(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a strategy: its sentence, its objectives, who answers, its ambitions, its measures."""
    reading = read_strategy(request, slug)
    edition, frame = reading.edition, reading.edition.frame
    upper, found = tree.upper_nodes(edition), tree.counts(edition)
    answering = tree.answering(edition)
    choice = chosen(request, upper, answering, reading.strategy)
    page = tree.measures(edition, choice, page=_page(request))
    context = _common(request, reading) | {
        "sentence": of_strategy(reading.strategy, frame, found),
        "who_sentence": of_answering(answering, frame, found.total),
        "bars": objective_bars(reading.strategy, frame, upper, found),
        "answering": answering,
        "found": found,
        "page": page,
        "groups": grouped(page, upper, answering, reading.strategy),
        "filters": filters_of(request, upper, answering, reading),
        "is_filtered": not choice.is_empty(),
        "counted_label": frame.counted.label(get_language() or "en", page.total),
        "counted_of": frame.counted.of(get_language() or "en", found.total),
        "table_filters": _table_filters(request, slug),
    }
    return render(request, "portal/strategy.html", context)


@require_safe
@login_not_required
def measure(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Show a node; an address by a former code leads on to the one it has now."""
    reading = read_strategy(request, slug)
    found = nodes.find_node(reading.edition, ref)
    if found is None:
        raise Http404
    if found.address != ref:
        address = reverse("portal:measure", args=[slug, found.address])
        query = request.GET.urlencode()
        return redirect(f"{address}?{query}" if query else address, permanent=False)
    text = found.text
    context = _common(request, reading) | {
        "text": text,
        "level": reading.edition.frame.level(text.depth).label(get_language() or "en"),
        "lineage": [(t, nodes.address_of(t)) for t in nodes.lineage(reading.edition, text)],
        "duties": nodes.duties_of(reading.edition, text.node),
        "below": [(t, nodes.address_of(t)) for t in nodes.below(reading.edition, text)],
        "life": _life(reading.strategy, getattr(text.node, "life", None)),
        "sectors": [s for key in text.sectors if (s := reading.edition.frame.sector(key))],
        "wordings": nodes.wordings_of(text.node, reading.editions, on=reading.today),
        "records": [_record(reading.strategy, r) for r in nodes.records_of(text.node)],
        "address": found.address,
    }
    return render(request, "portal/measure.html", context)


@dataclass(frozen=True, slots=True)
class LifeShown:
    """A node's status with the canonical shape and the strategy's own word."""

    code: str
    word: str
    life: Life | None


@dataclass(frozen=True, slots=True)
class RecordShown:
    """What was entered of a node's life, and by whom, as the history tells it."""

    at: datetime
    who: str
    canonical: str
    word: str
    status_on: date | None
    note: TranslatedText


def _record(strategy: Strategy, record: LifeRecord) -> RecordShown:
    option = next((o for o in strategy.statuses if o.code == record.status), None)
    canonical, word = (option.canonical if option else ""), status_word(option)
    by = record.recorded_by
    return RecordShown(record.recorded_at, by, canonical, word, record.status_on, record.note)


def _life(strategy: Strategy, life: Life | None) -> LifeShown:
    options: dict[str, StatusOption] = {option.code: option for option in strategy.statuses}
    option = options.get(life.status) if life else None
    return LifeShown(option.canonical if option else "", status_word(option), life)


def _common(request: HttpRequest, reading: Reading) -> dict[str, object]:
    wanted = ("lt", "en", *reading.strategy.languages)
    return {
        "reading": reading,
        "strategy": reading.strategy,
        "edition": reading.edition,
        "frame": reading.edition.frame,
        "page_languages": language_links(request, tuple(dict.fromkeys(wanted))),
        "may_edit": request.user.is_authenticated
        and bool(can_keep_strategy(request.user, reading.strategy)),
    }


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isdecimal() and len(text) < len("10000") else 1


def _table_filters(request: HttpRequest, slug: str) -> str:
    given = {name: value for name, value in request.GET.items() if value and name != "page"}
    return urlencode({"strategy": slug, **given})
