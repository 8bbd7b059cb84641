"""The values of indicators: listed, seen with their history, entered and corrected one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from headway.foundation.attachments.queries import open_file
from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.keys import row_id
from headway.foundation.core.periods import Period
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.indicators.forms.values import ValueForm
from headway.monitoring.indicators.kinds import KINDS
from headway.monitoring.indicators.models import Value
from headway.monitoring.indicators.permissions import can_record_value
from headway.monitoring.indicators.queries.series import (
    entered,
    next_period,
    seen_value,
    series_page,
    standing_value,
)
from headway.monitoring.indicators.saying import say_kept, say_value_of
from headway.monitoring.indicators.services import record_value
from headway.monitoring.indicators.services.clashes import value_clashes
from headway.monitoring.indicators.services.values import Implausible, Said
from headway.monitoring.indicators.views.evidence import Brought, brought_evidence
from headway.monitoring.indicators.views.finding import Found, kept_indicator, open_indicator
from headway.monitoring.strategy.finding import open_strategy, page_number
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.queries.tree import fold_words

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from headway.foundation.accounts.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]
REASON = "evidence of an indicator whose strategy the person may read"


@never_cache
@require_safe
def indicators(request: PersonRequest, slug: str) -> HttpResponse:
    """List the indicators whose values are kept, each with what it stands at."""
    strategy = open_strategy(request, slug)
    words = fold_words(request.GET.get("words", ""))
    rows = entered(strategy, user=request.user, on=day_of(strategy, timezone.now()), words=words)
    told = [
        (
            row,
            say_kept(row.text, row.kept.value if row.kept else None),
            Period.parse(row.kept.period).worded() if row.kept and row.kept.period else "–",
        )
        for row in rows
    ]
    context = {"strategy": strategy, "rows": told, "is_filtered": bool(words)}
    return render(request, "indicators/list.html", context)


@never_cache
@require_safe
def series(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Show every value of an indicator with its source, its evidence and its history."""
    found = open_indicator(request, slug, key)
    page = series_page(found.indicator, page=page_number(request))
    say = say_value_of(found.text)
    context = _context(found) | {
        "page": page,
        "rows": [
            (row, say(row.value), [(old, say(old)) for old in row.before]) for row in page.rows
        ],
        "kind": KINDS[found.text.kind],
        "edit": can_record_value(request.user, found.strategy),
        "parts": {part["key"]: part for part in found.text.breakdowns},
    }
    return render(request, "indicators/series.html", context)


def _context(found: Found) -> dict[str, object]:
    return {"strategy": found.strategy, "indicator": found.indicator, "text": found.text}


@never_cache
@require_http_methods(FORM)
def value(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Enter the value of a period, or correct the one that stands."""
    found = kept_indicator(request, slug, key)
    if request.method != "POST":
        form = _blank(request, found)
        return _page(request, found, form, Brought(form.initial.get("evidence")))
    sent = chosen(request.POST)
    evidence = brought_evidence(request, found.indicator, sent)
    form = _form(found, sent)
    form.full_clean()
    if evidence.problem:
        form.add_error("evidence_file", evidence.problem)
    try:
        if kept(form, lambda: _keep(request, found, form, evidence)):
            messages.success(request, _("%(period)s is kept.") % _period(form))
            return redirect("indicators:series", slug=slug, key=key)
    except Implausible as asked:
        return _page(request, found, form, evidence, doubts=tuple(asked.doubts.values()))
    except Conflict as conflict:
        return _both(request, found, form, evidence, conflict)
    return _page(request, found, form, evidence)


def _period(form: ValueForm) -> dict[str, str]:
    return {"period": form.cleaned_data["period"].worded()}


def _blank(request: PersonRequest, found: Found) -> ValueForm:
    """Return the form of the value that the address names, or of the next one wanted."""
    asked = request.GET.get
    standing = standing_value(
        found.indicator,
        period=asked("period", ""),
        member=asked("member", ""),
        contributor=row_id(asked("contributor", "")),
    )
    today = day_of(found.strategy, timezone.now())
    wanted = asked("period", "") or next_period(found.text, starts_on=today) or ""
    initial = {} if standing else {"period": str(wanted)}
    return ValueForm(found.text, found.strategy.languages, standing=standing, initial=initial)


def _form(found: Found, sent: QueryDict) -> ValueForm:
    seen = seen_value(found.indicator, sent.get("seen", ""))
    return ValueForm(found.text, found.strategy.languages, sent, standing=seen)


def _keep(request: PersonRequest, found: Found, form: ValueForm, evidence: Brought) -> None:
    said = form.said(evidence.pk)
    try:
        record_value(
            indicator_id=found.indicator.pk,
            said=said,
            by=request.user,
            at=timezone.now(),
            is_sure=form.cleaned_data["is_sure"],
        )
    except BadInput as refused:
        raise form.at_fields(refused, said) from refused


def _both(
    request: PersonRequest, found: Found, form: ValueForm, evidence: Brought, conflict: Conflict
) -> HttpResponse:
    """Show what stands beside what was written, field by field."""
    said = form.said(evidence.pk)
    now = standing_value(
        found.indicator, period=str(said.period), member=said.member,
        contributor=said.contributor_id,
    )  # fmt: skip
    if now is None:
        raise conflict
    languages = found.strategy.languages
    both = Conflict(str(conflict), clashes=value_clashes(now, said), token=str(now.pk))
    theirs = [ValueForm(found.text, languages, standing=now)]
    return conflict_page(request, both, thing=_named(found, said), theirs=theirs, token="seen")  # noqa: S106 -- the name of a field


def _named(found: Found, said: Said) -> str:
    return f"{found.text}: {said.period.worded()}"


def _page(
    request: PersonRequest,
    found: Found,
    form: ValueForm,
    evidence: Brought,
    *,
    doubts: tuple[str, ...] = (),
) -> HttpResponse:
    context = _context(found) | {"form": form, "evidence": evidence, "doubts": doubts}
    return render(request, "indicators/value.html", context, status=status_of(form))


@never_cache
@require_safe
def evidence(request: PersonRequest, slug: str, key: str, pk: int) -> FileResponse:
    """Hand out the file on which a value rests."""
    found = open_indicator(request, slug, key)
    rows = Value.objects.unrestricted(reason=REASON).filter(indicator=found.indicator)
    row = rows.select_related("evidence").filter(evidence=row_id(str(pk))).first()
    if row is None or row.evidence is None:
        raise Http404
    file = open_file(row.evidence)
    return FileResponse(
        file,
        as_attachment=True,
        filename=row.evidence.name,
        content_type="application/octet-stream",
    )
