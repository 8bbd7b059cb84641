from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation

from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.provenance import Provenance, Source
from headway.foundation.core.texts import TranslatedText
from headway.foundation.core.verdicts import ALLOW, deny
from headway.foundation.ui.shapes import STATUSES, VERDICTS

WHY = "why-5nx6d4szhx"
"""Made from the address and the label, so that every server process gives the same."""
HOSTILE = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def written(source: str, language: str = "en", **context: object) -> str:
    with translation.override(language):
        return engines["django"].from_string(source).render(context).strip()


def test_text_stands_bare_in_the_language_of_the_page() -> None:
    both = TranslatedText.of({"lt": "Priemonė", "en": "Measure"})

    assert [written("{% text t %}", lang, t=both) for lang in ("lt", "en")] == [
        "Priemonė",
        "Measure",
    ]


def test_text_of_another_language_says_which_and_is_marked() -> None:
    only = TranslatedText.of({"hu": "Intézkedés"})

    assert written("{% text t %}", t=only) == (
        '<span lang="hu">Intézkedés</span> <span class="tag" lang="en" '
        'title="Not translated yet; shown in Magyar.">HU</span>'
    )


def test_text_read_in_its_own_language_beyond_the_interface_is_not_marked() -> None:
    only = TranslatedText.of({"hu": "Intézkedés"})

    assert written("{% text t %}", "hu", t=only) == '<span lang="hu">Intézkedés</span>'


def test_text_that_falls_back_to_the_language_of_the_frame_is_marked_too() -> None:
    only = TranslatedText.of({"en": "Measure"})
    mark = '<span class="tag" lang="en" title="Not translated yet; shown in English.">EN</span>'

    assert written("{% text t %}", "hu", t=only) == f"Measure {mark}"
    assert written("{% prose t %}", "hu", t=only) == (f'<p>Measure</p><p class="note"> {mark}</p>')


def test_text_escapes_what_its_owner_wrote() -> None:
    assert written("{% text t %}", t=TranslatedText.of({"en": HOSTILE})) == ESCAPED


def test_prose_writes_paragraphs_items_and_links_and_escapes_the_rest() -> None:
    long = TranslatedText.of({"en": f"One {HOSTILE}.\n\n- [two](https://example.org/?a=1&b=2)"})

    assert written("{% prose t %}", t=long) == (
        f'<p>One {ESCAPED}.</p><ul><li><a href="https://example.org/?a=1&amp;b=2" '
        'rel="nofollow noopener">two</a></li></ul>'
    )


def test_prose_leaves_addresses_that_are_no_links_as_words() -> None:
    long = TranslatedText.of({"en": "[press](javascript:alert(1))"})

    assert written("{% prose t %}", t=long) == "<p>[press](javascript:alert(1))</p>"


@pytest.mark.parametrize(
    ("value", "english", "lithuanian"),
    [
        (date(2026, 11, 22), "22 November 2026", "2026 m. lapkričio 22 d."),
        (PartialDate(2021, 6), "June 2021", "2021 m. birželis"),
        (PartialDate(2030), "2030", "2030 m."),
        (None, "", ""),
        (
            datetime(2026, 11, 22, 9, 5, tzinfo=UTC),
            "22 November 2026, 11:05",
            "2026 m. lapkričio 22 d., 11:05",
        ),
    ],
)
def test_dates_are_worded_as_the_language_does(
    value: object, english: str, lithuanian: str
) -> None:
    assert [written("{{ v|worded }}", lang, v=value) for lang in ("en", "lt")] == [
        english,
        lithuanian,
    ]


def test_numbers_are_written_as_the_language_does_and_a_blank_stays_blank() -> None:
    source = "{{ a|number }} {{ b|number }}|{{ c|number }}|"
    values = {"a": Decimal("1234.5"), "b": 0, "c": None}

    assert [written(source, lang, **values) for lang in ("en", "lt")] == [
        "1,234.5 0||",
        "1\u00a0234,5 0||",
    ]


@pytest.mark.parametrize("code", VERDICTS)
def test_a_verdict_is_word_and_shape_besides_colour(code: str) -> None:
    html = written("{% verdict code %}", code=code)

    assert 'aria-hidden="true"' in html
    assert str(VERDICTS[code].word) in html


def test_no_two_statuses_share_a_shape() -> None:
    drawings = [shape.drawing for shape in (*VERDICTS.values(), *STATUSES.values())]

    assert len(set(drawings)) == len(drawings)


def test_a_status_is_shown_by_the_strategys_own_word() -> None:
    assert written('{% life "done" word %}', word=HOSTILE).endswith(f"</svg>{ESCAPED}</span>")


def test_an_action_that_may_be_done_is_a_button() -> None:
    html = written('{% action "/go/" label="Go" verdict=v %}', v=ALLOW)

    assert 'action="/go/"' in html
    assert '<button class="btn" type="submit">Go</button>' in html


def test_a_refused_action_stays_and_says_why_and_leads_nowhere() -> None:
    verdict = deny(f"Ask first {HOSTILE}.")

    html = written('{% action "/go/" label="Go" verdict=v ident="why" %}', v=verdict)

    assert html == (
        '<div class="refused"><button class="btn" type="button" aria-disabled="true" '
        'aria-describedby="why">Go</button>'
        f'<p class="why" id="why">Ask first {ESCAPED}.</p></div>'
    )


def test_provenance_names_sources_and_what_was_made_up() -> None:
    known = Provenance(
        sources=(Source("keps", "https://keps.example"), Source("text 1")), synthetic=("dates",)
    )

    html = " ".join(written("{% provenance p %}", p=known).split())

    assert '<a href="https://keps.example" rel="nofollow noopener">keps</a>, text 1.' in html
    assert '<span class="tag">synthetic</span> dates.' in html


def test_provenance_of_what_its_owner_entered_is_silent() -> None:
    assert written("{% provenance p %}", p=Provenance()) == ""


def test_dates_and_numbers_speak_the_language_of_the_frame() -> None:
    day = PartialDate(2021, 6, 17)

    assert written("{{ d|worded }}; {{ n|number }}", "hu", d=day, n=Decimal("1234.5")) == (
        "17 June 2021; 1,234.5"
    )


def test_numbers_keep_all_their_places_and_a_true_minus() -> None:
    value = Decimal("-1234.56789")

    assert [written("{{ n|number }}", lang, n=value) for lang in ("en", "lt")] == [
        "\N{MINUS SIGN}1,234.56789",
        "\N{MINUS SIGN}1\N{NO-BREAK SPACE}234,56789",
    ]


def test_the_reason_of_a_refused_action_has_one_lasting_id() -> None:
    source = '{% action "/close/" label="Close" verdict=no %}'

    first, second = (written(source, no=deny("Not yet.")) for _ in range(2))

    assert first == second
    assert re.findall(r'(?:aria-describedby|id)="(why-[a-z0-9]{10})"', first) == [WHY, WHY]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Outbox", "Outbox"),
        ("Research &amp; “growth”", "Research &amp; “growth”"),
        ("word " * 20, "word " * 11 + "word…"),
        ("a" * 90, "a" * 59 + "…"),
        ("A comma, " * 10, "A comma, " * 6 + "A…"),
    ],
)
def test_a_title_leaves_room_for_the_name_of_the_site(title: str, shown: str) -> None:
    source = "{% filter fitted:'Headway' %}" + title + "{% endfilter %}"

    found = written(source)

    assert found == shown
    assert len(f"{found} – Headway".replace("&amp;", "&")) <= 70
