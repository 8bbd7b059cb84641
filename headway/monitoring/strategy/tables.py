"""The open tables of strategies: their measures, and who answers for them.

Only editions in force of public strategies are served, as they read on a day, with what was known
on a day: today in the strategy's own time zone, or the days that `on` and `as_of` name.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.days import AS_OF, ON, Days
from headway.foundation.core.errors import BadInput
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.formats.types import Column, Filter, Row, Table
from headway.foundation.organisations.models import Organisation
from headway.monitoring.strategy.models import Edition, NodeText, Responsibility
from headway.monitoring.strategy.queries.editions import editions_seen, in_force
from headway.monitoring.strategy.queries.nodes import public_strategies
from headway.monitoring.strategy.queries.tree import Choice, listed, upper_nodes
from headway.monitoring.strategy.rules import PLACE_WIDTH
from headway.monitoring.strategy.states import NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from headway.foundation.core.texts import TranslatedText


def measure_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield one row per counted node. Four queries per strategy.

    What is wanted is read for all strategies before the first row leaves.
    """
    for edition, choice, days in _chosen(filters):
        names = _names(edition)
        contributing = _contributing(edition)
        tops = {text.path: text for text in upper_nodes(edition)}
        found = listed(edition, choice, known_before=days.known_before)
        for text in found.select_related("node").order_by("path").iterator():
            yield _measure(edition, text, names, contributing, tops)


def responsibility_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield one row per responsibility on any level, in the order of the tree."""
    for edition, _days in editions_asked(filters):
        texts = {text.node_id: text for text in NodeText.objects.of(edition).select_related("node")}
        rows = Responsibility.objects.of(edition).select_related("organisation")
        for duty in sorted(rows, key=lambda row: (texts[row.node_id].path, row.role != "lead")):
            text = texts[duty.node_id]
            yield {
                "strategy": edition.strategy.slug,
                "key": text.node.key,
                "code": text.code,
                "level": edition.frame.level(text.depth).label("en"),
                "role": duty.role,
                "organisation": duty.organisation.slug,
                "organisation_en": duty.organisation.name.words("en"),
                "organisation_lt": duty.organisation.name.words("lt"),
                "from": str(duty.since or ""),
                "to": str(duty.until or ""),
            }


def _chosen(filters: Mapping[str, str]) -> list[tuple[Edition, Choice, Days]]:
    """Join editions with what is wanted of them; one that does not have it has no rows.

    :raises BadInput: if none has it.
    """
    found, problem = [], None
    for edition, days in editions_asked(filters):
        try:
            found.append((edition, choice_from(edition, filters), days))
        except BadInput as refused:
            problem = refused
    if problem and not found:
        raise problem
    return found


def choice_from(edition: Edition, filters: Mapping[str, str]) -> Choice:
    """Read what a reader wants to see from an address.

    :raises BadInput: for a value that the edition does not have.
    """
    return Choice(
        top=_path_of(edition, filters.get("objective", "")),
        organisation=_organisation(filters.get("organisation", "")),
        status=_status(edition, filters.get("status", "")),
        sector=_sector(edition, filters.get("sector", "")),
        due=_due(filters.get("due", "")),
        kind=_kind(filters.get("kind", "")),
        words=filters.get("words", ""),
    )


def editions_asked(filters: Mapping[str, str]) -> Iterator[tuple[Edition, Days]]:
    """Yield the editions in force, of one strategy or of all public ones, with the days asked.

    :raises BadInput: for a strategy that is not public, or a day that is none.
    """
    at = timezone.localtime()
    strategies = public_strategies()
    if slug := filters.get("strategy"):
        strategies = strategies.filter(slug=slug)
        if not strategies.exists():
            sentence = gettext("There is no public strategy “%(slug)s”.")
            raise BadInput({"strategy": sentence % {"slug": slug}})
    for strategy in strategies:
        days = Days.asked(filters, at=at, zone=strategy.time_zone)
        edition = in_force(editions_seen(strategy, user=AnonymousUser()), on=days.on)
        if edition:
            yield edition, days


def _path_of(edition: Edition, code: str) -> str:
    if not code:
        return ""
    for text in upper_nodes(edition):
        if code in {text.code, text.node.key}:
            return text.path
    sentence = gettext("The strategy has no objective or task “%(code)s”.")
    raise BadInput({"objective": sentence % {"code": code}})


def _organisation(slug: str) -> int:
    if not slug:
        return 0
    found = Organisation.objects.filter(slug=slug).values_list("pk", flat=True).first()
    if found is None:
        sentence = gettext("There is no organisation “%(slug)s”.")
        raise BadInput({"organisation": sentence % {"slug": slug}})
    return found


def _status(edition: Edition, code: str) -> str:
    known = {option.code for option in edition.strategy.statuses}
    if code and code not in known:
        sentence = gettext("“%(status)s” is not in this strategy’s list: %(known)s.")
        raise BadInput({"status": sentence % {"status": code, "known": ", ".join(sorted(known))}})
    return code


def _sector(edition: Edition, key: str) -> str:
    if key and edition.frame.sector(key) is None:
        sentence = gettext("The edition has no sector “%(sector)s”.")
        raise BadInput({"sector": sentence % {"sector": key}})
    return key


def _due(text: str) -> str:
    try:
        return str(PartialDate.parse(text)) if text else ""
    except ValueError as problem:
        raise BadInput({"due": str(problem)}) from None


def _kind(kind: str) -> str:
    if kind and kind not in NodeKind.values:
        sentence = gettext("There is no kind “%(kind)s”. Write one of: %(known)s.")
        raise BadInput({"kind": sentence % {"kind": kind, "known": ", ".join(NodeKind.values)}})
    return kind


def _names(edition: Edition) -> dict[int, Organisation]:
    ids = Responsibility.objects.of(edition).values("organisation")
    return Organisation.objects.in_bulk(list(ids.values_list("organisation", flat=True).distinct()))


def _contributing(edition: Edition) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    rows = Responsibility.objects.of(edition).filter(role="contributing").order_by("pk")
    for node, organisation in rows.values_list("node", "organisation"):
        found[node].append(organisation)
    return found


def _measure(
    edition: Edition,
    text: NodeText,
    names: Mapping[int, Organisation],
    contributing: Mapping[int, list[int]],
    tops: Mapping[str, NodeText],
) -> Row:
    frame, strategy = edition.frame, edition.strategy
    status = next((s for s in strategy.statuses if s.code == text.status), None)  # type: ignore[attr-defined]  # annotated by listed()
    leads = [int(part) for part in (text.lead_ids or "").split(",") if part]  # type: ignore[attr-defined]  # annotated by listed()
    top = tops.get(text.path[:PLACE_WIDTH])
    above = tops.get(text.path.rpartition(".")[0])
    return {
        "strategy": strategy.slug,
        "key": text.node.key,
        "code": text.code,
        "level": frame.level(text.depth).label("en"),
        "objective": top.code if top else "",
        "parent": above.code if above else "",
        "title": _words(text.title),
        "title_en": text.title.words("en"),
        "title_lt": text.title.words("lt"),
        "description": _words(text.description),
        "kind": text.kind,
        "flagship": text.is_flagship,
        "sectors": "; ".join(text.sectors),
        "lead": "; ".join(names[pk].slug for pk in leads),
        "lead_name": "; ".join(_words(names[pk].name) for pk in leads),
        "contributing": "; ".join(names[pk].slug for pk in contributing.get(text.node_id, ())),
        "start": str(text.start or ""),
        "due": str(text.due or ""),
        "funding": text.funding.amount,
        "currency": "" if text.funding.amount is None else text.funding.currency,
        "status": status.canonical if status else "",
        "status_label": _words(status.label) if status else "",
        "synthetic": "; ".join(text.provenance.synthetic),
        "source": "; ".join(source.label for source in text.provenance.sources),
    }


def _words(text: TranslatedText) -> str:
    return text.passage(get_language() or "en").words


_STRATEGY = Column("strategy", _("strategy"), _("The strategy’s name in addresses."), "text")
_KEY = Column("key", _("key"), _("The permanent key of the node."), "text")
_CODE = Column("code", _("code"), _("The code in the edition in force."), "text")
_LEVEL = Column("level", _("level"), _("The level of the tree, in English."), "text")
_OF_STRATEGY = Filter("strategy", _("one strategy, by its name in addresses"))
_ON = Filter(ON, _("the edition in force on this day, such as 2021-05-01; today unless given"))
_AS_OF = Filter(
    AS_OF,
    _("statuses as they were known at the end of this day, such as 2026-05-01; today unless given"),
)

MEASURES = Table(
    name="measures",
    title=_("Measures"),
    description=_(
        "Every measure of every public strategy, as its edition in force says, with the "
        "status that is known. Give the days on and as_of to read it as it was."
    ),
    columns=(
        _STRATEGY,
        _KEY,
        _CODE,
        _LEVEL,
        Column("objective", _("objective"), _("Code of the node at the top."), "text"),
        Column("parent", _("above"), _("Code of the node above."), "text"),
        Column("title", _("title"), _("In the language asked for, else the original."), "text"),
        Column("title_en", _("title, English"), _("Empty where there is none."), "text"),
        Column("title_lt", _("title, Lithuanian"), _("Empty where there is none."), "text"),
        Column("description", _("description"), _("In the language asked for."), "text"),
        Column("kind", _("kind"), _("one_off or continuous."), "text"),
        Column("flagship", _("flagship"), _("Whether the strategy singles it out."), "yes_no"),
        Column("sectors", _("sectors"), _("Keys of the strategy’s sectors."), "text"),
        Column("lead", _("responsible"), _("Who leads, by name in addresses."), "text"),
        Column("lead_name", _("name of the responsible"), _("In the language asked for."), "text"),
        Column("contributing", _("contributing"), _("Who takes part, in addresses."), "text"),
        Column("start", _("start"), _("A date as far as it is known."), "text"),
        Column("due", _("due"), _("A date as far as it is known."), "text"),
        Column("funding", _("level of funding"), _("Empty as long as it is not known."), "number"),
        Column("currency", _("currency"), _("Three letters of ISO 4217."), "text"),
        Column(
            "status",
            _("status"),
            _("One of seven statuses common to all, as known now or on the day of as_of."),
            "text",
        ),
        Column("status_label", _("status in words"), _("The strategy’s own word."), "text"),
        Column("synthetic", _("synthetic"), _("Which parts were made up; “all” for all."), "text"),
        Column("source", _("source"), _("Where the facts can be read."), "text"),
    ),
    rows=measure_rows,
    filters=(
        _OF_STRATEGY,
        Filter("objective", _("code of an objective or task")),
        Filter("organisation", _("an organisation that answers for them")),
        Filter("status", _("status, in the strategy’s own list")),
        Filter("sector", _("key of a sector")),
        Filter("due", _("year or month in which they are due")),
        Filter("kind", _("one_off or continuous")),
        Filter("words", _("words in the text")),
        _ON,
        _AS_OF,
    ),
    public=True,
)

RESPONSIBILITIES = Table(
    name="responsibilities",
    title=_("Responsibilities"),
    description=_("Which organisation answers for which node, in which role."),
    columns=(
        _STRATEGY,
        _KEY,
        _CODE,
        _LEVEL,
        Column("role", _("role"), _("lead or contributing."), "text"),
        Column("organisation", _("organisation"), _("Its name in addresses."), "text"),
        Column("organisation_en", _("organisation, English"), _("Its name in English."), "text"),
        Column("organisation_lt", _("organisation, Lithuanian"), _("In Lithuanian."), "text"),
        Column("from", _("from"), _("Empty where the day is not known."), "text"),
        Column("to", _("to"), _("Empty while it lasts."), "text"),
    ),
    rows=responsibility_rows,
    filters=(_OF_STRATEGY, _ON),
    public=True,
)

TABLES = (MEASURES, RESPONSIBILITIES)
