"""The act of an edition in force: corrected, after a look at what it was and will be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.foundation.ui.redlines import Redline, redlines_of
from headway.monitoring.strategy.bringing import Brought, brought_act
from headway.monitoring.strategy.correcting import CorrectForm, digest_of
from headway.monitoring.strategy.finding import kept_edition
from headway.monitoring.strategy.services import correct_act
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.states import ActVerb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse, QueryDict

    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.core.partial_dates import PartialDate
    from headway.monitoring.strategy.models import Edition


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Correct the act of an edition: first show what it was and will be, then keep it."""
    edition = kept_edition(request, slug, number)
    sent = chosen(request.POST) if request.method == "POST" else None
    brought = brought_act(request, at=timezone.now()) if sent is not None else Brought()
    form = CorrectForm(edition, sent)
    lines: tuple[Redline, ...] = ()
    status = 0
    try:
        if sent is not None and kept(form, lambda: _weigh(request, edition, form, brought)):
            wanted = form.corrected(brought.file)
            lines = tuple(_lines(Act.of(edition), wanted))
            seen = digest_of(wanted, form.cleaned_data["reason"])
            is_sure = form.cleaned_data["seen"] == seen
            if is_sure and kept(form, lambda: _correct(request, edition, form, wanted)):
                messages.success(request, _("The act is corrected."))
                return redirect("strategy:manage", slug=slug)
            form.data = _with(sent, seen=seen)
            status = 0 if form.errors else 200
    except Conflict as conflict:
        theirs = [CorrectForm(kept_edition(request, slug, number))]
        return conflict_page(request, conflict, thing=edition.title, theirs=theirs)
    context = {
        "strategy": edition.strategy,
        "edition": edition,
        "form": form,
        "lines": lines,
        "brought": brought,
    }
    return render(request, "strategy/act.html", context, status=status or status_of(form))


def _with(sent: QueryDict, **said: str) -> QueryDict:
    data = sent.copy()
    for name, value in said.items():
        data[name] = value
    return data


def _weigh(request: PersonRequest, edition: Edition, form: CorrectForm, brought: Brought) -> None:
    """Say what speaks against a correction before it is looked at; nothing of it is kept."""
    if brought.problem:
        raise BadInput({"act_file": brought.problem})
    with transaction.atomic():
        _correct(request, edition, form, form.corrected(brought.file))
        transaction.set_rollback(True)


def _correct(request: PersonRequest, edition: Edition, form: CorrectForm, wanted: Act) -> Edition:
    return correct_act(
        edition_id=edition.pk,
        act=wanted,
        reason=form.cleaned_data["reason"],
        version=form.cleaned_data["version"],
        by=request.user,
        at=timezone.now(),
    )


def _lines(before: Act, after: Act) -> Iterator[Redline]:
    """Yield what is said of an act before and after, as far as it differs."""
    told = (
        (_("In force from"), _day(before.in_force_on), _day(after.in_force_on)),
        (_("What the body did"), _verb(before.verb), _verb(after.verb)),
        (_("Number of the act"), before.number, after.number),
        (_("Date of the act"), _day(before.date), _day(after.date)),
        (_("The act as a file"), _file(before), _file(after)),
    )
    yield from redlines_of(_("Body that decided"), before.body, after.body)
    yield from (Redline(label, old, new) for label, old, new in told if old != new)


def _day(day: PartialDate | None) -> str:
    return day.worded() if day else ""


def _verb(code: str) -> str:
    return str(ActVerb(code).label) if code else ""


def _file(act: Act) -> str:
    return act.file.name if act.file else ""
