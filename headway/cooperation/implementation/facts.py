"""What is said of steps and actions, as plain values, which reports keep as JSON. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from headway.cooperation.implementation.states import StepStatus
from headway.cooperation.plans.facts import Kept, Named, StepText
from headway.foundation.core.texts import EMPTY, TranslatedText


@dataclass(frozen=True, slots=True)
class Proof(Kept):
    """What shows that something happened: a page elsewhere, or a file by its name."""

    title: str
    address: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Standing(Kept):
    """How a step stands: its status, in which months (the first of each) work was done."""

    status: str = StepStatus.NOT_STARTED.value
    months: tuple[date, ...] = ()
    reason: TranslatedText = EMPTY
    """Why it was dropped."""
    obstacle: TranslatedText = EMPTY
    needed: TranslatedText = EMPTY
    """What would help to know."""
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class StepTold(Kept):
    """A step as a plan has it, and how it stands."""

    step: StepText
    standing: Standing = Standing()


@dataclass(frozen=True, slots=True)
class ActionTold(Kept):
    """A planned action in a report: its steps, and what its partner says of the whole."""

    key: str
    title: TranslatedText
    steps: tuple[StepTold, ...] = ()
    words: TranslatedText = EMPTY
    obstacles: TranslatedText = EMPTY
    needed: TranslatedText = EMPTY
    why: TranslatedText = EMPTY
    """Why it is not carried out."""


@dataclass(frozen=True, slots=True)
class Answered(Kept):
    """A question of the lead partner to all, and the answer."""

    question: TranslatedText
    answer: TranslatedText = EMPTY


@dataclass(frozen=True, slots=True)
class ReportTold(Kept):
    """A whole report as it was submitted."""

    plan: Named
    organisation: Named
    period: str
    actions: tuple[ActionTold, ...] = ()
    answers: tuple[Answered, ...] = ()
