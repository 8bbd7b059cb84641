from __future__ import annotations

import pytest

from headway.foundation.accounts.models import User
from headway.foundation.accounts.states import SiteRole
from headway.foundation.notices.permissions import can_retry_mail, can_see_outbox


@pytest.mark.parametrize(
    ("role", "may"),
    [(SiteRole.ADMINISTRATOR, True), (SiteRole.AUDITOR, False), (SiteRole.NONE, False)],
)
def test_mails_are_for_administrators(role: str, may: bool) -> None:
    verdicts = [can_see_outbox(User(site_role=role)), can_retry_mail(User(site_role=role))]
    assert [bool(verdict) for verdict in verdicts] == [may, may]
    assert may or [verdict.reason for verdict in verdicts] == [
        "Only an administrator can see the mails.",
        "Only an administrator can have a mail sent again.",
    ]
