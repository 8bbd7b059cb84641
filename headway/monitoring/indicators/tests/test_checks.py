"""What cannot be said of an indicator."""

from __future__ import annotations

import pytest

from headway.monitoring.indicators.checks import definition_problems
from headway.monitoring.indicators.states import Direction
from headway.monitoring.indicators.tests.factories import defining

pytestmark = pytest.mark.once
DIRECTION = "This kind cannot have that direction. Choose another."


@pytest.mark.parametrize("direction", Direction)
def test_words_have_no_direction_that_could_be_wrong(direction: Direction) -> None:
    assert definition_problems(defining(kind="qualitative", direction=direction, targets=())) == {}


def test_a_kind_refuses_a_direction_that_it_cannot_have() -> None:
    assert definition_problems(defining(kind="rank", direction=Direction.UP)) == {
        "direction": DIRECTION
    }
    assert definition_problems(defining(kind="rank", direction=Direction.DOWN)) == {}
