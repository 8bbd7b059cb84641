from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.demo.access import is_open, person_of
from headway.foundation.accounts.services import record_sign_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

BACKEND = "headway.foundation.accounts.backends.PasswordBackend"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose link this is; its button signs in, without a second factor."""
    person = person_of(token) if is_open(request) else None
    if person is None:
        raise Http404
    if request.method != "POST":
        return render(request, "demo/enter.html", {"person": person})
    login(request, person, backend=BACKEND)
    request.session["demo"] = True
    record_sign_in(by=person, method="demonstration link", at=timezone.now())
    with translation.override(person.language):
        return redirect(settings.LOGIN_REDIRECT_URL)
