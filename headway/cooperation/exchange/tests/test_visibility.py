"""What a partner of another region, and everybody, must not see: canaries in each row that leaks.

Every page, feed and table of this app is asked for, by each of those who look in from outside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import get_resolver, reverse

from headway.cooperation.exchange.facts import MaterialPlan, PointPlan, TookPart
from headway.cooperation.exchange.models import (
    Event,
    GoodPractice,
    Material,
    Participation,
    ProgrammePoint,
    Registration,
)
from headway.cooperation.exchange.services import (
    add_material,
    ask_about_practice,
    decline_practice,
    note_outcome,
    set_programme,
)
from headway.cooperation.exchange.services import reopen_practice as reopen
from headway.cooperation.exchange.tests.factories import (
    AT,
    World,
    announced,
    asked,
    begun,
    coming,
    planned,
    published,
    reader_of,
    submitted,
    text,
    world,
)
from headway.foundation.accounts.tests.factories import AuditorFactory, UserFactory
from headway.foundation.conversations.services import comment
from headway.foundation.core.verdicts import ALLOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db
CANARY = "CANARY"
SECRET = "https://meet.example.org/CANARY-LINK"
INSIDE_WORDS: dict[str, Any] = {"title": text("CANARY-TITLE"), "summary": text("CANARY-ABOUT")}


def filled(event: Event, of: World, *, is_public: bool) -> Event:
    """Give an event a row in every table."""
    said = "CANARY-INNER" if not is_public else "Told"
    set_programme(
        event_id=event.pk,
        points=[PointPlan(text(said))],
        version=event.version,
        by=of.keeper,
        at=AT,
    )
    note_outcome(
        event_id=event.pk,
        learnt=text(said),
        took_part=[TookPart(of.lead.pk, people=1), TookPart(None, text(said), 2)],
        version=event.version + 1,
        by=of.keeper,
        at=AT,
    )
    plan = MaterialPlan(
        text("CANARY-PAPER"), "link", link="https://example.org/CANARY", is_public=False
    )
    add_material(event_id=event.pk, plan=plan, by=of.keeper, at=AT)
    return event


def plant(of: World) -> list[Event]:
    """Make everything that could leak: drafts, inner events, links, visitors, good practices."""
    inner = {"is_public": False, "takes_registrations": False}
    draft = filled(planned(of, **INSIDE_WORDS), of, is_public=False)
    hidden = filled(announced(of, **INSIDE_WORDS, **inner), of, is_public=False)
    public = filled(announced(of, online_link=SECRET, places=1), of, is_public=True)
    coming(public, "canary-one@example.org")
    asked(public, "canary-two@example.org", name="CANARY-NAME", needs="CANARY-NEEDS")
    words = {"title": text("CANARY-PRACTICE"), "problem": text("CANARY-PROBLEM")}
    begun(of, **words)
    waits = submitted(of, **words)
    comment(
        thing=waits, place="", place_name="x", text="CANARY-SAID", by=of.leader, side="lead",
        at=AT, verdict=ALLOW, request_key="one",
    )  # fmt: skip
    ask_about_practice(
        practice_id=submitted(of, **words).pk, words="CANARY-ASKED", by=of.leader, at=AT
    )
    decline_practice(practice_id=submitted(of, **words).pk, words="CANARY-NO", by=of.leader, at=AT)
    reopen(practice_id=published(of, **words).pk, by=of.keeper, at=AT)
    published(of)
    return [draft, hidden, public]


def addresses(of: World, language: str = "en") -> Iterator[str]:
    """Yield every address of the app that can be read, for each thing there is, in a language.

    Tables and the feed of the project are among them.
    """
    events = Event.objects.unrestricted(reason="a test").filter(project=of.project)
    practices = GoodPractice.objects.unrestricted(reason="a test").filter(project=of.project)
    material = Material.objects.unrestricted(reason="a test").filter(event__in=events.values("pk"))
    slug = of.project.slug
    papers = [
        {"slug": slug, "key": one.event.key, "material": one.key}
        for one in material.select_related("event")
    ]
    for name in names():
        keyed = practices if name.startswith("practice") else events
        things: list[dict[str, str]] = [{"slug": slug}, *papers]
        things += [{"slug": slug, "key": one.key} for one in keyed]
        for thing in things:
            if address := reversed_at(name, thing):
                yield address.replace("/en/", f"/{language}/", 1)
    for table in ("events", "good_practices"):
        for ending in ("csv", "json"):
            yield f"/api/v1/tables/{table}.{ending}?language={language}"


def names() -> list[str]:
    resolvers = get_resolver().url_patterns
    found = next(
        each.namespace_dict["exchange"][1]
        for each in map(_Namespaces, resolvers)
        if "exchange" in each.namespace_dict
    )
    return sorted(name for name in found.reverse_dict if isinstance(name, str))


class _Namespaces:
    def __init__(self, resolver: Any) -> None:  # noqa: ANN401 -- a pattern or a resolver
        self.namespace_dict = getattr(resolver, "namespace_dict", {})


def reversed_at(name: str, arguments: dict[str, str]) -> str:
    try:
        return reverse(f"exchange:{name}", kwargs=arguments)
    except Exception:  # noqa: BLE001 -- this page is not about such a thing
        return ""


def outsiders(of: World) -> dict[str, User | None]:
    """Return who must see nothing: nobody, a stranger, a partner of another region and project."""
    return {
        "nobody": None,
        "somebody": UserFactory.create(),
        "a partner of another region": of.stranger,
        "who reads for another region": reader_of(of.other),
        "the lead of another project": world().leader,
    }


PARTNERS = {"a partner of another region", "who reads for another region"}


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code < 500, address
    if answer.streaming:
        return b"".join(answer).decode("utf-8", "replace")
    return answer.content.decode("utf-8", "replace").replace("\r\n ", "")


def test_no_page_feed_or_table_tells_an_outsider_of_drafts_visitors_or_links() -> None:
    of = world()
    [_draft, _hidden, public] = plant(of)
    found = sorted({*addresses(of), *addresses(of, "lt")})
    assert len(found) > 60
    told_as_partner = reverse("exchange:event_kept", args=[of.project.slug, public.key])
    for who, person in outsiders(of).items():
        client = Client()
        if person:
            client.force_login(person)
        for address in found if who in PARTNERS else sorted(set(addresses(of))):
            page = read(client, address)
            if who in PARTNERS and told_as_partner[3:] in address:
                page = page.replace("meet.example.org/CANARY-LINK", "")  # partners take part
                page = page.replace("CANARY-PAPER", "").replace("example.org/CANARY", "")
            assert CANARY not in page.upper().replace("LANG=", "").replace("ATLANTIC/CANARY", ""), (
                who,
                address,
            )


def test_the_same_walk_finds_every_canary_for_those_who_keep_them() -> None:
    of = world()
    plant(of)
    seen = ""
    for person in (of.keeper, of.leader):
        client = Client()
        client.force_login(person)
        seen += "".join(read(client, address) for address in sorted(set(addresses(of))))
    for word in (
        "TITLE", "ABOUT", "INNER", "PAPER", "LINK", "NAME", "NEEDS", "PRACTICE", "PROBLEM",
        "SAID", "ASKED", "NO",
    ):  # fmt: skip
        assert f"{CANARY}-{word}" in seen, word


def test_the_lead_partner_sees_no_draft_of_a_good_practice() -> None:
    of = world()
    draft, sent = begun(of), submitted(of)
    seen = GoodPractice.objects.visible_to(of.leader)
    assert list(seen) == [sent]
    assert set(GoodPractice.objects.visible_to(of.keeper)) == {draft, sent}
    assert set(GoodPractice.objects.visible_to(AuditorFactory.create())) == {draft, sent}
    assert not GoodPractice.objects.visible_to(of.stranger).exists()


def test_an_inner_event_is_for_its_hosts_and_the_lead_and_a_partner_meeting_for_all() -> None:
    of = world()
    inner: dict[str, Any] = {"is_public": False, "takes_registrations": False}
    hidden = announced(of, **inner)
    meeting = announced(of, kind="partner_meeting", **inner)
    planned(of, kind="partner_meeting", **inner)
    for who in (of.stranger, reader_of(of.other)):
        assert list(Event.objects.visible_to(who)) == [meeting]
    for insider in (of.keeper, of.leader, reader_of(of.host), AuditorFactory.create()):
        assert {hidden, meeting} < set(Event.objects.visible_to(insider))
    assert not Event.objects.visible_to(AnonymousUser()).exists()


def test_rows_of_an_event_are_seen_with_it_and_inner_material_by_partners_alone() -> None:
    of = world()
    plant(of)
    for model in (ProgrammePoint, Participation, Material):
        ours = model.objects.visible_to(of.keeper)
        theirs = model.objects.visible_to(of.stranger)
        assert ours.count() > theirs.count() > 0, model
    assert not Material.objects.visible_to(AnonymousUser()).exists()
    assert ProgrammePoint.objects.visible_to(AnonymousUser()).count() == 1


def test_who_registered_is_read_by_those_who_write_for_hosts_and_lead_alone() -> None:
    of = world()
    coming(announced(of))
    for insider in (of.keeper, of.leader):
        assert Registration.objects.visible_to(insider).count() == 1
    for outsider in (of.stranger, reader_of(of.host), reader_of(of.lead), AnonymousUser()):
        assert not Registration.objects.visible_to(outsider).exists()
