"""The events and good practices of the demonstration say no more than their sources."""

from __future__ import annotations

import pytest

from headway.cooperation.exchange.models import (
    Event,
    GoodPractice,
    Participation,
    ProgrammePoint,
    Registration,
)
from headway.cooperation.exchange.queries.events import NOBODY
from headway.cooperation.exchange.wording import when_of
from headway.foundation.notices.models import Mail

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WHY = "the demonstration shows everything it has"


def test_what_is_told_of_events_and_good_practices_is_what_could_be_read() -> None:
    events = Event.objects.visible_to(NOBODY).order_by("start")
    assert [when_of(each) for each in events] == [
        "1–2 October 2019",
        "15 April 2020",
        "19 November 2020",
        "2021",
        "17 June 2021",
        "May 2022",
        "3 November 2022",
    ]
    practices = GoodPractice.objects.visible_to(NOBODY)
    assert practices.count() == 6
    for told in (*events, *practices):
        assert told.provenance.sources, told
        assert not told.provenance.synthetic, told
        assert set(told.title.languages) == {"en", "lt"}, told
        assert bool(told.provenance.inferred) == bool(told.provenance.note), told
    for unknown in (Participation, ProgrammePoint, Registration):
        assert not unknown.objects.unrestricted(reason=WHY).exists()
    assert not events.exclude(starts_at=None).exists()
    assert not Mail.objects.unrestricted(reason=WHY).filter(kind__startswith="exchange_").exists()
