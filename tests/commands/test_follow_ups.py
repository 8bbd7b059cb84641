"""`headway work` tells the owners of follow-ups, on an installation without an address too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config.commands.work import remind
from headway.foundation.notices.models import Mail
from headway.monitoring.meetings.tests.factories import START, follow_up, world, written


@pytest.mark.django_db
def test_the_worker_tells_owners_of_follow_ups_once(capsys: pytest.CaptureFixture[str]) -> None:
    of = world()
    given = follow_up(written(of), of)
    due = START + (given.due_on - START.date()) + timedelta(hours=1)
    for _time in range(2):
        remind(at=due)
    assert capsys.readouterr().out.count("Follow-ups: 1; activities: 0 letters.") == 1
    mails = Mail.objects.unrestricted(reason="test").filter(kind="meetings_follow_up")
    assert [mail.recipient for mail in mails] == [of.leader.email]
