from __future__ import annotations

import pytest

from headway.foundation.organisations.rules import (
    alias_problem,
    country_problem,
    nuts_problem,
    search_key,
    slug_from,
    website_problem,
)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Klaipėdos miesto savivaldybė", "klaipedos-miesto-savivaldybe"),
        ("  ŁÓDŹ – Region! ", "lodz-region"),
        ("Ķ", "k"),
        ("北京", "organisation"),
        ("a" * 80, "a" * 60),
    ],
)
def test_a_name_becomes_a_readable_address(name: str, slug: str) -> None:
    assert slug_from(name) == slug


def test_a_taken_address_gets_a_number() -> None:
    assert slug_from("Park", {"park", "park-2"}) == "park-3"
    assert slug_from("a" * 60, {"a" * 60}) == "a" * 58 + "-2"


def test_the_search_key_holds_whole_names_once() -> None:
    assert search_key(("Klaipėda ID", "KLAIPEDA id", "", "KID")) == "\nklaipeda id\nkid\n"
    assert search_key(("", "–")) == ""


@pytest.mark.parametrize("address", ["", "https://www.klaipeda.lt", "http://a.b/c?d=e"])
def test_web_addresses_are_kept(address: str) -> None:
    assert website_problem(address) == ""


@pytest.mark.parametrize(
    "address", ["www.klaipeda.lt", "javascript:alert(1)", "ftp://a.b", "https://", "https://a b.lt"]
)
def test_anything_else_is_no_web_address(address: str) -> None:
    assert website_problem(address) == (
        f"“{address}” is no web address. Write it like https://www.example.org."
    )


def test_countries_are_two_capital_letters() -> None:
    assert [bool(country_problem(country)) for country in ("", "LT", "lt", "LTU")] == [
        False,
        False,
        True,
        True,
    ]


def test_a_nuts_code_needs_its_release() -> None:
    pairs = [("", ""), ("LT023", "2021"), ("LT", "2016"), ("LT023", ""), ("lt023", "2021")]
    assert [bool(nuts_problem(*pair)) for pair in pairs] == [False, False, False, True, True]


def test_an_alias_holds_a_letter_or_digit() -> None:
    assert [bool(alias_problem(alias)) for alias in ("KID", "–", " ")] == [False, True, True]
