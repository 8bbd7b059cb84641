"""What every service of plans does: take one, freeze its text, tell the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from headway.cooperation.partnerships.models import writes_for
from headway.cooperation.plans.facts import fingerprint
from headway.cooperation.plans.models import Plan, PlanEdition
from headway.cooperation.plans.permissions import can_edit_now, can_step, can_write_plan
from headway.cooperation.plans.queries.plans import last_number
from headway.cooperation.plans.queries.texts import WITH, text_of
from headway.cooperation.plans.states import PLAN_STEPS
from headway.foundation.audit.services import record
from headway.foundation.core import words
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.keys import new_key
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.publication.services import partnership_scope, renew

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from headway.cooperation.plans.permissions import Person
    from headway.cooperation.plans.states import EditionReason
    from headway.foundation.audit.verbs import Verb
    from headway.foundation.core.texts import TranslatedText

REASON = "the service checks its own permission"
LONGEST_WORDS = 2_000  # signs; of why a step is taken
LONGEST_TITLE = 300  # signs; as the programme's form takes (facts 3.1)
LONGEST_TEXT = 20_000  # signs; of one section in one language
LONGEST_NAME = 200


def is_among(by: Person, author_slugs: Iterable[str]) -> bool:
    """Tell whether somebody may write for one of the authors, or for everybody."""
    if by.pk is None or getattr(by, "is_administrator", False):
        return True
    return writes_for(by).filter(organisation__slug__in=author_slugs).exists()


def locked_plan(plan_id: int) -> Plan:
    """Take a plan against other writers, with what it is read with."""
    rows = Plan.objects.unrestricted(reason=REASON).select_related(*WITH)
    return rows.select_for_update(of=("self",)).get(pk=plan_id)


def plan_to_write(plan_id: int, by: Person) -> Plan:
    """Take a plan whose text somebody changes.

    :raises NotAllowed: unless they write for an author.
    :raises WrongState: while its words stand.
    """
    plan = locked_plan(plan_id)
    require(can_write_plan(by, plan))
    require_now(can_edit_now(plan))
    return plan


def step(plan: Plan, name: str, *, at: datetime, **columns: object) -> None:
    """Move a plan on; its words, and so their version, stay.

    :raises WrongState: if its state, or its adoption, does not allow it.
    """
    require_now(can_step(plan, name))
    plan.state = PLAN_STEPS.target(state=plan.state, step=name)
    plan.state_since = at
    for column, value in columns.items():
        setattr(plan, column, value)
    plan.save(update_fields=["state", "state_since", *columns])


def freeze(plan: Plan, reason: EditionReason, *, by: Person, at: datetime) -> PlanEdition:
    """Keep the text of a plan as it stands now, with its fingerprint."""
    text = text_of(plan)
    return PlanEdition.objects.unrestricted(reason=REASON).create(
        key=new_key(),
        plan=plan,
        number=last_number(plan) + 1,
        reason=reason,
        frozen_at=at,
        frozen_by=str(by)[:LONGEST_NAME],
        kept_text=text.as_json(),
        sha256=fingerprint(text),
    )


def noted(
    verb: Verb,
    plan: Plan,
    *,
    by: Person,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Record what was done to a plan, under its name in the language that leads."""
    record(verb, plan, by=by, at=at, payload=payload, reason=reason, name=str(plan))


def renew_public(plan: Plan, *, at: datetime) -> None:
    renew(partnership_scope(plan.project.key), at=at)


def rows_seen(model: type[Any], by: Person) -> Any:  # noqa: ANN401 -- a query set of the model
    """Return the rows of a confidential table that a writer may read; all, for a command."""
    if isinstance(by, SystemActor):
        return model.objects.unrestricted(reason="a command loads what it knows")
    return model.objects.visible_to(by)


def text_problems(
    texts: Iterable[tuple[str, TranslatedText]], *, most: int = LONGEST_TEXT
) -> dict[str, str]:
    """Say which texts are longer than a title, or a section, may be, by the fields of a form."""
    return words.text_problems(
        (name, text, LONGEST_TITLE if name.endswith("title") else most) for name, text in texts
    )


def title_problems(title: TranslatedText) -> dict[str, str]:
    if title:
        return {}
    return {"title": _("The title is missing. Write it in at least one language.")}
