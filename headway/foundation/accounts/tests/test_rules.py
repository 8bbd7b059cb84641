from __future__ import annotations

import pytest

from headway.foundation.accounts.rules import (
    canonical_email,
    device_of,
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


CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (CHROME, ("Chrome", "Windows")),
        (f"{CHROME} Edg/131.0.0.0", ("Edge", "Windows")),
        (
            "Mozilla/5.0 (iPhone; iPhone OS 18_1 like Mac OS X) Safari/604.1",
            ("Safari", "iPhone"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) Chrome/131.0 Safari/537.36",
            ("Chrome", "Android"),
        ),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_browser_is_known_by_what_it_calls_itself(
    user_agent: str, device: tuple[str, str]
) -> None:
    assert device_of(user_agent) == device
