"""All parts in one table: the same services, the same result as one by one."""

from __future__ import annotations

import re
from typing import Any

import pytest

from headway.monitoring.reporting.models import Answer, Figure
from headway.monitoring.reporting.tests.answering import Partner, partner, sent
from headway.monitoring.reporting.tests.factories import REASON, figures_in

pytestmark = pytest.mark.django_db

SAID = ("way", "status", "done", "ahead", "obstacles", "cause", "evidence_address", "version")


def in_table(of: Partner, **changes: str) -> dict[str, str]:
    """Return what the table sends if each row says the same."""
    found: dict[str, str] = {}
    for answer in of.answers:
        found |= {f"part-{answer.pk}-{name}": v for name, v in sent(answer, **changes).items()}
        for figure in figures_in(answer):
            found[f"part-{answer.pk}-figure-{figure.pk}.value"] = "10"
    return found


def outcome(of: Partner) -> list[tuple[Any, ...]]:
    answers = Answer.objects.unrestricted(reason=REASON).filter(report=of.report)
    figures = Figure.objects.unrestricted(reason=REASON).filter(report=of.report)
    return [
        *answers.order_by("path").values_list(*SAID),
        *figures.order_by("pk").values_list("way", "value", "missing"),
    ]


def test_the_table_says_the_same_as_the_parts_one_by_one() -> None:
    one_by_one, together = (partner(measures=3, figures=True) for _ in range(2))
    client = one_by_one.entered()
    for answer in one_by_one.answers:
        said = sent(answer)
        said |= {f"figure-{figure.pk}.value": "10" for figure in figures_in(answer)}
        assert client.post(one_by_one.address("part", part=answer.pk), said).status_code == 302
    saved = together.entered().post(together.address("grid"), in_table(together))
    assert saved.status_code == 302, saved.content.decode()
    assert outcome(together) == outcome(one_by_one)


def test_one_row_that_is_wrong_keeps_all_from_being_saved() -> None:
    of = partner(measures=2, figures=True)
    wrong = figures_in(of.answers[1])[0]
    said = in_table(of) | {f"part-{of.answers[1].pk}-figure-{wrong.pk}.value": "-5"}
    refused = of.entered().post(of.address("grid"), said)
    assert refused.status_code == 422
    assert "Two halls were built" in refused.content.decode()
    assert {answer.way for answer in of.answers} == {""}
    assert len(refused.context["problems"]) == 1


def test_rows_that_nobody_touched_stay_unanswered() -> None:
    of = partner(measures=2)
    first, second = of.answers
    said = {f"part-{first.pk}-{name}": value for name, value in sent(first).items()}
    said[f"part-{second.pk}-version"] = str(second.version)
    assert of.entered().post(of.address("grid"), said).status_code == 302
    assert [answer.way for answer in of.answers] == ["new", ""]


def row(of: Partner, number: int, **changes: str) -> dict[str, str]:
    """Return what the table as it was shown sends of one row, with some of it typed over."""
    of_row = f"part-{of.answers[number].pk}-"
    found = {}
    for form in of.entered().get(of.address("grid")).context["rows"]:
        for field in form.form:
            if field.html_name.startswith(of_row):
                value = form.form.fields[field.name].prepare_value(field.value())
                found[field.html_name] = "" if value in (None, False) else str(value)
    return found | {f"{of_row}{name}": value for name, value in changes.items()}


def saved_by_somebody(of: Partner, number: int, **changes: str) -> None:
    answer = of.answers[number]
    said = sent(answer, **changes)
    assert of.signed_in().post(of.address("part", part=answer.pk), said).status_code == 302


def test_a_row_that_somebody_else_saved_stands_beside_mine_and_the_others_are_kept() -> None:
    of = partner(measures=2)
    first, _ = of.answers
    mine = {"status": "going", "cause.en": ""}
    shown = row(of, 0, **mine, **{"done.en": "Mine"}) | row(of, 1, **mine, **{"done.en": "Also"})
    saved_by_somebody(of, 0, **{"done.en": "Theirs", "done.lt": ""})
    client = of.entered()
    clash = client.post(of.address("grid"), shown)
    assert clash.status_code == 409
    told = {each.field: (each.theirs, each.mine) for each in clash.context["conflict"].clashes}
    assert told == {f"part-{first.pk}-done.en": ("Theirs", "Mine")}
    assert "Measure 1.1" in clash.context["conflict"].clashes[0].label
    assert [answer.version for answer in of.answers] == [2, 1]
    choice = dict(clash.context["hidden"]) | {"clash": f"part-{first.pk}-done.en"}
    keep = f"keep:part-{first.pk}-done.en"
    assert client.post(of.address("grid"), choice | {keep: "mine"}).status_code == 302
    assert [str(answer.done) for answer in of.answers] == ["Mine", "Also"]


def test_a_row_that_only_somebody_else_changed_stays_theirs() -> None:
    of = partner(measures=2)
    shown = row(of, 0, status="going", **{"done.en": "Mine"}) | row(of, 1)
    saved_by_somebody(of, 1, **{"done.en": "Theirs", "done.lt": ""})
    saved = of.entered().post(of.address("grid"), shown)
    assert saved.status_code == 302
    assert [str(answer.done) for answer in of.answers] == ["Mine", "Theirs"]


def test_a_pasted_column_fills_the_table_and_saves_nothing() -> None:
    of = partner(measures=3, figures=True)
    client = of.entered()
    said = in_table(of) | {"paste": "1", "column": "values", "pasted": "1\r\n2,5\r\n\r\n"}
    refused = client.post(of.address("grid"), said)
    assert refused.status_code == 422
    assert "2 lines were pasted" in refused.content.decode()
    filled = client.post(of.address("grid"), said | {"pasted": "7\n8\n9\n"})
    assert filled.status_code == 200
    for value in ("7", "8", "9"):
        assert f'value="{value}"' in filled.content.decode()
    assert {answer.way for answer in of.answers} == {""}


def test_a_figure_of_the_table_has_its_unit_beside_it() -> None:
    of = partner(figures=True)
    shown = of.entered().get(of.address("grid")).content.decode()
    assert re.search(r"<input[^>]*-value[^>]*>\s*<span>\s*(<[^>]+>)?jobs", shown)
