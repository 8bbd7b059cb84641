"""Nobody reads of another region what the lead partner has not closed.

Every confidential word begins with `CANARY`. It is planted wherever a partner of our region, or
the lead partner, can write; then a partner of another region, and the public, look everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from headway.cooperation.implementation import programme, services
from headway.cooperation.implementation.models import (
    Evidence,
    MonitoringRound,
    PolicyChange,
    ProgressReport,
    ReportPart,
    ReportSubmission,
    StepProgress,
    StepRecord,
    TypedPart,
)
from headway.cooperation.implementation.queries.programme import for_programme
from headway.cooperation.implementation.queries.public import happened_since
from headway.cooperation.implementation.tests.factories import (
    AT,
    BY,
    World,
    actions,
    change,
    closed,
    opened,
    parts,
    prepared,
    published,
    report_of,
    submitted,
    text,
    told,
    world,
    written,
)
from headway.cooperation.implementation.tests.test_pages import at, client_of
from headway.cooperation.partnerships.tests.factories import MemberFactory
from headway.cooperation.plans.models import Plan, PlanEdition
from headway.cooperation.plans.states import EditionReason, PlanState
from headway.foundation.conversations.services import comment
from headway.foundation.core.verdicts import ALLOW
from headway.foundation.notices.models import Mail
from headway.foundation.organisations.states import Role
from tests.access.crawler import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.foundation.accounts.models import User

pytestmark = pytest.mark.django_db
CANARY = "CANARY"
CONFIDENTIAL = (Evidence, ReportPart, ReportSubmission, StepProgress, StepRecord, TypedPart)
MINE = (*CONFIDENTIAL, PolicyChange, ProgressReport)


@dataclass
class Planted:
    of: World
    round: MonitoringRound
    draft: MonitoringRound
    submitted: ProgressReport
    written: ProgressReport
    change: PolicyChange


def planted() -> Planted:
    of = world()
    said: dict[str, Any] = {
        name: text(f"CANARY-STEP {name}") for name in ("reason", "obstacle", "needed")
    }
    told(of, "harbour-s1", "dropped", "2022-03", **said)
    services.add_evidence(
        plan_id=of.plan.pk, step_key="harbour-s1", title="CANARY-EVIDENCE",
        address="https://example.org/CANARY-ADDRESS", by=BY, at=AT,
    )  # fmt: skip
    one = opened(of, "How many firms?")
    words = {name: text(f"CANARY-SENT {name}") for name in ("obstacles", "needed", "why")}
    sent = submitted(report_of(one, of.city), "CANARY-SENT words", **words)
    _talked(sent)
    draft = written(report_of(one, of.agency), "CANARY-WRITTEN")
    services.type_part(
        part_id=parts(draft)[0].pk, typed={"words.en": "CANARY-TYPED"}, seen_version=2,
        by=BY, at=AT,
    )  # fmt: skip
    return Planted(
        of, one, prepared(of, "CANARY-QUESTION", period="2022-S2"), sent, draft,
        change(of, "CANARY-CHANGE", evidence_title=text("CANARY-CHANGE evidence")),
    )  # fmt: skip


def _talked(report: ProgressReport) -> None:
    for place in ("", "harbour-a1"):
        comment(
            thing=report, place=place, place_name="", text="CANARY-COMMENT", by=BY, side="lead",
            at=AT, verdict=ALLOW, request_key=place,
        )  # fmt: skip


def everywhere(of: Planted) -> Iterator[str]:
    """Yield every address that shows anything of ours."""
    part, step = parts(of.written)[0], ("harbour", "harbour-s1")
    yield at("overview")
    yield at("table", "harbour")
    yield at("step", *step)
    yield at("change", of.change.key)
    yield at("change_edit", of.change.key)
    yield at("change_ask", of.change.key)
    yield at("change_add", "harbour")
    for report in (of.submitted, of.written):
        yield at("report", report.key)
        yield at("ask", report.key)
    yield at("part", of.written.key, part.pk)
    for one in (of.round, of.draft):
        for name in ("round", "programme_pdf", "programme_xlsx", "programme_changes"):
            yield at(name, one.key)


def read(client: Client, address: str) -> str:
    answer: Any = client.get(address)
    content = b"".join(answer) if answer.streaming else answer.content
    return unpacked(content)


def leaks(client: Client, of: Planted) -> dict[str, str]:
    found = {address: read(client, address) for address in everywhere(of)}
    return {a: said[said.index(CANARY) :][:30] for a, said in found.items() if CANARY in said}


@pytest.mark.parametrize("role", Role.values)
def test_a_partner_of_another_region_reads_nothing_that_is_not_closed(role: str) -> None:
    of = planted()
    assert leaks(client_of(of.of.person(of.of.abroad, Role(role))), of) == {}


def test_an_advisory_partner_and_somebody_of_no_partner_read_nothing_of_it_either() -> None:
    of = planted()
    adviser = MemberFactory.create(project=of.of.project)
    stranger = MemberFactory.create()
    for member in (adviser, stranger):
        assert leaks(client_of(of.of.person(member.organisation)), of) == {}
    assert leaks(Client(), of) == {}


def test_the_canaries_sing_for_those_who_may_hear_them() -> None:
    of = planted()
    lead = leaks(client_of(of.of.person(of.of.lead)), of)
    own = leaks(client_of(of.of.person(of.of.city)), of)
    assert at("report", of.submitted.key) in lead
    assert at("step", "harbour", "harbour-s1") in lead
    assert at("change", of.change.key) in lead
    assert at("round", of.draft.key) in lead
    assert at("report", of.written.key) in own


def test_the_lead_partner_reads_no_report_before_it_is_submitted() -> None:
    of = planted()
    client = client_of(of.of.person(of.of.lead))
    for address in everywhere(of):
        said = read(client, address)
        assert "CANARY-WRITTEN" not in said, address
        assert "CANARY-TYPED" not in said, address


def test_the_lead_partner_reads_what_was_submitted_while_its_partner_writes_anew() -> None:
    of = planted()
    services.ask_about_report(report_id=of.submitted.pk, words="Which?", by=BY, at=AT)
    written(of.submitted, "CANARY-ANEW")
    said = read(client_of(of.of.person(of.of.lead)), at("report", of.submitted.key))
    assert "CANARY-SENT words" in said
    assert "CANARY-ANEW" not in said


def test_what_another_partner_typed_is_offered_to_nobody_else() -> None:
    of = planted()
    address = at("part", of.written.key, parts(of.written)[0].pk)
    colleague = client_of(of.of.person(of.of.agency))
    assert "CANARY-TYPED" not in read(colleague, address)


def test_no_row_of_ours_is_visible_elsewhere() -> None:
    of = planted()
    person = of.of.person(of.of.abroad)
    for user in (person, AnonymousUser()):
        assert {model.__name__: seen(model, user) for model in MINE} == {
            model.__name__: 0 for model in MINE
        }
    theirs = MonitoringRound.objects.visible_to(person)
    assert [one.period for one in theirs] == ["2022-S1"]


def seen(model: object, user: User | AnonymousUser) -> int:
    """Count visible rows of our plan; other regions have reports of their own."""
    rows = model.objects.visible_to(user)  # type: ignore[attr-defined]  # a model
    return sum(not _is_theirs(row) for row in rows)


def _is_theirs(row: object) -> bool:
    report = getattr(row, "report", row)
    return getattr(getattr(report, "plan", None), "slug", "") == "hills"


def of_the_programme(one: MonitoringRound, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return all that goes into the workbooks and the document of a round, before it is packed."""
    packed: list[object] = []

    def pack(_layout: str, data: object, **_frame: object) -> bytes:
        packed.append(data)
        return b""

    monkeypatch.setattr(programme, "pdf", pack)
    found = for_programme(one)
    programme.document_of(found, at=AT)
    rows = [*programme.step_rows(found), *programme.change_rows(found)]
    return f"{rows} {packed}"


def test_the_public_and_the_programme_learn_only_what_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of = planted()
    assert happened_since(of.of.plan) == ()
    assert CANARY not in of_the_programme(of.round, monkeypatch)
    services.close_report(report_id=of.submitted.pk, by=BY, at=AT)
    services.confirm_change(change_id=of.change.pk, by=BY, at=AT)
    said = of_the_programme(of.round, monkeypatch)
    assert said.count("CANARY-SENT words") == 4  # two actions, in rows and in the document
    assert "CANARY-CHANGE evidence" in said
    assert "CANARY-WRITTEN" not in said
    assert "CANARY-COMMENT" not in said


def test_obstacles_questions_and_comments_stay_inside_even_when_closed() -> None:
    of = planted()
    services.close_report(report_id=of.submitted.pk, by=BY, at=AT)
    said = str(happened_since(of.of.plan))
    assert "CANARY-SENT words" in said
    assert "CANARY-SENT why" in said
    for word in ("obstacle", "needed", "COMMENT", "WRITTEN", "CANARY-CHANGE", "EVIDENCE"):
        assert word not in said
    abroad = read(client_of(of.of.person(of.of.abroad)), at("report", of.submitted.key))
    assert "CANARY-SENT words" in abroad
    assert "CANARY-COMMENT" not in abroad
    assert "CANARY-WRITTEN" not in abroad


def test_what_is_told_before_a_period_ends_is_not_dated_at_its_end() -> None:
    of = world()
    later = opened(of, period="2022-S2")  # ends in December; reported on 1 August
    closed(report_of(later, of.city))
    closed(report_of(opened(of), of.city))
    [first, _second] = happened_since(of.plan)
    assert [str(each.on) for each in first.told] == ["2022-06-30", "2022-08-01"]


def test_what_is_told_after_a_report_was_closed_waits_for_the_next() -> None:
    of = planted()
    services.close_report(report_id=of.submitted.pk, by=BY, at=AT)
    told(of.of, "harbour-s1", "dropped", "2022-03", reason=text("CANARY-LATER"))
    abroad = client_of(of.of.person(of.of.abroad))
    page = read(abroad, at("table", "harbour"))
    assert "CANARY-STEP reason" in page
    assert "CANARY-LATER" not in page


def test_a_report_that_is_opened_again_is_nobody_elses_until_it_is_closed_anew() -> None:
    of = world()
    report = closed(report_of(opened(of), of.city), "CANARY")
    address = at("report", report.key)
    abroad = client_of(of.person(of.abroad))
    assert CANARY in read(abroad, address)
    services.reopen_report(report_id=report.pk, words="A slip", by=BY, at=AT)
    assert abroad.get(address).status_code == 404
    assert happened_since(of.plan) == ()


def test_only_the_submission_that_was_closed_is_shown_not_the_ones_before() -> None:
    of = world()
    report = submitted(report_of(opened(of), of.city), "CANARY-FIRST")
    services.ask_about_report(report_id=report.pk, words="Which?", by=BY, at=AT)
    closed(report, "Plain words")
    abroad = of.person(of.abroad)
    assert [each.number for each in ReportSubmission.objects.visible_to(abroad)] == [2]
    assert CANARY not in read(client_of(abroad), at("report", report.key))


def test_words_that_were_adopted_wait_for_their_publication_before_others_read_them() -> None:
    of = world()
    said = actions(prefix="harbour", first=of.city, second=of.agency)
    published(of.plan, tuple(replace(each, title=text(CANARY)) for each in said),
              EditionReason.ADOPTION)  # fmt: skip
    rows = Plan.objects.unrestricted(reason="test").filter(pk=of.plan.pk)
    rows.update(state=PlanState.ADOPTED)
    pages = (at("overview"), at("table", "harbour"))
    abroad = client_of(of.person(of.abroad))
    assert [CANARY in read(abroad, page) for page in pages] == [False, False]
    assert CANARY in read(client_of(of.person(of.lead)), pages[1])
    rows.update(published=None)  # the first time that it is adopted, others know of no plan
    texts = PlanEdition.objects.unrestricted(reason="test").filter(plan=of.plan)
    texts.filter(reason=EditionReason.PUBLICATION).delete()
    assert abroad.get(pages[1]).status_code == 404


def test_a_confirmed_change_is_for_everybody() -> None:
    of = planted()
    services.confirm_change(change_id=of.change.pk, by=BY, at=AT)
    assert PolicyChange.objects.visible_to(AnonymousUser()).count() == 1
    assert "CANARY-CHANGE" in str([each.changes for each in happened_since(of.of.plan)])


def test_letters_go_to_the_two_sides_alone() -> None:

    of = world()
    lead, ours, theirs = (of.person(house) for house in (of.lead, of.city, of.abroad))
    report = submitted(report_of(opened(of), of.city))
    services.ask_about_report(report_id=report.pk, words="CANARY", by=BY, at=AT)
    change(of, "CANARY")
    mails = Mail.objects.unrestricted(reason="test")
    heard = {mail.recipient for mail in mails if CANARY in f"{mail.subject} {mail.text}"}
    assert heard == {lead.email, ours.email}
    assert theirs.email not in heard
