"""The indicators of a draft: listed, added, defined anew, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.conflicts import Shown, chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.foundation.ui.names import named
from headway.monitoring.indicators.defining.definitions import DefinitionForm, at_rows
from headway.monitoring.indicators.defining.rows import Rows, rows_of
from headway.monitoring.indicators.definition import Definition
from headway.monitoring.indicators.kinds import KINDS
from headway.monitoring.indicators.permissions import can_define_indicator
from headway.monitoring.indicators.queries.drafts import (
    definition_in,
    draft_indicators,
    nodes_of,
)
from headway.monitoring.indicators.services import (
    add_indicator,
    change_indicator,
    end_indicator,
)
from headway.monitoring.indicators.services.definitions import definition_token
from headway.monitoring.indicators.views.finding import node_in, text_in
from headway.monitoring.strategy.finding import kept_draft, open_draft_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse, QueryDict

    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.indicators.models import IndicatorText
    from headway.monitoring.strategy.models import Edition

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
def draft(request: PersonRequest, slug: str) -> HttpResponse:
    """List the indicators of a draft, or those at one of its nodes."""
    edition = open_draft_of(request, slug)
    node = node_in(edition, request.GET.get("node", ""))
    found = draft_indicators(edition, node=node.node if node else None)
    context = _context(edition) | {
        "node": node,
        "found": found,
        "rows": [(row, KINDS[row.text.kind].label) for row in found.rows],
        "edit": can_define_indicator(request.user, edition),
    }
    return render(request, "indicators/draft.html", context)


def _context(edition: Edition) -> dict[str, object]:
    return {"draft": edition, "strategy": edition.strategy}


def _forms(
    edition: Edition, said: Definition, data: QueryDict | None = None, *, token: str = ""
) -> tuple[DefinitionForm, Rows]:
    """Return the forms of a definition as it stands, or as they were sent."""
    languages = edition.strategy.languages
    nodes = [(str(text.node_id), named(text)) for text in nodes_of(edition)]
    form = DefinitionForm(said, languages, data, token=token)
    return form, rows_of(said, nodes, languages, data)


def _kept(form: DefinitionForm, rows: Rows, write: Callable[[Definition], object]) -> bool:
    """Write what valid forms hold; what is refused is said at its field or row."""

    def written() -> None:
        try:
            write(form.definition(rows))
        except BadInput as refused:
            raise at_rows(refused, rows) from refused

    return kept(form, written, besides=rows.all)


@never_cache
@require_http_methods(FORM)
def define(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Define an indicator of the draft anew."""
    edition = kept_draft(request, slug)
    text = text_in(edition, key)
    standing = definition_in(edition, text), definition_token(text)
    sent = chosen(request.POST) if request.method == "POST" else None
    form, rows = _forms(edition, standing[0], sent, token=standing[1])
    try:
        if sent is not None and _kept(
            form,
            rows,
            lambda said: _change(request, edition, text, form, said),
        ):
            return _back(request, _("%(name)s is changed."), form.text("title"), slug)
    except Conflict as conflict:
        now, now_rows = _forms(edition, standing[0])
        theirs: list[Shown] = [now, *now_rows.all]
        return conflict_page(request, conflict, thing=text, theirs=theirs, token="token")  # noqa: S106 -- the name of a field
    return _page(request, edition, form, rows, {"text": text})


def _change(
    request: PersonRequest,
    edition: Edition,
    text: IndicatorText,
    form: DefinitionForm,
    said: Definition,
) -> IndicatorText:
    return change_indicator(
        draft_id=edition.pk,
        indicator=text.indicator,
        said=said,
        token=form.cleaned_data["token"],
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str) -> HttpResponse:
    """Add an indicator to the draft: at the node that the address names, or at the strategy."""
    edition = kept_draft(request, slug)
    node = node_in(edition, request.GET.get("node", ""))
    place = (node.node_id,) if node else ()
    blank = Definition(EMPTY, next(iter(KINDS)), node_ids=place, is_ambition=node is None)
    sent = request.POST if request.method == "POST" else None
    form, rows = _forms(edition, blank, sent)
    if sent is not None and _kept(form, rows, lambda said: _add(request, edition, said)):
        return _back(request, _("%(name)s is added."), form.text("title"), slug)
    return _page(request, edition, form, rows, {"node": node})


def _add(request: PersonRequest, edition: Edition, said: Definition) -> IndicatorText:
    return add_indicator(draft_id=edition.pk, said=said, by=request.user, at=timezone.now())


def _page(
    request: PersonRequest,
    edition: Edition,
    form: DefinitionForm,
    rows: Rows,
    more: dict[str, object],
) -> HttpResponse:
    context = _context(edition) | {"form": form, "rows": rows} | more
    return render(request, "indicators/define.html", context, status=status_of(form))


def _back(request: PersonRequest, sentence: str, title: TranslatedText, slug: str) -> HttpResponse:
    """Say what was done, and go back to the list that the person came from."""
    messages.success(request, sentence % {"name": named(title)})
    node = request.GET.get("node", "")
    query = f"?node={node}" if node else ""
    return HttpResponseRedirect(reverse("indicators:draft", args=[slug]) + query)


@never_cache
@require_http_methods(FORM)
def end(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Ask, then end an indicator with the draft."""
    edition = kept_draft(request, slug)
    text = text_in(edition, key)
    if request.method == "POST":
        end_indicator(
            draft_id=edition.pk, indicator=text.indicator, by=request.user, at=timezone.now()
        )
        return _back(request, _("%(name)s ends with this draft."), text.title, slug)
    return render(request, "indicators/end.html", _context(edition) | {"text": text})
