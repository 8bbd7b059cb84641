from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import engines

from headway.foundation.ui.forms import Renderer

if TYPE_CHECKING:
    from django.test import RequestFactory


class Answer(forms.Form):
    default_renderer = Renderer

    title = forms.CharField(label="Title", help_text="As a citizen says it.", min_length=3)
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    scope = forms.ChoiceField(
        label="Scope", choices=[("c", "City"), ("r", "<Region>")], widget=forms.RadioSelect
    )
    is_public = forms.BooleanField(label="Anyone may read this", required=False)


def field(form: forms.Form, name: str) -> str:
    return " ".join(str(form[name].as_field_group()).split())


def idents(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', html)


def test_a_field_stands_as_label_hint_error_control() -> None:
    html = field(Answer({"title": ""}), "title")

    assert html == (
        '<div class="field bad"><label for="id_title">Title</label>'
        '<div class="hint" id="id_title_helptext">As a citizen says it.</div>'
        '<div class="err" id="id_title_error"><p>This field is required.</p></div>'
        '<input type="text" name="title" minlength="3" required aria-invalid="true"'
        ' aria-describedby="id_title_helptext id_title_error" id="id_title"></div>'
    )


def test_a_field_that_may_stay_empty_says_so() -> None:
    form = Answer()

    assert "(optional)" in field(form, "note")
    assert "(optional)" not in field(form, "title")


def test_two_errors_of_a_field_share_one_id() -> None:
    form = Answer({"title": "abcd", "scope": "c"})
    form.add_error("title", "The first sentence.")
    form.add_error("title", "The second sentence.")
    html = field(form, "title")

    assert idents(html) == ["id_title_helptext", "id_title_error", "id_title"]
    assert "<p>The first sentence.</p><p>The second sentence.</p>" in html


def test_choices_are_named_by_a_legend_and_each_by_one_label() -> None:
    html = field(Answer(), "scope")

    assert "<legend>Scope</legend>" in html
    assert html.count("<label") == html.count('type="radio"') == 2
    assert "&lt;Region&gt;" in html


def test_the_summary_leads_to_each_wrong_field_by_its_name() -> None:
    html = str(Answer({"title": "x"}))
    leads = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a>', html)

    assert leads == [
        ("id_title", "Title: Ensure this value has at least 3 characters (it has 1)."),
        ("id_scope", "Scope: This field is required."),
    ]
    assert {ident for ident, _ in leads} <= set(idents(html))


def test_no_id_stands_twice_in_a_form() -> None:
    found = idents(str(Answer({})))

    assert len(found) == len(set(found))


def test_a_form_escapes_what_was_entered() -> None:
    html = str(Answer({"title": "<script>alert(1)</script>", "scope": "<script>"}))

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(("given", "begins"), [({"title": ""}, "Error: "), (None, "")])
def test_the_title_of_a_page_begins_with_the_error(
    rf: RequestFactory, given: dict[str, str] | None, begins: str
) -> None:
    page = engines["django"].from_string(
        '{% extends "ui/base.html" %}{% block title %}Answer{% endblock %}'
    )
    request = rf.get("/en/")
    request.user = AnonymousUser()
    html = page.render({"form": Answer(given)}, request)

    assert re.findall(r"<title>(.*)</title>", html) == [f"{begins}Answer – Headway"]
