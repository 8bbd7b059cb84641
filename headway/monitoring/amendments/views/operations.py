"""The operations of a draft: what is to be changed is chosen, then said; ordered, settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.foundation.core.errors import BadInput, Conflict, WrongState
from headway.foundation.core.keys import row_id
from headway.foundation.core.texts import TranslatedText
from headway.foundation.core.verdicts import require_now
from headway.foundation.ui.forms import status_of
from headway.foundation.ui.names import named
from headway.monitoring.amendments.finding import kept_amendment, operation_of
from headway.monitoring.amendments.forms.operations import Asked, asked
from headway.monitoring.amendments.kinds import ADDING, KINDS
from headway.monitoring.amendments.permissions import can_edit_now
from headway.monitoring.amendments.queries.writing import Desk, desk_for
from headway.monitoring.amendments.services import (
    add_operation,
    change_operation,
    place_operation,
    remove_operation,
    settle_operation,
)
from headway.monitoring.amendments.services.common import edition_to_change, operations_of
from headway.monitoring.amendments.shown import shown_operation
from headway.monitoring.amendments.states import Settling
from headway.monitoring.amendments.views.stale import with_token
from headway.monitoring.amendments.wording import titled
from headway.monitoring.indicators.queries.definitions import texts_named
from headway.monitoring.strategy.finding import page_number
from headway.monitoring.strategy.queries.drafts import draft_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.amendments.models import Amendment, Operation

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
def choose(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Ask what is to be changed, and how."""
    one = kept_amendment(request, slug, key)
    require_now(can_edit_now(one))
    edition = edition_to_change(one.strategy)
    words = request.GET.get("words", "")
    context = {
        "strategy": one.strategy,
        "amendment": one,
        "page": draft_page(edition, words=words, page=page_number(request)),
        "indicators": texts_named(edition, words),
        "words": words,
    }
    return render(request, "amendments/choose.html", context)


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str, key: str, kind: str) -> HttpResponse:
    """Say what an operation is to change."""
    if kind not in KINDS:
        raise Http404
    one = kept_amendment(request, slug, key)
    require_now(can_edit_now(one))
    thing = request.GET.get("thing", "")
    desk = _desk(one, kind, thing)
    if kind not in ADDING and KINDS[kind].standing(desk.text, thing) is None:
        raise _no_more_there(one, kind, thing)
    forms = _asked(request, desk, kind)
    made: list[Operation] = []
    if forms.reason.is_bound and forms.kept(
        lambda: made.append(_add(request, one, kind, thing, forms))
    ):
        messages.success(request, _("The operation is in the amendment."))
        return redirect("amendments:amendment", slug=slug, key=key)
    return _page(request, one, kind, forms, desk)


def _no_more_there(one: Amendment, kind: str, thing: str) -> Exception:
    """Say why something cannot be changed: this amendment ends it, or it was never there."""
    desk = desk_for((), edition=edition_to_change(one.strategy), kind=kind, thing=thing, said={})
    if KINDS[kind].standing(desk.text, thing) is None:
        return Http404()
    return WrongState(
        _("This amendment ends it already. To change it otherwise, take that out first.")
    )


def _asked(request: PersonRequest, desk: Desk, kind: str, of: Operation | None = None) -> Asked:
    """Return the forms as they were sent, or as the operation stands."""
    data = request.POST if request.method == "POST" else None
    parent = request.POST.get("parent", request.GET.get("parent"))
    return asked(desk, kind, of=of, parent=parent, data=data)


def _desk(one: Amendment, kind: str, thing: str, of: Operation | None = None) -> Desk:
    before = [each for each in operations_of(one) if of is None or each.place < of.place]
    edition = edition_to_change(one.strategy)
    return desk_for(before, edition=edition, kind=kind, thing=thing, said=of.said if of else {})


def _add(request: PersonRequest, one: Amendment, kind: str, thing: str, forms: Asked) -> Operation:
    return add_operation(
        amendment_id=one.pk,
        kind=kind,
        thing="" if kind in ADDING else thing,
        said=forms.said(),
        rationale=forms.reason.text("rationale"),
        origin=forms.reason.origin(),
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_http_methods(FORM)
def edit(request: PersonRequest, slug: str, key: str, operation: str) -> HttpResponse:
    """Say otherwise what an operation is to change."""
    one = kept_amendment(request, slug, key)
    require_now(can_edit_now(one))
    of = operation_of(request, one, operation)
    desk = _desk(one, of.kind, of.thing_key, of)
    forms = _asked(request, desk, of.kind, of)
    try:
        if forms.reason.is_bound and forms.kept(lambda: _change(request, of, forms)):
            messages.success(request, _("The operation is changed."))
            return redirect("amendments:amendment", slug=slug, key=key)
    except Conflict as conflict:
        forms.reason.data = with_token(request.POST, conflict)
        now = operation_of(request, one, operation)
        return _page(request, one, of.kind, forms, desk, now, sentence=str(conflict))
    return _page(request, one, of.kind, forms, desk, of)


def _change(request: PersonRequest, of: Operation, forms: Asked) -> Operation:
    return change_operation(
        operation_id=of.pk,
        said=forms.said(),
        rationale=forms.reason.text("rationale"),
        origin=forms.reason.origin(),
        version=forms.reason.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


def _page(
    request: PersonRequest,
    one: Amendment,
    kind: str,
    forms: Asked,
    desk: Desk,
    of: Operation | None = None,
    *,
    sentence: str = "",
) -> HttpResponse:
    context = {
        "strategy": one.strategy,
        "amendment": one,
        "kind": KINDS[kind],
        "forms": forms,
        "name": _name_on(desk),
        "carried": [("thing", desk.thing)] if of is None and desk.thing else [],
        "operation": of,
        "standing": shown_operation(of, 1) if of else None,
        "sentence": sentence,
    }
    status = 409 if sentence else status_of(forms.reason)
    return render(request, "amendments/operation.html", context, status=status)


def _name_on(desk: Desk) -> str:
    said = desk.text.nodes.get(desk.thing) or desk.text.indicators.get(desk.thing) or {}
    return named(TranslatedText.from_json(titled(said))) if said else ""


@require_POST
def step(request: PersonRequest, slug: str, key: str, operation: str) -> HttpResponse:
    """Move an operation up or down, take it out, or settle it."""
    one = kept_amendment(request, slug, key)
    of = operation_of(request, one, operation)
    try:
        done = _step(request, of, request.POST.get("step", ""))
        messages.success(request, done)
    except BadInput as refused:
        messages.error(request, " ".join(refused.problems.values()))
    except Conflict as conflict:
        messages.error(request, str(conflict))
    return redirect("amendments:amendment", slug=slug, key=key)


def _step(request: PersonRequest, of: Operation, name: str) -> str:
    by, at = request.user, timezone.now()
    version = row_id(request.POST.get("version", "")) or 0
    if name in Settling.values:
        settle_operation(operation_id=of.pk, how=name, version=version, by=by, at=at)
        return _("It is settled.")
    if name == "remove":
        remove_operation(operation_id=of.pk, version=version, by=by, at=at)
        return _("The operation is taken out.")
    if name in {"up", "down"}:
        above = sum(each.place < of.place for each in operations_of(of.amendment))
        place = above if name == "up" else above + 2
        place_operation(operation_id=of.pk, place=place, by=by, at=at)
        return _("The order is changed.")
    raise BadInput({"step": _("Choose one of those listed.")})
