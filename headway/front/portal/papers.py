"""An edition's whole text, and two editions side by side, as documents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.periods import Period
from headway.foundation.core.prose import plain, plain_passage
from headway.foundation.formats.papers import (
    Contents,
    Facts,
    Heading,
    Note,
    Prose,
    Redlined,
)
from headway.foundation.ui.context import own_name
from headway.foundation.ui.parts import made_up, with_made_up
from headway.front.portal.comparing import sentence_of
from headway.monitoring.indicators.panels import baseline_words, stated_words
from headway.monitoring.indicators.queries.definitions import defined
from headway.monitoring.strategy.models import NodeText, Responsibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from headway.foundation.core.texts import Passage, TranslatedText
    from headway.foundation.formats.papers import Block
    from headway.foundation.formats.spoken import Line
    from headway.foundation.ui.redlines import Redline
    from headway.front.portal.comparing import Comparison, Difference
    from headway.front.portal.reading import Reading
    from headway.monitoring.indicators.queries.definitions import Defined
    from headway.monitoring.strategy.frame import Frame
    from headway.monitoring.strategy.models import Edition, Strategy

TITLE = 1
"""The level of the heading of a document."""
DEEPEST = 6
"""Deeper headings look like this one."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document before it is set: its title and its blocks in order."""

    title: str
    blocks: tuple[Block, ...]


def edition_words(edition: Edition) -> str:
    """Return what an edition is called: by its number and its first day."""
    day = edition.in_force_on.worded() if edition.in_force_on else ""
    return _("Edition %(number)s, %(day)s") % {"number": edition.number, "day": day}


def act_words(edition: Edition, language: str) -> str:
    """Say by which act an edition was taken on, as far as it is known."""
    number = _("No %(number)s") % {"number": edition.act_number} if edition.act_number else ""
    day = edition.act_date.worded() if edition.act_date else ""
    verb = edition.get_act_verb_display() if edition.act_verb else ""
    parts = (said_in(edition.act_body, language), number, f"{verb} {day}".strip())
    return with_made_up(", ".join(part for part in parts if part), edition.provenance)


def said_in(text: TranslatedText, language: str) -> str:
    """Return the words in a language, else those of the original, which say so."""
    passage = text.passage(language)
    words = "\n\n".join(plain(part) for part in passage.words.split("\n\n"))
    return f"{words} [{own_name(passage.language)}]" if passage.is_fallback else words


def passage_in(text: TranslatedText, language: str) -> Passage:
    """Return the same with its paragraphs and lists, which also tells its language to a voice."""
    found = plain_passage(text, language)
    words = f"{found.words} [{own_name(found.language)}]" if found.is_fallback else found.words
    return replace(found, words=words)


def text_paper(reading: Reading, language: str) -> Paper:
    """Return the whole text of an edition in a language. Five queries."""
    with translation.override(language):
        edition = reading.edition
        title = said_in(edition.title, language)
        return Paper(title, (*_opening(reading, language), *_body(edition, language)))


def _opening(reading: Reading, language: str) -> Iterator[Block]:
    edition, frame = reading.edition, reading.edition.frame
    span = edition.in_force_on.worded() if edition.in_force_on else ""
    pairs: list[tuple[str, Line]] = [
        (_("Strategy"), passage_in(reading.strategy.name, language)),
        (_("Edition"), str(edition.number)),
        (_("In force from"), span),
        (_("In force until"), last_day_words(reading)),
        (_("Act"), act_words(edition, language)),
        (_("Kept by"), passage_in(reading.strategy.organisation.name, language)),
        (_("Horizon"), frame.horizon.worded() if frame.horizon else ""),
    ]
    yield Facts([(label, value) for label, value in pairs if str(value)])
    yield Note(
        _("The consolidated text: all that holds in this edition, whichever act brought it.")
    )
    yield Contents(_("Contents"), depth=min(TITLE + frame.counted_depth, DEEPEST))
    if frame.vision:
        yield Heading(_("Vision"))
        yield Prose(passage_in(frame.vision, language))


def last_day_words(reading: Reading) -> str:
    """Say until when an edition is in force, or that another act replaced it the same day."""
    if reading.was_never_read:
        return _("replaced by another act of the same day")
    last = reading.last_day
    return PartialDate.of(last).worded() if last else ""


def _body(edition: Edition, language: str) -> Iterator[Block]:
    frame = edition.frame
    duties: dict[int, list[Responsibility]] = {}
    held = Responsibility.objects.of(edition).select_related("organisation")
    for duty in held.order_by("-role", "organisation__slug"):
        duties.setdefault(duty.node_id, []).append(duty)
    measured: dict[int, list[Defined]] = {}
    found = defined(edition)
    for each in found:
        for node in each.node_ids:
            measured.setdefault(node, []).append(each)
    ambitions = [each for each in found if each.is_ambition]
    if ambitions:
        yield Heading(_("Indicators of the strategy as a whole"))
        yield Facts([_indicator(each, language) for each in ambitions])
    for text in NodeText.objects.of(edition).order_by("path"):
        own = duties.get(text.node_id, ())
        yield from _node(text, own, measured.get(text.node_id, ()), frame, language)


def _node(
    text: NodeText,
    duties: Sequence[Responsibility],
    indicators: Sequence[Defined],
    frame: Frame,
    language: str,
) -> Iterator[Block]:
    title = passage_in(text.title, language)
    words = f"{text.code} {title.words}".strip()
    yield Heading(replace(title, words=words), level=min(TITLE + text.depth, DEEPEST))
    if text.description:
        yield Prose(passage_in(text.description, language))
    pairs = [
        *_facts(text, frame, language),
        *_duties(duties, language),
        *(_indicator(each, language) for each in indicators),
        *_origin(text),
    ]
    if pairs:
        yield Facts(pairs)


def _origin(text: NodeText) -> Iterator[tuple[str, str]]:
    """Name the sources of a text and what of it was made up, so that no paper hides it."""
    labels = (source.label for source in text.provenance.sources)
    said = "; ".join(filter(None, (*labels, made_up(text.provenance))))
    if said:
        yield _("Sources"), said


def _facts(text: NodeText, frame: Frame, language: str) -> list[tuple[str, str]]:
    sectors = [sector for key in text.sectors if (sector := frame.sector(key))]
    is_measure = text.depth >= frame.counted_depth
    pairs = [
        (_("Kind"), str(text.get_kind_display()) if text.kind and is_measure else ""),
        (_("Flagship"), _("yes") if text.is_flagship else ""),
        (_("Start"), text.start.worded() if text.start else ""),
        (_("Due"), text.due.worded() if text.due else ""),
        (_("Sectors"), ", ".join(said_in(sector.title, language) for sector in sectors)),
        (_("Level of funding"), str(text.funding) if text.funding else ""),
    ]
    return [(label, value) for label, value in pairs if value]


def _duties(duties: Iterable[Responsibility], language: str) -> Iterator[tuple[str, str]]:
    by_role: dict[str, list[str]] = {}
    for duty in duties:
        role = str(duty.get_role_display())
        by_role.setdefault(role, []).append(said_in(duty.organisation.name, language))
    for role, names in by_role.items():
        yield role[:1].upper() + role[1:], "; ".join(names)


def _indicator(each: Defined, language: str) -> tuple[str, str]:
    """Return an indicator with its baseline and targets, as one fact."""
    text = each.text
    name = with_made_up(f"{text.code} {said_in(text.title, language)}".strip(), text.provenance)
    baseline = baseline_words(text)
    parts = [
        _("baseline %(figure)s (%(period)s)") % {"figure": baseline[0], "period": baseline[1]}
        if baseline
        else "",
        *(
            _("target %(figure)s (%(period)s)")
            % {"figure": stated_words(text, target), "period": _period(target.period)}
            for target in each.targets
        ),
    ]
    told = "; ".join(part for part in parts if part)
    return _("Indicator"), f"{name}: {told}" if told else name


def _period(text: str) -> str:
    return Period.parse(text).worded()


def comparison_paper(strategy: Strategy, found: Comparison) -> Paper:
    """Return what differs in two editions, in the language that is active."""
    language = get_language() or "en"
    before, after = edition_words(found.before), edition_words(found.after)
    title = _("%(strategy)s: what changed") % {"strategy": said_in(strategy.name, language)}
    return Paper(title, tuple(_compared(found, before, after, language)))


def _compared(found: Comparison, before: str, after: str, language: str) -> Iterator[Block]:
    acts = (act_words(edition, language) for edition in (found.before, found.after))
    old, new = ("; ".join(filter(None, pair)) for pair in zip((before, after), acts, strict=True))
    yield Facts([(_("Old text"), old), (_("New text"), new)])
    yield Prose(sentence_of(found))
    yield Note(_("What is struck out is gone; what is underlined is new."))
    if found.frame:
        yield Heading(_("The strategy as a whole"))
        yield from _lines(found.frame)
    for ambition in found.ambitions:
        yield from _difference(ambition, 2, _("Indicator"))
    for section in found.sections:
        if section.difference:
            yield from _difference(section.difference, 2)
        else:
            yield Heading(section.name)
        for each in section.indicators:
            yield from _difference(each, 3, _("Indicator"))


def _difference(each: Difference, level: int, what: str = "") -> Iterator[Block]:
    words = f"{each.name} ({', '.join(each.mark_words)})"
    yield Heading(f"{what}: {words}" if what else words, level=level)
    yield from _lines(each.lines)


def _lines(lines: Iterable[Redline]) -> Iterator[Block]:
    for line in lines:
        label = f"{line.label} ({line.language_name})" if line.language else line.label
        yield Redlined.of(label, line.before, line.after, line.language)
