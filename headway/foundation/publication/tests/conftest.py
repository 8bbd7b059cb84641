from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import override_settings

from headway.foundation.publication.tests import pages_to_store
from headway.foundation.publication.tests.sites import Site

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture
def few_pages() -> Generator[None]:
    """Let the site have no pages but a few that are made to be stored, or not."""
    with override_settings(ROOT_URLCONF=pages_to_store.__name__, ALLOWED_HOSTS=["testserver"]):
        yield


@pytest.fixture
def site(few_pages: None) -> Site:
    return Site(pages_to_store.AT)
