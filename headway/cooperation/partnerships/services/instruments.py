"""Policy instruments: what a project wants to improve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.partnerships import verbs
from headway.cooperation.partnerships.models import PolicyInstrument
from headway.cooperation.partnerships.permissions import can_keep_project
from headway.cooperation.partnerships.services.common import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    address_problems,
    columns_of,
    locked_project,
    region_problems,
    require_seen,
    write,
)
from headway.cooperation.partnerships.states import InstrumentKind
from headway.foundation.audit.services import record
from headway.foundation.core.keys import new_key
from headway.foundation.core.problems import refuse
from headway.foundation.core.verdicts import require
from headway.foundation.core.words import text_problems
from headway.foundation.publication.services import partnership_scope, renew

if TYPE_CHECKING:
    from datetime import datetime

    from headway.cooperation.partnerships.facts import InstrumentFacts
    from headway.cooperation.partnerships.models import Project
    from headway.cooperation.partnerships.permissions import Keeper


@transaction.atomic
def add_instrument(
    *, project_id: int, facts: InstrumentFacts, by: Keeper, at: datetime, key: str = ""
) -> PolicyInstrument:
    """Add a policy that the project wants to improve.

    :raises NotAllowed: unless the lead partner or an administrator does it.
    :raises BadInput: for a region of no partner, no title, or two managing bodies.
    """
    project = locked_project(project_id)
    require(can_keep_project(by, project))
    refuse(_problems(project, facts))
    instrument = PolicyInstrument.objects.create(
        project=project, key=key or new_key(), **columns_of(facts)
    )
    record(verbs.INSTRUMENT_ADDED, instrument, by=by, at=at)
    renew(partnership_scope(project.key), at=at)
    return instrument


@transaction.atomic
def change_instrument(
    *, instrument_id: int, facts: InstrumentFacts, version: int, by: Keeper, at: datetime
) -> PolicyInstrument:
    """Change what is known of a policy instrument.

    :raises NotAllowed: unless the lead partner or an administrator does it.
    :raises BadInput: as `add_instrument`.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    ids = PolicyInstrument.objects.values_list("project_id", flat=True)
    project = locked_project(ids.get(pk=instrument_id))
    rows = project.instruments.select_related("region", "managing_body", "strategy")
    instrument = rows.get(pk=instrument_id)
    require(can_keep_project(by, project))
    require_seen(instrument, facts, version=version)
    refuse(_problems(project, facts))
    write(instrument, facts)
    record(verbs.INSTRUMENT_CHANGED, instrument, by=by, at=at)
    renew(partnership_scope(project.key), at=at)
    return instrument


def _problems(project: Project, facts: InstrumentFacts) -> dict[str, str]:
    problems = region_problems(project, facts.region) | text_problems(
        [
            ("title", facts.title, LONGEST_TITLE),
            ("about", facts.about, LONGEST_WORDS),
            ("managing_words", facts.managing_words, LONGEST_TITLE),
        ],
        wanted={"title": _("The title is missing. Write it in at least one language.")},
    )
    if facts.kind not in InstrumentKind.values:
        problems["kind"] = _("There is no such kind. Choose one of those listed.")
    if facts.managing_body and facts.managing_words:
        problems["managing_words"] = _(
            "A managing body of the directory is chosen. Leave this empty, or choose none there."
        )
    if facts.strategy and not facts.strategy.is_public:
        problems["strategy"] = _("This strategy is not public yet. Choose it once it is.")
    return problems | address_problems("website", facts.website)
