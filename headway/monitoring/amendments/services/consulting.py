"""The consultation: every partner is asked, and each answers or has its letter recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.verdicts import require, require_now
from headway.foundation.core.versions import stale_sentence
from headway.foundation.core.words import tidy_reason
from headway.foundation.notices.rendering import Addressee
from headway.foundation.notices.services import post_notice
from headway.foundation.organisations.models import Organisation
from headway.foundation.publication.services import strategy_scope
from headway.monitoring.amendments import notices, verbs
from headway.monitoring.amendments.models import Agreement
from headway.monitoring.amendments.permissions import (
    answers_for,
    can_answer_agreement,
    can_answer_now,
    can_keep_amendments,
)
from headway.monitoring.amendments.queries.people import partners_of, speakers_for
from headway.monitoring.amendments.services.common import (
    REASON,
    edition_to_change,
    locked_amendment,
    noted,
    operations_of,
    step,
)
from headway.monitoring.amendments.services.fitting import refuse_misfits
from headway.monitoring.amendments.states import Stance
from headway.monitoring.strategy.queries.editions import day_of
from headway.monitoring.strategy.queries.people import coordinators_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from headway.foundation.accounts.models import User
    from headway.foundation.notices.registry import Notice
    from headway.monitoring.amendments.models import Amendment
    from headway.monitoring.amendments.permissions import Person

LONGEST_NAME = 200


@transaction.atomic
def consult_on_amendment(
    *,
    amendment_id: int,
    by: Person,
    at: datetime,
    until: date | None = None,
    organisation_ids: Iterable[int] = (),
) -> Amendment:
    """Begin the consultation: ask every partner, where the strategy wants that, and those named.

    Who speaks for them gets a letter.

    :raises NotAllowed: unless the strategy's coordinator or an administrator does it.
    :raises WrongState: unless it is proposed.
    :raises BadInput: for a day that has passed, an organisation that there is not, or operations
        that do not fit the text.
    """
    amendment = locked_amendment(amendment_id)
    require(can_keep_amendments(by, amendment.strategy))
    if until and until < day_of(amendment.strategy, at):
        raise BadInput({"until": _("This day has passed. Choose today or a later one.")})
    step(amendment, "consult", at=at, consult_until=until)
    refuse_misfits(edition_to_change(amendment.strategy), operations_of(amendment))
    asked = _asked(amendment, organisation_ids)
    rows = [
        Agreement.objects.unrestricted(reason=REASON).create(amendment=amendment, organisation=each)
        for each in asked
    ]
    payload = {"organisations": [each.slug for each in asked], "until": str(until or "")}
    noted(verbs.AMENDMENT_CONSULTED, amendment, by=by, at=at, payload=payload)
    speakers = speakers_for([each.pk for each in asked])
    for row in rows:
        for person in speakers.get(row.organisation_id, ()):
            _write_to(person, notices.AGREEMENT_ASKED, row, period=f"v{amendment.version}", at=at)
    return amendment


def _asked(amendment: Amendment, organisation_ids: Iterable[int]) -> list[Organisation]:
    wanted = set(organisation_ids)
    if amendment.strategy.asks_agreement:
        wanted |= set(partners_of(amendment.strategy).values_list("pk", flat=True))
    found = list(Organisation.objects.filter(pk__in=wanted).order_by("slug"))
    if len(found) < len(wanted):
        problem = _("There is no such organisation. Choose one of those listed.")
        raise BadInput({"organisations": problem})
    return found


@transaction.atomic
def answer_agreement(
    *, agreement_id: int, stance: str, words: str, version: int, by: Person, at: datetime
) -> Agreement:
    """Say whether an organisation agrees; a coordinator records what came by letter.

    The answer may be changed as long as the consultation runs.

    :raises NotAllowed: unless a reporter or approver of the organisation, or a keeper, does it.
    :raises WrongState: unless the consultation runs.
    :raises BadInput: for no answer, or an objection without words.
    :raises Conflict: if somebody else answered since `version` was read.
    """
    agreement = _locked_agreement(agreement_id)
    amendment = agreement.amendment
    require(can_answer_agreement(by, agreement))
    require_now(can_answer_now(amendment))
    if version != agreement.version:
        raise Conflict(stale_sentence(), clashes=(), token=str(agreement.version))
    if stance not in Stance.values:
        raise BadInput({"stance": _("Choose an answer.")})
    missing = _("Say what stands against it, so that it can be mended.")
    agreement.words = tidy_reason(
        words, missing=missing if stance == Stance.OBJECTS else "", field="words"
    )
    agreement.stance, agreement.answered_at = stance, at
    agreement.answered_by = str(by)[:LONGEST_NAME]
    agreement.is_by_letter = not answers_for(by, agreement)
    agreement.version += 1
    agreement.save()
    verb = verbs.AGREEMENT_RECORDED if agreement.is_by_letter else verbs.AGREEMENT_GIVEN
    payload = {"organisation": str(agreement.organisation), "stance": stance}
    noted(verb, amendment, by=by, at=at, payload=payload)
    if not agreement.is_by_letter:
        for each in coordinators_of(amendment.strategy):
            period = f"v{agreement.version}"
            _write_to(each.user, notices.AGREEMENT_GIVEN, agreement, period=period, at=at)
    return agreement


def _locked_agreement(agreement_id: int) -> Agreement:
    """Take an agreement with its amendment, which is not decided meanwhile."""
    rows = Agreement.objects.unrestricted(reason=REASON).select_related("organisation")
    amendment = locked_amendment(rows.get(pk=agreement_id).amendment_id)
    agreement = rows.get(pk=agreement_id)
    agreement.amendment = amendment
    return agreement


def _write_to(
    person: User, notice: Notice, agreement: Agreement, *, period: str, at: datetime
) -> None:
    amendment = agreement.amendment
    post_notice(
        notice,
        to=Addressee(person.email, person.name, person.language, person.pk),
        about=agreement,
        period=f"{amendment.key} {period}",
        at=at,
        context=_context(agreement, person.language),
        scope=strategy_scope(amendment.strategy.key),
    )


def _context(agreement: Agreement, language: str) -> Mapping[str, object]:
    amendment, stance = agreement.amendment, agreement.stance
    strategy = amendment.strategy
    with translation.override(language):
        return {
            "title": amendment.title.passage(language).words,
            "strategy": strategy.name.passage(language).words,
            "organisation": agreement.organisation.name.passage(language).words,
            "until": amendment.consult_until,
            "stance": str(Stance(stance).label) if stance else "",
            "words": agreement.words,
            "person": agreement.answered_by,
            "address": _address(agreement),
        }


def _address(agreement: Agreement) -> str:
    """Return where the answer is given or read; nothing, if the site does not know its own."""
    path = reverse("amendments:agreement", args=[agreement.amendment.key, agreement.pk])
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}" if settings.SITE_ADDRESS else ""
