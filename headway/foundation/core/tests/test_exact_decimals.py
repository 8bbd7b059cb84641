"""A number kept with every digit is checked as it is kept."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from headway.foundation.core.fields import LONGEST_NUMBER, ExactDecimalField

pytestmark = pytest.mark.once


@pytest.mark.parametrize("number", [Decimal("4986.40"), Decimal(0), None])
def test_a_number_passes_the_checks_of_its_field(number: Decimal | None) -> None:
    assert ExactDecimalField().clean(number, None) == number


def test_a_number_with_more_digits_than_are_kept_is_refused() -> None:
    with pytest.raises(ValidationError):
        ExactDecimalField().clean(Decimal("1" * (LONGEST_NUMBER + 1)), None)
