"""A strategy itself: its settings, its coordinators, its partners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from headway.foundation.audit.services import record
from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.keys import new_key
from headway.foundation.core.provenance import UNKNOWN, Provenance
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.core.verdicts import require
from headway.foundation.core.versions import stale_sentence
from headway.foundation.organisations.rules import address_problem
from headway.foundation.publication.services import renew, strategy_scope
from headway.monitoring.strategy.models import Coordinator, Edition, Partner, Strategy
from headway.monitoring.strategy.permissions import (
    can_appoint_coordinator,
    can_create_strategy,
    can_keep_strategy,
)
from headway.monitoring.strategy.services.clashes import clashing
from headway.monitoring.strategy.services.frames import keyed_frame, list_problems
from headway.monitoring.strategy.services.statuses import (
    keyed_statuses,
    status_clashes,
    status_problems,
    use_problems,
)
from headway.monitoring.strategy.states import PartnerRole
from headway.monitoring.strategy.verbs import (
    COORDINATOR_APPOINTED,
    COORDINATOR_DISMISSED,
    PARTNER_ADDED,
    STRATEGY_CHANGED,
    STRATEGY_CREATED,
    STRATEGY_PUBLISHED,
    STRATEGY_WITHDRAWN,
)

if TYPE_CHECKING:
    from datetime import datetime

    from headway.foundation.accounts.models import User
    from headway.foundation.core.actors import SystemActor
    from headway.foundation.core.partial_dates import PartialDate
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.strategy.frame import Frame, StatusOption


@dataclass(frozen=True, slots=True)
class Settings:
    """What is said of a strategy itself, whatever its edition."""

    name: TranslatedText
    languages: tuple[str, ...]
    statuses: tuple[StatusOption, ...]
    short_name: TranslatedText = EMPTY
    time_zone: str = "Europe/Vilnius"
    is_public: bool = False
    asks_agreement: bool = False
    provenance: Provenance = UNKNOWN

    @classmethod
    def of(cls, strategy: Strategy) -> Settings:
        return cls(
            name=strategy.name,
            short_name=strategy.short_name,
            languages=tuple(strategy.languages),
            statuses=strategy.statuses,
            time_zone=strategy.time_zone,
            is_public=strategy.is_public,
            asks_agreement=strategy.asks_agreement,
            provenance=strategy.provenance,
        )


@transaction.atomic
def create_strategy(
    *,
    slug: str,
    organisation: Organisation,
    wanted: Settings,
    frame: Frame,
    by: User | SystemActor,
    at: datetime,
    title: TranslatedText = EMPTY,
    key: str = "",
) -> Strategy:
    """Create a strategy with a first draft edition. Nothing of it is public yet.

    :raises NotAllowed: unless an administrator does it.
    :raises BadInput: for an address that is taken or cannot be one, no language, an unknown
        time zone, or an item of a list that cannot be kept.
    """
    require(can_create_strategy(by))
    problems = _problems(wanted) | list_problems(frame)
    if problem := address_problem(slug):
        problems["slug"] = problem
    elif Strategy.objects.filter(slug=slug).exists():
        problems["slug"] = _("The address “%(slug)s” is taken. Choose another.") % {"slug": slug}
    if problems:
        raise BadInput(problems)
    strategy = Strategy.objects.create(
        key=key or new_key(), slug=slug, organisation=organisation, **_columns(wanted)
    )
    Edition.objects.create(
        strategy=strategy, number=1, title=title or wanted.name, frame=keyed_frame(frame)
    )
    record(STRATEGY_CREATED, strategy, by=by, at=at, payload={"slug": slug})
    return strategy


@transaction.atomic
def change_strategy(
    *, strategy_id: int, wanted: Settings, version: int, by: User | SystemActor, at: datetime
) -> Strategy:
    """Change the settings of a strategy, or make it public, or take it out of view.

    :raises NotAllowed: unless its coordinator or an administrator does it.
    :raises BadInput: for no language, an unknown time zone, a status without a word or a meaning,
        or one taken out, or made “done” too early, that measures have.
    :raises Conflict: if somebody else changed it since `version` was read.
    """
    strategy = Strategy.objects.select_for_update().get(pk=strategy_id)
    require(can_keep_strategy(by, strategy))
    problems = _problems(wanted)
    if version == strategy.version:
        problems |= use_problems(strategy, wanted.statuses, at=at)
    if problems:
        raise BadInput(problems)
    _refuse_stale(strategy, wanted, version)
    was_public = strategy.is_public
    for name, value in _columns(wanted).items():
        setattr(strategy, name, value)
    strategy.version += 1
    strategy.save()
    record(STRATEGY_CHANGED, strategy, by=by, at=at)
    if was_public != strategy.is_public:
        verb = STRATEGY_PUBLISHED if strategy.is_public else STRATEGY_WITHDRAWN
        record(verb, strategy, by=by, at=at)
    if was_public or strategy.is_public:
        renew(strategy_scope(strategy.key), at=at)
    return strategy


def renew_if_public(strategy: Strategy, *, at: datetime) -> None:
    """Renew what readers see of a strategy; nothing, while it is not public."""
    if strategy.is_public:
        renew(strategy_scope(strategy.key), at=at)


@transaction.atomic
def appoint_coordinator(
    *, strategy_id: int, user: User, by: User | SystemActor, at: datetime
) -> Coordinator:
    """Make a person a coordinator from today; one who is one already stays it.

    :raises NotAllowed: unless an administrator does it.
    """
    strategy = Strategy.objects.select_for_update().get(pk=strategy_id)
    require(can_appoint_coordinator(by, strategy))
    coordinator, is_new = Coordinator.objects.get_or_create(
        strategy=strategy, user=user, until=None, defaults={"since": at.date()}
    )
    if is_new:
        record(COORDINATOR_APPOINTED, strategy, by=by, at=at, payload={"person": str(user)})
    return coordinator


@transaction.atomic
def dismiss_coordinator(
    *, coordinator_id: int, by: User | SystemActor, at: datetime
) -> Coordinator:
    """End a person's work as a coordinator today. Once ended it stays ended on that day.

    :raises NotAllowed: unless an administrator does it.
    """
    coordinator = Coordinator.objects.select_for_update().get(pk=coordinator_id)
    strategy = coordinator.strategy
    require(can_appoint_coordinator(by, strategy))
    if coordinator.until is None:
        coordinator.until = at.date()
        coordinator.save(update_fields=["until"])
        payload = {"person": str(coordinator.user)}
        record(COORDINATOR_DISMISSED, strategy, by=by, at=at, payload=payload)
    return coordinator


@transaction.atomic
def add_partner(
    *,
    strategy_id: int,
    organisation: Organisation,
    role: str,
    by: User | SystemActor,
    at: datetime,
    since: PartialDate | None = None,
    until: PartialDate | None = None,
    provenance: Provenance = UNKNOWN,
) -> Partner:
    """Add an organisation that carries the strategy.

    :raises NotAllowed: unless its coordinator or an administrator does it.
    :raises BadInput: for a role that there is not, or an organisation that carries it already.
    """
    strategy = Strategy.objects.select_for_update().get(pk=strategy_id)
    require(can_keep_strategy(by, strategy))
    if role not in PartnerRole.values:
        raise BadInput({"role": _("There is no such role. Choose one of those listed.")})
    if strategy.partners.filter(organisation=organisation, until__isnull=True).exists():
        raise BadInput({"organisation": _("This organisation is a partner already.")})
    partner = Partner.objects.create(
        strategy=strategy,
        organisation=organisation,
        role=role,
        since=since,
        until=until,
        provenance=provenance,
    )
    payload = {"organisation": str(organisation)}
    record(PARTNER_ADDED, strategy, by=by, at=at, payload=payload)
    renew_if_public(strategy, at=at)
    return partner


def _columns(wanted: Settings) -> dict[str, object]:
    return {
        "name": wanted.name,
        "short_name": wanted.short_name,
        "languages": list(wanted.languages),
        "statuses": keyed_statuses(wanted.statuses),
        "time_zone": wanted.time_zone,
        "is_public": wanted.is_public,
        "asks_agreement": wanted.asks_agreement,
        "provenance": wanted.provenance,
    }


def _problems(wanted: Settings) -> dict[str, str]:
    problems = status_problems(wanted.statuses)
    if not wanted.name:
        problems["name"] = _("The strategy has no name. Write it in at least one language.")
    known = dict(settings.LANGUAGES)
    unknown = [language for language in wanted.languages if language not in known]
    if not wanted.languages:
        problems["languages"] = _("Choose at least one language.")
    elif unknown:
        problems["languages"] = _("Unknown language “%(language)s”.") % {"language": unknown[0]}
    try:
        ZoneInfo(wanted.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        problems["time_zone"] = _(
            "“%(zone)s” is no time zone. Write one such as Europe/Vilnius."
        ) % {"zone": wanted.time_zone}
    return problems


def _refuse_stale(strategy: Strategy, wanted: Settings, version: int) -> None:
    if version == strategy.version:
        return
    clashes = clashing(
        {"name": (pgettext("thing", "Name"), strategy.name, wanted.name)}
        | {"short_name": (_("Short name"), strategy.short_name, wanted.short_name)}
        | {"languages": (_("Languages"), strategy.languages, list(wanted.languages))}
        | {"time_zone": (_("Time zone"), strategy.time_zone, wanted.time_zone)}
        | {"is_public": (_("Public"), strategy.is_public, wanted.is_public)}
        | {
            "asks_agreement": (
                _("Partners agree to amendments"),
                strategy.asks_agreement,
                wanted.asks_agreement,
            )
        }
    )
    clashes = [*clashes, *status_clashes(strategy.statuses, wanted.statuses)]
    raise Conflict(stale_sentence(), clashes=clashes, token=str(strategy.version))
