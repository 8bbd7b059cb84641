from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.core import prose
from headway.foundation.formats.html import to_prose

UNCHANGED = (
    "a < b & c > d", "AT&T", "R&D <Name>", "if a<b and c>d", "x<5", "line\n\n- item", "<3", "",
    "&notanentity", "[words](https://x.lt)", "5 < 6 <", "<b",
)  # fmt: skip
TURNED = {
    "<p>One &amp; two</p><p>Three</p>": "One & two\n\nThree",
    "One<br>two<br/><br/>three": "One\ntwo\n\nthree",
    "<ul><li><p>a</p></li>\n<li>b</li></ul>after": "- a\n- b\n\nafter",
    "<p>A</p>\n<ul>\n <li>b</li>\n <li>c</li>\n</ul>\n<p>D</p>": "A\n\n- b\n- c\n\nD",
    '<a href="https://klaipeda.lt/a?b=1&amp;c=2">the plan</a>': (
        "[the plan](https://klaipeda.lt/a?b=1&c=2)"
    ),
    "<a href='https://x.lt/(a)'>see [x]</a>": "[see (x)](https://x.lt/%28a%29)",
    "<a href=https://x.lt></a>": "[https://x.lt](https://x.lt)",
    "<a href='javascript:alert(1)'>words</a>": "words",
    "<script>alert(1)</script>words<style>p{}</style>": "words",
    "<p onclick='x()' class=MsoNormal>Pirma<o:p></o:p></p><!-- note -->": "Pirma",
    "x <Name> <b>bold</b> 5<6": "x <Name> bold 5<6",
    "R&amp;D, A&nbsp;B": "R&D, A B",
    "first\nsecond <b>x</b>": "first\nsecond x",
    "&lt;b&gt;": "<b>",
    "<table><tr><td>a</td><td>b</td></tr></table>": "a b",
}


@pytest.mark.parametrize("text", UNCHANGED)
def test_text_without_markup_survives_unchanged(text: str) -> None:
    assert to_prose(text) == text


def test_markup_becomes_the_small_grammar() -> None:
    assert {html: to_prose(html) for html in TURNED} == TURNED


def test_a_link_from_html_is_a_link_of_the_grammar() -> None:
    blocks = prose.parse(to_prose('<p>See <a href="https://x.lt">it</a>.</p>'))
    link = prose.Link("it", "https://x.lt")
    assert blocks == (prose.Paragraph(("See ", link, ".")),)


@given(st.text(alphabet=st.sampled_from("<>/&;apbli =\"'x\n"), max_size=60) | st.text())
def test_any_text_becomes_some_text_and_never_fails(text: str) -> None:
    assert "<script" not in to_prose("<script>" + text.replace("<", "") + "</script>")
    assert isinstance(to_prose(text), str)
