"""Two write in one part of a report, or one writes and leaves: nothing is lost unseen."""

from __future__ import annotations

import pytest

from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.reporting.models import Autosave
from headway.monitoring.reporting.services import (
    autosave,
    save_answer,
)
from headway.monitoring.reporting.tests.answering import (
    Partner,
    brought,
    door,
    partner,
    sent,
)
from headway.monitoring.reporting.tests.factories import AT, REASON, figures_in, reported
from headway.monitoring.strategy.tests.factories import text

pytestmark = pytest.mark.django_db


def test_two_writers_lose_nothing() -> None:
    of = partner()
    client = of.entered()
    (answer,) = of.answers
    seen = sent(answer, **{"done.lt": "Mano žodžiai"})
    save_answer(
        answer_id=answer.pk, said=reported(done=text("Jų žodžiai")), figures=(),
        version=answer.version, by=of.reporter, at=AT,
    )  # fmt: skip
    clash = client.post(of.address("part", part=answer.pk), seen)
    assert clash.status_code == 409
    told = clash.content.decode()
    assert "Mano žodžiai" in told
    assert "Jų žodžiai" in told
    answer.refresh_from_db()
    assert "Jų žodžiai" in str(answer.done.words("lt"))


def test_two_writers_of_a_figure_lose_nothing() -> None:
    of = partner(figures=True)
    client = of.entered()
    (answer,) = of.answers
    (figure,) = figures_in(answer)
    name = f"figure-{figure.pk}.value"
    before = sent(answer)
    assert client.post(of.address("part", part=answer.pk), before | {name: "10"}).status_code == 302
    clash = client.post(of.address("part", part=answer.pk), before | {name: "12"})
    assert clash.status_code == 409
    assert [each.field for each in clash.context["conflict"].clashes] == [name]
    figure.refresh_from_db()
    assert figure.value == 10


def test_what_was_typed_stands_in_the_form_until_it_is_saved() -> None:
    of = partner()
    client = of.entered()
    (answer,) = of.answers
    kept = client.post(
        of.address("typed", part=answer.pk),
        {"typed": {"done.lt": "Pusė sakinio", "status": "going"}, "version": answer.version},
        content_type="application/json",
        headers={"accept": "application/json"},
    )
    assert kept.status_code == 200
    assert kept.json()["newer"] is False
    assert "Pusė sakinio" in client.get(of.address("part", part=answer.pk)).content.decode()
    assert "begun, not saved yet" in client.get(of.address("report")).content.decode()
    client.post(of.address("part", part=answer.pk), sent(answer))
    assert not Autosave.objects.unrestricted(reason=REASON).exists()


def save_theirs(of: Partner) -> None:
    (answer,) = of.answers
    save_answer(
        answer_id=answer.pk, said=reported(done=text("Jų žodžiai")), figures=(),
        version=answer.version, by=of.world.coordinator, at=AT, is_sure=True,
    )  # fmt: skip


@pytest.mark.parametrize("is_carried", [False, True], ids=["autosaved", "session ended"])
def test_what_was_typed_before_somebody_else_saved_overwrites_nothing_unseen(
    *, is_carried: bool
) -> None:
    of = partner()
    client = of.entered()
    (answer,) = of.answers
    mine = sent(answer, **{"done.lt": "Mano žodžiai"})
    if is_carried:
        client.cookies.clear()
        assert client.post(of.address("part", part=answer.pk), mine).status_code == 401
        client.post(door(of.link))
    else:
        autosave(answer_id=answer.pk, typed=mine, seen_version=1, by=of.reporter, at=AT)
    MembershipFactory.create(organisation=of.report.organisation, user=of.world.coordinator)
    save_theirs(of)
    shown = client.get(of.address("part", part=answer.pk))
    assert "Mano žodžiai" in shown.content.decode()
    assert "You will see both texts when you save." in shown.context["newer"]
    version = str(shown.context["form"]["version"].value())
    clash = client.post(of.address("part", part=answer.pk), mine | {"version": version})
    assert clash.status_code == 409
    for words in ("Mano žodžiai", "Jų žodžiai"):
        assert words in clash.content.decode()


def test_another_writer_does_not_see_what_somebody_types() -> None:
    of = partner()
    (answer,) = of.answers
    autosave(
        answer_id=answer.pk, typed={"done.lt": "Slapta"}, seen_version=1, by=of.reporter, at=AT
    )
    of.world.reporters.append(of.world.coordinator)
    client = of.entered()
    assert "Slapta" in client.get(of.address("part", part=answer.pk)).content.decode()
    kept = Autosave.objects.unrestricted(reason=REASON).get()
    kept.writer = "person:0"
    kept.save()
    assert "Slapta" not in client.get(of.address("part", part=answer.pk)).content.decode()


def test_two_writers_lose_no_file() -> None:
    of = partner()
    client = of.entered()
    (answer,) = of.answers
    address = of.address("part", part=answer.pk)
    theirs = sent(answer) | {"evidence_file": brought("theirs.pdf")}
    mine = sent(answer) | {"evidence_file": brought("mine.pdf")}
    assert client.post(address, theirs).status_code == 302
    clash = client.post(address, mine)
    assert clash.status_code == 409
    (both,) = clash.context["conflict"].clashes
    assert (both.field, both.theirs, both.mine) == ("evidence", "theirs.pdf", "mine.pdf")
    hidden = dict(clash.context["hidden"]) | {"clash": "evidence"}
    for choice, version in (("theirs", 2), ("mine", 3)):
        chosen = hidden | {"keep:evidence": choice, "version": str(version)}
        assert client.post(address, chosen).status_code == 302
        assert str(of.answers[0].evidence) == f"{choice}.pdf"
