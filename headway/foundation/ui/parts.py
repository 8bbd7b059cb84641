"""What the parts of a record are called, where its sources say which of them are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

if TYPE_CHECKING:
    from headway.foundation.core.provenance import Provenance


def part_word(part: str) -> str:
    """Say which part of a record is meant, in the reader's language."""
    known = {
        "code": _("code"),
        "title": _("title"),
        "description": _("description"),
        "lead": _("responsible"),
        "contributing": _("contributing"),
        "kind": _("kind"),
        "flagship": _("flagship"),
        "sectors": _("sectors"),
        "status": _("status"),
        "dates": _("dates"),
        "start": _("start"),
        "due": _("due date"),
        "in_force_on": _("day in force"),
        "definition": _("definition"),
        "baseline": _("baseline"),
        "targets": _("targets"),
        "frequency": _("frequency"),
        "verification": _("means of verification"),
        "act": _("act"),
        "agreement": _("agreement"),
        "rationale": _("rationale"),
        "members": _("members"),
        "place": _("place"),
        "planned_place": _("place that was planned"),
        "organisation": _("organisation"),
        "project": _("project"),
        "point": _("point on the map"),
        "intro": _("introduction"),
        "findings": _("findings"),
        "text": pgettext("part of a record", "text"),
        "background": _("background"),
        "follows": _("finding that it answers"),
        "players": _("who does what"),
        "steps": _("steps"),
        "cost": _("cost"),
        "indicators": _("indicators"),
        "risks": _("risks"),
        "lessons": _("lessons"),
        "adoption": _("adoption"),
        "minutes": _("minutes for a group"),
        "reviews": _("reviews"),
        "funding": _("what is said of the funding"),
        "semesters": _("semesters"),
    }
    return known.get(part, part)


def made_up(provenance: Provenance) -> str:
    """Say in a document what of a record was made up for a demonstration; nothing of a real one."""
    if provenance.is_synthetic():
        return _("synthetic")
    parts = ", ".join(part_word(part) for part in provenance.synthetic)
    return _("synthetic: %(parts)s") % {"parts": parts} if parts else ""


def with_made_up(words: str, provenance: Provenance) -> str:
    """Return words of a document, followed by what of them was made up, in brackets."""
    said = made_up(provenance)
    return f"{words} ({said})" if words and said else words
