from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from headway.foundation.core.verdicts import require
from headway.foundation.notices.permissions import can_retry_mail, can_see_outbox
from headway.foundation.notices.queries import mails_for
from headway.foundation.notices.queries import outbox as outbox_now
from headway.foundation.notices.services import retry_mail

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest

PAGE = 50


@never_cache
@require_safe
def outbox(request: PersonRequest) -> HttpResponse:
    """List the mails, newest first."""
    require(can_see_outbox(request.user))
    page = Paginator(mails_for(request.user), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "outbox": outbox_now(timezone.now())}
    return render(request, "notices/outbox.html", context)


@never_cache
@require_safe
def mail(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one mail as it was written."""
    require(can_see_outbox(request.user))
    found = get_object_or_404(mails_for(request.user), pk=pk)
    context = {"mail": found, "can_retry": can_retry_mail(request.user)}
    return render(request, "notices/mail.html", context)


@require_POST
def retry(request: PersonRequest, pk: int) -> HttpResponse:
    """Have a mail that was given up sent again."""
    require(can_see_outbox(request.user))
    found = get_object_or_404(mails_for(request.user), pk=pk)
    retry_mail(mail_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The mail is on its way again."))
    return redirect("notices:mail", pk=pk)
