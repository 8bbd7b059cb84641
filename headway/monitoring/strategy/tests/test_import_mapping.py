from __future__ import annotations

import pytest

from headway.foundation.core.errors import BadInput
from headway.monitoring.strategy.imports.ancestors import split_code
from headway.monitoring.strategy.imports.guess import guess_mapping
from headway.monitoring.strategy.imports.mapping import (
    FileMapping,
    Levels,
    SheetChoice,
    read_mapping,
)
from headway.monitoring.strategy.imports.values import BadValue, partial_date, prose
from headway.monitoring.strategy.imports.words import Term, Vocabulary


def test_mapping_is_read_as_a_whole() -> None:
    text = """
        separator = ","
        create_organisations = true
        [columns]
        code = "Nr."
        title.lt = "Priemonė"
        note = "Pastaba"
        [levels]
        from = "code"
        top = 2
        [[levels.names]]
        lt = "tikslas"
        [sheet]
        name = "Planas"
        header_row = 3
        skip = ["Iš viso"]
        [languages]
        original = "lt"
        [dates]
        order = "dmy"
        [status]
        vykdoma = "in_progress"
    """
    mapping = read_mapping(text)
    assert mapping == FileMapping(
        columns={"code": "Nr.", "title.lt": "Priemonė", "note": "Pastaba"},
        levels=Levels(
            origin="code", top=2, names=({"lt": {"one": "tikslas", "other": "tikslas"}},)
        ),
        sheet=SheetChoice("Planas", 3, ("Iš viso",)),
        words={
            "status": {"vykdoma": "in_progress"},
            "kind": {},
            "flagship": {},
            "sector": {},
            "organisations": {},
        },
        creates_every_organisation=True,
        separator=",",
        original="lt",
        date_order="dmy",
    )
    assert mapping.led_by("en").fields == ("code", "title.lt", "note.lt")


def test_every_mistake_of_a_mapping_has_a_sentence() -> None:
    text = """
        seperator = ";"
        create_organisations = "yes"
        [columns]
        titel.lt = "A"
        code = 5
        lead = "B"
        contributing = "B"
        [levels]
        from = "column"
        top = -1
        [sheet]
        skip = "Total"
        [kind]
        "nuolat" = "forever"
        [status]
        "Vyksta" = "in_progress"
        "vyksta!" = "done"
        [dates]
        order = "ydm"
    """
    with pytest.raises(BadInput) as refused:
        read_mapping(text)
    assert refused.value.problems == {
        "seperator": "seperator: “seperator” is unknown. Did you mean “separator”?",
        "columns.titel.lt": "columns.titel.lt: “titel.lt” is unknown. Write one of: key, parent, "
        "level, code, kind, flagship, start, due, sector, lead, contributing, funding, currency, "
        "status, title.<language>, description.<language>, funding_sources.<language>, "
        "note.<language>.",
        "columns.code": "columns.code: Write the column’s header in quotation marks.",
        "columns.title": "columns.title: No column holds the title. "
        'Add title.lt = "…" or another language.',
        "columns.lead": "columns.lead: The column “B” stands for lead, contributing. "
        "Keep one of them.",
        "columns.contributing": "columns.contributing: The column “B” stands for lead, "
        "contributing. Keep one of them.",
        "levels.top": "levels.top: Write a whole number from 0.",
        "sheet.skip": 'sheet.skip: Write a list of texts: ["one", "two"].',
        "status.vyksta!": "status.vyksta!: “vyksta!” has two meanings. Keep one of them.",
        "kind.nuolat": "kind.nuolat: “forever” is unknown. Write one of: one_off, continuous.",
        "create_organisations": "create_organisations: Write true, false or a list of names: "
        '["one", "two"].',
        "dates.order": "dates.order: “ydm” is unknown. Did you mean “dmy”?",
        "columns.level": "columns.level: The levels come from the level, but no column is "
        "the level.",
    }


@pytest.mark.parametrize("text", ["[columns", "a = ", "\x00"])
def test_broken_toml_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(BadInput, match=r"The mapping is no valid TOML: .*Correct that line"):
        read_mapping(text)


@pytest.mark.parametrize(
    ("words", "code", "title"),
    [
        ("1.3 Ecosystem", "1.3", "Ecosystem"),
        ("2) Skills", "2", "Skills"),
        ("T-2. Trade", "T-2", "Trade"),
        ("5G networks", "", "5G networks"),
        ("2030 vision", "", "2030 vision"),
        ("Ecosystem", "", "Ecosystem"),
        ("1.3", "", "1.3"),
    ],
)
def test_code_and_title_of_one_cell(words: str, code: str, title: str) -> None:
    assert split_code(words) == (code, title)


def test_header_in_two_languages_is_guessed() -> None:
    header = ["Tikslas", "Uždavinys", "Nr.", "Priemonė", "Priemonė (EN)", "Vykdytojas", "Termnas"]
    mapping = read_mapping(guess_mapping([*header, "Kita"], ["lt", "en"]))
    assert mapping.columns == {
        "code": "Nr.",
        "title.lt": "Priemonė",
        "title.en": "Priemonė (EN)",
        "lead": "Vykdytojas",
        "due": "Termnas",
    }
    assert mapping.levels == Levels(origin="columns", ancestors=("Tikslas", "Uždavinys"))
    assert mapping.original == "lt"


@pytest.mark.parametrize(
    ("header", "origin"),
    [(["Level", "Title"], "column"), (["Code", "Title"], "code"), (["Title"], "parent")],
)
def test_guess_tells_where_levels_come_from(header: list[str], origin: str) -> None:
    assert read_mapping(guess_mapping(header, ["en"])).levels.origin == origin


def test_ambiguous_date_asks_and_an_order_answers() -> None:
    with pytest.raises(BadValue) as refused:
        partial_date("03/04/2026")
    assert str(refused.value) == (
        "“03/04/2026” may mean 2026-04-03 or 2026-03-04. Write it as one of these two. "
        'Or say order = "dmy" or order = "mdy" under [dates] in the mapping.'
    )
    assert partial_date("03/04/2026", order="dmy") == "2026-04-03"
    assert partial_date("03/04/2026", order="mdy") == "2026-03-04"


@pytest.mark.parametrize("words", ["a &amp;amp;lt; b", "<p>x &lt;b&gt;y</p>", "R&D <3", "&"])
def test_text_that_was_read_once_reads_the_same_again(words: str) -> None:
    assert prose(prose(words)) == prose(words)


def vocabulary(*, open_: bool = False) -> Vocabulary:
    terms = (
        Term("k1", ("Klaipėda ID", "KID"), ("klaipeda-id",)),
        Term("k2", ("Uostas",), ("port",)),
        Term("k3", ("Uostas",), ("old-port",)),
    )
    return Vocabulary("organisations", terms, {"Miestas": "port", "nežinoma": ""}, open=open_)


@pytest.mark.parametrize(
    ("word", "code"),
    [("KLAIPEDA  id", "k1"), ("k2", "k2"), ("old-port", "k3"), ("miestas", "k2"), ("nežinoma", "")],
)
def test_words_are_found_by_name_alias_address_and_translation(word: str, code: str) -> None:
    assert vocabulary().code_of(word) == code


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("uostas", "“uostas” can mean old-port, port. Write one of these instead."),
        (
            "Klaipeda IT",
            "“Klaipeda IT” is no organisation that Headway knows. If “Klaipėda ID” is meant, write "
            '"Klaipeda IT" = "klaipeda-id" under [organisations] in the mapping; else '
            'create_organisations = ["Klaipeda IT"].',
        ),
        (
            "Ministerija",
            "“Ministerija” is no organisation that Headway knows. Translate the word under "
            "[organisations] in the mapping, or have it added: "
            'create_organisations = ["Ministerija"].',
        ),
    ],
)
def test_unknown_and_ambiguous_words_say_what_to_do(word: str, sentence: str) -> None:
    with pytest.raises(BadValue) as refused:
        vocabulary().code_of(word)
    assert str(refused.value) == sentence


def test_new_names_are_collected_once_and_written_words_read_back() -> None:
    words = vocabulary(open_=True)
    assert [words.code_of(name) for name in ("Nauja", "NAUJA", "KID")] == ["+Nauja", "+Nauja", "k1"]
    assert words.made == ("Nauja",)
    assert [words.word_for(code) for code in ("k1", "k2", "k3", "")] == [
        "Klaipėda ID",
        "Miestas",
        "old-port",
        "",
    ]


def test_only_names_that_were_asked_for_become_new_organisations() -> None:
    mapping = read_mapping('create_organisations = ["Nauja"]\n[columns]\ntitle = "a"')
    assert (mapping.creates_every_organisation, mapping.new_organisations) == (False, ("Nauja",))
    words = Vocabulary("organisations", (), wanted=frozenset({"nauja"}))
    assert words.code_of("NAUJA") == "+NAUJA"
    for other in ("Kita", "–", "x" * 201):
        with pytest.raises(BadValue):
            words.code_of(other)
    assert words.made == ("NAUJA",)


def test_names_that_are_alike_are_proposed_the_likest_first() -> None:
    near = vocabulary().closest("KIDO")
    assert [(one.address, one.name, one.like) for one in near] == [
        ("klaipeda-id", "Klaipėda ID", "KID")
    ]
