"""Finds organisations and measures by any words, with or without the right letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.folding import fold
from headway.foundation.organisations.queries import search as search_organisations
from headway.monitoring.strategy.queries.editions import editions_seen, in_force
from headway.monitoring.strategy.queries.nodes import address_of, public_strategies
from headway.monitoring.strategy.queries.tree import matching

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

    from headway.foundation.accounts.models import User
    from headway.foundation.core.texts import TranslatedText

MOST = 100
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: what it is, what it is called, where it is."""

    kind: str
    code: str
    title: TranslatedText
    address: str


def search(words: str, *, user: User | AnonymousUser, on: date) -> tuple[Hit, ...]:
    """Return what the words mean to everyone: organisations first, then nodes, in their order.

    Words of fewer than two letters find nothing. At most a hundred hits.
    """
    if len(fold(words)) < SHORTEST:
        return ()
    hits = [
        Hit(
            _("organisation"),
            "",
            organisation.name,
            reverse("portal:organisation", args=[organisation.slug]),
        )
        for organisation in search_organisations(words)[:MOST]
    ]
    for strategy in public_strategies():
        edition = in_force(editions_seen(strategy, user=user), on=on)
        if edition is None:
            continue
        for text in matching(edition, words)[: MOST - len(hits)]:
            address = reverse("portal:measure", args=[strategy.slug, address_of(text)])
            kind = edition.frame.level(text.depth)
            hits.append(Hit(kind.label(get_language() or "en"), text.code, text.title, address))
    return tuple(hits)
