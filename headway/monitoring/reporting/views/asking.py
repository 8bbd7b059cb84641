"""Before a round opens: questions taken anew, how the mail reads, how many letters go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.foundation.notices.rendering import Addressee, Words, rendered
from headway.foundation.ui.context import own_name
from headway.monitoring.reporting import notices
from headway.monitoring.reporting.finding import kept_round
from headway.monitoring.reporting.models import Report
from headway.monitoring.reporting.queries.keeping import recipients, standing_now
from headway.monitoring.reporting.services import ask_again, open_round
from headway.monitoring.reporting.wording import Told, deadline_worded, sender_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.reporting.models import Round

FORM = ["GET", "HEAD", "POST"]


@require_POST
def again(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Take from the responsibilities anew who is asked what."""
    of = kept_round(request, slug, key)
    ask_again(round_id=of.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Who is asked what was taken from the responsibilities anew."))
    return redirect("reporting:asked", slug=slug, key=key)


@never_cache
@require_safe
def preview(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Show the mail that opens the round as it will go, in each language."""
    of = kept_round(request, slug, key)
    reports = Report.objects.visible_to(request.user).filter(round=of)
    sample = reports.select_related("organisation").order_by("pk").first()
    if sample:
        sample.round = of
    mails = [_mail(of, sample, code) for code in settings.INTERFACE_LANGUAGES] if sample else []
    context = {"strategy": of.strategy, "round": of, "mails": mails, "sample": sample}
    return render(request, "reporting/keeping/preview.html", context)


def _mail(of: Round, sample: Report, language: str) -> tuple[str, str, Words]:
    """Return the mail in one language: its code, its name, its words with a sample of a link."""
    role = {"stands_in": False, **sender_of(of).context()}
    words = rendered(
        notices.ROUND_OPENED,
        to=Addressee("", "", language),
        context={"report": sample, "of": Told(sample, at=timezone.now()), **role},
        link="sample",
    )
    return language, own_name(language), words


@never_cache
@require_http_methods(FORM)
def open_it(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Say how many letters go to whom, and open the round."""
    of = kept_round(request, slug, key)
    if request.method == "POST":
        open_round(round_id=of.pk, by=request.user, at=timezone.now())
        messages.success(request, _("The round is open. The letters are on their way."))
        return redirect("reporting:collecting", slug=slug)
    reports = Report.objects.visible_to(request.user).filter(round=of)
    partners = [report.organisation for report in reports.select_related("organisation")]
    found = recipients(of.strategy, partners)
    context = {
        "strategy": of.strategy,
        "round": of,
        "standing": standing_now(of),
        "recipients": found,
        "letters": sum(len(each.people) for each in found),
        "orphans": [each for each in found if not each.has_own],
        "unreachable": [each for each in found if each.bounced],
        "deadline": deadline_worded(of.deadline_at, of.strategy.time_zone),
        "has_passed": of.deadline_at <= timezone.now(),
    }
    return render(request, "reporting/keeping/open.html", context)
