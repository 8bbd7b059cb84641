"""A chart in a document is the page's drawing, and needs no style sheet."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from defusedxml.ElementTree import fromstring
from django.template import engines

from headway.foundation.ui import examples
from headway.foundation.ui.charts import (
    multiple,
    sparkline,
    stage_chart,
    svg_document,
    trajectory,
    verdict_bar,
)
from headway.foundation.ui.charts.palette import COLOURED, PAINTS, colours, painted
from headway.foundation.ui.shapes import VERDICTS

if TYPE_CHECKING:
    from headway.foundation.ui.charts.documents import Drawing

ON = date(2026, 11, 22)
STYLES = (Path(__file__).parents[2] / "static" / "ui" / "components.css").read_text()
STAGES = stage_chart(stages=["one", "two"], rows=[("A", "a", [(0.5, "2019"), (1.5, "2022")])])
DRAWINGS: dict[str, Drawing] = {
    "usual": trajectory(examples.usual(), on=ON),
    "narrow": trajectory(examples.usual(), on=ON, is_narrow=True),
    **{f"edge {n}": trajectory(each, on=ON) for n, each in enumerate(examples.edges())},
    "line": sparkline(examples.readings("1 2 - 4"), name="4 of 9"),
    "ambition": multiple(examples.ambitions()[3]),
    "verdicts": verdict_bar(dict.fromkeys(VERDICTS, 2), scale=16),
    "stages": STAGES,
}
COLOURLESS = {"none", "currentColor"}


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS.keys())
def test_a_document_gets_whole_xml_with_colours_of_its_own(drawing: Drawing) -> None:
    written = svg_document(drawing, title="A & B <c>", description="–")

    root = fromstring(written)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert (root.get("width"), root.get("height")) == (str(drawing.width), str(drawing.height))
    known = COLOURLESS | set(colours().values())
    for element in root.iter():
        assert not {"class", "style"} & set(element.attrib)
        assert all(element.get(key, "none") in known for key in COLOURED)
        if element.tag.rpartition("}")[2] in {"rect", "line", "polyline", "polygon", "circle", "text"}:  # fmt: skip  # noqa: E501
            assert "fill" in element.attrib, element.attrib
    assert b"var(" not in written


def test_a_title_is_words_and_not_markup() -> None:
    root = fromstring(svg_document(DRAWINGS["usual"], title="A & B <c>"))

    assert root[0].text == "A & B <c>"


def test_a_page_gets_classes_and_a_document_attributes() -> None:
    assert painted("text strong", is_document=False) == 'class="text strong"'
    assert painted("text strong", is_document=True) == (
        f'fill="{colours()["ink"]}" font-size="14" font-weight="600"'
    )


def declared(name: str) -> dict[str, str]:
    """Return what the style sheet says of a class inside a drawing or a bar."""
    found: dict[str, str] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", STYLES):
        wanted = {f".g .{name}", f".cells .{name}", f".{name}"}
        if wanted & {selector.strip() for selector in selectors.split(",")}:
            found |= dict(re.findall(r"([a-z-]+):\s*([^;]+?)\s*(?:;|$)", body))
    return found


@pytest.mark.parametrize("name", sorted(set(PAINTS) - {"text", "cell"}))
def test_the_page_and_the_document_paint_alike(name: str) -> None:
    declarations = declared(name)

    for key, value in PAINTS[name].items():
        if (key, value) == ("fill", "none"):
            continue
        token = f"var(--{value})" if value in colours() else value.lower()
        assert declarations.get(key, "").removesuffix("px").lower() == token, key


@pytest.mark.django_db
def test_charts_of_one_page_have_names_of_their_own() -> None:
    source = '{% trajectory one ident="a" %}{% trajectory one ident="b" %}'
    html = engines["django"].from_string(source).render({"one": examples.usual()})

    idents = re.findall(r'\bid="([^"]+)"', html)
    named = " ".join(re.findall(r'aria-labelledby="([^"]+)"', html)).split()
    assert len(idents) == len(set(idents)) == 8
    assert sorted(named) == sorted(idents)


def test_the_table_beneath_says_no_value_where_there_is_none() -> None:
    source = '{% trajectory one ident="a" %}'
    html = engines["django"].from_string(source).render({"one": examples.edges()[0]})

    assert html.count(">no value</td>") == 3
    assert html.count("<tr>") == 1 + len(examples.edges()[0].rows)
