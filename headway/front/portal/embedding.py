"""The card of a measure that other sites put into their pages, and the code that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from headway.monitoring.strategy.models import Node, Strategy

HEIGHT = 240
"""Pixels that the longest title takes at a width of 320."""


@dataclass(frozen=True, slots=True)
class Embedding:
    """The address of a card, and what is pasted into another page to show it."""

    address: str

    def code(self, title: str) -> SafeString:
        """Return the code as it is pasted; who shows it as text has to escape it once more."""
        return format_html(
            '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe>',
            self.address,
            title,
            HEIGHT,
        )


def embedding_of(request: HttpRequest, strategy: Strategy, node: Node) -> Embedding | None:
    """Return the card of a node by its permanent key; None while its strategy is not public."""
    if not strategy.is_public:
        return None
    return Embedding(site_of(request) + reverse("portal:embed", args=[strategy.slug, node.key]))


def site_of(request: HttpRequest) -> str:
    """Return the address of the site, without a path."""
    return settings.SITE_ADDRESS.rstrip("/") or f"{request.scheme}://{request.get_host()}"
