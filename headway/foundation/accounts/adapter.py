"""What allauth asks the house: who may sign up (nobody), how mails go out, where sign-in leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.shortcuts import resolve_url
from django.urls import translate_url
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from headway.foundation.accounts.encryption import decrypt, encrypt
from headway.foundation.accounts.queries import must_have_second_factor, person_by_email
from headway.foundation.accounts.rules import PRIVATE
from headway.foundation.accounts.services import end_sessions, record_sign_in
from headway.foundation.core.logs import Event, note

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator
    from django.core.exceptions import ValidationError
    from django.core.mail import EmailMessage
    from django.http import HttpRequest, HttpResponse

    from headway.foundation.accounts.models import User

CARRY_SECRETS = ("account/email/login_code", "account/email/password_reset_key")
"""Mails of allauth that carry a link or a code to sign in with."""
TOO_OFTEN = frozenset({"too_many_login_attempts", "rate_limited"})


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by an administrator; mails go through Django, hence the outbox."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The address and the password do not belong together, or the account is closed. "
            "Try again, or ask for a code or a link by mail."
        ),
        "account_inactive": _("This account is closed. Ask an administrator to open it."),
        "enter_current_password": _("This is not the password that you have now. Type it again."),
        "incorrect_password": _("This is not your password. Type it again."),
        "invalid_password_reset": _("This link cannot be used any more. Ask for a new one."),
        "same_as_current": _("This is what you have already. Choose another."),
        "incorrect_code": _(
            "This is not the code. Look at the newest mail, or ask for a new code."
        ),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
        "rate_limited": _("Too many attempts. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write to people in their own language."""
        person = person_by_email(email)
        with translation.override(person.language if person else translation.get_language()):
            super().send_mail(template_prefix, email, context)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Write a mail with a link or a code for its recipient alone."""
        private = PRIVATE if template_prefix in CARRY_SECRETS else {}
        return super().render_mail(template_prefix, email, context, {**(headers or {}), **private})

    def send_notification_mail(  # type: ignore[override]  # User is our only kind of user
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner of an account what was changed on it. The address is the account's own."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def reauthenticate(self, user: User, password: str) -> bool:  # type: ignore[override]  # same
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def set_password(self, user: User, password: str) -> None:  # type: ignore[override]  # same
        """Keep a new password. It ends every session but that in which it was chosen."""
        super().set_password(user, password)
        own = self.request.session.session_key if self.request else ""
        at = timezone.now()  # noqa: TID251 -- stands where a view stands
        end_sessions(person_id=user.pk, but=own or "", by=user, at=at)

    def validation_error(self, code: str, *arguments: Any) -> ValidationError:  # noqa: ANN401
        """Word a refusal, and tell whoever watches of what was tried too often."""
        if code in TOO_OFTEN:
            note(Event.RATE_LIMITED)
        return super().validation_error(code, *arguments)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        with translation.override(request.user.language):  # type: ignore[union-attr]  # signed in
            return str(resolve_url(super().get_login_redirect_url(request)))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return str(resolve_url("accounts:profile"))

    def post_login(  # type: ignore[override]  # hooks are passed on as they come
        self,
        request: HttpRequest,
        user: User,
        **hooks: Any,  # noqa: ANN401
    ) -> HttpResponse:
        """Keep the sign-in, and lead on in the language that the person prefers."""
        methods = [str(entry["method"]) for entry in get_authentication_records(request, user)]
        at = timezone.now()  # noqa: TID251 -- stands where a view stands
        record_sign_in(by=user, method=" ".join(methods), at=at)
        response: HttpResponse = super().post_login(request, user, **hooks)
        if response.has_header("Location"):
            response["Location"] = translate_url(response["Location"], user.language)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: kept encrypted; whoever must have one cannot switch it off."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Your role needs a second factor, so it cannot be switched off. To move it to another "
            "device, ask an administrator."
        ),
        "cannot_generate_recovery_codes": _(
            "Recovery codes belong to a second factor. Set up the authenticator app first."
        ),
        "incorrect_code": _("This is not the code. Wait for the next one that the app shows."),
    }

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not must_have_second_factor(authenticator.user)

    def build_totp_svg(self, url: str) -> str:
        """Draw the code as an element of the page: no XML prologue, no second id."""
        drawn = super().build_totp_svg(url)
        return str(drawn[drawn.index("<svg") :]).replace('id="qr-path" ', "")
