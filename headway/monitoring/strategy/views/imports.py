"""A file into the draft: upload, map the columns, look at the preview, apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.formats.errors import Unreadable
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.strategy.forms.imports import MappingForm, UploadForm
from headway.monitoring.strategy.models import ImportDraft, Strategy
from headway.monitoring.strategy.queries.imports import header_of
from headway.monitoring.strategy.services.import_drafts import (
    abandon_import,
    apply_import_draft,
    map_import,
    preview_import,
    start_import,
)
from headway.monitoring.strategy.states import ImportState
from headway.monitoring.strategy.tasks import apply_import_later, preview_import_later
from headway.monitoring.strategy.views.finding import kept_strategy, page_number

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]
PAGE = 25
LISTS = ("shown_problems", "created_rows", "changed_rows", "gone_nodes")


def _import(request: PersonRequest, slug: str, pk: int) -> ImportDraft:
    """Return an import into a strategy that the person keeps."""
    strategy = kept_strategy(request, slug)
    seen = ImportDraft.objects.visible_to(request.user).select_related("strategy", "file")
    return get_object_or_404(seen, pk=pk, strategy=strategy)


@never_cache
@require_http_methods(FORM)
def start(request: PersonRequest, slug: str) -> HttpResponse:
    """Take a file, and show those that are under way."""
    strategy = kept_strategy(request, slug)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid() and (draft := _start(request, strategy, form)):
            return redirect("strategy:import_map", slug=slug, pk=draft.pk)
    seen = ImportDraft.objects.visible_to(request.user).filter(strategy=strategy)
    context = {
        "strategy": strategy,
        "form": form,
        "imports": seen.select_related("file").order_by("-pk")[:PAGE],
    }
    return render(request, "strategy/import_start.html", context, status=status_of(form))


def _start(request: PersonRequest, strategy: Strategy, form: UploadForm) -> ImportDraft | None:
    """Keep the file; a file that cannot be read is said at the field."""
    file = form.cleaned_data["file"]
    try:
        return start_import(
            strategy_id=strategy.pk,
            file=file.file,
            name=file.name,
            media_type=file.content_type or "",
            by=request.user,
            at=timezone.now(),
        )
    except (Unreadable, BadInput) as refused:
        form.add_error("file", str(refused))
        return None


@never_cache
@require_http_methods(FORM)
def columns(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say which column of the file is what."""
    draft = _import(request, slug, pk)
    form = _mapping_form(draft, chosen(request.POST) if request.method == "POST" else None)
    try:
        if form.is_bound and kept(form, lambda: _map(request, draft, form)):
            return redirect("strategy:import", slug=slug, pk=pk)
    except Conflict as conflict:
        theirs = [_mapping_form(_import(request, slug, pk))]
        return conflict_page(request, conflict, thing=draft.file, theirs=theirs)
    context = {"strategy": draft.strategy, "draft": draft, "form": form}
    return render(request, "strategy/import_map.html", context, status=status_of(form))


def _mapping_form(draft: ImportDraft, data: QueryDict | None = None) -> MappingForm:
    languages = draft.strategy.languages
    return MappingForm(header_of(draft), languages, draft.mapping, draft.version, data)


def _map(request: PersonRequest, draft: ImportDraft, form: MappingForm) -> None:
    """Keep the mapping and make its preview; a mapping that gives none is not kept."""
    with transaction.atomic():
        map_import(
            import_id=draft.pk,
            mapping=form.mapping(),
            version=form.cleaned_data["version"],
            by=request.user,
            at=timezone.now(),
        )
        _preview(request, draft)


@require_POST
def preview(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Make the preview again, since the strategy changed."""
    _preview(request, _import(request, slug, pk))
    return redirect("strategy:import", slug=slug, pk=pk)


def _preview(request: PersonRequest, draft: ImportDraft) -> None:
    """Make the preview, or have the worker make it."""
    if draft.is_large:
        preview_import_later.enqueue(draft.pk, request.user.pk)
    else:
        preview_import(import_id=draft.pk, by=request.user, at=timezone.now())


@never_cache
@require_http_methods(["GET", "HEAD"])
def shown(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Show what an import would do or did, or that the worker has it."""
    draft = _import(request, slug, pk)
    found, number = draft.result.get("preview"), page_number(request)
    context = {
        "strategy": draft.strategy,
        "draft": draft,
        "is_applied": draft.state == ImportState.APPLIED,
        "is_open": draft.state in {ImportState.UPLOADED, ImportState.MAPPED},
        "applied": draft.result.get("applied"),
        "errors": draft.result.get("errors"),
        "preview": _page(found, number) if isinstance(found, dict) else None,
        "number": number,
        "pages": _pages(found) if isinstance(found, dict) else 1,
    }
    return render(request, "strategy/import.html", context)


def _page(preview: dict[str, object], number: int) -> dict[str, object]:
    """Return a preview with one page of each of its lists."""
    start = (number - 1) * PAGE
    cut = {name: _list(preview, name)[start : start + PAGE] for name in LISTS}
    return preview | cut


def _pages(preview: dict[str, object]) -> int:
    return max(1, *(-(-len(_list(preview, name)) // PAGE) for name in LISTS))


def _list(preview: dict[str, object], name: str) -> list[object]:
    found = preview.get(name)
    return found if isinstance(found, list) else []


@require_POST
def apply(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Do what the preview shows, or have the worker do it."""
    draft = _import(request, slug, pk)
    if draft.is_large:
        apply_import_later.enqueue(draft.pk, request.user.pk)
        messages.success(
            request, _("The worker imports the file now. Reload to see how far it is.")
        )
        return redirect("strategy:import", slug=slug, pk=pk)
    try:
        apply_import_draft(import_id=draft.pk, by=request.user, at=timezone.now())
    except Conflict as conflict:
        context = {"strategy": draft.strategy, "draft": draft, "conflict": conflict}
        return render(request, "strategy/import_conflict.html", context, status=409)
    messages.success(request, _("The file is imported."))
    return redirect("strategy:import", slug=slug, pk=pk)


@require_POST
def abandon(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Give an import up."""
    draft = _import(request, slug, pk)
    abandon_import(import_id=draft.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The import is given up. The strategy stays as it is."))
    return redirect("strategy:import_start", slug=slug)
