"""What the parts of a record are called, where its sources say which of them are meant."""

from __future__ import annotations

from django.utils.translation import gettext as _


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
        "text": _("text"),
        "findings": _("findings"),
        "intro": _("introduction"),
        "background": _("background"),
        "follows": _("what it follows from"),
        "steps": _("steps"),
        "players": _("who does what"),
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
