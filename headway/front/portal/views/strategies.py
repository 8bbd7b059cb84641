"""A strategy and one of its nodes, as an edition says and as they stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from headway.cooperation.adoption.queries import plans_touching
from headway.foundation.core.days import ON
from headway.foundation.publication.pages import PARTNERSHIPS, shows, stored
from headway.foundation.publication.services import DIRECTORY
from headway.foundation.ui.context import language_links, own_name
from headway.front.portal import history
from headway.front.portal.embedding import embedding_of
from headway.front.portal.figures import objective_bars, status_word
from headway.front.portal.listing import (
    CHOICES,
    NARROWING,
    answering_at,
    chosen,
    filters_of,
    listing_at,
)
from headway.front.portal.overview import multiples_of, panels_at, verdict_bars
from headway.front.portal.reading import Reading, read_strategy
from headway.front.portal.said import said_of
from headway.front.portal.sentences import of_answering, of_indicators, of_news, of_strategy
from headway.monitoring.indicators.queries.overview import overview
from headway.monitoring.reporting.queries.published import news, statements_of
from headway.monitoring.strategy.permissions import can_keep_strategy
from headway.monitoring.strategy.queries import nodes, tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.http import HttpRequest

    from headway.foundation.core.days import Days
    from headway.foundation.core.provenance import Provenance
    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.strategy.frame import StatusOption
    from headway.monitoring.strategy.models import Life, LifeRecord, Node, NodeText, Strategy


@require_safe
@login_not_required
@stored(DIRECTORY, query=("page", *CHOICES))
def strategy(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a strategy: its sentence, its objectives, who answers, its ambitions, its measures."""
    at = timezone.now()
    reading = read_strategy(request, slug, at=at)
    edition, frame = reading.edition, reading.edition.frame
    days = reading.days
    upper, found = tree.upper_and_counts(edition, known_before=days.known_before)
    answering, answering_rows = answering_at(reading)
    choice = chosen(request, upper, answering, reading.strategy)
    page = listing_at(reading, choice, upper, answering, page=_page(request))
    judged = overview(
        edition,
        on=days.as_of,
        as_of=reading.moment,
        is_today=days.are_today,
    )
    told = news(reading.strategy, user=request.user, at=at, known_before=days.known_before)
    shows(request, until=told.next_due)
    context = common(request, reading) | {
        "news_sentence": of_news(told, reading.strategy, days),
        "verdict_sentence": of_indicators(judged.rollup.in_all),
        "verdict_bars": verdict_bars(reading.strategy, upper, judged, days),
        "multiples": multiples_of(judged, days),
        "sentence": of_strategy(reading.strategy, frame, found, days),
        "who_sentence": of_answering(answering, frame, found.total, days),
        "bars": objective_bars(reading.strategy, frame, upper, found, days.parameters),
        "answering": answering_rows,
        "found": found,
        "page": page,
        "filters": filters_of(request, upper, answering, reading),
        "is_filtered": not choice.is_empty(),
        "counted_label": frame.counted.label(get_language() or "en", page.total),
        "counted_of": frame.counted.of(get_language() or "en", found.total),
        "table_filters": _table_filters(request, slug),
        "verdicts_filters": urlencode({"strategy": slug, **days.parameters}),
        "duties_filters": _duties_filters(days, slug),
    }
    return render(request, "portal/strategy.html", context)


@require_safe
@login_not_required
@stored(DIRECTORY, PARTNERSHIPS)
def measure(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Show a node; an address by a former code leads on to the one it has now."""
    read = reading = read_strategy(request, slug, at=timezone.now())
    found = nodes.find_node(reading.edition, ref)
    if found is None:
        reading, found = _last_said(reading, ref)
    if found.address != ref:
        address = reverse("portal:measure", args=[slug, found.address])
        query = request.GET.urlencode()
        return redirect(f"{address}?{query}" if query else address, permanent=False)
    text, days = found.text, reading.days
    panels = panels_at(reading, text.node)
    near = nodes.around(
        reading.edition, text, reading.editions, on=days.today, known_before=days.known_before
    )
    standing = _standing(text.node, near.records, days)
    said = statements_of(text.node, user=request.user, known_before=days.known_before)
    context = common(request, reading) | {
        "text": text,
        "ended_by": reading.next if read != reading else None,
        "level": reading.edition.frame.level(text.depth).label(get_language() or "en"),
        "lineage": [(t, nodes.address_of(t)) for t in near.above],
        "duties": found.duties,
        "below": [(t, nodes.address_of(t)) for t in near.below],
        "life": _life(reading.strategy, standing),
        "said": said_of(said, standing, strategy=reading.strategy, days=days),
        "sectors": [s for key in text.sectors if (s := reading.edition.frame.sector(key))],
        "wordings": near.wordings,
        "decided": history.of_node(reading.strategy, text.node, days=days, known_by=reading.moment),
        "records": [_record(reading.strategy, r) for r in near.records],
        "feeding": () if days.known_before else plans_touching([text.node.key]),
        "address": found.address,
        "panels": panels,
        "verdict_sentence": of_indicators(Counter(panel.verdict for panel in panels)),
        "nothing_known": bool(days.known_before) and not near.records,
        **_followed(request, reading.strategy, text),
    }
    return render(request, "portal/measure.html", context)


def _last_said(reading: Reading, ref: str) -> tuple[Reading, nodes.Found]:
    """Return a node that has ended, in the last edition before the one that is read that had it.

    :raises Http404: for what no edition that has begun by then ever called so.
    """
    begun = [each for each in reading.adopted if each.number < reading.edition.number]
    last = nodes.last_edition_with(ref, begun)
    found = nodes.find_node(last, ref) if last else None
    if last is None or found is None:
        raise Http404
    return replace(reading, edition=last), found


def _followed(request: HttpRequest, strategy: Strategy, text: NodeText) -> dict[str, object]:
    """Return where what is published of a node can be followed, and how it is embedded."""
    embedding = embedding_of(request, strategy, text.node)
    title = f"{text.code} {text.title.passage(get_language() or 'en').words}".strip()
    return {
        "embedding": embedding,
        "embed_code": embedding.code(title) if embedding else "",
        "feed_address": reverse("portal:measure_feed", args=[strategy.slug, text.node.key]),
    }


@dataclass(frozen=True, slots=True)
class LifeShown:
    """A node's status with the canonical shape and the strategy's own word."""

    code: str
    word: str
    life: Life | LifeRecord | None


@dataclass(frozen=True, slots=True)
class RecordShown:
    """What was entered of a node's life, and by whom, as the history tells it."""

    at: datetime
    who: str
    canonical: str
    word: str
    status_on: date | None
    note: TranslatedText
    provenance: Provenance


def _record(strategy: Strategy, record: LifeRecord) -> RecordShown:
    option = next((o for o in strategy.statuses if o.code == record.status), None)
    canonical, word = (option.canonical if option else ""), status_word(option)
    return RecordShown(
        at=record.recorded_at,
        who=record.recorded_by,
        canonical=canonical,
        word=word,
        status_on=record.status_on,
        note=record.note,
        provenance=record.provenance,
    )


def _standing(node: Node, records: Sequence[LifeRecord], days: Days) -> Life | LifeRecord | None:
    """Return what is known of a node; on a day that has passed, what was known last by then."""
    if days.known_before is None:
        return getattr(node, "life", None)
    return next(iter(records), None)


def _life(strategy: Strategy, life: Life | LifeRecord | None) -> LifeShown:
    options: dict[str, StatusOption] = {option.code: option for option in strategy.statuses}
    option = options.get(life.status) if life else None
    return LifeShown(option.canonical if option else "", status_word(option), life)


def common(request: HttpRequest, reading: Reading) -> dict[str, object]:
    wanted = ("lt", "en", *reading.strategy.languages)
    return {
        "reading": reading,
        "days": reading.days,
        "strategy": reading.strategy,
        "edition": reading.edition,
        "text_languages": [(code, own_name(code)) for code in reading.strategy.languages],
        "frame": reading.edition.frame,
        "page_languages": language_links(request, tuple(dict.fromkeys(wanted))),
        "may_edit": request.user.is_authenticated
        and bool(can_keep_strategy(request.user, reading.strategy)),
    }


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isdecimal() and len(text) < len("10000") else 1


def _duties_filters(days: Days, slug: str) -> str:
    """Narrow the table of responsibilities: they are text, and know no `as_of`."""
    kept = {name: day for name, day in days.parameters.items() if name == ON}
    return urlencode({"strategy": slug, **kept})


def _table_filters(request: HttpRequest, slug: str) -> str:
    """Return what the table of measures is asked for; other parameters of an address are not."""
    given = {name: value for name in NARROWING if (value := request.GET.get(name))}
    return urlencode({"strategy": slug, **given})
