"""The open tables of editions and of what amendments changed: as everybody may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.errors import BadInput
from headway.foundation.formats.types import Column, Filter, Row, Table
from headway.monitoring.amendments.models import Amendment, Operation
from headway.monitoring.amendments.states import Outcome
from headway.monitoring.amendments.wording import sentence_of
from headway.monitoring.strategy.models import Edition
from headway.monitoring.strategy.queries.nodes import public_strategies
from headway.monitoring.strategy.states import EditionState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from headway.foundation.core.texts import TranslatedText

NOBODY = AnonymousUser()


def edition_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield the editions of public strategies, the oldest first. Two queries."""
    slugs = _asked(filters)
    made = Amendment.objects.visible_to(NOBODY).annotate(
        changed=Count("operations", filter=Q(operations__outcome=Outcome.ADOPTED))
    )
    amendments = {each.edition_id: each for each in made.filter(strategy__slug__in=slugs)}
    editions = Edition.objects.visible_to(NOBODY).filter(
        state=EditionState.IN_FORCE, strategy__slug__in=slugs
    )
    for edition in editions.select_related("strategy").order_by("strategy__slug", "number"):
        yield _edition(edition, amendments.get(edition.pk))


def _edition(edition: Edition, amendment: Amendment | None) -> Row:
    return {
        "strategy": edition.strategy.slug,
        "edition": edition.number,
        "title": _words(edition.title),
        "in_force_from": str(edition.in_force_on or ""),
        "act_body": _words(edition.act_body),
        "act_verb": edition.act_verb,
        "act_date": str(edition.act_date or ""),
        "act_number": edition.act_number,
        "amendment": amendment.number if amendment else None,
        "amendment_title": _words(amendment.title) if amendment else "",
        "rationale": _words(amendment.rationale) if amendment else "",
        "changes": amendment.changed if amendment else None,  # type: ignore[attr-defined]  # annotated
        "synthetic": "; ".join(edition.provenance.synthetic),
        "source": "; ".join(source.label for source in edition.provenance.sources),
    }


def change_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield what became text of amendments, in the order of editions and operations."""
    seen = Operation.objects.visible_to(NOBODY).filter(
        amendment__strategy__slug__in=_asked(filters)
    )
    rows = seen.select_related("amendment__strategy", "amendment__edition")
    order = ("amendment__strategy__slug", "amendment__edition__number", "place", "pk")
    for row in rows.order_by(*order):
        amendment = row.amendment
        yield {
            "strategy": amendment.strategy.slug,
            "edition": amendment.edition.number if amendment.edition else None,
            "amendment": amendment.number,
            "key": row.thing_key,
            "kind": row.kind,
            "change": sentence_of(row),
            "rationale": _words(row.rationale),
            "origin": _words(row.origin_title or amendment.origin_title),
        }


def _asked(filters: Mapping[str, str]) -> list[str]:
    """Return the addresses of the public strategies that are asked about.

    :raises BadInput: for a strategy that is not public.
    """
    slugs = list(public_strategies().values_list("slug", flat=True))
    wanted = filters.get("strategy")
    if not wanted:
        return slugs
    if wanted not in slugs:
        sentence = gettext("There is no public strategy “%(slug)s”.")
        raise BadInput({"strategy": sentence % {"slug": wanted}})
    return [wanted]


def _words(text: TranslatedText) -> str:
    return text.passage(get_language() or "en").words


_STRATEGY = Column("strategy", _("strategy"), _("The strategy’s name in addresses."), "text")
_EDITION = Column("edition", _("edition"), _("Its number in the strategy."), "number")
_OF_STRATEGY = Filter("strategy", _("one strategy, by its name in addresses"))
_IN_LANGUAGE = _("In the language asked for, else the original.")

EDITIONS = Table(
    name="editions",
    title=_("Editions"),
    description=_(
        "Every edition of every public strategy: since when it is in force, by which act, and "
        "which amendment made it. Adopted for later counts too."
    ),
    columns=(
        _STRATEGY,
        _EDITION,
        Column("title", _("title"), _IN_LANGUAGE, "text"),
        Column("in_force_from", _("in force from"), _("A date as far as it is known."), "text"),
        Column("act_body", _("body"), _IN_LANGUAGE, "text"),
        Column("act_verb", _("what the body did"), _("adopt or endorse."), "text"),
        Column("act_date", _("date of the act"), _("A date as far as it is known."), "text"),
        Column("act_number", _("number of the act"), _("Empty where it was not entered."), "text"),
        Column("amendment", _("amendment"), _("Its number; empty for one made otherwise."),
               "number"),
        Column("amendment_title", _("title of the amendment"), _IN_LANGUAGE, "text"),
        Column("rationale", _("rationale"), _IN_LANGUAGE, "text"),
        Column("changes", _("changes"), _("How many changes were adopted."), "number",
               _("changes")),
        Column("synthetic", _("synthetic"), _("Which parts were made up; “all” for all."), "text"),
        Column("source", _("source"), _("Where the facts can be read."), "text"),
    ),
    rows=edition_rows,
    filters=(_OF_STRATEGY,),
    public=True,
)  # fmt: skip

CHANGES = Table(
    name="changes",
    title=_("Changes"),
    description=_("Everything that adopted amendments changed in public strategies, and why."),
    columns=(
        _STRATEGY,
        _EDITION,
        Column("amendment", _("amendment"), _("Its number in the strategy."), "number"),
        Column("key", _("key"), _("The permanent key of the node or indicator."), "text"),
        Column("kind", _("kind"), _("What kind of change it is, as a code."), "text"),
        Column("change", _("change"), _("In the language asked for."), "text"),
        Column("rationale", _("rationale"), _IN_LANGUAGE, "text"),
        Column("origin", _("origin"), _("Where the idea came from, as far as it is said."), "text"),
    ),
    rows=change_rows,
    filters=(_OF_STRATEGY,),
    public=True,
)

TABLES = (EDITIONS, CHANGES)
