from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typst
from django.test import override_settings
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from headway.foundation.formats import documents
from headway.foundation.formats.documents import ALSO, FONTS, LAYOUTS, pdf
from headway.foundation.formats.setting import NotSet
from tests import fonts

AT = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)  # the 23rd in Lithuania
APPS = LAYOUTS.parents[2]
HOSTILE = (
    '#read("/etc/passwd")', "$x$", "*b*", "_i_", "`raw`", "<label>", "@ref", "= no heading",
    "// no comment", "/* nor this */ after", "\\u{41}", "- no list", "a -- b", "https://x.lt/?a=b",
    '"]); panic("x")', "#data.title", "{page}",
)  # fmt: skip
BREAK = "\u200b"
LETTERS = "Ąžuolas ėjo į Šiaulius; łódź, hős, fűszer, niño, ß, ğ, ș, €, „“, −, 1 234,5"


def record(**given: object) -> bytes:
    data: dict[str, object] = {"facts": [], "sections": [], "closing": "", "fingerprint": ""}
    return pdf("record", data | given, language="lt", title="Priemonės ataskaita", at=AT)


def with_answers(*answers: tuple[str, str]) -> bytes:
    return record(sections=[{"heading": "Skyrius", "line": "", "answers": answers}])


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


@cache
def tagged() -> PdfReader:
    data = record(
        facts=[("Priemonė", "1.1.1"), ("Pateikė", "Ona")],
        sections=[
            {"heading": "Skyrius", "line": "Būsena", "answers": [("Kas?", "Viskas.\n\nTaip")]}
        ],
        closing="Originalas saugomas.",
        fingerprint="ab12",
    )
    return PdfReader(io.BytesIO(data))


def catalogue(reader: PdfReader) -> Any:  # noqa: ANN401
    return reader.trailer["/Root"]


def roles(element: object) -> list[str]:
    """Return the roles in the tree of structure, in the order of reading."""
    if isinstance(element, list):
        return [role for each in element for role in roles(each)]
    if isinstance(element, IndirectObject):
        return roles(element.get_object())
    if not isinstance(element, dict):
        return []
    own = [str(element["/S"])] if "/S" in element else []
    return own + roles(element.get("/K", []))


def test_a_document_says_its_structure_language_and_title() -> None:
    root = catalogue(tagged())
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "lt"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "Priemonės ataskaita</rdf:li>" in metadata
    found = roles(root["/StructTreeRoot"]["/K"])
    assert [role for role in found if re.fullmatch("/H[1-6]", role)] == ["/H1", "/H2", "/H3"]
    assert found.count("/LI") == 2  # the facts
    assert found.count("/P") >= 4


def test_a_document_tells_a_moment_of_any_fineness() -> None:
    data = {"facts": [], "sections": [], "closing": "", "fingerprint": ""}
    at = AT.replace(microsecond=123456)
    assert pdf("record", data, language="lt", title="A", at=at).startswith(b"%PDF")


def test_what_is_read_comes_in_the_order_of_the_page() -> None:
    lines = " ".join(
        text_of(with_answers(("Kas padaryta?", "Pirma.\n\nAntra."), ("Kodėl?", ""))).split()
    )
    assert "Priemonės ataskaita Skyrius Kas padaryta? Pirma. Antra. Kodėl? Neatsakyta" in lines
    assert lines.startswith("Headway 2026 m. lapkričio 23 d.")
    assert lines.endswith("1 puslapis iš 1")


def test_what_people_write_is_never_run() -> None:
    facts = [(text, text) for text in HOSTILE]
    answers = [(text, text) for text in HOSTILE]
    sections = [{"heading": text, "line": text, "answers": answers} for text in HOSTILE[:1]]
    shown = text_of(record(facts=facts, sections=sections, closing=HOSTILE[0], fingerprint="$x$"))
    for text in HOSTILE:
        assert shown.count(text) >= 4, text
    assert "root:" not in shown


def test_a_layout_reads_no_file_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "layout"
    folder.mkdir()
    for path in ("../secret.txt", "/../secret.txt", str(tmp_path / "secret.txt"), "/etc/hostname"):
        (folder / "layout.typ").write_text(f'= A\n#read("{path}")')
        source = folder.rename(tmp_path / f"layout{len(path)}")  # layouts are read once
        with pytest.raises(typst.TypstError):
            pdf(source, {}, language="en", title="A", at=AT)
        source.rename(folder)


def test_no_layout_asks_for_a_package_from_the_network() -> None:
    layouts = [*APPS.glob("*/*/layouts/**/*.typ")]
    assert LAYOUTS / "house.typ" in layouts
    assert [path for path in layouts if re.search(r"@\w+/", path.read_text())] == []


def test_letters_of_the_languages_of_partners_can_be_read_and_copied() -> None:
    assert " ".join(LETTERS.split()) in " ".join(text_of(with_answers((LETTERS, LETTERS))).split())


def test_greek_and_cyrillic_have_shapes() -> None:
    every = "".join(chr(point) for first, last in ALSO for point in range(first, last + 1))
    shown = "".join(text_of(with_answers(("Q", every))).split())
    assert every in shown.replace(BREAK, "")


def test_a_sign_without_a_shape_is_named_by_its_number() -> None:
    shown = text_of(with_answers(("Q", "gerai 😀 中 \x00\x07\ud800e\u0301")))
    assert "gerai [U+1F600] [U+4E2D] [U+D800]é" in shown


@settings(max_examples=60)
@given(st.text(), st.text(min_size=1))
@example("\u0301", " ")
@example("a\u200db\u202e\ufeff", "\t")
@example("\n\n", "\x00")
def test_no_text_whatever_prevents_the_document(words: str, heading: str) -> None:
    section = {"heading": heading, "line": words, "answers": [(heading, words)]}
    given_data = {"sections": [section], "facts": [(words, words)], "closing": words}
    data = {**given_data, "fingerprint": words}
    assert pdf("record", data, language="lt", title=heading, at=AT).startswith(b"%PDF")


def test_every_sign_that_is_said_to_have_a_shape_has_one() -> None:
    ranges = [line.split("-") for line in (FONTS / "coverage.txt").read_text().split()]
    every = [chr(n) for first, last in ranges for n in range(int(first, 16), int(last, 16) + 1)]
    signs = " ".join(every)
    assert record(facts=[(signs, signs)]).startswith(b"%PDF")
    assert len(every) > 700


def test_documents_are_made_by_several_threads_at_once() -> None:
    wanted = [with_answers(("Kas?", str(n))) for n in range(8)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda n: with_answers(("Kas?", str(n))), range(8))) == wanted


def test_the_same_input_makes_the_same_bytes() -> None:
    assert with_answers(("Kas?", "Tas")) == with_answers(("Kas?", "Tas"))
    assert with_answers(("Kas?", "Tas")) != with_answers(("Kas?", "Ne"))


def test_a_word_of_ten_thousand_letters_stays_on_the_page_and_whole() -> None:
    reader = PdfReader(io.BytesIO(with_answers(("Q", "ž" * 10_000))))
    text = "".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) > 1
    assert text.count("ž") == 10_000
    assert max(map(len, text.splitlines())) < 150


def test_two_hundred_answers_run_over_pages_that_are_counted() -> None:
    data = with_answers(*((f"Klausimas {n}.", "Taip") for n in range(200)))
    reader = PdfReader(io.BytesIO(data))
    last = len(reader.pages)
    assert last > 3
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert f"{number} puslapis iš {last}" in text
        assert "2026 m. lapkričio 23 d." in text
    assert re.findall(r"Klausimas (\d+)\.", text_of(data)) == [str(n) for n in range(200)]


def test_english_documents_say_so() -> None:
    data = pdf(
        "record",
        {"facts": [], "sections": [], "closing": "", "fingerprint": "ab"},
        language="en",
        title="A",
        at=AT,
    )
    assert catalogue(PdfReader(io.BytesIO(data)))["/Lang"] == "en"
    assert "Page 1 of 1" in text_of(data)
    assert "Fingerprint: ab" in text_of(data)


@override_settings(SITE_NAME="Klaipėda *2050*")
def test_the_name_of_the_site_stands_on_the_page() -> None:
    assert "Klaipėda *2050*" in text_of(record())


def test_the_fonts_are_those_of_the_pages() -> None:
    """After a change of the pages' fonts: `make fonts`."""
    assert {path.name: path.read_bytes() for path in FONTS.iterdir()} == fonts.files()


def test_colours_are_those_of_the_pages() -> None:
    tokens = (fonts.UI.parent / "tokens.css").read_text()
    house = (LAYOUTS / "house.typ").read_text()
    used = dict(re.findall(r'^#let ([\w-]+) = rgb\("(#\w{6})"\)', house, re.MULTILINE))
    assert len(used) == 5
    for name, colour in used.items():
        assert f"--{name.removesuffix('-colour')}-l: {colour};" in tokens
    assert house.count("rgb(") == len(used)


def test_a_large_document_is_set_in_a_process_of_its_own_and_reads_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    blocks = [{"kind": "prose", "words": f"Paragraph {number} says so."} for number in range(99)]
    small = pdf("paper", {"blocks": blocks}, language="lt", title="Ilgas", at=AT)
    monkeypatch.setattr(documents, "LARGE", 10)
    assert pdf("paper", {"blocks": blocks}, language="lt", title="Ilgas", at=AT) == small
    with pytest.raises(NotSet, match="blocks"):
        pdf("paper", {"none": []}, language="lt", title="Ilgas", at=AT)
