from __future__ import annotations

import pytest

from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    AuditorFactory,
    UserFactory,
)
from headway.foundation.core.actors import SystemActor
from headway.foundation.privacy.permissions import can_erase_person


@pytest.mark.django_db
def test_administrators_erase_others_and_nobody_else_does() -> None:
    one, administrator = UserFactory.create(), AdministratorFactory.create()
    askers = {
        "the command": SystemActor("x"),
        "an administrator": administrator,
        "an auditor": AuditorFactory.create(),
        "themselves": one,
        "another": UserFactory.create(),
    }
    allowed = {name: bool(can_erase_person(asker, one)) for name, asker in askers.items()}  # type: ignore[arg-type]
    assert allowed == {
        "the command": True,
        "an administrator": True,
        "an auditor": False,
        "themselves": False,
        "another": False,
    }
    assert not can_erase_person(administrator, administrator)
