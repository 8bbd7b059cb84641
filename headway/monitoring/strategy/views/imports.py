"""A file into the draft: upload, map the columns, look at the preview, apply."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.formats.errors import Unreadable
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.context import interface_language
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.strategy.finding import kept_strategy, page_number
from headway.monitoring.strategy.forms.import_names import NamesForm
from headway.monitoring.strategy.forms.imports import MappingForm, UploadForm
from headway.monitoring.strategy.imports.labels import label_of
from headway.monitoring.strategy.imports.report import counted
from headway.monitoring.strategy.models import ImportDraft, Strategy
from headway.monitoring.strategy.queries.imports import Headings, headings_of
from headway.monitoring.strategy.services.import_drafts import (
    abandon_import,
    apply_import_draft,
    map_import,
    preview_import,
    start_import,
)
from headway.monitoring.strategy.states import ImportState
from headway.monitoring.strategy.tasks import apply_import_later, preview_import_later

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    except BadInput as refused:
        form.add_error("file", str(refused))
    except Unreadable as refused:
        for sentence in refused.problems or (refused,):
            form.add_error("file", str(sentence))
    return None


@contextmanager
def _as_input() -> Iterator[None]:
    """Say of a file that its mapping makes unreadable what is wrong, beside the mapping."""
    try:
        yield
    except Unreadable as refused:
        raise BadInput({"toml": str(refused)}) from refused


@never_cache
@require_http_methods(FORM)
def columns(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say which column of the file is what."""
    draft = _import(request, slug, pk)
    headings = headings_of(draft, request.GET.get("sheet", ""))
    sent = chosen(request.POST) if request.method == "POST" else None
    form = _mapping_form(draft, headings, sent)
    try:
        if form.is_bound and kept(form, lambda: _map(request, draft, form)):
            return redirect("strategy:import", slug=slug, pk=pk)
    except Conflict as conflict:
        now = _import(request, slug, pk)
        theirs = [_mapping_form(now, headings_of(now))]
        return conflict_page(request, _at_toml(conflict), thing=draft.file, theirs=theirs)
    context = {"strategy": draft.strategy, "draft": draft, "form": form, "headings": headings}
    return render(request, "strategy/import_map.html", context, status=status_of(form))


def _mapping_form(
    draft: ImportDraft, headings: Headings, data: QueryDict | None = None
) -> MappingForm:
    languages = draft.strategy.languages
    return MappingForm(headings.header, languages, headings.mapping, draft.version, data)


def _at_toml(conflict: Conflict) -> Conflict:
    """Say of which field of the form two mappings are the text: the choices are part of it."""
    clashes = [replace(clash, field="toml") for clash in conflict.clashes]
    return Conflict(str(conflict), clashes=clashes, token=conflict.token)


def _map(request: PersonRequest, draft: ImportDraft, form: MappingForm | NamesForm) -> None:
    """Keep the mapping and make its preview; a mapping that gives none is not kept.

    :raises BadInput: for a mapping that does not fit the file, such as one that names no sheet.
    """
    with _as_input(), transaction.atomic():
        map_import(
            import_id=draft.pk,
            mapping=form.mapping(),
            version=form.cleaned_data["version"],
            by=request.user,
            at=timezone.now(),
        )
        _preview(request, draft)


@require_POST
def names(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Keep what the names of organisations mean, and make the preview again."""
    draft = _import(request, slug, pk)
    form = _names_form(draft, page_number(request), request.POST)
    try:
        if form is None or kept(form, lambda: _map(request, draft, form)):
            return redirect("strategy:import", slug=slug, pk=pk)
    except Conflict:
        messages.error(
            request,
            _("Somebody changed this import meanwhile. Nothing was kept; choose again."),
        )
        return redirect("strategy:import", slug=slug, pk=pk)
    return _shown(request, draft, form)


def _names_form(draft: ImportDraft, number: int, data: QueryDict | None = None) -> NamesForm | None:
    """Return a form for a page of the names that the last preview did not know; None if none."""
    unknown = (_preview_of(draft) or {}).get("unknown_organisations", [])
    page = range(len(unknown))[(number - 1) * PAGE : number * PAGE]
    return NamesForm(unknown, page, draft.mapping, draft.version, data) if page else None


def _preview_of(draft: ImportDraft) -> dict[str, Any] | None:
    return draft.preview_in(interface_language(get_language() or ""))


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
    return _shown(request, draft, _names_form(draft, page_number(request)))


def _shown(request: PersonRequest, draft: ImportDraft, form: NamesForm | None) -> HttpResponse:
    found, number = _preview_of(draft), page_number(request)
    context = {
        "strategy": draft.strategy,
        "draft": draft,
        "names": form,
        "is_applied": draft.state == ImportState.APPLIED,
        "is_open": draft.state in {ImportState.UPLOADED, ImportState.MAPPED},
        "applied": draft.result.get("applied"),
        "errors": draft.result.get("errors"),
        "preview": _page(found, number) if found else None,
        "number": number,
        "pages": _pages(found) if found else 1,
    }
    status = status_of(form) if form else 200
    return render(request, "strategy/import.html", context, status=status)


def _page(preview: dict[str, Any], number: int) -> dict[str, Any]:
    """Return a preview with one page of each of its lists, in the words of the reader."""
    start = (number - 1) * PAGE
    cut: dict[str, Any] = {name: _list(preview, name)[start : start + PAGE] for name in LISTS}
    cut["changed_rows"] = [
        row | {"fields": [each | {"label": label_of(each["field"])} for each in row["fields"]]}
        for row in cut["changed_rows"]
    ]
    counts = {"new": "created", "changed": "changed", "same": "unchanged", "gone": "gone"}
    summary = counted(**{word: preview[name] for word, name in counts.items()})
    return preview | cut | {"summary": summary}


def _pages(preview: dict[str, Any]) -> int:
    names = (*LISTS, "unknown_organisations")
    return max(1, *(-(-len(_list(preview, name)) // PAGE) for name in names))


def _list(preview: dict[str, Any], name: str) -> list[Any]:
    """Return a list of the preview; names of organisations are asked for apart from problems."""
    found = preview.get(name) or []
    return [each for each in found if not each.get("is_name")]


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
