"""Translations that are missing or outdated, for whoever keeps a strategy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from headway.monitoring.strategy.models import Edition, NodeText, Strategy

if TYPE_CHECKING:
    from headway.foundation.core.texts import TranslatedText

REASON = "texts of editions that the caller was allowed to read"
READ = (
    *("strategy_id", "code", "title", "description", "depth", "from_number", "until_number"),
    *("node__key", "node__life__status", "node__life__note"),
)


@dataclass(frozen=True, slots=True)
class Gap:
    """One text that one language lacks, or has from an original that reads otherwise now.

    `place` says in which form it is put right: strategy, statuses, frame, sectors, neighbours, node
    or life; `key` of which node.
    """

    language: str
    is_outdated: bool
    place: str
    key: str
    name: str
    part: str


@dataclass(frozen=True, slots=True)
class _Held:
    """One text and where it stands."""

    text: TranslatedText
    place: str
    key: str
    name: str
    part: str

    def gaps(self, languages: Iterable[str]) -> Iterator[Gap]:
        where = (self.place, self.key, self.name, self.part)
        yield from (Gap(language, False, *where) for language in self.text.missing(languages))
        yield from (Gap(language, True, *where) for language in self.text.outdated)


def gaps_of(editions: Iterable[Edition]) -> dict[int, tuple[Gap, ...]]:
    """Return by strategy what is missing or outdated in it and these editions, each text once.

    One query for any number of strategies.
    """
    shown = tuple(editions)
    return gaps_in(shown, texts_of(shown))


def gaps_in(editions: Iterable[Edition], texts: Iterable[NodeText]) -> dict[int, tuple[Gap, ...]]:
    """Return what `gaps_of` does of editions whose texts were read by `texts_of`. No query."""
    shown = tuple(editions)
    strategies = {edition.strategy_id: edition.strategy for edition in shown}
    found: dict[int, dict[Gap, None]] = {strategy: {} for strategy in strategies}
    for strategy, held in (*_texts(shown, strategies.values()), *_of_nodes(texts)):
        found[strategy] |= dict.fromkeys(held.gaps(strategies[strategy].languages))
    return {strategy: tuple(gaps) for strategy, gaps in found.items()}


def texts_of(editions: Iterable[Edition]) -> tuple[NodeText, ...]:
    """Return the texts of editions in the order of the tree, with the lives of nodes. One query."""
    held = Q()
    for edition in editions:
        held |= Q(
            strategy=edition.strategy_id,
            from_number__lte=edition.number,
            until_number__gt=edition.number,
        )
    if not held:
        return ()
    texts = NodeText.objects.unrestricted(reason=REASON).filter(held)
    return tuple(texts.select_related("node__life").only(*READ).order_by("path", "-from_number"))


def _texts(
    editions: tuple[Edition, ...], strategies: Iterable[Strategy]
) -> Iterator[tuple[int, _Held]]:
    for strategy in strategies:
        name = str(strategy.name)
        yield strategy.pk, _Held(strategy.name, "strategy", "", name, pgettext("thing", "name"))
        yield strategy.pk, _Held(strategy.short_name, "strategy", "", name, _("short name"))
        for option in strategy.statuses:
            word = str(option.label)
            yield strategy.pk, _Held(option.label, "statuses", "", word, _("implementation status"))
    for edition in editions:
        name = str(edition.title)
        yield edition.strategy_id, _Held(edition.title, "frame", "", name, _("title"))
        yield edition.strategy_id, _Held(edition.frame.vision, "frame", "", name, _("vision"))
        for sector in edition.frame.sectors:
            title = str(sector.title)
            yield edition.strategy_id, _Held(sector.title, "sectors", "", title, _("sector"))
        for plan in edition.frame.neighbours:
            where = ("neighbours", "", str(plan.title), _("neighbouring plan"))
            yield edition.strategy_id, _Held(plan.title, *where)


def _of_nodes(texts: Iterable[NodeText]) -> Iterator[tuple[int, _Held]]:
    noted = {}
    for text in texts:
        where = ("node", text.node.key, str(text))
        yield text.strategy_id, _Held(text.title, *where, _("title"))
        yield text.strategy_id, _Held(text.description, *where, _("description"))
        life = getattr(text.node, "life", None)
        if life and life.note:
            noted[text.node.key] = text.strategy_id, life.note
    for key, (strategy, note) in sorted(noted.items()):
        yield strategy, _Held(note, "life", key, key, _("note"))
