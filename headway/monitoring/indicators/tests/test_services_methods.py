"""How a strategy is judged: chosen with a reason, on record, and never for the past."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.audit.models import Entry
from headway.foundation.core.errors import BadInput, NotAllowed
from headway.monitoring.indicators.queries.answers import answers
from headway.monitoring.indicators.services import choose_method
from headway.monitoring.indicators.tests.factories import measured, tell
from headway.monitoring.strategy.tests.factories import AT, BY, coordinator_of, text

if TYPE_CHECKING:
    from headway.monitoring.strategy.models import Strategy

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=30)


def chosen(strategy: Strategy, method: str, *, by: object = BY) -> None:
    why = text("as the region does")
    choose_method(strategy_id=strategy.pk, method=method, by=by, at=LATER, reason=why)  # type: ignore[arg-type]


def test_a_choice_holds_from_its_moment_and_the_past_stays_as_it_was_judged() -> None:
    edition, _nodes, [indicator] = measured()
    tell(indicator, "2024", 410)
    chosen(edition.strategy, "weather", by=coordinator_of(edition.strategy))
    [now] = answers(edition, on=LATER.date())
    [then] = answers(edition, on=LATER.date(), as_of=AT)
    assert (then.assessment.method, now.assessment.method) == ("planned-path", "weather")


def test_a_choice_is_on_record_with_its_reason() -> None:
    edition, _nodes, _indicators = measured()
    chosen(edition.strategy, "un-2030")
    entry = Entry.objects.unrestricted(reason="test").get(verb="method_chosen")
    assert entry.thing_key == edition.strategy.key
    assert "as the region does" in entry.payload.content
    assert "un-2030" in entry.payload.content


def test_a_stranger_chooses_nothing_and_nobody_an_unknown_method() -> None:
    edition, _nodes, _indicators = measured()
    with pytest.raises(NotAllowed):
        chosen(edition.strategy, "weather", by=UserFactory.create())
    with pytest.raises(BadInput) as refused:
        chosen(edition.strategy, "guess")
    assert list(refused.value.problems) == ["method"]
    assert not edition.strategy.method_choices.exists()
