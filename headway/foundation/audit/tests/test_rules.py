from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.foundation.audit.rules import canonical, commitment

pytestmark = pytest.mark.once
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
PAYLOADS = st.dictionaries(st.text(max_size=5), JSON, max_size=4)


def test_a_payload_is_written_in_one_way() -> None:
    assert canonical({"b": 1, "a": ["š", None, True]}) == '{"a":["š",null,true],"b":1}'


@given(PAYLOADS)
def test_the_order_in_which_a_payload_is_given_does_not_show(payload: dict[str, object]) -> None:
    assert canonical(dict(reversed(payload.items()))) == canonical(payload)
    assert json.loads(canonical(payload)) == payload


def test_what_json_cannot_hold_is_a_bug_of_the_caller() -> None:
    with pytest.raises(TypeError):
        canonical({"on": object()})


def test_a_commitment_changes_with_the_salt_and_with_every_letter() -> None:
    digests = {
        commitment(salt=salt, words=words)
        for salt, words in [("1", '{"a":1}'), ("2", '{"a":1}'), ("1", '{"a":2}'), ("1", "")]
    }
    assert len(digests) == 4
    assert commitment(salt="1", words='{"a":1}') == (
        "9a78969c9dc2219f71c7f1ad3e7edaa9f185edcfb5c3b986238ec6cd58fe5eab"
    )
