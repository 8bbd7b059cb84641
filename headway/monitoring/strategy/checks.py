"""What cannot be said of a node: one sentence for each part, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from headway.monitoring.strategy.funding import CURRENCY
from headway.monitoring.strategy.rules import LONGEST_CODE, dates_in_order
from headway.monitoring.strategy.states import NodeKind

if TYPE_CHECKING:
    from headway.monitoring.strategy.frame import Frame
    from headway.monitoring.strategy.funding import Funding
    from headway.monitoring.strategy.wording import Wording


def wording_problems(wording: Wording, frame: Frame) -> dict[str, str]:
    """Return what is wrong with the text of a node in an edition, by its parts."""
    problems = _word_problems(wording)
    if not dates_in_order(start=wording.start, due=wording.due):
        problems["due"] = _("It is due before it starts. Correct one of the two dates.")
    unknown = [key for key in wording.sectors if frame.sector(key) is None]
    if unknown:
        problems["sectors"] = _("The edition has no sector “%(sector)s”.") % {"sector": unknown[0]}
    parts = {(duty.organisation_id, duty.role) for duty in wording.duties}
    if len(parts) < len(wording.duties):
        problems["duties"] = _("An organisation stands twice in the same role. Take one out.")
    return problems | _funding_problems(wording.funding)


def _word_problems(wording: Wording) -> dict[str, str]:
    problems = {}
    if not wording.title:
        problems["title"] = _("The title is missing. Write it in at least one language.")
    if len(wording.code) > LONGEST_CODE:
        sentence = _("The code is too long. Shorten it to %(number)d signs.")
        problems["code"] = sentence % {"number": LONGEST_CODE}
    if wording.kind and wording.kind not in NodeKind.values:
        sentence = _("There is no kind “%(kind)s”. Choose one of those listed.")
        problems["kind"] = sentence % {"kind": wording.kind}
    return problems


def _funding_problems(funding: Funding) -> dict[str, str]:
    problems = {}
    if funding.amount is not None and funding.amount < 0:
        problems["amount"] = _("Funding is not negative. Write the amount without a sign.")
    if not CURRENCY.fullmatch(funding.currency):
        problems["currency"] = _("Write the currency as three capital letters, such as EUR.")
    return problems
