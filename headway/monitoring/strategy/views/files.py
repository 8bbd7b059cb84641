"""What is missing in which language; and a strategy as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from headway.foundation.core.limits import MAKING, limited
from headway.foundation.formats.export import in_language
from headway.foundation.formats.writers import WRITERS
from headway.foundation.ui.context import own_name
from headway.monitoring.strategy.exports import export_strategy
from headway.monitoring.strategy.finding import open_strategy
from headway.monitoring.strategy.imports.mapping import default_mapping
from headway.monitoring.strategy.models import Edition
from headway.monitoring.strategy.permissions import can_keep_strategy
from headway.monitoring.strategy.queries.editions import day_of, editions_seen, in_force
from headway.monitoring.strategy.queries.gaps import Gap, gaps_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest


@never_cache
@require_safe
def translations(request: PersonRequest, slug: str) -> HttpResponse:
    """List what is missing or outdated in the edition in force and the draft, by language."""
    strategy = open_strategy(request, slug)
    editions = editions_seen(strategy, user=request.user)
    current = in_force(editions, on=day_of(strategy, timezone.now()))
    draft = next((edition for edition in editions if edition.is_draft), None)
    gaps = gaps_of([e for e in (draft, current) if e]).get(strategy.pk, ())
    context = {
        "strategy": strategy,
        "draft": draft,
        "groups": _grouped(gaps),
        "total": len(gaps),
        "keep": can_keep_strategy(request.user, strategy),
    }
    return render(request, "strategy/translations.html", context)


def _grouped(gaps: tuple[Gap, ...]) -> list[tuple[str, str, list[Gap]]]:
    """Return the gaps by language, each with its own name."""
    by_language: dict[str, list[Gap]] = {}
    for gap in gaps:
        by_language.setdefault(gap.language, []).append(gap)
    return [(code, own_name(code), found) for code, found in by_language.items()]


@never_cache
@require_safe
@limited(MAKING)
def export(request: PersonRequest, slug: str, number: int) -> StreamingHttpResponse:
    """Send an edition, or the draft, as the workbook that can be imported again."""
    strategy = open_strategy(request, slug)
    seen = Edition.objects.visible_to(request.user).select_related("strategy")
    edition = get_object_or_404(seen, strategy=strategy, number=number)
    language = strategy.languages[0]
    with override(language):
        mapping = default_mapping(tuple(strategy.languages))
        table, rows = export_strategy(edition, mapping, name=slug, language=language)
    writer = WRITERS["xlsx"]
    named = content_disposition_header(True, f"{slug}-{number}.{writer.extension}")
    headers = {"Content-Disposition": str(named)}
    pieces = in_language(language, writer.write(table, rows))
    return StreamingHttpResponse(pieces, content_type=writer.media_type, headers=headers)
