from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from headway.foundation.accounts.tests.factories import (
    AdministratorFactory,
    AuditorFactory,
    UserFactory,
)
from headway.foundation.conversations.models import Comment, Thread, key_of, type_of
from headway.foundation.conversations.queries import open_counts, quoted, threads_on
from headway.foundation.conversations.services import resolve_thread, take_back_comment
from headway.foundation.conversations.tests.factories import AT, say
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.texts import TranslatedText
from headway.foundation.core.verdicts import ALLOW
from headway.foundation.organisations.tests.factories import OrganisationFactory, RegionFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("many", [1, 3])
def test_threads_and_counts_of_many_things_take_as_few_queries_as_those_of_one(
    many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    things = OrganisationFactory.create_batch(many)
    for thing in things:
        for place in ("a", "b"):
            say(thing, place=place)
            say(thing, "And?", place=place)
    keys = [key_of(thing) for thing in things]
    with django_assert_num_queries(1):
        found = threads_on(type_of(things[0]), keys)
    with django_assert_num_queries(1):
        counts = open_counts("organisations.Organisation", keys)
    said = {
        key: {place: [one.text for one in thread.comments] for place, thread in places.items()}
        for key, places in found.items()
    }
    assert said == {key: {"a": ["Why?", "And?"], "b": ["Why?", "And?"]} for key in keys}
    assert counts == dict.fromkeys(keys, 2)


def test_threads_of_other_things_and_types_are_not_shown() -> None:
    thing, other = OrganisationFactory.create_batch(2)
    region = RegionFactory.create(key=thing.key)
    say(other)
    say(region)
    assert threads_on(type_of(thing), [key_of(thing)]) == {}
    assert open_counts(type_of(thing), [key_of(thing)]) == {}
    assert quoted(thing) == ()


def test_resolved_threads_are_not_counted() -> None:
    thing = OrganisationFactory.create()
    say(thing)
    say(thing, place="other")
    resolve_thread(thing=thing, place="other", by=SystemActor("x"), at=AT, verdict=ALLOW)
    assert open_counts(type_of(thing), [thing.key]) == {thing.key: 1}


def test_open_threads_are_quoted_in_each_language() -> None:
    thing, ona = OrganisationFactory.create(), UserFactory.create(name="Ona")
    say(thing, "First.", place_name=_("Code"), by=ona)
    say(thing, "See [the file](https://example.org/).\n\nThen?", place_name=_("Code"), by=ona)
    say(thing, "All in all", place="", place_name=TranslatedText(), side="", by=ona)
    say(thing, "Done", place="done")
    resolve_thread(thing=thing, place="done", by=ona, at=AT, verdict=ALLOW)
    gone = say(thing, "Gone", place="gone", by=ona)
    take_back_comment(thing=thing, comment_id=gone.pk, by=ona, at=AT, verdict=ALLOW)
    assert quoted(thing) == (
        "Code: “See the file. Then?” — Ona, Klaipėda city, 3 January",
        "“All in all” — Ona, 3 January",
    )
    with translation.override("lt"):
        assert quoted(thing) == (
            "Kodas: „See the file. Then?“ – Ona, Klaipėda city, sausio 3 d.",
            "„All in all“ – Ona, sausio 3 d.",
        )


def test_only_the_author_is_offered_to_take_the_last_comment_back_and_not_for_long() -> None:
    thing, ona, jonas = OrganisationFactory.create(), UserFactory.create(), UserFactory.create()
    say(thing, "1", by=ona)
    last = say(thing, "2", by=ona)
    say(thing, "3")
    thread = threads_on(type_of(thing), [thing.key])[thing.key]["obstacles"]
    late = AT + timedelta(minutes=11)
    assert thread.offered_back(ona, AT) == last.pk
    assert [thread.offered_back(ona, late), thread.offered_back(jonas, AT)] == [None, None]
    assert thread.offered_back(SystemActor("x"), AT) is None


def test_strangers_see_nothing_authors_their_own_and_auditors_all() -> None:
    thing, ona, jonas = OrganisationFactory.create(), UserFactory.create(), UserFactory.create()
    mine = say(thing, "Mine", by=ona)
    theirs = say(thing, "Theirs", by=jonas, place="other")
    say(thing, "By nobody", by=SystemActor("x"), place="other")
    stranger = UserFactory.create()
    for nobody in (stranger, SystemActor("y")):
        assert not Thread.objects.visible_to(nobody).exists()
        assert not Comment.objects.visible_to(nobody).exists()
    assert [c.pk for c in Comment.objects.visible_to(ona)] == [mine.pk]
    assert [t.pk for t in Thread.objects.visible_to(jonas)] == [theirs.thread_id]
    for one in (AdministratorFactory.create(), AuditorFactory.create()):
        seen = Comment.objects.visible_to(one).count(), Thread.objects.visible_to(one).count()
        assert seen == (3, 2)
