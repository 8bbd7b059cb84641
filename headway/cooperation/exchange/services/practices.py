"""Good practices: written by their organisation, decided on by the lead partner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.exchange import notices, verbs
from headway.cooperation.exchange.models import GoodPractice
from headway.cooperation.exchange.permissions import (
    can_decide_practice,
    can_write_practice,
    takes_edits,
)
from headway.cooperation.exchange.services.common import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    locked_practice,
    told,
)
from headway.cooperation.exchange.services.letters import tell_lead, tell_organisation
from headway.cooperation.exchange.states import (
    EDITABLE,
    PRACTICE_STEPS,
    PracticeLevel,
    PracticeState,
)
from headway.cooperation.partnerships.models import Project
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.errors import BadInput
from headway.foundation.core.keys import new_key
from headway.foundation.core.problems import refuse
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import texts_shown
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import keep
from headway.foundation.core.words import text_problems, tidy_reason, too_long
from headway.foundation.publication.services import partnership_scope, renew
from headway.foundation.ui.conflicts import require_seen

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.exchange.facts import PracticePlan
    from headway.cooperation.exchange.permissions import Keeper

LONG = ("problem", "solution", "evidence", "difficulties", "resources", "transferability")
TEXTS = ("title", *LONG, "contact_role")
PLAIN = ("level", "began", "ended", "contact_email", "link")
LONGEST_LINK = 500


@transaction.atomic
def create_practice(
    *,
    project_id: int,
    organisation_id: int,
    plan: PracticePlan,
    by: Keeper,
    at: datetime,
    provenance: Provenance = UNKNOWN,
    key: str = "",
) -> GoodPractice:
    """Begin a good practice of an organisation; nobody else reads it before it is submitted.

    :raises NotAllowed: unless somebody who writes for the organisation does it.
    :raises BadInput: for an organisation without a region in the project, or a missing title.
    """
    project = Project.objects.get(pk=project_id)
    member = project.members.filter(organisation=organisation_id, region__isnull=False).first()
    if member is None or member.region_id is None:
        sentence = _("Choose a partner of the project that stands for a region.")
        raise BadInput({"organisation": sentence})
    practice = GoodPractice(
        key=key or new_key(),
        project=project,
        region_id=member.region_id,
        organisation_id=organisation_id,
        state_since=at,
        provenance=provenance,
        **_columns(plan),
    )
    require(can_write_practice(by, practice))
    refuse(_problems(plan))
    practice.save()
    told(verbs.PRACTICE_CREATED, practice, by=by, at=at)
    return practice


def _columns(plan: PracticePlan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in (*TEXTS, *PLAIN)}


def _problems(plan: PracticePlan) -> dict[str, str]:
    problems = text_problems(
        [
            ("title", plan.title, LONGEST_TITLE),
            ("contact_role", plan.contact_role, LONGEST_TITLE),
            *((name, getattr(plan, name), LONGEST_WORDS) for name in LONG),
        ],
        wanted={"title": _("The title is missing. Write it in at least one language.")},
    )
    if plan.level and plan.level not in PracticeLevel.values:
        problems["level"] = _("There is no such level. Choose one of those listed.")
    if plan.began and plan.ended and plan.ended.last_day < plan.began.first_day:
        problems["ended"] = _("It would end before it begins. Choose a later day.")
    if plan.contact_email:
        problems |= _email_problems(plan.contact_email)
    if plan.link and not plan.link.startswith(("https://", "http://")):
        problems["link"] = _("This is no address. Write it as https://….")
    elif len(plan.link) > LONGEST_LINK:
        problems["link"] = too_long(LONGEST_LINK)
    return problems


def _email_problems(email: str) -> dict[str, str]:
    try:
        validate_email(email)
    except ValidationError:
        sentence = _("This is no e-mail address. Write it as name@example.org.")
        return {"contact_email": sentence}
    return {}


@transaction.atomic
def change_practice(
    *, practice_id: int, plan: PracticePlan, version: int, by: Keeper, at: datetime
) -> GoodPractice:
    """Change a good practice that is being written, or about which more is asked for.

    :raises NotAllowed: unless somebody who writes for its organisation does it.
    :raises WrongState: once it was submitted or decided on.
    :raises BadInput: for a missing title, or what cannot be kept.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    practice = locked_practice(practice_id)
    require(can_write_practice(by, practice))
    require_now(takes_edits(practice))
    require_seen(
        version,
        current=practice.version,
        theirs=_shown(practice),
        mine=_shown(plan),
        labels=labels(),
    )
    refuse(_problems(plan))
    columns = _columns(plan)
    for name, value in columns.items():
        setattr(practice, name, value)
    keep(practice, *columns)
    told(verbs.PRACTICE_CHANGED, practice, by=by, at=at)
    return practice


def _shown(of: PracticePlan | GoodPractice) -> dict[str, str]:
    level = PracticeLevel(of.level).label if of.level in PracticeLevel.values else of.level
    return {
        "level": str(level),
        **{name: str(getattr(of, name) or "") for name in PLAIN if name != "level"},
        **texts_shown(**{name: getattr(of, name) for name in TEXTS}),
    }


def labels() -> dict[str, str]:
    """Return what the fields of a good practice are called."""
    return {
        "title": _("Title"),
        "level": _("Level"),
        "problem": _("Problem"),
        "solution": _("Solution"),
        "evidence": _("Evidence of success"),
        "difficulties": _("Difficulties"),
        "resources": _("Resources needed"),
        "transferability": _("What others can take over"),
        "began": _("Began"),
        "ended": _("Ended"),
        "contact_role": _("Whom to ask"),
        "contact_email": _("Role address"),
        "link": _("Web address"),
    }


@transaction.atomic
def submit_practice(*, practice_id: int, by: Keeper, at: datetime) -> GoodPractice:
    """Submit a good practice: the lead partner reads it now, and gets a mail.

    A command that tells what was published elsewhere need not know all of it; it writes to nobody.

    :raises NotAllowed: unless somebody who writes for its organisation does it.
    :raises WrongState: if it waits already, or was decided on.
    :raises BadInput: if something that a reader elsewhere needs is not told.
    """
    practice = locked_practice(practice_id)
    require(can_write_practice(by, practice))
    is_told_by_people = not isinstance(by, SystemActor)
    if is_told_by_people and practice.state in EDITABLE:
        refuse(_gaps(practice))
    _step(practice, "submit", at=at)
    told(verbs.PRACTICE_SUBMITTED, practice, by=by, at=at)
    if is_told_by_people:
        tell_lead(practice, at=at)
    return practice


def _gaps(practice: GoodPractice) -> dict[str, str]:
    wanted = ("problem", "solution", "evidence", "transferability")
    missing = _("“%(name)s” is empty. A reader elsewhere needs it.")
    return {
        name: missing % {"name": labels()[name]} for name in wanted if not getattr(practice, name)
    }


def _step(practice: GoodPractice, name: str, *, at: datetime, words: str | None = None) -> None:
    practice.state = PRACTICE_STEPS.target(state=practice.state, step=name)
    practice.state_since = at
    if words is not None:
        practice.words_of_lead = words
    keep(practice, "state", "state_since", "words_of_lead")


@transaction.atomic
def ask_about_practice(*, practice_id: int, words: str, by: Keeper, at: datetime) -> GoodPractice:
    """Ask its organisation for more; they get a mail with the words.

    :raises NotAllowed: unless somebody who writes for the lead partner does it.
    :raises WrongState: unless it was submitted.
    :raises BadInput: without words.
    """
    practice = locked_practice(practice_id)
    require(can_decide_practice(by, practice))
    said = tidy_reason(words, missing=_("Say what is asked for."), field="words")
    _step(practice, "ask", at=at, words=said)
    told(verbs.PRACTICE_ASKED, practice, by=by, at=at, reason=said)
    tell_organisation(notices.ASKED, practice, at=at)
    return practice


@transaction.atomic
def decline_practice(*, practice_id: int, words: str, by: Keeper, at: datetime) -> GoodPractice:
    """Decline a good practice; its organisation gets a mail that says why.

    :raises NotAllowed: unless somebody who writes for the lead partner does it.
    :raises WrongState: unless it was submitted.
    :raises BadInput: without words.
    """
    practice = locked_practice(practice_id)
    require(can_decide_practice(by, practice))
    said = tidy_reason(words, missing=_("Say why it is declined."), field="words")
    _step(practice, "decline", at=at, words=said)
    told(verbs.PRACTICE_DECLINED, practice, by=by, at=at, reason=said)
    tell_organisation(notices.DECLINED, practice, at=at)
    return practice


@transaction.atomic
def publish_practice(*, practice_id: int, by: Keeper, at: datetime) -> GoodPractice:
    """Accept and publish a good practice: everybody reads it; its organisation gets a mail.

    :raises NotAllowed: unless somebody who writes for the lead partner does it.
    :raises WrongState: unless it was submitted.
    """
    practice = locked_practice(practice_id)
    require(can_decide_practice(by, practice))
    _step(practice, "publish", at=at, words="")
    told(verbs.PRACTICE_PUBLISHED, practice, by=by, at=at)
    renew(partnership_scope(practice.project.key), at=at)
    if not isinstance(by, SystemActor):
        tell_organisation(notices.PUBLISHED, practice, at=at)
    return practice


@transaction.atomic
def reopen_practice(*, practice_id: int, by: Keeper, at: datetime) -> GoodPractice:
    """Take a good practice back to revise it; until it is published again nobody else reads it.

    :raises NotAllowed: unless somebody who writes for its organisation does it.
    :raises WrongState: unless it was declined or published.
    """
    practice = locked_practice(practice_id)
    require(can_write_practice(by, practice))
    was_published = practice.state == PracticeState.PUBLISHED
    _step(practice, "reopen", at=at)
    told(verbs.PRACTICE_REOPENED, practice, by=by, at=at)
    if was_published:
        renew(partnership_scope(practice.project.key), at=at)
    return practice
