"""Many values at once: pasted from a spreadsheet or read from a file, looked at, then kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.foundation.attachments.models import StoredFile
from headway.foundation.attachments.queries import open_file
from headway.foundation.attachments.services import keep_file
from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.readers.values import read_values
from headway.foundation.ui.forms import status_of
from headway.monitoring.indicators.forms.bringing import (
    PasteForm,
    corrections_need_a_reason,
)
from headway.monitoring.indicators.forms.files import ColumnsForm, UploadForm, refused_at_file
from headway.monitoring.indicators.services import record_values
from headway.monitoring.indicators.services.previews import DryRun, weigh_values
from headway.monitoring.indicators.views.finding import Found, kept_indicator
from headway.monitoring.indicators.views.shown import Preview, preview_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.formats.readers.values import ValueFile
    from headway.monitoring.indicators.bringing import Brought
    from headway.monitoring.indicators.forms.bringing import BringForm

FORM = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Looked:
    """How an attempt ended: the values are kept, or this is to be looked at."""

    is_kept: bool = False
    preview: Preview | None = None
    notice: str = ""


@never_cache
@require_http_methods(FORM)
def paste(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Take cells of a spreadsheet, show what they would do, then keep them."""
    found = kept_indicator(request, slug, key)
    form = PasteForm(found.text, request.POST if request.method == "POST" else None)
    looked = Looked()
    if form.is_bound:
        looked = _looked(request, found, form, form.read if form.is_valid() else None, "cells")
    if looked.is_kept:
        return redirect("indicators:series", slug=slug, key=key)
    return _page(request, "indicators/paste.html", found, form, looked)


@never_cache
@require_http_methods(FORM)
def import_start(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Take a file, if it can be read as one of values."""
    found = kept_indicator(request, slug, key)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid() and (file := _upload(request, form)):
            return redirect("indicators:import", slug=slug, key=key, pk=file.pk)
    context = _context(found) | {"form": form}
    return render(request, "indicators/import_start.html", context, status=status_of(form))


def _upload(request: PersonRequest, form: UploadForm) -> StoredFile | None:
    """Keep a file that can be read; one that cannot is refused at its field."""
    file = form.cleaned_data["file"]
    try:
        read = read_values(file.file, file.name)
        for sheet in read.workbook.sheets:
            sheet.header  # noqa: B018 -- reading the headings refuses a sheet that has none
        file.file.seek(0)
        return keep_file(
            content=file.chunks(),
            name=file.name,
            media_type=file.content_type or "",
            by=request.user,
            at=timezone.now(),
        )
    except BadInput as refused:
        form.add_error("file", str(refused))
    except Unreadable as refused:
        refused_at_file(form, refused)
    return None


@never_cache
@require_http_methods(FORM)
def import_values(request: PersonRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Say what of a file is meant, look at what it would do, then keep it. The file is evidence."""
    found = kept_indicator(request, slug, key)
    kept = get_object_or_404(StoredFile.objects.visible_to(request.user), pk=pk)
    with open_file(kept) as content:
        file = read_values(content, kept.name)
        sheet = file.workbook.sheet(request.GET.get("sheet", ""))
        sent = request.POST if request.method == "POST" else None
        form = ColumnsForm(found.text, file, sheet, sent)
        looked = Looked()
        if sent is not None:
            read = (lambda: form.read(pk)) if form.is_valid() else None
            looked = _looked(request, found, form, read, "value")
    if looked.is_kept:
        return redirect("indicators:series", slug=slug, key=key)
    more = {"file": kept, "sheet": sheet.name, "sheets": _sheets(file), "notes": sheet.notes}
    return _page(request, "indicators/import.html", found, form, looked, more)


def _sheets(file: ValueFile) -> list[str]:
    names = [sheet.name for sheet in file.workbook.sheets]
    return names if len(names) > 1 else []


def _looked(
    request: PersonRequest,
    found: Found,
    form: BringForm,
    read: Callable[[], Brought] | None,
    field: str,
) -> Looked:
    """Read what was sent and say what it would do; keep it, if that is what was asked."""
    if read is None:
        return Looked()
    try:
        brought = read()
    except Unreadable as refused:
        for problem in refused.problems or (refused,):
            form.add_error(field, str(problem))
        return Looked()
    try:
        run = weigh_values(indicator=found.indicator, said=brought.said, at=timezone.now())
    except BadInput as refused:
        form.add_error(field, str(refused))
        return Looked()
    preview = preview_of(brought, run, found.text)
    if request.POST.get("do") != "keep":
        return Looked(preview=preview)
    notice = _left(form, preview)
    if notice or _lacks(form, run):
        return Looked(preview=preview, notice=notice)
    return _keep(request, found, run, preview)


def _left(form: BringForm, preview: Preview) -> str:
    """Say why what was looked at cannot be kept as it is; an empty text if it can."""
    if not preview.may_be_kept:
        return _("Nothing is kept yet: look at what is left.")
    if form.cleaned_data["looked"] != preview.run.token:
        return _("What would be kept is not what you looked at. Look at it, then keep it.")
    return ""


def _lacks(form: BringForm, run: DryRun) -> bool:
    """Say at the fields what is still wanted of the person."""
    if run.corrected and not form.cleaned_data["reason"]:
        form.add_error("reason", corrections_need_a_reason())
    if run.doubts and not form.cleaned_data["is_sure"]:
        form.add_error("is_sure", _("Say that the values asked about are right, or correct them."))
    return bool(form.errors)


def _keep(request: PersonRequest, found: Found, run: DryRun, preview: Preview) -> Looked:
    try:
        rows = record_values(
            indicator_id=found.indicator.pk,
            said=[each.said for each in run.fresh],
            by=request.user,
            at=timezone.now(),
            is_sure=bool(run.doubts),
        )
    except Conflict as conflict:
        return Looked(preview=preview, notice=str(conflict))
    words = {"new": len(run.new), "corrected": len(run.corrected)}
    if rows:
        messages.success(request, _("Kept: %(new)s new, %(corrected)s corrected.") % words)
    return Looked(is_kept=True)


def _context(found: Found) -> dict[str, object]:
    return {"strategy": found.strategy, "indicator": found.indicator, "text": found.text}


def _page(
    request: PersonRequest,
    template: str,
    found: Found,
    form: BringForm,
    looked: Looked,
    more: dict[str, object] | None = None,
) -> HttpResponse:
    context = _context(found) | (more or {})
    context |= {"form": form, "preview": looked.preview, "notice": looked.notice}
    context |= {"answers": sorted(form.answers.items()) if form.is_bound else ()}
    is_fine = looked.preview is not None and not form.errors and not looked.notice
    return render(request, template, context, status=200 if is_fine else status_of(form))
