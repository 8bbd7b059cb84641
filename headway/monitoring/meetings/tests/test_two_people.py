"""Two people write the minutes of one point: neither loses a word unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from headway.foundation.core.actors import writer_of
from headway.foundation.core.errors import Conflict
from headway.foundation.core.tests.racing import at_once, refusals
from headway.monitoring.meetings.models import AgendaPoint
from headway.monitoring.meetings.queries.minutes import typed_minutes
from headway.monitoring.meetings.services import minutes as services
from headway.monitoring.meetings.services import save_minutes, type_minutes
from headway.monitoring.meetings.tests.factories import (
    REASON,
    START,
    World,
    begun,
    point,
    who,
    world,
)
from headway.monitoring.strategy.tests.factories import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from headway.foundation.accounts.models import User

SECRETARY, CHAIR = "Ona: the fair is agreed.", "Jonas: the fair is put off."


def at_a_point() -> tuple[World, AgendaPoint]:
    of = world()
    return of, point(begun(of), of)


def write(one: AgendaPoint, words: str, by: User) -> Callable[[], object]:
    return lambda: save_minutes(
        point_id=one.pk, words=text(words), version=one.version, by=by, at=START
    )


def minutes(one: AgendaPoint) -> str:
    return str(AgendaPoint.objects.unrestricted(reason=REASON).get(pk=one.pk).minutes.words("en"))


@pytest.mark.django_db
def test_of_two_who_saw_the_same_minutes_one_is_told_and_both_texts_are_kept() -> None:
    of, one = at_a_point()
    secretary, chair = who(of.secretary), who(of.chair)
    type_minutes(
        point_id=one.pk, typed={"minutes.en": CHAIR}, seen_version=one.version, by=chair, at=START
    )
    write(one, SECRETARY, secretary)()
    with pytest.raises(Conflict) as refused:
        write(one, CHAIR, chair)()
    assert minutes(one) == SECRETARY
    clash = next(each for each in refused.value.clashes if each.field == "minutes.en")
    assert (clash.theirs, clash.mine) == (SECRETARY, CHAIR)
    typed = typed_minutes(one, writer=writer_of(chair))
    assert typed is not None
    assert typed.typed == {"minutes.en": CHAIR}, "what was typed stays until it is saved"


@pytest.mark.django_db
def test_without_the_version_the_second_would_save_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "require_seen", lambda *_seen, **_more: None)
    of, one = at_a_point()
    write(one, SECRETARY, who(of.secretary))()
    write(one, CHAIR, who(of.chair))()
    assert minutes(one) == CHAIR


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_told() -> None:
    of, one = at_a_point()
    writers = [write(one, SECRETARY, who(of.secretary)), write(one, CHAIR, who(of.chair))]
    outcomes = at_once(*writers)
    assert refusals(outcomes) == 1
    assert minutes(one) in {SECRETARY, CHAIR}


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_without_the_version_both_at_the_same_moment_would_save(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(services, "require_seen", lambda *_seen, **_more: None)
    of, one = at_a_point()
    writers = [write(one, SECRETARY, who(of.secretary)), write(one, CHAIR, who(of.chair))]
    assert refusals(at_once(*writers)) == 0
