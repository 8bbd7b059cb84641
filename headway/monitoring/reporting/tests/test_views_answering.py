"""The pages of whoever answers: the tasks, a part, the check, the receipt."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from headway.foundation.accounts.tests.factories import with_second_factor
from headway.foundation.organisations.tests.factories import MembershipFactory
from headway.monitoring.reporting.models import Answer, Submission
from headway.monitoring.reporting.services import (
    close_round,
    open_review,
    return_report,
    submit_report,
)
from headway.monitoring.reporting.states import ReportState
from headway.monitoring.reporting.tests.answering import (
    brought,
    door,
    partner,
    saved,
    sent,
)
from headway.monitoring.reporting.tests.factories import REASON, figures_in
from headway.monitoring.strategy.frame import StatusOption
from headway.monitoring.strategy.tests.factories import text

pytestmark = pytest.mark.django_db


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


def test_a_figure_rests_on_a_file_that_check_receipt_and_review_name() -> None:
    of = partner(figures=True)
    client = of.entered()
    (answer,) = of.answers
    (figure,) = figures_in(answer)
    name = f"figure-{figure.pk}"
    said = sent(answer) | {f"{name}.value": "10", f"{name}.evidence_file": brought("sarasas.xlsx")}
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


def test_a_part_that_only_asks_for_figures_is_told_to_enter_them() -> None:
    of = partner(figures=True, asks_statuses=False)
    shown = of.entered().get(of.address("part", part=of.answers[0].pk)).content.decode()
    assert "Enter the figures, or say why there are none." in shown
    assert "Say how far it is." not in shown


def beside(answer: Answer, text: str, field: str = "ahead") -> dict[str, str]:
    """Return what the box of a thread sends within the form of a part."""
    place = f"part-{answer.pk}.{field}"
    return {f"text:{place}": text, f"request_key:{place}": f"key-{field}"}


def test_a_comment_leaves_what_is_typed_beside_it_in_the_form() -> None:
    of = partner(figures=True)
    client, (answer,) = of.entered(), of.answers
    (figure,) = figures_in(answer)
    address = of.address("part", part=answer.pk)
    typed = sent(answer) | {
        f"figure-{figure.pk}.value": "twelve",
        "evidence_file": brought("a.pdf"),
    }
    pressed = {f"step:part-{answer.pk}.done": "comment"}
    said = beside(answer, "Which halls?", "done") | beside(answer, "And then?")
    done = client.post(address, typed | said | pressed)
    assert done.status_code == 302
    assert done["Location"] == f"{address}#thread-part-{answer.pk}-done"
    answer.refresh_from_db()
    assert (answer.way, answer.version) == ("", 1)
    page = client.get(address)
    shown = page.content.decode()
    assert [shown.count(f"<p>{words}</p>") for words in ("Which halls?", "And then?")] == [1, 1]
    assert "Pastatytos dvi salės" in shown
    assert 'value="twelve"' in shown
    assert "a.pdf" in shown
    form = page.context["form"]
    token = page.context["evidence"].token
    figures = {f"figure-{figure.pk}.value": "12"}
    kept = sent(answer, version=str(form["version"].value())) | figures | {"evidence": token}
    assert client.post(address, kept).status_code == 302
    answer.refresh_from_db()
    assert str(answer.done) == "Two halls were built"
    assert answer.evidence is not None


def test_answers_that_are_saved_take_the_comments_typed_beside_them_along() -> None:
    of = partner()
    client, (answer,) = of.entered(), of.answers
    address = of.address("part", part=answer.pk)
    refused = client.post(address, sent(answer, status="") | beside(answer, "And then?"))
    assert refused.status_code == 422
    assert "And then?</textarea>" in refused.content.decode()
    assert client.post(address, sent(answer) | beside(answer, "And then?")).status_code == 302
    shown = client.get(address).content.decode()
    assert shown.count("<p>And then?</p>") == 1


def test_a_comment_that_is_refused_stays_with_the_answers_beside_it() -> None:
    of = partner()
    client, (answer,) = of.entered(), of.answers
    address = of.address("part", part=answer.pk)
    long = "x" * 5_001
    for pressed in ({f"step:part-{answer.pk}.ahead": "comment"}, {}):
        refused = client.post(address, sent(answer) | beside(answer, long) | pressed)
        shown = refused.content.decode()
        assert refused.status_code == 422
        assert f"{long}</textarea>" in shown
        assert f'href="#thread-part-{answer.pk}-ahead-text"' in shown
        assert "Pastatytos dvi salės" in shown
    answer.refresh_from_db()
    assert str(answer.done) == "Two halls were built"


def test_no_comment_is_said_in_the_form_of_another_part() -> None:
    of = partner(measures=2)
    client, (first, second) = of.entered(), of.answers
    said = sent(first) | beside(second, "Elsewhere") | {f"step:part-{second.pk}.ahead": "comment"}
    client.post(of.address("part", part=first.pk), said)
    assert "Elsewhere" not in client.get(of.address("part", part=second.pk)).content.decode()


def test_a_part_that_is_carried_over_the_end_of_a_session_brings_its_comments_along() -> None:
    of = partner()
    (answer,) = of.answers
    client = Client()
    address = of.address("part", part=answer.pk)
    assert client.post(address, sent(answer) | beside(answer, "And then?")).status_code == 401
    assert client.post(door(of.link)).status_code == 302
    shown = client.get(address).content.decode()
    assert "And then?</textarea>" in shown
    assert "Pastatytos dvi salės" in shown


def test_the_check_shows_what_is_open_and_leads_there() -> None:
    of = partner()
    client, (answer,) = of.entered(), of.answers
    saved(of, client)
    place = f"part-{answer.pk}.done"
    for where, words in ((place, "Which halls?"), ("", "Thank you for this"), (place, "Still?")):
        said = {"place": where, "text": words, "request_key": words}
        assert client.post(of.address("comment"), said).status_code == 302
    shown = client.get(of.address("check")).content.decode()
    assert "2 comments are open" in shown
    assert ["Still?" in shown, "Which halls?" in shown] == [True, False]
    there = f"{of.address('part', part=answer.pk)}?from=check#thread-part-{answer.pk}-done"
    assert f'href="{there}"' in shown
    assert f'href="{of.address("report")}#thread-whole"' in shown
    for where in (place, ""):
        client.post(of.address("comment"), {"place": where, "step": "resolve"})
    assert "Open comment" not in client.get(of.address("check")).content.decode()


def test_who_sends_after_the_round_closed_is_told_so_and_keeps_their_words() -> None:
    of = partner()
    client, (answer,) = of.entered(), of.answers
    close_round(round_id=of.round.pk, by=of.world.coordinator, at=now())
    said = beside(answer, "And then?")
    refused = client.post(of.address("part", part=answer.pk), sent(answer) | said)
    shown = refused.content.decode()
    assert refused.status_code == 410
    assert "This round is closed." in shown
    assert "Your session ended" not in shown
    assert "open the link in the mail again" not in shown
    assert "<p>Two halls were built</p>" in shown
    assert "<p>And then?</p>" in shown


def test_only_the_percentage_of_a_share_is_a_percentage() -> None:
    of = partner(figures=True, kind="share", unit=text("%"), targets=())
    client = of.entered()
    (answer,) = of.answers
    for address in (of.address("part", part=answer.pk), of.address("grid")):
        page = client.get(address).content.decode()
        assert page.count("<span>%</span>") == 1, address
        assert re.search(r'name="[^"]*\.value"[^>]*><span>%</span>', page), address
