"""What every service of phase 2 does: take rows, check words, tell the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from headway.cooperation.implementation.models import MonitoringRound, ProgressReport
from headway.cooperation.implementation.queries.tables import monitored_edition
from headway.foundation.core.errors import BadInput, WrongState
from headway.foundation.core.texts import tidied
from headway.foundation.core.words import too_long

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.cooperation.implementation.permissions import Person
    from headway.cooperation.plans.models import Plan, PlanEdition
    from headway.foundation.core.texts import TranslatedText

REASON = "the service checks its own permission"
LONGEST_WORDS = 5_000  # signs; of one text in one language
LONGEST_TITLE = 300  # signs
LONGEST_NAME = 200


def locked_round(round_id: int) -> MonitoringRound:
    rows = MonitoringRound.objects.unrestricted(reason=REASON).select_related("project")
    return rows.select_for_update(of=("self",)).get(pk=round_id)


def locked_report(report_id: int) -> ProgressReport:
    rows = ProgressReport.objects.unrestricted(reason=REASON).select_for_update(of=("self",))
    with_all = rows.select_related("round__project", "plan__project", "edition", "organisation")
    return with_all.get(pk=report_id)


def edition_carried_out(plan: Plan) -> PlanEdition:
    """Return the edition of a plan that is carried out. :raises WrongState: if there is none."""
    edition = monitored_edition(plan)
    if edition is None:
        raise WrongState(
            _("This plan is not adopted yet. What is monitored is its adopted or published text.")
        )
    return edition


def name_of(by: Person) -> str:
    return str(by)[:LONGEST_NAME]


def shown(texts: Mapping[str, TranslatedText]) -> dict[str, str]:
    """Return texts by the fields of a form, language by language, to compare what two saved."""
    return {
        f"{name}.{language}": text.words(language)
        for name, text in texts.items()
        for language in text.languages
    }


def labelled(texts: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, str]:
    """Name the fields of texts for whoever compares two."""
    return {field: labels.get(field.partition(".")[0], field) for field in texts}


def said_words(words: str, *, missing: str, field: str = "words") -> str:
    """Return what somebody says to a step, tidied. :raises BadInput: if nothing, or too much."""
    said = tidied(words.replace("\r\n", "\n"))
    if not said:
        raise BadInput({field: missing})
    if len(said) > LONGEST_WORDS:
        raise BadInput({field: too_long(LONGEST_WORDS)})
    return said


def passage(text: TranslatedText) -> str:
    """Return words for the audit trail or a mail, in the language that is active."""
    return str(text.passage(get_language() or "en"))
