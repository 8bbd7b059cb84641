"""Many parts of a report saved at once: all of them, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from headway.foundation.core.errors import BadInput, Conflict
from headway.monitoring.indicators.services.values import Implausible
from headway.monitoring.reporting.services.answers import save_answer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from headway.monitoring.reporting.facts import PartSaid
    from headway.monitoring.reporting.permissions import Person


@transaction.atomic
def save_answers(
    *, parts: Sequence[PartSaid], by: Person, at: datetime, is_sure: bool = False
) -> int:
    """Keep what is said of many parts, with the checks of `save_answer`; return how many.

    :raises NotAllowed, WrongState: as `save_answer` does.
    :raises BadInput: by part and field, `part-ID-status`, for all that is wrong in any of them;
        also for a part that somebody else saved meanwhile.
    :raises Implausible: unless `is_sure`, for all figures far from those before.
    """
    problems: dict[str, str] = {}
    doubts: dict[str, str] = {}
    for part in parts:
        try:
            save_answer(
                answer_id=part.answer_id,
                said=part.said,
                figures=part.figures,
                version=part.version,
                by=by,
                at=at,
                is_sure=is_sure,
            )
        except BadInput as refused:
            problems |= {f"{part.prefix}-{name}": words for name, words in refused.problems.items()}
        except Conflict as conflict:
            problems[f"{part.prefix}-version"] = str(conflict)
        except Implausible as asked:
            doubts |= asked.doubts
    if problems:
        raise BadInput(problems)
    if doubts:
        raise Implausible(doubts)
    return len(parts)


def weigh_answers(*, parts: Sequence[PartSaid], by: Person, at: datetime) -> None:
    """Save many parts and take it back, to learn what would be refused: a dry run.

    :raises NotAllowed, WrongState, BadInput, Implausible: as `save_answers` does.
    """
    with transaction.atomic():
        save_answers(parts=parts, by=by, at=at)
        transaction.set_rollback(True)
