"""Who meets whom: drawn by the rules, and swapped by hand with the rules in sight."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from headway.cooperation.peerreview import verbs
from headway.cooperation.peerreview.models import (
    LONGEST_NAME,
    ReviewGroup,
    ReviewRound,
    ReviewSession,
    Seat,
)
from headway.cooperation.peerreview.permissions import takes_units
from headway.cooperation.peerreview.queries.sessions import met_before, session_shown
from headway.cooperation.peerreview.rules import (
    clashes,
    hard,
    plan_rounds,
    swapped,
    timetable,
)
from headway.cooperation.peerreview.services.common import (
    LONGEST_REASON,
    REASON,
    require_unchanged,
    session_to_keep,
    tidy,
    told_session,
)
from headway.cooperation.peerreview.wording import clash_sentence, hindrance_sentence
from headway.foundation.core.errors import BadInput
from headway.foundation.core.problems import refuse
from headway.foundation.core.verdicts import require_now
from headway.foundation.core.versions import keep
from headway.foundation.core.words import too_long

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from headway.cooperation.peerreview.facts import Clash, Group, PairingPlan, Rounds, Slot
    from headway.cooperation.peerreview.permissions import Person
    from headway.cooperation.peerreview.queries.sessions import (
        GroupShown,
        RoundShown,
        SessionShown,
        UnitShown,
    )

MOST_ROUNDS = 10
MOST_ROOMS = 40
SHORTEST, LONGEST = 5, 240  # minutes


@transaction.atomic
def pair_units(
    *, session_id: int, plan: PairingPlan, version: int, by: Person, at: datetime
) -> Rounds:
    """Pair all units for so many rounds, and give each group a room and a time.

    Pairs that were there before are replaced. A round begins when the one before has ended.

    :raises NotAllowed: unless somebody who writes for the lead partner does it.
    :raises WrongState: once the session is open, or if somebody else changed it since.
    :raises BadInput: for figures out of bounds, rooms without a name or twice the same; or if the
        units cannot be paired, with a sentence that says why, with names.
    """
    session = session_to_keep(session_id, by)
    require_now(takes_units(session))
    require_unchanged(session, version)
    rooms = tuple(tidy(room) for room in plan.rooms if tidy(room))
    refuse(_problems(plan, rooms))
    shown = session_shown(session)
    found = plan_rounds(shown.facts, rounds=plan.rounds, met=met_before(session, shown.units))
    if found.hindrance:
        raise BadInput({"rounds": hindrance_sentence(found.hindrance, shown.names)})
    session.starts_at, session.minutes, session.rooms = plan.starts_at, plan.minutes, list(rooms)
    keep(session, "starts_at", "minutes", "rooms")
    _replace(shown, found, plan, rooms)
    payload = {"rounds": plan.rounds, "units": len(shown.units)}
    told_session(verbs.ROUNDS_PAIRED, session, by=by, at=at, payload=payload)
    return found


def _problems(plan: PairingPlan, rooms: tuple[str, ...]) -> dict[str, str]:
    problems = {}
    if not 1 <= plan.rounds <= MOST_ROUNDS:
        problems["rounds"] = _("Choose from 1 to %(most)d rounds.") % {"most": MOST_ROUNDS}
    if not SHORTEST <= plan.minutes <= LONGEST:
        problems["minutes"] = _("Give each group from %(least)d to %(most)d minutes.") % {
            "least": SHORTEST,
            "most": LONGEST,
        }
    if not rooms:
        problems["rooms"] = _("Name at least one room, one in each line.")
    elif len(rooms) > MOST_ROOMS:
        problems["rooms"] = _("Name at most %(most)d rooms.") % {"most": MOST_ROOMS}
    elif len(set(rooms)) < len(rooms):
        problems["rooms"] = _("Two rooms have one name. Give each its own.")
    elif any(len(room) > LONGEST_NAME for room in rooms):
        problems["rooms"] = too_long(LONGEST_NAME)
    return problems


def _replace(shown: SessionShown, found: Rounds, plan: PairingPlan, rooms: tuple[str, ...]) -> None:
    """Write rounds and groups instead of those that stand."""
    rounds = ReviewRound.objects.unrestricted(reason=REASON)
    groups = ReviewGroup.objects.unrestricted(reason=REASON)
    groups.filter(round__session=shown.session).delete()
    rounds.filter(session=shown.session).delete()
    made = rounds.bulk_create(
        [ReviewRound(session=shown.session, number=n) for n in range(1, len(found.rounds) + 1)]
    )
    starts, placed = plan.starts_at, []
    for round_, keys in zip(made, found.rounds, strict=True):
        slots = timetable(keys, rooms=rooms, starts=starts, minutes=plan.minutes)
        placed += [_group(round_, place, slot) for place, slot in enumerate(slots, start=1)]
        starts = max(slot.starts for slot in slots) + timedelta(minutes=plan.minutes)
    rows = groups.bulk_create([group for group, _keys in placed])
    members = [(row, keys) for row, (_group_, keys) in zip(rows, placed, strict=True)]
    _seat(members, shown.units)


def _group(round_: ReviewRound, place: int, slot: Slot) -> tuple[ReviewGroup, Group]:
    group = ReviewGroup(round=round_, place=place, room=slot.room, starts_at=slot.starts)
    return group, slot.group


def _seat(members: Iterable[tuple[ReviewGroup, Group]], units: Iterable[UnitShown]) -> None:
    ids = {each.fact.key: each.unit.pk for each in units}
    seats = [Seat(group=group, unit_id=ids[key]) for group, keys in members for key in keys]
    Seat.objects.unrestricted(reason=REASON).bulk_create(seats)


@transaction.atomic
def swap_units(
    *,
    session_id: int,
    number: int,
    first: str,
    second: str,
    version: int,
    by: Person,
    at: datetime,
    reason: str = "",
) -> ReviewSession:
    """Put two units of a round, by their keys, into each other's place.

    Two of one plan or one country never meet, whatever the reason: they would review their own
    plan, or their neighbour's policy. That two meet again needs a reason, which stands beside
    their group.

    :raises NotAllowed: unless somebody who writes for the lead partner does it.
    :raises WrongState: once the session is open, or if somebody else changed it since.
    :raises BadInput: for units that are not in different groups of the round, for two that never
        meet, or without a reason for two that meet again.
    """
    session = session_to_keep(session_id, by)
    require_now(takes_units(session))
    require_unchanged(session, version)
    shown = session_shown(session)
    round_ = next((each for each in shown.rounds if each.number == number), None)
    if round_ is None:
        raise BadInput({"first": _("There is no such round. Pair the units first.")})
    changed = _changed(round_, first, second)
    now = swapped([each.keys for each in changed], first, second)
    found = clashes(now, shown.facts, met_before(session, shown.units) + shown.met_besides(number))
    said = _allowed(found, shown.names, reason)
    for group, keys in zip(changed, now, strict=True):
        _seat_anew(group, keys, shown, said if _meets_again(keys, found) else "")
    keep(session)
    payload = {"first": shown.names[first], "second": shown.names[second], "round": number}
    told_session(verbs.UNITS_SWAPPED, session, by=by, at=at, payload=payload, reason=said)
    return session


def _changed(round_: RoundShown, first: str, second: str) -> tuple[GroupShown, GroupShown]:
    """Return the groups of two units. :raises BadInput: unless they are two groups."""
    one = next((each for each in round_.groups if first in each.keys), None)
    other = next((each for each in round_.groups if second in each.keys), None)
    if one is None:
        raise BadInput({"first": _("Choose one of those listed.")})
    if other is None:
        raise BadInput({"second": _("Choose one of those listed.")})
    if one is other:
        raise BadInput({"second": _("These two are in one group. Choose units of two groups.")})
    return one, other


def _allowed(found: tuple[Clash, ...], names: dict[str, str], reason: str) -> str:
    """Return the reason for which units meet again, if they do.

    :raises BadInput:
    """
    if never := hard(found):
        sentences = " ".join(clash_sentence(each, names) for each in never)
        raise BadInput({"second": _("%(clashes)s They never meet.") % {"clashes": sentences}})
    said = tidy(reason)
    if len(said) > LONGEST_REASON:
        raise BadInput({"reason": too_long(LONGEST_REASON)})
    if found and not said:
        sentences = " ".join(clash_sentence(each, names) for each in found)
        wanted = _("%(clashes)s Say why they should meet again.") % {"clashes": sentences}
        raise BadInput({"reason": wanted})
    return said if found else ""


def _meets_again(keys: Group, found: Iterable[Clash]) -> bool:
    return any(clash.first in keys and clash.second in keys for clash in found)


def _seat_anew(group: GroupShown, keys: Group, shown: SessionShown, reason: str) -> None:
    row = group.group
    Seat.objects.unrestricted(reason=REASON).filter(group=row).delete()
    _seat([(row, keys)], shown.units)
    row.reason = reason
    row.save(update_fields=["reason"])
