"""Two texts of a plan beside each other: editions as redlines, what two people wrote as clashes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import override

from headway.cooperation.plans import wording
from headway.cooperation.plans.states import Adoption
from headway.foundation.core.texts import TranslatedText
from headway.foundation.ui.context import own_name
from headway.foundation.ui.redlines import Redline, redlines_of
from headway.monitoring.strategy.services.clashes import clashing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from headway.cooperation.plans.facts import ActionText, PictureShown, PlanText
    from headway.foundation.core.errors import Clash

    Lists = Mapping[str, Callable[[], str]]

T = TypeVar("T")
CONTEXT_TEXTS = ("title", "intro", "why", "context", "monitoring", "adopter", "adoption_words")
ACTION_TEXTS = ("title", "lead", "background", "changes", "follows", "cost_words")


def context_clashes(theirs: PlanText, mine: PlanText) -> Sequence[Clash]:
    """Return where the plan's own words differ, by the fields of their form."""
    return _clashes(CONTEXT_TEXTS, theirs, mine, _context_lists(theirs), _context_lists(mine))


def action_clashes(theirs: ActionText, mine: ActionText) -> Sequence[Clash]:
    """Return where two texts of a planned action differ, by the fields of their form."""
    return _clashes(ACTION_TEXTS, theirs, mine, _action_lists(theirs), _action_lists(mine))


def _clashes(
    texts: Iterable[str], theirs: object, mine: object, their_lists: Lists, my_lists: Lists
) -> Sequence[Clash]:
    pairs: dict[str, tuple[str, object, object]] = {
        name: (str(wording.LABELS[name]), getattr(theirs, name), getattr(mine, name))
        for name in texts
    }
    pairs |= {
        name: (str(wording.LABELS[name]), say(), my_lists[name]())
        for name, say in their_lists.items()
    }
    return clashing(pairs)


def compared(before: PlanText, after: PlanText) -> Iterator[tuple[str, tuple[Redline, ...]]]:
    """Yield what differs between two texts: the plan's own words, then action by action."""
    languages = tuple(dict.fromkeys([*after.languages, *before.languages]))
    yield _("The plan"), tuple(_context_lines(before, after, languages))
    was = {action.key: action for action in before.actions}
    now = {action.key: action for action in after.actions}
    for key in dict.fromkeys([*now, *was]):
        one = now.get(key) or was[key]
        title = wording.said(one.title)
        if key not in was:
            yield title, (Redline(_("Planned actions"), "", title),)
        elif key not in now:
            yield title, (Redline(_("Planned actions"), title, ""),)
        else:
            yield title, tuple(_action_lines(was[key], now[key], languages))


def _context_lines(
    before: PlanText, after: PlanText, languages: Sequence[str]
) -> Iterator[Redline]:
    yield from _text_lines(CONTEXT_TEXTS, before, after)
    yield from _list_lines(_context_lists(before), _context_lists(after), languages)
    orders = [[action.key for action in text.actions] for text in (before, after)]
    common = [[key for key in order if key in orders[1 - n]] for n, order in enumerate(orders)]
    if common[0] != common[1]:
        titles = {each.key: wording.said(each.title) for each in after.actions}
        words = ["; ".join(titles[key] for key in order) for order in common]
        yield Redline(_("Order of the planned actions"), *words)


def _action_lines(
    before: ActionText, after: ActionText, languages: Sequence[str]
) -> Iterator[Redline]:
    yield from _text_lines(ACTION_TEXTS, before, after)
    yield from _list_lines(_action_lists(before), _action_lists(after), languages)


def _text_lines(names: Iterable[str], before: object, after: object) -> Iterator[Redline]:
    for name in names:
        label = str(wording.LABELS[name])
        yield from redlines_of(label, getattr(before, name), getattr(after, name))


def _list_lines(before: Lists, after: Lists, languages: Sequence[str]) -> Iterator[Redline]:
    for name, say in after.items():
        old, new = (_in_all(each, languages) for each in (before[name], say))
        yield from redlines_of(str(wording.LABELS[name]), old, new)


def _in_all(say: Callable[[], str], languages: Sequence[str]) -> TranslatedText:
    words = {}
    for language in languages:
        with override(language):
            words[language] = say()
    return TranslatedText.of(words)


def _lines(say: Callable[[T], str], rows: Iterable[T]) -> Callable[[], str]:
    kept = tuple(rows)
    return lambda: "\n".join(say(row) for row in kept)


def _context_lists(text: PlanText) -> Lists:
    return {
        "languages": lambda: ", ".join(own_name(code) for code in text.languages),
        "authors": _lines(wording.name_of, text.authors),
        "abbreviations": _lines(
            lambda each: f"{each.key}: {wording.name_of(each)}", text.abbreviations
        ),
        "contacts": _lines(wording.player_line, text.contacts),
        "adoption": lambda: str(Adoption(text.adoption).label) if text.adoption else "",
        "recommendation": lambda: wording.name_of(text.recommendation),
        "cover": lambda: _picture(text.cover),
    }


def _action_lists(action: ActionText) -> Lists:
    return {
        "players": _lines(wording.player_line, action.players),
        "steps": _lines(wording.step_line, action.steps),
        "cost": lambda: wording.cost_line(action).partition("\n\n")[0],
        "funding": _lines(wording.funding_line, action.funding),
        "indicators": _lines(wording.measured_line, action.indicators),
        "risks": _lines(wording.risk_line, action.risks),
        "nodes": _lines(wording.node_line, action.nodes),
        "lessons": _lines(wording.lesson_line, action.lessons),
        "picture": lambda: _picture(action.picture),
    }


def _picture(picture: PictureShown | None) -> str:
    return wording.said(picture.alternative) if picture else ""
