"""Values one by one: entered, refused at the field, asked about, chosen by two, with evidence."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from headway.foundation.accounts.tests.factories import AuditorFactory, UserFactory
from headway.foundation.attachments.models import StoredFile
from headway.foundation.audit.models import Entry
from headway.foundation.organisations.states import Role
from headway.foundation.organisations.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
)
from headway.monitoring.indicators.definition import Breakdown
from headway.monitoring.indicators.models import Value
from headway.monitoring.indicators.tests import working
from headway.monitoring.indicators.tests.factories import tell
from headway.monitoring.strategy.tests.factories import AT
from headway.monitoring.strategy.tests.factories import text as both

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

    from headway.monitoring.indicators.tests.working import Work

pytestmark = pytest.mark.django_db
BLANK = {"missing": "", "flag": "", "source": "", "source_address": "", "reporter": "",
         "evidence_address": "", "reason": "", "seen": "", "contributor": ""}  # fmt: skip


@pytest.fixture(autouse=True)
def files_of_its_own(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def work(client: Client) -> Work:
    return working.signed_in(client, working.make(kind="stock"))


def enter(client: Client, work: Work, period: str, **said: object) -> Any:  # noqa: ANN401 -- an answer
    return client.post(work.of("value"), BLANK | {"period": period} | said)


def standing(work: Work) -> dict[str, Decimal | None]:
    rows = Value.objects.unrestricted(reason="test").filter(
        indicator=work.indicator, is_latest=True
    )
    return {row.period: row.value for row in rows.order_by("period_end")}


def one(work: Work, period: str = "2021") -> Value:
    rows = Value.objects.unrestricted(reason="test").filter(is_latest=True, period=period)
    return rows.get(indicator=work.indicator)


def test_a_value_is_entered_with_everything_it_rests_on(client: Client, work: Work) -> None:
    said = {
        "value": "1 234,5", "flag": "provisional", "source": "Register",
        "source_address": "https://example.org/r", "reporter": "Ona",
        "evidence_file": SimpleUploadedFile("proof.pdf", b"%PDF"),
        "evidence_address": "https://example.org/e",
    }  # fmt: skip
    answer = enter(client, work, "2021", **said)
    assert answer.status_code == 302
    row = one(work)
    assert (row.value, row.flag, row.reporter) == (Decimal("1234.5"), "provisional", "Ona")
    assert row.acceptor == str(work.keeper)
    page = client.get(answer["Location"]).content.decode()
    for shown in ("1,23", "provisional", "Register", "proof.pdf", "https://example.org/e", "Ona"):
        assert shown in page
    assert row.evidence_id
    file: Any = client.get(work.of("evidence", row.evidence_id))
    assert b"".join(file.streaming_content) == b"%PDF"
    assert file["Content-Disposition"] == 'attachment; filename="proof.pdf"'
    assert file["Content-Type"] == "application/octet-stream"


def test_zero_is_a_value_and_a_blank_is_not(client: Client, work: Work) -> None:
    assert enter(client, work, "2021", value="0").status_code == 302
    answer = enter(client, work, "2022", value="")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert '<a href="#id_value">Enter a number, or say why there is none.' in page
    assert enter(client, work, "2022", missing="not_collected").status_code == 302
    assert standing(work) == {"2021": Decimal(0), "2022": None}
    shown = client.get(work.of("series")).content.decode()
    assert "no value: not collected" in shown


def test_a_value_beside_a_reason_for_none_is_refused(client: Client, work: Work) -> None:
    answer = enter(client, work, "2021", value="5", missing="confidential")
    assert answer.status_code == 422
    assert (
        '<a href="#id_missing">There is a value and a reason for none.' in answer.content.decode()
    )


@pytest.mark.parametrize(
    ("period", "value", "control", "sentence"),
    [
        ("2099", "5", "period", "This period lies ahead."),
        ("soon", "5", "period", "“soon” is no period."),
        ("2021", "five", "value", "“five” is no number."),
        ("2021", "1,234", "value", "“1,234”"),
        ("05/06/2021", "5", "period", "“05/06/2021” may mean"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_stays_typed(
    client: Client, work: Work, period: str, value: str, control: str, sentence: str
) -> None:
    answer = enter(client, work, period, value=value, reporter="Ona")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="#id_{control}">{sentence}' in page
    assert f'value="{value}"' in page
    assert 'value="Ona"' in page
    assert standing(work) == {}


def test_a_correction_needs_its_reason_and_keeps_what_was_said(client: Client, work: Work) -> None:
    tell(work.indicator, "2021", 100)
    address = work.of("value") + "?period=2021&member=&contributor="
    page = client.get(address).content.decode()
    assert 'value="100"' in page
    seen = str(one(work).pk)
    refused = enter(client, work, "2021", value="110", seen=seen)
    assert (
        '<a href="#id_reason">Reason for the change: Say why it is corrected.'
        in refused.content.decode()
    )
    sent = {"value": "110", "seen": seen, "reason": "Late firms"}
    assert enter(client, work, "2021", **sent).status_code == 302
    shown = client.get(work.of("series")).content.decode()
    assert "Late firms" in shown
    assert "1 earlier" in shown
    assert Entry.objects.visible_to(AuditorFactory.create()).filter(verb="value_corrected").exists()


def test_a_correction_is_of_the_period_that_the_form_shows(client: Client, work: Work) -> None:
    tell(work.indicator, "2021", 5)
    moved = {"value": "7", "seen": str(one(work).pk), "reason": "typed for a wrong year"}
    answer = enter(client, work, "2022", **moved)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_period">This corrects the value for 2021. Put back its period' in page
    assert "typed for a wrong year" in page
    assert standing(work) == {"2021": Decimal(5)}


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "0", "-1", "٣"])
def test_a_number_that_no_row_has_names_nothing(client: Client, work: Work, number: str) -> None:
    tell(work.indicator, "2021", 5)
    asked = {"period": "2021", "contributor": number}
    assert client.get(work.of("value"), asked).status_code == 200
    answer = enter(client, work, "2022", value="5", evidence=number)
    assert (answer.status_code, one(work, "2022").evidence_id) == (302, None)
    if number.isascii() and number.isdecimal():
        assert client.get(work.of("evidence", int(number))).status_code == 404


def test_only_another_source_is_a_correction_too(client: Client, work: Work) -> None:
    tell(work.indicator, "2021", 100)
    enter(
        client, work, "2021", value="100", seen=str(one(work).pk), source="Census", reason="Named"
    )
    assert [source.label for source in one(work).provenance.sources] == ["Census"]


def test_an_implausible_value_is_asked_about_and_kept_when_it_is_right(
    client: Client, work: Work
) -> None:
    for year in range(2018, 2023):
        tell(work.indicator, str(year), 100 + year - 2018)
    file = SimpleUploadedFile("proof.pdf", b"%PDF")
    answer = enter(client, work, "2023", value="9000", reporter="Ona", evidence_file=file)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Is it right?" in page
    assert 'name="is_sure"' in page
    assert 'value="9000"' in page
    assert "The file “proof.pdf” is kept as evidence." in page
    assert "2023" not in standing(work)
    [kept] = StoredFile.objects.unrestricted(reason="test")
    assert (
        enter(client, work, "2023", value="9000", is_sure="on", evidence=kept.pk).status_code == 302
    )
    assert standing(work)["2023"] == Decimal(9000)
    assert one(work, "2023").evidence_id == kept.pk


def test_a_plausible_value_is_not_asked_about(client: Client, work: Work) -> None:
    assert 'name="is_sure"' not in client.get(work.of("value")).content.decode()


def test_who_saves_second_sees_both_values_and_chooses(client: Client, work: Work) -> None:
    tell(work.indicator, "2021", 100)
    seen = str(one(work).pk)
    tell(work.indicator, "2021", 105, flag="estimated")
    mine = {"value": "110", "seen": seen, "reason": "Late firms", "reporter": "Ona"}
    answer = enter(client, work, "2021", **mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("105", "110", "estimated", "Ona"):
        assert f'<div class="words">{words}</div>' in page
    sent = {
        **dict(answer.context["hidden"]), "clash": ["value", "flag", "reporter"],
        "keep:value": "mine", "keep:flag": "theirs", "keep:reporter": "mine",
    }  # fmt: skip
    assert client.post(work.of("value"), sent).status_code == 302
    row = one(work)
    assert (row.value, row.flag, row.reporter) == (Decimal(110), "estimated", "Ona")


def test_a_value_entered_where_one_stands_already_is_no_silent_correction(
    client: Client, work: Work
) -> None:
    tell(work.indicator, "2021", 100)
    assert enter(client, work, "2021", value="110").status_code == 409
    assert standing(work) == {"2021": Decimal(100)}


def test_each_kind_asks_for_what_it_takes(client: Client) -> None:
    share = working.signed_in(client, working.make(kind="share", baseline=None, targets=()))
    names = set(client.get(share.of("value")).context["form"].fields)
    assert {"numerator", "denominator", "value"} <= names
    enter(client, share, "2021", numerator="12", denominator="40", value="")
    shown = client.get(share.of("series")).content.decode()
    assert "30 jobs (12 of 40)".replace(" jobs", "\u00a0jobs") in shown
    refused = enter(client, share, "2022", numerator="12", denominator="", value="")
    assert '<a href="#id_denominator">Enter the whole as well.' in refused.content.decode()


def test_a_yes_is_one_and_a_no_is_zero(client: Client) -> None:
    work = working.signed_in(
        client, working.make(kind="yes_no", baseline=None, baseline_period=None, targets=())
    )
    enter(client, work, "2021", value="0")
    assert standing(work) == {"2021": Decimal(0)}
    assert (
        '<td class="num" data-h="Value">no</td>' in client.get(work.of("series")).content.decode()
    )


def test_words_are_entered_in_every_language(client: Client) -> None:
    work = working.signed_in(
        client, working.make(kind="qualitative", baseline=None, baseline_period=None, targets=())
    )
    assert (
        enter(client, work, "2021", **{"words.en": "Begun", "words.lt": "Pradėta"}).status_code
        == 302
    )
    assert one(work).words.words("lt") == "Pradėta"
    assert "Paste from a spreadsheet" not in client.get(work.of("series")).content.decode()


def test_a_part_of_a_breakdown_and_of_an_organisation_stand_beside_the_whole(
    client: Client,
) -> None:
    work = working.signed_in(client, working.make(breakdowns=(Breakdown("women", both("Women")),)))
    firm = OrganisationFactory.create()
    enter(client, work, "2021", value="10")
    enter(client, work, "2021", value="4", member="women")
    enter(client, work, "2021", value="3", contributor=str(firm.pk))
    assert Value.objects.unrestricted(reason="test").filter(is_latest=True).count() == 3
    address = f"{work.of('value')}?period=2021&member=women&contributor="
    assert client.get(address).context["form"]["value"].value() == "4"


def test_the_form_suggests_the_period_wanted_next(client: Client, work: Work) -> None:
    tell(work.indicator, "2021", 100)
    assert client.get(work.of("value")).context["form"]["period"].value() == "2022"


def test_a_foreign_file_cannot_be_named_as_evidence(client: Client, work: Work) -> None:
    file = StoredFile.objects.create(
        sha256="0" * 64, name="secret.pdf", size=1, uploader_id="0", uploaded_at=AT
    )
    page = enter(client, work, "2021", value="", evidence=file.pk).content.decode()
    assert "secret.pdf" not in page
    enter(client, work, "2021", value="5", evidence=file.pk)
    assert one(work).evidence_id is None
    assert client.get(work.of("evidence", file.pk)).status_code == 404


def test_reporters_and_other_coordinators_find_nothing(client: Client, work: Work) -> None:
    tell(work.indicator, "2021", 777)
    reporter = MembershipFactory.create(
        organisation=work.strategy.organisation, role=Role.REPORTER
    ).user
    elsewhere = working.make()
    for stranger in (reporter, UserFactory.create(), elsewhere.keeper):
        client.force_login(stranger)
        for name in ("series", "value", "paste", "import_start"):
            answer = client.get(work.of(name))
            assert answer.status_code == 404
            assert "777" not in answer.content.decode()
        assert enter(client, work, "2022", value="5").status_code == 404
    client.force_login(elsewhere.keeper)
    crossed = elsewhere.address("value", work.indicator.key)
    assert client.post(crossed, BLANK | {"period": "2022", "value": "5"}).status_code == 404
    assert standing(work) == {"2021": Decimal(777)}


def test_an_auditor_reads_values_and_may_not_enter_any(client: Client, work: Work) -> None:
    tell(work.indicator, "2021", 777)
    client.force_login(AuditorFactory.create())
    page = client.get(work.of("series")).content.decode()
    assert "777" in page
    assert "Only a coordinator of this strategy can do this." in page
    assert enter(client, work, "2022", value="5").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_as_many_queries_whatever_their_length(
    client: Client, work: Work, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for year in range(count):
        tell(work.indicator, str(2020 + year), 100)
        tell(work.indicator, str(2020 + year), 101, reason="again")
    client.get(work.of("series"))
    with django_assert_num_queries(8):
        client.get(work.of("series"))
    with django_assert_num_queries(6):
        client.get(work.address("list"))


def test_the_list_shows_what_each_stands_at_and_is_searched(client: Client, work: Work) -> None:
    tell(work.indicator, "2021", 100)
    page = client.get(work.address("list")).content.decode()
    assert "100\u00a0jobs" in page
    assert "Nothing matches." in client.get(work.address("list") + "?words=zebra").content.decode()
