from __future__ import annotations

from typing import TYPE_CHECKING

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from headway.foundation.core.verdicts import require
from headway.foundation.notices.permissions import can_retry_mail, can_see_outbox
from headway.foundation.notices.queries import kinds_of, mails_for
from headway.foundation.notices.queries import outbox as outbox_now
from headway.foundation.notices.registry import label_of
from headway.foundation.notices.rendering import html_without_link
from headway.foundation.notices.services import retry_mail
from headway.foundation.notices.states import MailState
from headway.foundation.notices.trials import Copy, as_it_went_out

if TYPE_CHECKING:
    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.notices.models import Mail

PAGE = 50
SEALED = {
    "sandbox": True,
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": ["'self'"],
    **dict.fromkeys(
        ("script-src", "font-src", "img-src", "connect-src", "form-action", "base-uri",
         "manifest-src"),
    ),
}  # fmt: skip


@never_cache
@require_safe
def outbox(request: PersonRequest) -> HttpResponse:
    """List the mails, newest first, all or those of a state or kind."""
    require(can_see_outbox(request.user))
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    found = mails_for(request.user, state=state, kind=kind)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "outbox": outbox_now(timezone.now()),
        "state": state,
        "kind": kind,
        "states": MailState.choices,
        "kinds": [(code, label_of(code)) for code in kinds_of(request.user)],
    }
    return render(request, "notices/outbox.html", context)


@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]  # a signed-in request is one
@never_cache
@require_safe
def mail(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one mail as it was written; in the demonstration, as it went out."""
    require(can_see_outbox(request.user))
    found = get_object_or_404(mails_for(request.user), pk=pk)
    context = {
        "mail": found,
        "kind": label_of(found.kind) if found.kind else "",
        "copy": _copy(found),
        "can_retry": can_retry_mail(request.user),
        "ended": found.state in {MailState.FAILED, MailState.BOUNCED},
    }
    return render(request, "notices/mail.html", context)


@xframe_options_sameorigin
@csp_replace(SEALED)  # type: ignore[arg-type]  # a signed-in request is one
@never_cache
@require_safe
def mail_html(request: PersonRequest, pk: int) -> HttpResponse:
    """Show the HTML of a mail, sealed: it runs nothing, loads nothing and leads nowhere."""
    require(can_see_outbox(request.user))
    found = _copy(get_object_or_404(mails_for(request.user), pk=pk))
    if found is None or not found.html:
        raise Http404
    return HttpResponse(html_without_link(found.html))


def _copy(mail: Mail) -> Copy | None:
    """Return what may be shown of a mail; nothing of a private one."""
    if settings.DEMO:
        return as_it_went_out(mail)
    return None if mail.is_private else Copy(mail.text, mail.html)


@require_POST
def retry(request: PersonRequest, pk: int) -> HttpResponse:
    """Have a mail that was given up or refused sent again."""
    require(can_see_outbox(request.user))
    found = get_object_or_404(mails_for(request.user), pk=pk)
    retry_mail(mail_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The mail is on its way again."))
    return redirect("notices:mail", pk=pk)
