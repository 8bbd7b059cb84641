"""The executive summary of a plan: what the page, the PDF and the DOCX say, in one language.

It is made of an edition, never of rows. Texts that a language lacks stand in the one they have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from headway.cooperation.plans import wording
from headway.cooperation.plans.passages import texts_of
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.prose import plain_passage
from headway.foundation.core.provenance import UNKNOWN
from headway.foundation.core.texts import Passage
from headway.foundation.ui.context import own_name
from headway.foundation.ui.parts import part_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.plans.facts import ActionText, PictureShown, PlanText, StepText
    from headway.cooperation.plans.models import PlanEdition
    from headway.cooperation.plans.queries.pictures import TextPicture
    from headway.foundation.core.provenance import Provenance
    from headway.foundation.core.texts import TranslatedText


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened since with a planned action: when, and what."""

    when: PartialDate
    words: TranslatedText
    is_decision: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What stands beside a label: passages, each in its own language."""

    label: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class ActionPage:
    """One planned action on its own page."""

    number: int
    key: str
    title: Passage
    lead: Passage
    background: Passage
    picture: TextPicture | None
    provenance: Provenance
    lines: tuple[Line, ...]
    since: tuple[tuple[str, Passage, bool], ...]


@dataclass(frozen=True, slots=True)
class InLanguage:
    """How far a plan is written in a language."""

    code: str
    name: str
    actions: int
    """How many planned actions are complete in it."""
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole executive summary in the active language."""

    title: Passage
    about: str
    region: Passage
    authors: tuple[Passage, ...]
    project: str
    intro: Passage
    why: Passage
    context: Passage
    monitoring: Passage
    actions: tuple[ActionPage, ...]
    adoption: str
    contacts: tuple[Passage, ...]
    abbreviations: tuple[tuple[str, Passage], ...]
    edition: str
    fingerprint: str
    funding: Passage
    disclaimer: Passage
    provenance: Provenance
    cover: TextPicture | None = None
    emblem: TextPicture | None = None
    address: str = ""
    """Of its page, for documents."""


def summary_of(
    edition: PlanEdition,
    project: Project,
    *,
    since: Mapping[str, tuple[Happened, ...]],
    pictures: Mapping[str, TextPicture],
    origins: Mapping[str, Provenance],
    adopted: str = "",
    emblem: TextPicture | None = None,
    address: str = "",
) -> Summary:
    """Return the executive summary of an edition in the active language.

    `origins` say where planned actions come from, by key; `adopted`: the sentence of the act.
    """
    text = edition.text
    return Summary(
        title=_passage(text.title),
        about=_about(text),
        region=_passage(text.region.name),
        authors=tuple(_passage(each.name) for each in text.authors),
        project=", ".join(part for part in (project.acronym, project.programme) if part),
        intro=_passage(text.intro),
        why=_passage(text.why),
        context=_passage(text.context),
        monitoring=_passage(text.monitoring),
        actions=tuple(
            _page(
                number,
                action,
                since.get(action.key, ()),
                picture=_of(action.picture, pictures),
                provenance=origins.get(action.key, UNKNOWN),
            )
            for number, action in enumerate(text.actions, start=1)
        ),
        adoption=adopted or (wording.adoption_line(text) if text.adoption else ""),
        contacts=tuple(_said(wording.player_line(each), each.who.name) for each in text.contacts),
        abbreviations=tuple((each.key, _passage(each.name)) for each in text.abbreviations),
        edition=_("Edition %(number)d, published on %(day)s")
        % {"number": edition.number, "day": PartialDate.of(edition.frozen_at.date()).worded()},
        fingerprint=edition.sha256,
        funding=_passage(project.funding_statement),
        disclaimer=_passage(project.disclaimer),
        provenance=edition.plan.provenance,
        cover=_of(text.cover, pictures),
        emblem=emblem,
        address=address,
    )


def _of(named: PictureShown | None, pictures: Mapping[str, TextPicture]) -> TextPicture | None:
    return pictures.get(named.key) if named else None


def _about(text: PlanText) -> str:
    words = ngettext(
        "Action plan for %(region)s: executive summary. %(n)d planned action.",
        "Action plan for %(region)s: executive summary. %(n)d planned actions.",
        len(text.actions),
    )
    number = f"{len(text.actions)}\xa0"
    said = words % {"region": wording.said(text.region.name), "n": len(text.actions)}
    return said.replace(number.replace("\xa0", " "), number)


def _page(
    number: int,
    action: ActionText,
    since: Iterable[Happened],
    *,
    picture: TextPicture | None,
    provenance: Provenance,
) -> ActionPage:
    return ActionPage(
        number=number,
        key=action.key,
        title=_passage(action.title),
        lead=_passage(action.lead),
        background=_passage(action.background),
        picture=picture,
        provenance=provenance,
        lines=tuple(line for line in _lines(action) if line.passages),
        since=tuple((each.when.worded(), _passage(each.words), each.is_decision) for each in since),
    )


def _lines(action: ActionText) -> tuple[Line, ...]:
    labels = wording.LABELS
    touched = [_said(wording.node_line(each), each.title) for each in action.nodes]
    players = [
        _said(wording.player_line(each), each.does or each.who.name) for each in action.players
    ]
    steps = [_said(_step(each), each.title) for each in action.steps]
    funding = [_said(wording.funding_line(each), each.source) for each in action.funding]
    known = [_said(wording.measured_line(each), each.title) for each in action.indicators]
    risks = [_said(wording.risk_line(each), each.risk) for each in action.risks]
    lessons = [_said(wording.lesson_line(each), each.of.name) for each in action.lessons]
    return (
        Line(str(labels["changes"]), _some(_passage(action.changes))),
        Line(str(labels["nodes"]), _some(*touched)),
        Line(str(labels["players"]), _some(*players)),
        Line(_("By when"), _some(*steps)),
        Line(str(labels["cost"]), _some(*_cost(action), *funding)),
        Line(str(labels["indicators"]), _some(*known)),
        Line(str(labels["risks"]), _some(*risks)),
        Line(str(labels["lessons"]), _some(*lessons)),
    )


def origin_line(provenance: Provenance) -> str:
    """Say where something comes from, and what of it is made up: as pages do, for documents."""
    told = []
    if provenance.sources:
        told.append(_("Source:") + " " + ", ".join(each.label for each in provenance.sources) + ".")
    if provenance.is_synthetic():
        told.append(_("All of it is synthetic: made up for a demonstration."))
    elif provenance.synthetic:
        parts = ", ".join(part_word(part) for part in provenance.synthetic)
        told.append(_("Synthetic, made up for a demonstration: %(parts)s.") % {"parts": parts})
    told.append(wording.said(provenance.note))
    return " ".join(each for each in told if each)


def _step(step: StepText) -> str:
    span, title = wording.span_of(step), wording.said(step.title)
    return f"{span}: {title}" if span else title


def _cost(action: ActionText) -> tuple[Passage, Passage]:
    amount, _blank, words = wording.cost_line(action).partition("\n\n")
    return _plain(amount), _said(words, action.cost_words)


def _some(*passages: Passage) -> tuple[Passage, ...]:
    return tuple(each for each in passages if each.words)


def _passage(text: TranslatedText) -> Passage:
    """Return a text plain, in the active language or in the one that it has."""
    return plain_passage(text, get_language() or "en")


def _said(words: str, text: TranslatedText) -> Passage:
    """Return a line, which is in the language of the text that it was made of."""
    found = text.passage(get_language() or "en")
    return Passage(words, found.language or found.asked, found.asked)


def _plain(words: str) -> Passage:
    language = get_language() or "en"
    return Passage(words, wording.labels_in(language), language)


def languages_of(text: PlanText) -> tuple[InLanguage, ...]:
    """Return the languages of a plan, and how far it is written in each."""
    found = []
    for code in text.languages:
        lacking = {
            place.partition("/")[0] if "/" in place else ""
            for place, said in texts_of(text)
            if code in said.missing(text.languages) or code in said.outdated
        }
        done = sum(action.key not in lacking for action in text.actions)
        found.append(InLanguage(code, own_name(code), done, not lacking))
    return tuple(found)
