from __future__ import annotations

import pytest

from headway.foundation.accounts.rules import (
    canonical_email,
    email_problem,
    language_problem,
    name_problem,
)


def test_an_address_is_kept_without_spaces_in_lower_case() -> None:
    assert canonical_email("  Ona@Example.ORG ") == "ona@example.org"


@pytest.mark.parametrize("email", ["ona", "ona@", "ona@example", "a b@example.org", ""])
def test_a_wrong_address_gets_a_sentence_that_shows_a_right_one(email: str) -> None:
    assert email_problem(email) == (
        f"“{email}” is no e-mail address. Write it like name@example.org."
    )


def test_what_can_be_kept_has_no_problem() -> None:
    assert [
        email_problem("Ona@example.org"),
        name_problem("Ona"),
        language_problem("lt", ("lt", "en")),
    ] == ["", "", ""]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("  ", "The name is missing. Write the name by which colleagues know this person."),
        ("o" * 151, "The name is longer than 150 characters. Shorten it."),
    ],
)
def test_a_name_is_there_and_fits(name: str, sentence: str) -> None:
    assert name_problem(name) == sentence


def test_a_language_without_pages_is_refused() -> None:
    assert language_problem("pl", ("lt", "en")) == (
        "The pages are not written in “pl”. Choose one of the languages listed."
    )
