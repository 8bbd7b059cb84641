"""Holds answers against the description of the open tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from django.test import Client

ADDRESS = "/api/v1/openapi.json"


def described(client: Client, language: str = "en") -> dict[str, Any]:
    answer = client.get(ADDRESS, {"language": language})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def resolved(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """Return a part of the description, or what it refers to."""
    found = part
    if "$ref" in part:
        found = document
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
    return found


def mistakes(document: dict[str, Any], path: str, answer: Any) -> list[str]:  # noqa: ANN401 -- the test client's answer
    """Return what the description does not say of an answer of an address."""
    said = document["paths"][path]["get"]["responses"].get(str(answer.status_code))
    if said is None:
        return [f"no word of {answer.status_code}"]
    said = resolved(document, said)
    missing = {name for name in said.get("headers", ()) if name not in answer}
    found = [f"no {name}" for name in sorted(missing)]
    media_type = answer["Content-Type"].partition(";")[0]
    if media_type not in said["content"]:
        return [*found, f"no word of {media_type}"]
    schema = said["content"][media_type].get("schema")
    if media_type != "application/json" or schema is None:
        return found
    return found + misfits(document, schema, json.loads(answer.getvalue()))


def misfits(document: dict[str, Any], schema: dict[str, Any], told: object) -> list[str]:
    """Return where something is not as a schema of the description has it."""
    validator = Draft202012Validator({"components": document["components"], **schema})
    return [error.message for error in validator.iter_errors(told)]
