"""The deadlines of many partners at once: chosen, compared, saved, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.foundation.core.keys import row_id
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.reporting.finding import kept_round, page_language, undoable
from headway.monitoring.reporting.forms.writing import DeadlinesForm
from headway.monitoring.reporting.models import BulkEdit
from headway.monitoring.reporting.queries.collecting import OUTSTANDING_ONES, collecting
from headway.monitoring.reporting.services import edit_deadlines, undo_edit
from headway.monitoring.reporting.states import EditKind

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.reporting.models import Round

SAVE, CHOOSE = "save", "choose"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def deadlines(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Choose partners and a moment, see the difference, save it."""
    of = kept_round(request, slug, key)
    sent = request.POST if request.method == "POST" else None
    form = DeadlinesForm(of.strategy.time_zone, sent)
    picked = {pk for each in request.POST.getlist("report") if (pk := row_id(each))}
    made: list[BulkEdit] = []
    step = request.POST.get("step")
    if step == SAVE and kept(form, lambda: made.append(_save(request, of, form, picked))):
        messages.success(request, _told(made[0]))
        return redirect(f"{request.path}?undo={made[0].key}")
    found = collecting(of.strategy, at=timezone.now(), language=page_language(), key=key, most=1)
    rows = [each for each in found.partners if each.now and each.now.is_outstanding]
    kind = request.GET.get("select", "")
    if form.is_bound and form.is_valid() and form.moment("until") <= timezone.now():
        form.add_error("until.day", _("This moment has passed. Choose a later one."))
    is_compared = form.is_bound and form.is_valid() and step not in {SAVE, CHOOSE}
    context = {
        "strategy": of.strategy,
        "round": of,
        "form": form,
        "rows": [
            (each, each.now.pk in picked or bool(kind and each.now.is_one_of(kind)))
            for each in rows
            if each.now
        ],
        "picked": [each for each in rows if each.now and each.now.pk in picked],
        "until": form.moment("until") if is_compared else None,
        "all": OUTSTANDING_ONES,
        "undo": undoable(request, of),
    }
    status = 200 if is_compared or step == CHOOSE else status_of(form)
    return render(request, "reporting/keeping/deadlines.html", context, status=status)


def _save(request: PersonRequest, of: Round, form: DeadlinesForm, picked: set[int]) -> BulkEdit:
    return edit_deadlines(
        round_id=of.pk,
        report_ids=picked,
        until=form.moment("until"),
        by=request.user,
        at=timezone.now(),
    )


def _told(made: BulkEdit) -> str:
    sentence = ngettext(
        "The deadline of %(count)s partner is moved; they are told by mail.",
        "The deadlines of %(count)s partners are moved; they are told by mail.",
        len(made.rows),
    )
    return sentence % {"count": len(made.rows)}


@require_POST
def undo(request: PersonRequest, slug: str, key: str, edit: str) -> HttpResponse:
    """Put back what an edit of many changed, where nobody has changed it since."""
    of = kept_round(request, slug, key)
    edits = BulkEdit.objects.visible_to(request.user).filter(round=of)
    found = get_object_or_404(edits, key=edit)
    undone = undo_edit(edit_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, undone.sentence)
    name = "deadlines" if found.kind == EditKind.DEADLINES else "asked"
    return redirect(f"reporting:{name}", slug=slug, key=key)
