"""A letter of one's own to partners who still have a report to hand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.foundation.core.keys import new_key, row_id
from headway.foundation.core.texts import TranslatedText
from headway.foundation.ui.forms import kept, status_of
from headway.foundation.ui.names import named
from headway.monitoring.reporting.finding import kept_round, page_language
from headway.monitoring.reporting.forms.writing import LetterForm
from headway.monitoring.reporting.models import Report
from headway.monitoring.reporting.queries.collecting import LATE, Cell, Partner, collecting
from headway.monitoring.reporting.queries.keeping import recipients
from headway.monitoring.reporting.services import send_letter
from headway.monitoring.reporting.wording import deadline_worded, locale, report_title
from headway.monitoring.strategy.queries.editions import day_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.reporting.models import Round

SEND = "send"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Write to the partners that were selected on Collecting, or to the late ones; then send."""
    of = kept_round(request, slug, key)
    chosen = _chosen(request, of)
    is_sent = request.POST.get("step") == SEND
    form = _form(of, chosen, request if is_sent else None)
    if is_sent and kept(form, lambda: _send(request, of, chosen, form)):
        sentence = ngettext(
            "The letter goes to %(count)s partner.",
            "The letter goes to %(count)s partners.",
            len(chosen),
        )
        messages.success(request, sentence % {"count": len(chosen)})
        return redirect("reporting:collecting", slug=slug)
    reports = Report.objects.visible_to(request.user).filter(pk__in=[c.pk for _p, c in chosen])
    partners = [report.organisation for report in reports.select_related("organisation")]
    found = recipients(of.strategy, partners)
    context = {
        "strategy": of.strategy,
        "round": of,
        "form": form,
        "chosen": chosen,
        "letters": sum(len(each.people) for each in found),
        "unreachable": [each for each in found if each.bounced],
        "orphans": [each for each in found if not each.has_own],
    }
    return render(request, "reporting/keeping/letter.html", context, status=status_of(form))


def _chosen(request: PersonRequest, of: Round) -> list[tuple[Partner, Cell]]:
    """Return the partners that were chosen and still have their report; at first the late."""
    at, language = timezone.now(), page_language()
    found = collecting(of.strategy, at=at, language=language, key=of.key, most=1)
    rows = [(each, each.now) for each in found.partners if each.now is not None]
    mine = [(partner, cell) for partner, cell in rows if cell.is_outstanding]
    if request.method == "POST":
        picked = {row_id(each) for each in request.POST.getlist("report")}
        return [(partner, cell) for partner, cell in mine if cell.pk in picked]
    kind = request.GET.get("select", LATE)
    return [(partner, cell) for partner, cell in mine if cell.is_one_of(kind)]


def _form(
    of: Round, chosen: list[tuple[Partner, Cell]], request: PersonRequest | None
) -> LetterForm:
    """Return the letter: as it was sent, else with words that say the job and the date."""
    has_late = any(cell.is_late for _partner, cell in chosen)
    subjects, words = {}, {}
    for language in settings.INTERFACE_LANGUAGES:
        with translation.override(language):
            subjects[language], words[language] = _prefilled(of, is_late=has_late)
    return LetterForm(
        TranslatedText.of(subjects),
        TranslatedText.of(words),
        new_key(),
        request.POST if request else None,
    )


def _prefilled(of: Round, *, is_late: bool) -> tuple[str, str]:
    """Return subject and words in the active language: the job and the date."""
    said = {
        "report": report_title(of.when),
        "strategy": named(of.strategy),
        "deadline": deadline_worded(of.deadline_at, of.strategy.time_zone),
        "day": format_date(day_of(of.strategy, of.deadline_at), "long", locale=locale()),
    }
    if is_late:
        subject = _("%(report)s: was due %(day)s")
        words = _(
            "%(report)s, %(strategy)s: it was due %(deadline)s, and we have not received it.\n\n"
            "The link below opens it; what did not change is answered in one press. If you need "
            "more time, ask for it there."
        )
    else:
        subject = _("%(report)s: due by %(day)s")
        words = _(
            "%(report)s, %(strategy)s: it is due %(deadline)s.\n\n"
            "The link below opens it; what did not change is answered in one press. If you need "
            "more time, ask for it there."
        )
    return subject % said, words % said


def _send(
    request: PersonRequest, of: Round, chosen: list[tuple[Partner, Cell]], form: LetterForm
) -> int:
    return send_letter(
        round_id=of.pk,
        report_ids=[cell.pk for _partner, cell in chosen],
        subject=form.written("subject"),
        words=form.written("words"),
        request_key=form.cleaned_data["request_key"],
        by=request.user,
        at=timezone.now(),
    )
