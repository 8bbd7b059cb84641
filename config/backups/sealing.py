"""What must not lie open in a backup: encrypted under a passphrase, or left out.

The key comes of the passphrase by scrypt (RFC 7914, with the cost that OWASP asks for), and seals
with ChaCha20-Poly1305 (RFC 8439), so that a wrong passphrase and a changed byte are both noticed.
"""

from __future__ import annotations

import base64
import json
import os
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from config.backups.archive import SEALED, damaged
from config.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

COST, BLOCKS, LANES = 2**17, 8, 1  # OWASP Password Storage Cheat Sheet; 128 MB for a moment
SALT, NONCE, KEY = 16, 12, 32  # bytes
ABOUT = b"headway backup 1"
SHORTEST = 12  # signs


def sealed(secrets: Mapping[str, str], *, passphrase: str) -> bytes:
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    content = json.dumps(secrets).encode()
    closed = ChaCha20Poly1305(_key(passphrase, salt)).encrypt(nonce, content, ABOUT)
    parts = {"salt": salt, "nonce": nonce, "sealed": closed}
    return json.dumps(
        {name: base64.b64encode(part).decode() for name, part in parts.items()}
    ).encode()


def opened(content: bytes, *, passphrase: str) -> dict[str, str]:
    """Return what was sealed. :raises Refusal: for another passphrase."""
    try:
        told = json.loads(content)
        salt, nonce, closed = (base64.b64decode(told[n]) for n in ("salt", "nonce", "sealed"))
        found = ChaCha20Poly1305(_key(passphrase, salt)).decrypt(nonce, closed, ABOUT)
    except InvalidTag as problem:
        sentence = (
            "the passphrase does not open the secrets of this backup; give the one under "
            "which it was made."
        )
        raise Refusal(sentence) from problem
    except (ValueError, KeyError, TypeError) as problem:
        raise damaged(SEALED) from problem
    return {str(name): str(secret) for name, secret in json.loads(found).items()}


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=KEY, n=COST, r=BLOCKS, p=LANES).derive(passphrase.encode())
