"""What is confidential in amendments and meetings, at every address and form a keeper is led to.

Whoever keeps them walks the site and collects what its pages name, with the forms as they are
filled in; then everybody else asks for the same, and sends the same forms, in their own session.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.foundation.audit.models import Entry, Payload
from headway.foundation.conversations.models import Comment, Thread
from headway.foundation.core.scoping import ScopedQuerySet
from headway.foundation.notices.models import Mail
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.monitoring.amendments.tests.factories import world
from headway.monitoring.meetings.calendars import token_of
from headway.monitoring.meetings.models import AgendaPoint, CalendarLink, Member
from headway.monitoring.meetings.services import make_feed
from headway.monitoring.meetings.tests import factories as meetings
from headway.monitoring.strategy.models import Edition, Node, NodeText
from headway.monitoring.strategy.tests.factories import CoordinatorFactory
from tests.access.matrix import MATRIX
from tests.access.memory import (
    BODY,
    CONSULTED,
    DECIDED,
    MEMORY_WORDS,
    MINUTES,
    WAITING,
    Memory,
    adopt_in_part,
    plant_memory,
)
from tests.access.reach import place_of
from tests.access.walker import MOST, Form, Walk, client_of, said_by, walked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db
WHY = "a test looks at everything"
NOW = meetings.START + timedelta(hours=2)


@pytest.fixture(scope="module")
def made_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    files = tmp_path_factory.mktemp("files")
    with override_settings(SITE_ADDRESS="https://strategy.example.org", MEDIA_ROOT=files):
        yield


@pytest.fixture(autouse=True)
def _site(made_site: None) -> Iterator[None]:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@dataclass(frozen=True, slots=True)
class Found:
    """What was planted in a public strategy, and who is who there."""

    memory: Memory
    people: dict[str, User]

    @property
    def outsiders(self) -> dict[str, User | None]:
        """Who has nothing to do with the body, nor with what is proposed."""
        names = ("partner", "asked", "coordinator of another", "chair of another")
        return {"nobody": None} | {name: self.people[name] for name in names}


@pytest.fixture(scope="module")
def made_found(made_site: None, made_once: None) -> Found:
    """Plant it once: that takes seconds."""
    with time_machine.travel(NOW, tick=False):
        return planted()


@pytest.fixture(scope="module")
def keepers(made_found: Found) -> Walk:
    """Return what the keeper is led to; that takes seconds too."""
    with time_machine.travel(NOW, tick=False):
        return of_the_keeper(made_found)


@pytest.fixture
def found(made_found: Found, db: None) -> Found:
    """Return what was planted for this module, in rows of one's own."""
    return deepcopy(made_found)


def planted() -> Found:
    of = world()
    nodes = {each.key: each for each in Node.objects.filter(strategy=of.strategy)}
    memory = plant_memory(of.strategy, nodes["n-1-1"], of.partners[0])
    adopt_in_part(of.strategy, nodes["n-1-1"], nodes["n-1-2"], OrganisationFactory.create())
    sitting = memory.sitting
    other = meetings.world()
    people = {
        "coordinator": with_second_factor(of.coordinator),
        "chair": meetings.who(sitting.chair),
        "member": meetings.who(sitting.members[0]),
        "asked": of.members[0],
        "partner": of.members[1],
        "coordinator of another": with_second_factor(
            CoordinatorFactory.create(strategy=other.strategy).user
        ),
        "chair of another": meetings.who(other.chair),
    }
    return Found(memory, people)


OF_ONES_OWN = {"meetings:answer", "meetings:answer_by_link"}
"""A member answers for themselves: the keeper is led to none, but may be one."""
FEEDS = {"meetings:feed_of_body", "meetings:feed_of_person"}
"""By these anybody makes an address for what they may see."""
BY_ITSELF = {"meetings:feed", "meetings:paper"}
"""A calendar's secret address, which no other page names; and a file, of which there is none."""
MAY_READ: dict[str, set[str]] = {
    "nobody": set(),
    "partner": set(),
    "coordinator of another": set(),
    "chair of another": set(),
    "asked": {CONSULTED},
    "member": {BODY},
    "chair": {BODY, MINUTES, WAITING, CONSULTED},
    "coordinator": set(MEMORY_WORDS),
}
EACH_RUN = {"partner", "asked", "member"}
"""The others ask in `make audit`."""
ADDRESS_OF_A_MEMBER = "canary.m@example.org"


def words_in(said: str, words: Iterable[str] = MEMORY_WORDS) -> set[str]:
    return {word for word in words if word.lower() in said.lower()}


def history_of(found: Found) -> str:
    return f"/en/strategies/{found.memory.sitting.strategy.slug}/history/"


def of_the_keeper(found: Found) -> Walk:
    strategy, body = found.memory.sitting.strategy.slug, found.memory.sitting.body.slug
    return walked(
        found.people["coordinator"],
        [
            f"/en/bodies/{body}/",
            f"/en/workspace/strategies/{strategy}/amendments/",
            f"/en/workspace/strategies/{strategy}/bodies/",
            history_of(found),
            "/en/workspace/", "/en/bodies/", "/en/data/", "/api/v1/tables/",
            *(f"/api/v1/tables/{name}.json" for name in ("changes", "decisions", "editions")),
        ],
    )  # fmt: skip


@pytest.mark.parametrize("is_whole", [False, pytest.param(True, marks=pytest.mark.audit)])
def test_each_reads_what_is_theirs_at_every_address_that_the_keeper_is_led_to(
    found: Found, keepers: Walk, is_whole: bool
) -> None:
    walk, token = keepers, found.memory.token
    refuse_a_short_walk(walk, found)
    read = {"coordinator": words_in("".join(walk.said.values()))}
    leaking, kept = [], []
    for name in sorted(set(MAY_READ) - {"coordinator"}):
        if not is_whole and name not in EACH_RUN:
            continue
        client = client_of(found.people.get(name))
        read[name] = set()
        for path in walk.said:
            answer = client.get(path)
            said = said_by(answer)
            words = words_in(said)
            read[name] |= words
            if words - MAY_READ[name] or answer.status_code >= 500 or token in said:
                leaking.append(f"{name} {path} {words} {answer.status_code}")
            if name != "chair" and ADDRESS_OF_A_MEMBER in said:
                leaking.append(f"{name} {path} reads where another member gets their mail")
            if words and "no-store" not in answer.get("Cache-Control", ""):
                kept.append(f"{name} {path}")
    assert leaking == []
    assert kept == []
    assert read == {name: MAY_READ[name] for name in read}, "each could be read"
    public = said_by(client_of(None).get(history_of(found)))
    assert words_in(public, (DECIDED, "Ships grow")) == {DECIDED, "Ships grow"}


def refuse_a_short_walk(walk: Walk, found: Found) -> None:
    """Refuse a walk that misses a page, a document or a form: it would prove nothing."""
    assert len(walk.said) < MOST
    led_to = {place.row.route for path in walk.said if (place := place_of(path))}
    sent = {place.row.route for form in forms_of(walk, found) if (place := place_of(form.to))}
    assert routes_of_memory("GET") - led_to == OF_ONES_OWN | BY_ITSELF
    assert routes_of_memory("POST") - sent == OF_ONES_OWN | FEEDS
    assert {"workspace:agenda", "portal:amendment", "portal:history_feed"} <= led_to


def routes_of_memory(method: str) -> set[str]:
    rows = (row for row in MATRIX if method in row.methods)
    return {row.route for row in rows if row.route.startswith(("meetings:", "amendments:"))}


def state() -> dict[str, list[object]]:
    """Return every row of the memory and of the text, and how much was told and recorded."""
    models: list[type[Any]] = [
        *apps.get_app_config("meetings").get_models(),
        *apps.get_app_config("amendments").get_models(),
        Edition, Node, NodeText,
    ]  # fmt: skip
    rows = {model.__name__: list(all_of(model).order_by("pk").values_list()) for model in models}
    return rows | {model.__name__: [all_of(model).count()] for model in (Entry, Mail, Comment)}


def all_of(model: type[Any]) -> Any:  # noqa: ANN401 -- rows of any model
    rows = model._default_manager
    return rows.unrestricted(reason=WHY) if isinstance(rows.all(), ScopedQuerySet) else rows.all()


def forms_of(walk: Walk, found: Found) -> list[Form]:
    """Return the forms of the keeper, with those that a page sends by itself or offers later.

    Those by which anybody makes a calendar address are left out.
    """
    memory, told = found.memory, {"words.en": ["Sent by somebody else"], "version": ["1"]}
    point = AgendaPoint.objects.unrestricted(reason=WHY).filter(meeting=memory.meetings[0])[0]
    seat = all_of(Member).filter(body=memory.sitting.body)[0]
    at_point = f"/en/meetings/{memory.meetings[0].key}/points/{point.pk}/"
    feed = all_of(CalendarLink).get()
    more = [
        Form(f"{at_point}typed/", told),
        Form(f"{at_point}votes/", {f"vote-{seat.pk}": ["no"]}),
        Form(f"{at_point}move/", {"place": ["1"]}),
        Form(f"/en/follow-ups/{memory.follow_up.key}/again/", told),
        Form(f"/en/bodies/{memory.sitting.body.slug}/programme/{memory.activity.key}/again/", told),
        Form(f"/en/calendars/{feed.pk}/end/", {}),
    ]
    return [*(form for form in walk.forms if not form.to.endswith(("/calendar/", "/new/"))), *more]


def may_send(name: str, form: Form) -> bool:
    """Tell whether it is theirs to send: who is asked answers and comments."""
    return name == "asked" and ("/agreements/" in form.to or "/comments/" in form.to)


def test_no_form_of_the_keeper_changes_anything_in_the_hand_of_another(
    found: Found, keepers: Walk
) -> None:
    forms = forms_of(keepers, found)
    before = state()
    for name in ("nobody", "partner", "asked", "member", "coordinator of another"):
        client = client_of(found.people.get(name))
        for form in forms:
            if may_send(name, form):
                continue
            answer = client.post(form.to, form.fields)
            assert not words_in(said_by(answer)) - MAY_READ[name], f"{name} {form.to}"
            assert answer.status_code < 500
        assert state() == before, name


def test_the_same_forms_change_much_in_the_hand_of_the_keeper(found: Found, keepers: Walk) -> None:
    """Else it would prove nothing that they change nothing in that of others."""
    forms, changed = forms_of(keepers, found), set()
    client, before = client_of(found.people["coordinator"]), state()
    for form in forms:
        with transaction.atomic():
            client.post(form.to, form.fields)
            if (place := place_of(form.to)) and state() != before:
                changed.add(place.row.route)
            transaction.set_rollback(True)
    assert len(changed) > 20, sorted(changed)


def test_no_row_says_to_an_outsider_what_is_confidential(found: Found) -> None:
    outside = [person or AnonymousUser() for person in found.outsiders.values()]
    tried = 0
    for name in ("meetings", "amendments"):
        for model in apps.get_app_config(name).get_models():
            rows: Any = model._default_manager
            if not isinstance(rows.all(), ScopedQuerySet):
                continue
            tried += 1
            assert rows.unrestricted(reason=WHY).exists(), model
            for person in outside:
                seen = rows.visible_to(person).values()
                said = str([{**row, "decision_words": ""} for row in seen])  # shown on no page
                assert words_in(said) <= allowed_to(person, found), f"{person} {model}"
                assert ADDRESS_OF_A_MEMBER not in said
    assert tried > 12
    for person in outside:
        told = [*Thread.objects.visible_to(person), *Comment.objects.visible_to(person)]
        assert told == [], person
        for model in (Entry, Payload):
            said = str(list(model.objects.visible_to(person).values()))
            assert words_in(said) <= allowed_to(person, found), f"{person} {model}"


def allowed_to(person: User | AnonymousUser, found: Found) -> set[str]:
    """Return what somebody from outside may read all the same: what their house is asked about."""
    return {CONSULTED} if person == found.people["asked"] else set()


def test_a_calendar_address_says_to_its_owner_what_the_owner_may_see(found: Found) -> None:
    body = found.memory.sitting.body
    for name in ("member", "chair", "partner"):
        feed = make_feed(
            body_id=None if name == "partner" else body.pk, by=found.people[name], at=NOW
        )
        said = client_of(None).get(f"/en/calendars/{token_of(feed.key)}.ics")
        words = words_in(said_by(said))
        assert words == MAY_READ[name] & {BODY, MINUTES}, name
        assert "@" not in said_by(said).replace("@headway", "").replace(body.organisation.email, "")
