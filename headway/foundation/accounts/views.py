from __future__ import annotations

from typing import TYPE_CHECKING, cast

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.foundation.accounts.forms import LanguageForm, ProfileForm, SignInLinkForm
from headway.foundation.accounts.proof import proven_lately
from headway.foundation.accounts.queries import (
    has_second_factor,
    link_is_spent,
    person_of_link,
    sessions_of,
)
from headway.foundation.accounts.requests import absolute
from headway.foundation.accounts.services import (
    change_person,
    end_session,
    end_sessions,
    send_sign_in_link,
    set_language,
    use_sign_in_link,
)
from headway.foundation.core.errors import BadInput, Conflict, WrongState
from headway.foundation.core.problems import show_problems
from headway.foundation.ui.conflicts import chosen, conflict_page

if TYPE_CHECKING:
    from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
    from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
    from django.http import HttpRequest, HttpResponse

    from headway.foundation.accounts.models import User
    from headway.foundation.accounts.requests import PersonRequest


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail. The answer is the same whoever asks, for whomever."""
    form = SignInLinkForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/sign_in_link.html", {"form": form})
    email = form.cleaned_data["email"]
    if ratelimit.consume(request, action="sign_in_link", key=email.lower()):
        send_sign_in_link(
            email=email,
            address_of=lambda token: absolute(request, reverse("accounts:enter", args=[token])),
            at=timezone.now(),
        )
    return render(request, "accounts/sign_in_link_sent.html", {"email": email})


@login_not_required
@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose link this is; only the button signs in, for mail scanners open links."""
    person = person_of_link(token)
    if request.method == "POST":
        try:
            person = use_sign_in_link(token=token, at=timezone.now())
        except WrongState:
            person = None
        else:
            record_authentication(request, person, method="link")
            return cast("HttpResponse", perform_login(request, person))
    status = 200 if person else 410
    context = {"person": person, "email": person and person.email, "spent": link_is_spent()}
    return render(request, "accounts/enter.html", context, status=status)


@require_POST
def language(request: PersonRequest) -> HttpResponse:
    """Keep the language that somebody prefers, and go on in it."""
    form = LanguageForm(request.POST)
    chosen = request.user.language
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        set_language(person_id=request.user.pk, language=chosen, by=request.user, at=timezone.now())
    wanted = request.POST.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(
        translate_url(wanted if is_safe else reverse("accounts:profile"), chosen)
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PersonRequest) -> HttpResponse:
    """Show one's own account, and change its name and language."""
    is_sent = request.method == "POST"
    form = ProfileForm(chosen(request.POST)) if is_sent else ProfileForm.of(request.user)
    if form.is_valid():
        try:
            change_person(
                person_id=request.user.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refused:
            show_problems(form, refused)
        except Conflict as conflict:
            request.user.refresh_from_db()
            theirs = [ProfileForm.of(request.user)]
            return conflict_page(request, conflict, thing=request.user, theirs=theirs)
        else:
            messages.success(request, _("Your account is changed."))
            return redirect("accounts:profile")
    return render(request, "accounts/profile.html", _profile(request, form))


def _profile(request: PersonRequest, form: ProfileForm) -> dict[str, object]:
    return {
        "form": form,
        "has_second_factor": has_second_factor(request.user),
        "has_password": request.user.has_usable_password(),
    }


@never_cache
@require_safe
def sessions(request: PersonRequest) -> HttpResponse:
    """List one's own sessions, to end those one does not know."""
    found = sessions_of(request.user, at=timezone.now(), this=request.session.session_key)
    return render(request, "accounts/sessions.html", {"sessions": found})


@proven_lately
@require_POST
def session_end(request: PersonRequest) -> HttpResponse:
    """End one of one's own sessions."""
    handle = request.POST.get("session", "")
    is_ended = end_session(
        person_id=request.user.pk, handle=handle, by=request.user, at=timezone.now()
    )
    told = _("The session has ended.") if is_ended else _("That session had ended already.")
    messages.success(request, told)
    return redirect("accounts:sessions")


@proven_lately
@require_POST
def sessions_end(request: PersonRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    number = _end_others(request, request.user)
    told = ngettext("%(number)d session has ended.", "%(number)d sessions have ended.", number)
    messages.success(request, told % {"number": number})
    return redirect("accounts:sessions")


def _end_others(request: HttpRequest, person: User) -> int:
    """End every session of a person but the one of this request."""
    key = request.session.session_key or ""
    return end_sessions(person_id=person.pk, but=key, by=person, at=timezone.now())


class ActivateApp(ActivateTOTPView):
    """Setting up the authenticator app, whose first code proves the person anew.

    Without this the page of recovery codes, which follows, would ask for a second code at once,
    and an app shows the same one for half a minute.
    """

    def form_valid(self, form: ActivateTOTPForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_authentication(
            self.request,
            cast("User", self.request.user),
            method="mfa",
            type="totp",
            reauthenticated=True,
        )
        _end_others(self.request, cast("User", self.request.user))
        return response


class DeactivateApp(DeactivateTOTPView):
    """Switching the second factor off, which ends one's other sessions."""

    def form_valid(self, form: DeactivateTOTPForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _end_others(self.request, cast("User", self.request.user))
        return response


class NewCodes(GenerateRecoveryCodesView):
    """Making recovery codes anew, which ends one's other sessions."""

    def form_valid(self, form: GenerateRecoveryCodesForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _end_others(self.request, cast("User", self.request.user))
        return response


class SignOut(account.LogoutView):
    """Signing out, after which the browser keeps nothing that was read meanwhile.

    Source: OWASP ASVS 5.0, 14.3.1.
    """

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


@proven_lately
def password_set(request: PersonRequest) -> HttpResponse:
    """Choose a first password, as allauth has it."""
    return cast("HttpResponse", account.password_set(request))


activate_app = ActivateApp.as_view()
deactivate_app = DeactivateApp.as_view()
new_codes = NewCodes.as_view()
sign_out = login_not_required(SignOut.as_view())
