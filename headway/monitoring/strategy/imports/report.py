"""A plan told: as lines for people, as JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headway.monitoring.strategy.imports.problems import SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.monitoring.strategy.imports.plan import Changed, Plan
    from headway.monitoring.strategy.imports.rows import UnknownOrganisation


def plan_lines(plan: Plan) -> tuple[str, ...]:
    """Tell the counts, what changes, what is gone, and every problem that is kept."""
    lines = _change_lines(plan) if plan.is_clean else _problem_lines(plan)
    return (*lines, *plan.notes)


def summary(plan: Plan) -> str:
    """Return the counts in one sentence: 0 changes: 0 new, 0 changed, 109 unchanged, 0 gone."""
    return counted(
        new=len(plan.created),
        changed=len(plan.changed),
        same=plan.unchanged,
        gone=len(plan.gone),
    )


def counted(*, new: int, changed: int, same: int, gone: int) -> str:
    """Return the counts of a plan in one sentence, in the language of the page."""
    count = new + changed
    sentence = ngettext(
        "%(count)s change: %(new)s new, %(changed)s changed, %(same)s unchanged, %(gone)s gone.",
        "%(count)s changes: %(new)s new, %(changed)s changed, %(same)s unchanged, %(gone)s gone.",
        count,
    )
    return sentence % {"count": count, "new": new, "changed": changed, "same": same, "gone": gone}


def _problem_lines(plan: Plan) -> Iterator[str]:
    count = plan.problem_count
    sentence = ngettext(
        "%(count)s problem. Nothing was imported.",
        "%(count)s problems. Nothing was imported.",
        count,
    )
    yield sentence % {"count": count}
    yield from (str(problem) for problem in plan.problems)
    if count > len(plan.problems):
        yield _("… and %(count)s more.") % {"count": count - len(plan.problems)}


def _change_lines(plan: Plan) -> Iterator[str]:
    yield summary(plan)
    for name in plan.organisations:
        yield _("New organisation: %(name)s") % {"name": name}
    for created in plan.created[:SHOWN]:
        yield _("New: %(name)s") % {"name": plan.name(created)}
    for changed in plan.changed[:SHOWN]:
        yield _("Changed: %(name)s") % {"name": changed.name}
        yield from _field_lines(changed)
    for gone in plan.gone[:SHOWN]:
        yield _("No longer in the file, left as it is: %(name)s") % {"name": gone.name}


def _field_lines(changed: Changed) -> Iterator[str]:
    for change in changed.changes:
        yield f"  {change.field}: {change.old or '–'} → {change.new or '–'}"


def plan_as_json(plan: Plan) -> dict[str, object]:
    """Return counts, and the first 200 of each list; the counts are of all."""
    return {
        "summary": summary(plan),
        "changes": plan.changes,
        "created": len(plan.created),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "gone": len(plan.gone),
        "problems": plan.problem_count,
        "notes": list(plan.notes),
        "organisations": list(plan.organisations),
        "unknown_organisations": [_unknown(one) for one in plan.unknown[:SHOWN]],
        "created_rows": [
            {"row": created.row, "name": plan.name(created)} for created in plan.created[:SHOWN]
        ],
        "changed_rows": [
            {
                "row": changed.row,
                "key": changed.key,
                "name": changed.name,
                "fields": [{"field": c.field, "old": c.old, "new": c.new} for c in changed.changes],
            }
            for changed in plan.changed[:SHOWN]
        ],
        "gone_nodes": [{"key": gone.key, "name": gone.name} for gone in plan.gone[:SHOWN]],
        "shown_problems": [problem.as_json() for problem in plan.problems],
    }


def _unknown(one: UnknownOrganisation) -> dict[str, object]:
    return {
        "name": one.name,
        "row": one.row,
        "rows": one.rows,
        "can_be_new": one.can_be_new,
        "close": [{"address": n.address, "name": n.name, "like": n.like} for n in one.close],
    }
