"""Sessions as Django keeps them, each knowing its person, when it was begun and last seen.

When a session ends is written into its row with every save, so that reading it costs no more than
before: a row that has ended is not found. Its person is read with it, and handed once to whoever
asks who is signed in: in the same request, and to nobody else.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from headway.foundation.accounts.models import Session
from headway.foundation.accounts.queries import session_with_person
from headway.foundation.accounts.rules import session_ends_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.sessions.base_session import AbstractBaseSession

    from headway.foundation.accounts.models import User

BEGUN, SEEN, DEVICE = "begun", "seen", "device"
"""What a session knows of itself, besides its person."""
HANDED: ContextVar[User | None] = ContextVar("handed", default=None)
"""Who was read with a session, while it is asked whose it is."""


@contextmanager
def handing_over(person: User | None) -> Iterator[None]:
    """Let a person who was read be found by whoever asks for them within."""
    token = HANDED.set(person)
    try:
        yield
    finally:
        HANDED.reset(token)


class SessionStore(DatabaseStore):
    """A session ends after a pause, and at last however busy it is; others as Django has it."""

    _person: User | None = None

    @classmethod
    def get_model_class(cls) -> type[AbstractBaseSession]:
        return Session

    def load(self) -> dict[str, Any]:
        """Read the session and its person."""
        now = timezone.now()  # noqa: TID251 -- stands where a view stands
        row = session_with_person(self.session_key or "", at=now)
        if row is None:
            self._session_key = None
            return {}
        self._person = row.person
        return self.decode(row.session_data)

    def hand_over(self) -> User | None:
        """Return the person who was read with the session, once: they may change thereafter."""
        self._get_session()  # type: ignore[attr-defined]  # of Django's
        person, self._person = self._person, None
        return person

    def save(self, must_create: bool = False) -> None:
        """Note when the session was begun, and that it is seen now."""
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # of Django's
        if SESSION_KEY in data:
            now = timezone.now().isoformat()  # noqa: TID251 -- stands where a view stands
            data.setdefault(BEGUN, now)
            data[SEEN] = now
        super().save(must_create)

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        row: Any = super().create_model_instance(data)
        if SESSION_KEY in data:
            row.person_id = int(data[SESSION_KEY])
            row.begun_at = datetime.fromisoformat(data[BEGUN])
            row.seen_at = datetime.fromisoformat(data[SEEN])
            row.browser, row.system = data.get(DEVICE, ("", ""))
        return row  # type: ignore[no-any-return]

    def get_expiry_date(self, **given: Any) -> datetime:  # noqa: ANN401 -- Django's signature
        usual = super().get_expiry_date(**given)
        if SESSION_KEY not in self:
            return usual
        seen = given.get("modification") or timezone.now()  # noqa: TID251 -- likewise
        ends = session_ends_at(
            begun=datetime.fromisoformat(self[BEGUN]) if BEGUN in self else seen,
            seen=seen,
            idle=settings.SESSION_IDLE,
            longest=settings.SESSION_LONGEST,
        )
        return min(usual, ends)

    def get_expiry_age(self, **given: Any) -> int:  # noqa: ANN401 -- Django's signature
        seen = given.setdefault("modification", timezone.now())  # noqa: TID251 -- likewise
        return int((self.get_expiry_date(**given) - seen).total_seconds())
