"""The translation catalogues say what the code says: every sentence, and nothing besides."""

from __future__ import annotations

import gettext
import io
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from config import messages

if TYPE_CHECKING:
    from pathlib import Path

ONE, FEW, MANY = (1, 21, 31, 101), (2, 9, 22), (0, 10, 11, 12, 19, 111)
"""Numbers that take each of the three Lithuanian forms: priemonė, priemonės, priemonių."""


def catalogue(entries: dict[str | tuple[str, str], str | tuple[str, ...]]) -> Catalog:
    made = Catalog(locale=messages.LANGUAGE, fuzzy=False)
    for words, translation in entries.items():
        made.add(words, translation)
    return made


def test_every_begun_catalogue_is_complete_and_true() -> None:
    assert messages.problems() == []


def test_every_sentence_stands_in_one_area_alone() -> None:
    keys = [sentence.key for said in messages.sentences().values() for sentence in said]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("area", messages.AREAS)
def test_no_translation_says_everything_twice(area: str) -> None:
    """Two who fill in the same blank leave both beside each other when their work is joined."""
    said = [form for message in messages.read(area) or () for form in messages.forms_of(message)]
    halves = [(form[: len(form) // 2], form[len(form) // 2 :]) for form in said if " " in form]
    assert [first for first, second in halves if first == second] == []


@pytest.mark.parametrize("area", messages.AREAS)
def test_plural_forms_render_for_every_kind_of_number(area: str) -> None:
    kept = messages.read(area)
    compiled = io.BytesIO()
    write_mo(compiled, kept or catalogue({}))
    compiled.seek(0)
    translations = gettext.GNUTranslations(compiled)
    for message in kept or ():
        if not isinstance(message.id, str) and len(messages.forms_of(message)) > 1:
            one, many = message.id
            forms = [
                {
                    translations.npgettext(message.context, one, many, n)
                    if message.context
                    else translations.ngettext(one, many, n)
                    for n in numbers
                }
                for numbers in (ONE, FEW, MANY)
            ]
            assert forms == [{form} for form in messages.forms_of(message)]


def test_the_code_is_searched_whatever_way_it_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = tmp_path / "headway" / "foundation" / "signs"
    pages = app / "templates" / "signs"
    pages.mkdir(parents=True)
    (app / "views.py").write_text(
        '_("Hold on.")\nngettext("%(n)d sign", "%(n)d signs", n)\npgettext("verb", "sign")\n'
    )
    (pages / "page.html").write_text(
        "<p>{% translate 'Go on' %}</p>\n  {% if x %}\n{% blocktranslate trimmed count n=n %}\n"
        "    {{ n }} way\n  {% plural %}\n    {{ n }} ways\n  {% endblocktranslate %}{% endif %}\n"
        "{% translate 'May' context 'month' %}{{ _('Said “so”') }}"
    )
    monkeypatch.setattr(messages, "CODE", tmp_path)
    assert [(s.context, s.words) for s in messages.sentences()["foundation"]] == [
        ("", ("%(n)d sign", "%(n)d signs")),
        ("", ("%(n)s way", "%(n)s ways")),
        ("", "Go on"),
        ("", "Hold on."),
        ("", "Said “so”"),
        ("month", "May"),
        ("verb", "sign"),
    ]


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ({"Good": "Gerai"}, "“Day %(n)d” is not in the catalogue."),
        ({"Good": "Gerai", "Day %(n)d": ""}, "“Day %(n)d” is not translated, or lacks"),
        ({"Good": "Gerai", "Day %(n)d": "Diena %(m)d"}, "does not name what “Day %(n)d” names."),
        ({"Good": "Gerai", "Day %(n)d": "%(n)d diena", "Bad": "Blogai"}, "“Bad” is said nowhere."),
    ],
)
def test_a_catalogue_that_is_wrong_is_told_so(
    entries: dict[str | tuple[str, str], str | tuple[str, ...]],
    problem: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = [messages.Sentence(words, "", ("x.py",)) for words in ("Good", "Day %(n)d")]
    monkeypatch.setattr(messages, "sentences", lambda: {"front": said})
    monkeypatch.setattr(messages, "read", lambda _area: catalogue(entries))
    (found,) = messages.problems()
    assert problem in found


def test_a_catalogue_that_is_not_begun_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [messages.Sentence("Good", "", ("x.py",))]
    monkeypatch.setattr(messages, "sentences", lambda: {"front": said})
    monkeypatch.setattr(messages, "read", lambda _area: catalogue({"Bad": ""}))
    assert messages.problems() == []
