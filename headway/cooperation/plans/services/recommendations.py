"""Recommendations: begun, written, published, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.partnerships.models import Project
from headway.cooperation.plans import verbs
from headway.cooperation.plans.models import Recommendation
from headway.cooperation.plans.permissions import (
    can_begin_plan,
    can_edit_recommendation_now,
    can_write_recommendation,
)
from headway.cooperation.plans.services.common import (
    REASON,
    is_among,
    text_problems,
    title_problems,
)
from headway.cooperation.plans.states import RECOMMENDATION_STEPS
from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.keys import new_key
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import keep, stale_sentence
from headway.foundation.core.words import is_address
from headway.foundation.organisations.models import Organisation, Region
from headway.foundation.publication.services import partnership_scope, renew
from headway.monitoring.strategy.services.clashes import clashing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from headway.cooperation.plans.permissions import Person
    from headway.foundation.attachments.models import StoredFile
    from headway.foundation.audit.verbs import Verb
    from headway.foundation.core.errors import Clash
    from headway.foundation.core.partial_dates import PartialDate

FILES = ("file", "analysis_file")
"""Columns: the text of a recommendation as a file, and that of its analysis."""


@dataclass(frozen=True, slots=True)
class Recommended:
    """What a recommendation says."""

    title: TranslatedText
    dated: PartialDate | None = None
    analysis: TranslatedText = EMPTY
    analysis_link: str = ""
    findings: TranslatedText = EMPTY
    text: TranslatedText = EMPTY

    @classmethod
    def of(cls, row: Recommendation) -> Recommended:
        return cls(**{name: getattr(row, name) for name in cls.__slots__})


@transaction.atomic
def create_recommendation(
    *,
    project_id: int,
    region_slug: str,
    author_slugs: Sequence[str],
    said: Recommended,
    by: Person,
    at: datetime,
    provenance: Provenance = UNKNOWN,
    key: str = "",
) -> Recommendation:
    """Begin a recommendation for a region of a project.

    :raises NotAllowed: unless somebody who writes for a partner of the project does it.
    :raises BadInput: for a region or authors that are not of the project, or words that cannot be.
    """
    project = Project.objects.select_for_update().get(pk=project_id)
    require(can_begin_plan(by, project))
    partners = project.members.now()
    members = partners.filter(organisation__slug__in=author_slugs)
    region = Region.objects.filter(slug=region_slug, pk__in=partners.values("region")).first()
    problems = _problems(said)
    if region is None:
        problems["region"] = _("Choose one of the project’s regions.")
    if not author_slugs or members.count() < len(set(author_slugs)):
        problems["authors"] = _("Choose who writes it among the project’s partners.")
    elif not is_among(by, author_slugs):
        problems["authors"] = _("Choose your own organisation as well, or you could not write it.")
    if problems or region is None:
        raise BadInput(problems)
    row = Recommendation.objects.unrestricted(reason=REASON).create(
        key=key or new_key(),
        project=project,
        region=region,
        state_since=at,
        provenance=provenance,
        **_columns(said),
    )
    row.authors.set(Organisation.objects.filter(slug__in=author_slugs))
    require(can_write_recommendation(by, row))
    record(verbs.RECOMMENDATION_CREATED, row, by=by, at=at)
    return row


@transaction.atomic
def change_recommendation(
    *, recommendation_id: int, said: Recommended, version: int, by: Person, at: datetime
) -> Recommendation:
    """Write a recommendation anew. Only who writes the same words meets a newer version.

    :raises NotAllowed: unless somebody who writes for one of its authors does it.
    :raises WrongState: if it is published.
    :raises BadInput: for words that cannot be.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    row = _taken(recommendation_id, by)
    require_now(can_edit_recommendation_now(row))
    if version != row.version:
        clashes = _clashes(Recommended.of(row), said)
        raise Conflict(stale_sentence(), clashes=clashes, token=str(row.version))
    if problems := _problems(said):
        raise BadInput(problems)
    if said != Recommended.of(row):
        for column, value in _columns(said).items():
            setattr(row, column, value)
        keep(row, *_columns(said))
    record(verbs.RECOMMENDATION_CHANGED, row, by=by, at=at)
    return row


@transaction.atomic
def set_recommendation_file(
    *, recommendation_id: int, name: str, file: StoredFile | None, by: Person, at: datetime
) -> Recommendation:
    """Let a file hold the text of a recommendation, or of its analysis (`FILES`); none removes it.

    :raises NotAllowed: unless somebody who writes for one of its authors does it.
    :raises WrongState: if it is published.
    """
    row = _taken(recommendation_id, by)
    require_now(can_edit_recommendation_now(row))
    setattr(row, name, file)
    row.save(update_fields=[name])
    payload = {name: file.name if file else ""}
    record(verbs.RECOMMENDATION_CHANGED, row, by=by, at=at, payload=payload)
    return row


@transaction.atomic
def publish_recommendation(*, recommendation_id: int, by: Person, at: datetime) -> Recommendation:
    """Let everybody read a recommendation.

    :raises NotAllowed: unless somebody who writes for one of its authors does it.
    :raises WrongState: unless it is a draft.
    :raises BadInput: if it neither recommends nor finds anything, nor has a file.
    """
    row = _taken(recommendation_id, by)
    state = RECOMMENDATION_STEPS.target(state=row.state, step="publish")
    if not row.text and not row.findings and row.file is None:
        sentence = _("Say what is recommended, or what was found, or add it as a file, first.")
        raise BadInput({"text": sentence})
    row.edition += 1
    return _moved(row, state, verbs.RECOMMENDATION_PUBLISHED, by=by, at=at)


@transaction.atomic
def revise_recommendation(*, recommendation_id: int, by: Person, at: datetime) -> Recommendation:
    """Take a recommendation back to revise it: nobody but its authors reads it meanwhile.

    :raises NotAllowed: unless somebody who writes for one of its authors does it.
    :raises WrongState: unless it is published.
    """
    row = _taken(recommendation_id, by)
    state = RECOMMENDATION_STEPS.target(state=row.state, step="revise")
    return _moved(row, state, verbs.RECOMMENDATION_REVISED, by=by, at=at)


def _moved(
    row: Recommendation, state: str, verb: Verb, *, by: Person, at: datetime
) -> Recommendation:
    row.state, row.state_since = state, at
    row.save(update_fields=["state", "state_since", "edition"])
    record(verb, row, by=by, at=at)
    renew(partnership_scope(row.project.key), at=at)
    return row


def _taken(recommendation_id: int, by: Person) -> Recommendation:
    rows = Recommendation.objects.unrestricted(reason=REASON).select_related("project")
    row = rows.select_for_update(of=("self",)).get(pk=recommendation_id)
    require(can_write_recommendation(by, row))
    return row


def _columns(said: Recommended) -> dict[str, object]:
    return {name: getattr(said, name) for name in Recommended.__slots__}


def _problems(said: Recommended) -> dict[str, str]:
    texts = ("title", "analysis", "findings", "text")
    problems = title_problems(said.title) | text_problems((n, getattr(said, n)) for n in texts)
    if said.analysis_link and not is_address(said.analysis_link):
        sentence = _("“%(address)s” is no address. Write the whole of it, with https://.")
        problems["analysis_link"] = sentence % {"address": said.analysis_link}
    return problems


def _clashes(theirs: Recommended, mine: Recommended) -> Sequence[Clash]:
    labels = {
        "title": _("Title"),
        "dated": _("Date"),
        "analysis": _("Situation analysis"),
        "analysis_link": _("Address of the analysis"),
        "findings": _("Findings"),
        "text": _("Recommendation"),
    }
    return clashing(
        {
            name: (label, getattr(theirs, name), getattr(mine, name))
            for name, label in labels.items()
        }
    )
