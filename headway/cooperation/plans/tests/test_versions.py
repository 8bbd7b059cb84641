"""Only who writes the same words meets a newer version of them; no words get lost."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier, Event
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from headway.cooperation.partnerships.tests.factories import emblem
from headway.cooperation.plans import services
from headway.cooperation.plans.facts import Named
from headway.cooperation.plans.models import Plan
from headway.cooperation.plans.queries.plans import action_text
from headway.cooperation.plans.queries.texts import WITH
from headway.cooperation.plans.services import common, steps
from headway.cooperation.plans.services import plans as context_services
from headway.cooperation.plans.states import PlanState
from headway.cooperation.plans.tests.factories import (
    AT,
    BY,
    REASON,
    actions,
    before_the_body,
    complete,
    decided,
    described,
    fresh,
    fresh_action,
    plan,
    recommendation,
    text,
    words_of,
    world,
)
from headway.foundation.core.errors import Conflict
from headway.foundation.core.tests.racing import LONG, at_once, refusals

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


def saying(one: Plan, version: int, **said: Any) -> Callable[[], Plan]:  # noqa: ANN401
    """Return what writes the plan's own words, as somebody does who read this version."""
    words = replace(words_of(one), **said)
    return lambda: services.change_context(
        plan_id=one.pk, said=words, version=version, by=BY, at=AT
    )


@pytest.mark.django_db
def test_no_step_and_no_picture_stops_who_is_writing(settings: Any, tmp_path: Any) -> None:  # noqa: ANN401
    settings.MEDIA_ROOT = tmp_path
    of = world()
    one = complete(of, plan(of), actions=2)
    seen, part = fresh(one).version, actions(one)[0]
    write = saying(one, seen, intro=text("Mine"))
    change = replace(action_text(fresh_action(part)), lead=text("Mine as well"))
    for place in ("", part.key):
        services.set_picture(plan_id=one.pk, action=place, picture=emblem(), by=BY, at=AT)
    services.move_action(action_id=part.pk, place=2, by=BY, at=AT)
    before_the_body(one)
    key = decided(one, "hand_back")
    services.hand_back_plan(plan_id=one.pk, decision_key=key, reason="x", by=BY, at=AT)
    services.ask_for_adoption(plan_id=one.pk, by=BY, at=AT)
    services.adopt_plan(plan_id=one.pk, decision_key=decided(one), by=BY, at=AT)
    services.publish_plan(plan_id=one.pk, by=BY, at=AT)
    services.revise_plan(plan_id=one.pk, reason="x", by=BY, at=AT)
    assert (fresh(one).version, fresh(one).state) == (seen, "revised")
    write()
    services.change_action(action_id=part.pk, said=change, version=part.version, by=BY, at=AT)
    after = words_of(one)
    assert after.intro == text("Mine")
    assert [each.lead.words("en") for each in after.actions if each.key == part.key] == [
        "Mine as well"
    ]
    assert after.cover is not None, "the picture of the others stays as well"


@pytest.mark.django_db
def test_who_saves_the_same_words_stops_nobody() -> None:
    of = world()
    one = complete(of, plan(of))
    row, part = fresh(one), actions(one)[0]
    saying(one, row.version)()
    said = action_text(fresh_action(part))
    services.change_action(action_id=part.pk, said=said, version=part.version, by=BY, at=AT)
    assert (fresh(one).version, fresh_action(part).version) == (row.version, part.version)
    saying(one, row.version, why=text("Anew"))()
    described(of, part, lead=text("Anew"))
    assert fresh(one).version == row.version + 1
    assert fresh_action(part).version == part.version + 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [
        *({name: text("Anew")} for name in context_services.TEXTS),
        {"languages": ("lt", "en")},
        {"adoption": "not_required"},
        {"contacts": ()},
        {"abbreviations": (Named(text("European Union"), "EU"),)},
        {"recommendation": None},
    ],
)
def test_whatever_is_said_anew_is_told_to_who_writes_the_same_words(said: dict[str, Any]) -> None:
    of = world()
    row = recommendation(of)
    one = complete(of, plan(of), recommendation=Named(row.title, row.key))
    mine = saying(one, one.version, monitoring=text("Mine"))
    saying(one, one.version, **said)()
    assert fresh(one).version == one.version + 1
    with pytest.raises(Conflict):
        mine()


@pytest.mark.django_db
def test_neither_publishing_nor_taking_back_stops_who_writes_a_recommendation() -> None:
    of = world()
    row = recommendation(of)
    given: dict[str, Any] = {"recommendation_id": row.pk, "by": BY, "at": AT}
    services.publish_recommendation(**given)
    services.revise_recommendation(**given)
    same = services.Recommended.of(row)
    services.change_recommendation(said=same, version=row.version, **given)
    said = replace(same, findings=text("Mine"))
    after = services.change_recommendation(said=said, version=row.version, **given)
    assert (after.version, after.edition) == (row.version + 1, 1)
    with pytest.raises(Conflict):
        services.change_recommendation(
            said=replace(said, findings=text("Theirs")), version=row.version, **given
        )


# -- at the same moment ------------------------------------------------------------------------


def begun() -> Plan:
    of = world()
    return complete(of, plan(of))


def both_write(one: Plan, first: str, second: str) -> tuple[int, str]:
    """Let two say anew what they read at the same time; return the refusals, and what stands."""
    outcomes = at_once(
        saying(one, one.version, intro=text(first)), saying(one, one.version, intro=text(second))
    )
    return refusals(outcomes), words_of(one).intro.words("en")


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_the_same_words_at_once_one_is_told() -> None:
    count, stands = both_write(begun(), "Ona", "Jonas")
    assert count == 1
    assert stands in {"Ona", "Jonas"}


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_write(monkeypatch: pytest.MonkeyPatch) -> None:
    one, both_have_read = begun(), Barrier(2)
    rows = Plan.objects.unrestricted(reason=REASON).select_related(*WITH)

    def read(plan_id: int, _by: object) -> Plan:
        found = rows.get(pk=plan_id)
        both_have_read.wait(LONG)
        return found

    monkeypatch.setattr(context_services, "plan_to_write", read)
    assert both_write(one, "Ona", "Jonas")[0] == 0


def written_while_it_goes_to_review(one: Plan) -> tuple[int, str, str]:
    outcomes = at_once(
        saying(one, one.version, intro=text("Mine")),
        lambda: services.send_to_review(plan_id=one.pk, by=BY, at=AT),
    )
    return refusals(outcomes), words_of(one).intro.words("en"), fresh(one).state


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_words_and_a_step_at_once_are_both_kept() -> None:
    assert written_while_it_goes_to_review(begun()) == (0, "Mine", "in_review")


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_a_step_that_wrote_the_whole_row_without_a_lock_would_lose_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, has_written, has_read = begun(), Event(), Event()
    rows = Plan.objects.unrestricted(reason=REASON).select_related(*WITH)
    write = common.noted

    def step(plan: Plan, _name: str, *, at: datetime) -> None:
        has_read.set()
        has_written.wait(LONG)
        plan.state, plan.state_since = PlanState.IN_REVIEW, at
        plan.save()

    def noted(*given: Any, **more: Any) -> None:  # noqa: ANN401
        write(*given, **more)
        transaction.on_commit(has_written.set)

    def locked(plan_id: int, by: object) -> Plan:
        has_read.wait(LONG)
        return common.plan_to_write(plan_id, by)  # type: ignore[arg-type]  # a command

    monkeypatch.setattr(steps, "locked_plan", lambda pk: rows.get(pk=pk))
    monkeypatch.setattr(steps, "step", step)
    monkeypatch.setattr(context_services, "noted", noted)
    monkeypatch.setattr(context_services, "plan_to_write", locked)
    _refused, intro, state = written_while_it_goes_to_review(one)
    assert (intro, state) == ("Klaipėda is a port.", "in_review")
