from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.accounts.states import SiteRole

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase


class UserManager(BaseUserManager["User"]):
    """The manager that Django's sign-in expects; people are made by `services.invite_person`."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in, by the address of their mail."""

    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=150)
    language = models.CharField(
        _("preferred language"), max_length=10, default=settings.INTERFACE_LANGUAGES[0]
    )
    site_role = models.CharField(
        _("role on the whole site"),
        max_length=20,
        choices=SiteRole,
        default=SiteRole.NONE,
        blank=True,
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined at"))
    version = models.PositiveIntegerField(_("version"), default=1)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_administrator(self) -> bool:
        return self.is_active and self.site_role == SiteRole.ADMINISTRATOR

    @property
    def reads_everything(self) -> bool:
        """Administrators and auditors see what is confidential; auditors change nothing."""
        return self.is_active and self.site_role in {SiteRole.ADMINISTRATOR, SiteRole.AUDITOR}

    def has_perm(self, perm: str, obj: Any = None) -> bool:  # noqa: ANN401, ARG002
        """Django's own permissions are not used: see each app's permissions.py."""
        return False


class Session(AbstractBaseSession):
    """A browser that somebody signed in with. Its network address is not kept."""

    person = models.ForeignKey(
        User, verbose_name=_("person"), null=True, on_delete=models.CASCADE, related_name="sessions"
    )
    begun_at = models.DateTimeField(_("begun at"), null=True)
    seen_at = models.DateTimeField(_("last seen at"), null=True)
    browser = models.CharField(_("browser"), max_length=20, blank=True)
    system = models.CharField(_("system"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store
