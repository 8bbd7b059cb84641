"""A redline reads without colour: struck out and added are told in words and by marks."""

from __future__ import annotations

from django.template import Context, Template
from django.utils import translation

from headway.foundation.core.texts import TranslatedText
from headway.foundation.ui.redlines import Redline, redlines_of

LINE = Redline("Title", "A green port city", "A blue port city", "en")


def written(template: str, **context: object) -> str:
    with translation.override("en"):
        return Template(template).render(Context(context))


def test_one_text_holds_what_is_gone_and_what_is_new() -> None:
    assert written("{% merged line %}", line=LINE) == (
        'A <del><span class="vh">struck out: </span>green</del>'
        '<ins><span class="vh">added: </span>blue</ins> port city'
    )


def test_each_side_holds_its_own_text_whole() -> None:
    before = written("{% side_before line %}", line=LINE)
    after = written("{% side_after line %}", line=LINE)
    assert ("green" in before, "blue" in before) == (True, False)
    assert ("green" in after, "blue" in after) == (False, True)


def test_words_of_people_are_never_markup() -> None:
    line = Redline("Title", "<b>old</b>", "<b>new</b>", "en")
    page = written('{% include "ui/redline.html" with lines=lines %}', lines=[line])
    assert "<b>old" not in page
    assert "&lt;b&gt;" in page


def test_a_figure_is_told_old_to_new_and_what_is_missing_says_so() -> None:
    page = written(
        '{% include "ui/redline.html" %}', lines=[Redline("Due", "", "2030")], old="A", new="B"
    )
    assert "nothing said" in page
    assert '<ins><span class="vh">added: </span>2030</ins>' in page
    assert "two" not in page


def test_a_text_has_a_line_for_each_language_that_differs() -> None:
    before = TranslatedText.of({"lt": "Uostas", "en": "Port"}, original="lt")
    after = TranslatedText.of({"lt": "Uostas", "en": "Harbour"}, original="lt")
    assert list(redlines_of("Title", before, after)) == [Redline("Title", "Port", "Harbour", "en")]
