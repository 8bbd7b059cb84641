from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import override_settings

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session", autouse=True)
def _address() -> Iterator[None]:
    """Mails have to name the address of the site; the test client asks here."""
    with override_settings(SITE_ADDRESS="http://testserver"):
        yield
