"""Secrets of second factors as the database keeps them: encrypted under the installation's key.

A key is derived from each of the installation's secrets, the newest first: the first encrypts, all
of them decrypt. Whoever reads the database alone can make no code of anybody's app.
"""

from __future__ import annotations

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from headway.foundation.core.errors import WrongState

PURPOSE = b"headway second factor"
"""Keeps this key apart from others that are derived from the same secret."""


def encrypt(text: str) -> str:
    return _ciphers(_secrets()).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Return what was encrypted.

    :raises WrongState: if the secret under which it was encrypted is gone.
    """
    try:
        return _ciphers(_secrets()).decrypt(token).decode()
    except InvalidToken as gone:
        raise WrongState(_key_is_gone()) from gone


def renewed(token: str) -> str:
    """Return the same under the newest secret.

    :raises WrongState: if the secret under which it was encrypted is gone.
    """
    try:
        return _ciphers(_secrets()).rotate(token).decode()
    except InvalidToken as gone:
        raise WrongState(_key_is_gone()) from gone


def _secrets() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@cache
def _ciphers(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))


def _key_is_gone() -> str:
    return _(
        "Your second factor cannot be read, because the secret key of this installation has "
        "changed. Ask an administrator to put the old key back."
    )
