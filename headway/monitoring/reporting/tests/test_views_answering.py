"""The pages of whoever answers: the tasks, a part, the check, the receipt."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.reporting.models import Answer, Autosave, Submission, TaskLink
from headway.monitoring.reporting.services import (
    autosave,
    open_review,
    return_report,
    save_answer,
    submit_report,
)
from headway.monitoring.reporting.states import ReportState
from headway.monitoring.reporting.tests.answering import Partner, door, partner, sent
from headway.monitoring.reporting.tests.factories import AT, REASON, figures_in, reported
from headway.monitoring.strategy.frame import StatusOption
from headway.monitoring.strategy.tests.factories import text

pytestmark = pytest.mark.django_db


def saved(of: Partner, client: Client, **changes: str) -> None:
    for answer in of.answers:
        said = sent(answer, **changes)
        said |= {f"figure-{each.pk}.value": "10" for each in figures_in(answer)}
        done = client.post(of.address("part", part=answer.pk), said)
        assert done.status_code == 302, done.content.decode()


def test_a_report_is_answered_checked_and_submitted_by_a_link() -> None:
    of = partner(measures=2, figures=True)
    client = of.entered()
    saved(of, client)
    checked = client.get(of.address("check"))
    assert checked.status_code == 200
    key = checked.context["request_key"]
    done = client.post(of.address("check"), {"request_key": key})
    again = client.post(of.address("check"), {"request_key": key})
    assert done.status_code == 302
    assert done["Location"] == again["Location"]
    submission = Submission.objects.unrestricted(reason=REASON).get()
    receipt = client.get(done["Location"])
    assert submission.receipt in receipt.content.decode()
    document = client.get(of.address("receipt_document", pk=submission.pk))
    assert document.content.startswith(b"%PDF")
    of.report.refresh_from_db()
    assert of.report.state == ReportState.SUBMITTED
    assert client.get(of.address("report")).status_code == 200
    assert client.post(of.address("withdraw")).status_code == 302
    of.report.refresh_from_db()
    assert of.report.state == ReportState.DRAFT


def test_the_check_names_what_is_open_and_cannot_be_sent() -> None:
    of = partner(measures=2)
    client = of.entered()
    shown = client.get(of.address("check")).content.decode()
    assert "Not provided" in shown
    assert client.post(of.address("check"), {"request_key": "k"}).status_code == 409


def test_saving_goes_to_the_next_part_that_is_open_and_back_to_the_check() -> None:
    of = partner(measures=3)
    client = of.entered()
    first, second, third = of.answers
    done = client.post(of.address("part", part=second.pk), sent(second))
    assert done["Location"] == of.address("part", part=third.pk)
    done = client.post(of.address("part", part=third.pk), sent(third))
    assert done["Location"] == of.address("part", part=first.pk)
    second.refresh_from_db()
    again = client.post(of.address("part", part=second.pk) + "?from=check", sent(second))
    assert again["Location"] == of.address("check")


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost() -> None:
    of = partner(figures=True)
    client = of.entered()
    (answer,) = of.answers
    (figure,) = figures_in(answer)
    said = sent(answer, status="", **{f"figure-{figure.pk}.value": "daug"})
    shown = client.post(of.address("part", part=answer.pk), said)
    assert shown.status_code == 422
    told = shown.content.decode()
    assert "<title>Error:" in told
    assert f'href="#id_figure-{figure.pk}-value"' in told
    assert 'value="daug"' in told
    assert "Two halls were built" in told


def test_a_cause_is_asked_for_where_it_is_needed() -> None:
    of = partner()
    client = of.entered()
    (answer,) = of.answers
    strategy = of.round.strategy
    strategy.statuses = (*strategy.statuses, StatusOption("half", text("Half"), "partly_done"))
    strategy.save()
    said = sent(answer, status="half")
    refused = client.post(of.address("part", part=answer.pk), said)
    assert refused.status_code == 422
    assert any(name.startswith("cause.") for name in refused.context["form"].errors)
    explained = said | {"cause.en": "The contractor went bankrupt"}
    assert client.post(of.address("part", part=answer.pk), explained).status_code == 302


def test_does_not_apply_takes_a_reason() -> None:
    of = partner()
    client = of.entered()
    (answer,) = of.answers
    refused = client.post(of.address("part", part=answer.pk), sent(answer, is_none="on"))
    assert refused.status_code == 422
    said = sent(answer, is_none="on", **{"cause.lt": "Perduota kitai įstaigai"})
    assert client.post(of.address("part", part=answer.pk), said).status_code == 302
    answer.refresh_from_db()
    assert (answer.way, str(answer.cause)) == ("none", "Perduota kitai įstaigai")


def test_a_decimal_comma_is_read() -> None:
    of = partner(figures=True, kind="stock")
    client = of.entered()
    saved(of, client)
    (answer,) = of.answers
    (figure,) = figures_in(answer)
    said = sent(answer, **{f"figure-{figure.pk}.value": "10,5"})
    assert client.post(of.address("part", part=answer.pk), said).status_code == 302
    figure.refresh_from_db()
    assert str(figure.value) == "10.5"


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


def test_more_time_is_asked_for_in_one_press() -> None:
    of = partner()
    client = of.entered()
    assert client.post(of.address("time")).status_code == 302
    of.report.refresh_from_db()
    assert of.report.wanted_until is not None


def test_somebody_signed_in_finds_the_report_from_the_workspace() -> None:
    of = partner()
    client = of.signed_in()
    assert of.address("report") in client.get(reverse("workspace:home")).content.decode()
    assert of.address("report") in client.get(reverse("reporting:tasks")).content.decode()
    assert client.get(of.address("report")).status_code == 200


def test_a_comment_is_said_answered_and_resolved() -> None:
    of = partner()
    client = of.entered()
    (answer,) = of.answers
    place = f"part-{answer.pk}.done"
    empty = client.post(of.address("comment"), {"place": place, "text": "", "step": "comment"})
    assert empty.status_code == 422
    said = {"place": place, "text": "Ar čia viskas?", "step": "comment", "request_key": "a"}
    assert client.post(of.address("comment"), said).status_code == 302
    assert "Ar čia viskas?" in client.get(of.address("report")).content.decode()
    assert (
        client.post(of.address("comment"), {"place": place, "step": "resolve"}).status_code == 302
    )
    nowhere = {"place": "part-999.done", "text": "x", "step": "comment"}
    assert client.post(of.address("comment"), nowhere).status_code == 404


def test_a_returned_report_says_why_and_shows_each_comment_where_it_belongs() -> None:
    of = partner(measures=2, figures=True)
    client = of.entered()
    saved(of, client)
    submit_report(report_id=of.report.pk, request_key="k", by=of.reporter, at=now())
    first, second = of.answers
    places = (f"part-{first.pk}.done", f"figure-{figures_in(first)[0].pk}")
    coordinator = Client()
    coordinator.force_login(with_second_factor(of.world.coordinator))
    for place in places:
        said = {"place": place, "text": f"Patikslinkite {place}", "request_key": place}
        assert coordinator.post(of.address("comment"), said).status_code == 302
    return_report(
        report_id=of.report.pk, reason="Trūksta skaičių", by=of.world.coordinator, at=now()
    )
    shown = client.get(of.address("report"))
    told = shown.content.decode()
    assert "Trūksta skaičių" in told
    assert "2 comments are open below" in told
    row = told[told.index(f'id="part-{first.pk}"') : told.index(f'id="part-{second.pk}"')]
    assert "2 open comments" in row
    assert [place in row for place in places] == [True, True]
    assert "2 open comments" in client.get(reverse("reporting:tasks")).content.decode()
    form = client.get(of.address("part", part=first.pk)).content.decode()
    fields = ('name="done.en"', f"Patikslinkite {places[0]}", 'name="ahead.en"')
    figure = (f"-{places[1].partition('-')[2]}.value", f"Patikslinkite {places[1]}")
    for order in (fields, figure):
        positions = [form.index(words) for words in order]
        assert positions == sorted(positions)
    other = client.get(of.address("part", part=second.pk)).content.decode()
    assert "Patikslinkite" not in other


def test_a_file_is_evidence_and_opened_by_who_may_see_the_report() -> None:
    of = partner(partners=2)
    client = of.entered()
    (answer,) = of.answers
    file = SimpleUploadedFile("programa.pdf", b"%PDF-1.4 words")
    done = client.post(of.address("part", part=answer.pk), sent(answer) | {"evidence_file": file})
    assert done.status_code == 302
    kept = Answer.objects.unrestricted(reason=REASON).get(pk=answer.pk).evidence_id
    opened = client.get(of.address("evidence", pk=kept))
    assert opened.getvalue() == b"%PDF-1.4 words"
    stranger = Client()
    stranger.force_login(of.world.reporters[1])
    assert stranger.get(of.address("evidence", pk=kept)).status_code == 404


def file(name: str, words: bytes = b"%PDF-1.4 words") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words)


def test_a_figure_rests_on_a_file_that_check_receipt_and_review_name() -> None:
    of = partner(figures=True)
    client = of.entered()
    (answer,) = of.answers
    (figure,) = figures_in(answer)
    name = f"figure-{figure.pk}"
    said = sent(answer) | {f"{name}.value": "10", f"{name}.evidence_file": file("sarasas.xlsx")}
    assert client.post(of.address("part", part=answer.pk), said).status_code == 302
    figure.refresh_from_db()
    opened = client.get(of.address("evidence", pk=figure.evidence_id))
    assert opened.getvalue() == b"%PDF-1.4 words"
    form = client.get(of.address("part", part=answer.pk))
    (shown,) = form.context["figures"]
    kept = sent(answer, version="2") | {
        f"{name}.value": "11", f"{name}.evidence": shown.evidence.token,
    }  # fmt: skip
    assert client.post(of.address("part", part=answer.pk), kept).status_code == 302
    assert "sarasas.xlsx" in client.get(of.address("check")).content.decode()
    done = client.post(of.address("check"), {"request_key": "k"})
    assert "sarasas.xlsx" in client.get(done["Location"]).content.decode()
    open_review(report_id=of.report.pk, by=of.world.coordinator, at=now())
    coordinator = Client()
    coordinator.force_login(with_second_factor(of.world.coordinator))
    strategy = of.round.strategy
    review = reverse("reporting:review", args=[strategy.slug, of.round.key, of.report.key])
    assert "sarasas.xlsx" in coordinator.get(review).content.decode()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://[", "halls.lt"])
def test_what_is_no_web_address_is_refused_at_a_figure_as_at_a_measure(address: str) -> None:
    of = partner(figures=True)
    (answer,) = of.answers
    (figure,) = figures_in(answer)
    name = f"figure-{figure.pk}"
    said = sent(answer, evidence_address=address) | {
        f"{name}.value": "10", f"{name}.evidence_address": address,
    }  # fmt: skip
    refused = of.entered().post(of.address("part", part=answer.pk), said)
    assert refused.status_code == 422
    errors = refused.context["form"].errors
    assert set(errors) == {"evidence_address", f"{name}.evidence_address"}


def test_a_reason_that_is_too_long_is_refused_and_stays() -> None:
    of = partner()
    refused = of.entered().post(of.address("time"), {"reason": "ž" * 2001})
    assert refused.status_code == 422
    assert "longer than 2000 signs" in refused.content.decode()
    assert "ž" * 2001 in refused.content.decode()
    of.report.refresh_from_db()
    assert of.report.wanted_until is None


def test_signs_that_no_database_keeps_are_left_out() -> None:
    of = partner()
    client = of.entered()
    (answer,) = of.answers
    client.post(of.address("time"), {"reason": "Atostogos\0"})
    of.report.refresh_from_db()
    assert of.report.wanted_because == "Atostogos"
    colleague = {"name": "Ona\r\nBcc: x@example.org", "email": "ona@example.org"}
    client.post(of.address("hand_over", part=answer.pk), colleague)
    links = TaskLink.objects.unrestricted(reason=REASON).filter(person=None)
    assert links.get().name == "Ona Bcc: x@example.org"
    saved(of, client)
    client.post(of.address("check"), {"request_key": "a\0b"})
    kept = Submission.objects.unrestricted(reason=REASON).get()
    assert kept.request_key == f"{of.report.key}-ab"


def test_what_cannot_be_read_while_typing_is_refused() -> None:
    of = partner()
    (answer,) = of.answers
    address = of.address("typed", part=answer.pk)
    for words in ("{", "[]", "[" * 100_000):
        refused = of.entered().post(address, words, content_type="application/json")
        assert refused.status_code == 400


def test_an_empty_file_at_a_figure_is_refused_there_and_what_was_typed_stays() -> None:
    of = partner(figures=True)
    (answer,) = of.answers
    (figure,) = figures_in(answer)
    name = f"figure-{figure.pk}"
    said = sent(answer) | {f"{name}.value": "10", f"{name}.evidence_file": file("a.pdf", b"")}
    refused = of.entered().post(of.address("part", part=answer.pk), said)
    assert refused.status_code == 422
    problems = {f"{name}.evidence_file": ["The file is empty. Choose another."]}
    assert refused.context["form"].errors == problems
    assert "Two halls were built" in refused.content.decode()


def test_two_writers_lose_no_file() -> None:
    of = partner()
    client = of.entered()
    (answer,) = of.answers
    address = of.address("part", part=answer.pk)
    theirs = sent(answer) | {"evidence_file": file("theirs.pdf")}
    mine = sent(answer) | {"evidence_file": file("mine.pdf")}
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


def test_who_only_reads_sees_the_answers_and_sends_nothing() -> None:
    of = partner()
    (answer,) = of.answers
    of.entered().post(of.address("part", part=answer.pk), sent(answer))
    reader = Client()
    organisation = of.report.organisation
    reader.force_login(MembershipFactory.create(organisation=organisation, role="reader").user)
    shown = reader.get(of.address("check"))
    assert shown.status_code == 200
    assert "Two halls were built" in shown.content.decode()
    assert reader.post(of.address("check"), {"request_key": "k"}).status_code == 403
    of.report.refresh_from_db()
    assert of.report.state == ReportState.DRAFT
