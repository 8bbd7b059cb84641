"""What a plan lacks, in sentences: what is wrong and what to do, and where to do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.cooperation.plans import wording
from headway.cooperation.plans.rules import MUST, findings_of
from headway.cooperation.plans.states import Check
from headway.foundation.ui.context import own_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from headway.cooperation.plans.facts import PlanText
    from headway.cooperation.plans.rules import Finding


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as pages show it."""

    finding: Finding
    label: str
    sentence: str

    @property
    def heading(self) -> str:
        """What the part is called where its planned action is named already."""
        return str(wording.LABELS[self.finding.part])

    @property
    def is_must(self) -> bool:
        return self.finding.severity == MUST

    @property
    def language_name(self) -> str:
        return own_name(self.finding.language) if self.finding.language else ""


def told_of(text: PlanText) -> tuple[Told, ...]:
    """Return all that a text lacks, told in the active language."""
    return tuple(told(text, each) for each in findings_of(text))


def told(text: PlanText, finding: Finding) -> Told:
    return Told(finding, label_of(text, finding), sentence_of(finding))


def told_findings(text: PlanText, findings: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    """Yield each finding as a problem of an input: its place, and where it is with its sentence."""
    places: dict[str, str] = {}
    for each in findings:
        said = told(text, each)
        language = f" ({said.language_name})" if said.language_name else ""
        place = f"{each.place}.{each.language}".rstrip(".")
        places[place] = f"{places.get(place, '')} {said.label}{language}: {said.sentence}".strip()
    yield from places.items()


def label_of(text: PlanText, finding: Finding) -> str:
    """Say where it is: “Why change is needed”, or “Planned action 2, Who does what”."""
    part = str(wording.LABELS[finding.part])
    for number, action in enumerate(text.actions, start=1):
        if action.key == finding.action:
            return _("Planned action %(number)d, %(part)s") % {"number": number, "part": part}
    return part


def sentence_of(finding: Finding) -> str:
    """Say what is wrong and what to do."""
    given = {
        "words": finding.words,
        "number": finding.number,
        "most": finding.most,
        "language": own_name(finding.language) if finding.language else "",
    }
    return _sentences()[finding.check] % given


def _sentences() -> dict[str, str]:
    return {
        Check.NO_ACTIONS: _("The plan has no planned action yet. Add one."),
        Check.MISSING: _("This section is empty. Write it for somebody who is new to all of this."),
        Check.NOT_TRANSLATED: _("Nothing stands here in %(language)s. Translate it."),
        Check.OUTDATED: _(
            "The original was changed after this was translated. Bring the translation up to date."
        ),
        Check.LONG_SECTION: _("It has %(number)d words. Cut it to %(most)d at most."),
        Check.LONG_SENTENCE: _(
            "The sentence “%(words)s…” has %(number)d words. Make two of it: %(most)d are enough."
        ),
        Check.MANY_SENTENCES: _("It has %(number)d sentences. Say it in %(most)d."),
        Check.ABBREVIATION: _(
            "“%(words)s” is never explained. Write it out once, or add it to the abbreviations."
        ),
        Check.NO_PLAYERS: _("Nobody is named. Say who takes part, and what each does."),
        Check.NOT_SAID_WHAT: _("Say what %(words)s does."),
        Check.NO_STEPS: _("There are no steps. Say what is done from which month to which."),
        Check.NO_DATES: _("The step “%(words)s” has no first or last month. Add both."),
        Check.NOT_SAID_WHO: _("The step “%(words)s” names nobody. Say who does it."),
        Check.NO_COST: _(
            "Say what it costs, that it costs nothing, or why the cost is not known yet."
        ),
        Check.NO_FUNDING: _("The cost is known, but not who pays. Name the sources of money."),
        Check.NO_INDICATOR: _("No indicator is named. Say how one will know that it works."),
        Check.NO_TARGET: _("The indicator “%(words)s” has no target with a date. Set one."),
        Check.NO_LESSON: _(
            "It names no good practice and no event. Say what of the exchange it follows from."
        ),
        Check.NO_ADOPTION: _("Say whether the plan has to be adopted."),
        Check.NO_ADOPTER: _("Say who adopts the plan."),
        Check.NO_ADOPTION_WORDS: _("Say why the plan need not be adopted."),
        Check.NO_CONTACT: _("Name a role that answers questions."),
        Check.NO_COVER: _("Add a picture for the cover. Without one a drawing stands there."),
    }
