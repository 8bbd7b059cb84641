"""The statuses of a page of measures, in a grid: compared before they are saved, and undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from headway.foundation.core.keys import row_id
from headway.foundation.ui.forms import status_of
from headway.monitoring.strategy.finding import kept_strategy, page_number
from headway.monitoring.strategy.forms.life import BaseGrid, grid
from headway.monitoring.strategy.models import LifeRecord
from headway.monitoring.strategy.queries.nodes import life_versions, newest_record, record_to_undo
from headway.monitoring.strategy.queries.tree import Choice, Page, measures
from headway.monitoring.strategy.services import set_lives, undo_lives
from headway.monitoring.strategy.services.lives import RowsRefused
from headway.monitoring.strategy.views.life import edition_shown

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.strategy.frame import StatusOption
    from headway.monitoring.strategy.models import Strategy
    from headway.monitoring.strategy.queries.tree import Row

SAVE, EDIT = "save", "edit"


@dataclass(frozen=True, slots=True)
class Change:
    """A measure whose status would change: from what to what."""

    measure: Row
    before: StatusOption | None
    after: StatusOption | None
    on_before: object
    on_after: object


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lives(request: PersonRequest, slug: str) -> HttpResponse:
    """Choose the statuses of a page of measures, see the difference, save all or none."""
    strategy, at = kept_strategy(request, slug), timezone.now()
    choice = Choice(words=request.GET.get("words", ""))
    page = measures(edition_shown(request, strategy, at), choice, page=page_number(request))
    form, step = _grid(strategy, page, request), request.POST.get("step")
    if form.is_bound and form.is_valid() and step == SAVE:
        try:
            count = _set_all(request, strategy, form, at)
        except RowsRefused as refused:
            form = _again(strategy, page, request, form, refused)
        else:
            messages.success(request, _told(count))
            return redirect(_address(request, strategy, form))
    is_sound = form.is_bound and form.is_valid()
    is_compared = is_sound and step not in {SAVE, EDIT}
    context = {
        "strategy": strategy,
        "page": page,
        "form": form,
        "rows": _beside(page, form),
        "is_sound": is_sound,
        "is_compared": is_compared,
        "changes": _changes(strategy, page, form) if is_compared else (),
        "undo": record_to_undo(strategy, row_id(request.GET.get("undo", ""))),
    }
    status = 200 if is_sound else status_of(form)
    return render(request, "strategy/lives.html", context, status=status)


def _changes(strategy: Strategy, page: Page, form: BaseGrid) -> tuple[Change, ...]:
    """Return what is not as it stands now."""
    options = {option.code: option for option in strategy.statuses}
    rows = {row.key: row for row in page.rows}
    return tuple(
        Change(
            row, options.get(row.status), options.get(each.status), row.status_on, each.status_on
        )
        for each in form.entries()
        if (row := rows.get(each.key))
        and (row.status, row.status_on) != (each.status, each.status_on)
    )


def _address(request: PersonRequest, strategy: Strategy, form: BaseGrid) -> str:
    """Return the page again, where what was done can be undone."""
    asked = request.GET.copy()
    asked.pop("undo", None)
    first = next(iter(form.entries()), None)
    if first and (record := newest_record(strategy, first.key)):
        asked["undo"] = str(record.pk)
    return f"{request.path}?{asked.urlencode()}" if asked else request.path


@require_POST
def undo(request: PersonRequest, slug: str, record: int) -> HttpResponse:
    """Put back the statuses that were set together, where nobody has set them since."""
    strategy = kept_strategy(request, slug)
    found = get_object_or_404(LifeRecord, node__strategy=strategy, pk=record)
    undone = undo_lives(record_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, undone.sentence)
    return redirect(reverse("strategy:lives", args=[slug]))


def _grid(strategy: Strategy, page: Page, request: PersonRequest) -> BaseGrid:
    sent = request.POST if request.method == "POST" else None
    return grid(strategy, page.rows, life_versions(row.key for row in page.rows), sent)


def _set_all(request: PersonRequest, strategy: Strategy, form: BaseGrid, at: datetime) -> int:
    return set_lives(strategy_id=strategy.pk, entries=form.entries(), by=request.user, at=at)


def _again(
    strategy: Strategy, page: Page, request: PersonRequest, form: BaseGrid, refused: RowsRefused
) -> BaseGrid:
    """Return the grid as it was sent, with a sentence at each row that was refused."""
    data = request.POST.copy()
    for row in form.forms:
        if token := refused.tokens.get(row.cleaned_data["key"]):
            data[row.add_prefix("version")] = token
    again = grid(strategy, page.rows, {}, data)
    again.is_valid()
    again.refuse(refused.problems)
    return again


def _beside(page: Page, form: BaseGrid) -> list[tuple[object, object]]:
    """Return each measure with its row of the grid; one that the grid does not hold is left out."""
    by_key = {row.key: row for row in page.rows}
    rows = [(by_key.get(str(row["key"].value())), row) for row in form.forms]
    return [(found, row) for found, row in rows if found]


def _told(count: int) -> str:
    if not count:
        return _("Nothing was changed.")
    sentence = ngettext("%(count)s status is set.", "%(count)s statuses are set.", count)
    return sentence % {"count": count}
