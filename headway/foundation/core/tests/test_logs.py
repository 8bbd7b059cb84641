from __future__ import annotations

import json
import logging

import pytest

from headway.foundation.core.logs import ASKED, Asked, Event, JsonLines, asked, note

GIVEN = "0123456789abcdef0123456789abcdef"


def line_of(record: logging.LogRecord) -> dict[str, object]:
    written = JsonLines().format(record)
    assert "\n" not in written
    found: dict[str, object] = json.loads(written)
    return found


def record_of(
    message: object, *arguments: object, error: BaseException | None = None
) -> logging.LogRecord:
    about = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("django", logging.ERROR, "base.py", 7, message, arguments, about)


def test_of_a_library_the_wording_is_kept_and_what_fills_it_is_not() -> None:
    line = line_of(record_of("Not Found: %s", "/lt/sign-in/enter/secret/"))
    assert (line["said"], line["from"]) == ("Not Found: %s", "base:7")
    assert "secret" not in json.dumps(line)


def test_a_line_that_is_filled_in_already_says_only_whence_it_comes() -> None:
    assert line_of(record_of("Invalid HTTP_HOST header: 'ona'"))["said"] == ""


def failing() -> None:
    try:
        dict[str, str]()["Key (email)=(ona@example.org) exists"]
    except KeyError as clash:
        message = "no account for Ona"
        raise ValueError(message) from clash


def test_an_error_is_told_by_kind_and_place_without_its_words() -> None:
    with pytest.raises(ValueError, match="Ona") as caught:
        failing()
    line = line_of(record_of("broke", error=caught.value))
    assert line["error"] == ["builtins.ValueError", "builtins.KeyError"]
    frames = line["frames"]
    assert isinstance(frames, list)
    assert frames[-1].startswith("headway/foundation/core/tests/test_logs.py:")
    assert frames[-1].endswith(" failing")
    assert "Ona" not in json.dumps(line)
    assert "ona@" not in json.dumps(line)


def test_a_line_break_does_not_begin_another_line() -> None:
    assert line_of(record_of('a %s\n{"level": "info"}', "b"))["level"] == "error"


def test_an_event_says_what_happened_and_under_which_request(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "headway.security")
    kept = ASKED.set(Asked("7f", "s0urce"))
    try:
        note(Event.SIGN_IN_FAILED, user=None)
        line = line_of(caplog.records[-1])
    finally:
        ASKED.reset(kept)
    assert line.pop("at")
    assert line == {
        "level": "info",
        "logger": "headway.security",
        "request": "7f",
        "event": "sign_in_failed",
        "source": "s0urce",
        "user": None,
    }


def test_an_id_that_a_proxy_gave_is_kept() -> None:
    assert asked(given=GIVEN, address="10.0.0.1").id == GIVEN


@pytest.mark.parametrize("given", ["", "ona@example.org", "deadbeef", GIVEN + "\n", "f" * 37])
def test_an_id_of_another_form_is_replaced(given: str) -> None:
    own = asked(given=given, address="10.0.0.1").id
    assert (own != given, len(own)) == (True, 32)


def test_a_source_is_known_again_and_is_no_address() -> None:
    first, again, other = (
        asked(given="", address=address).source for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2")
    )
    assert first == again != other
    assert "10.0.0" not in first
