"""Addresses of amendments, and what their forms send."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from headway.monitoring.amendments.tests.factories import agreements

if TYPE_CHECKING:
    from headway.monitoring.amendments.models import Agreement, Amendment
    from headway.monitoring.amendments.tests.factories import World


def url(name: str, one: Amendment, *more: object, slug: bool = True) -> str:
    parts = [one.strategy.slug, one.key] if slug else [one.key]
    return reverse(f"amendments:{name}", args=[*parts, *more])


def words(name: str, en: str, lt: str = "") -> dict[str, str]:
    return {f"{name}.en": en, f"{name}.lt": lt or f"{en} (lt)"}


def agreement_of(one: Amendment, of: World, number: int) -> Agreement:
    return next(each for each in agreements(one) if each.organisation == of.partners[number])


def answering(asked: Agreement) -> str:
    return reverse("amendments:agreement", args=[asked.amendment.key, asked.pk])


def read(answer: Any) -> str:  # noqa: ANN401 -- what the client of Django gives back
    """Return the words of a page as a person reads them, without the markup."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))
