"""Answers of the interface for programs: open to pages of every origin, errors in JSON too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from headway.foundation.core.errors import TooMany
    from headway.foundation.formats.types import Table
    from headway.foundation.formats.writers import Writer

BAD_REQUEST = 400
NOT_FOUND = 404
TOO_MANY = 429
OPEN = {"Access-Control-Allow-Origin": "*"}
"""Public data without cookies: any page may read it."""
SHOWN = frozenset({"json"})
"""Formats that a browser shows rather than saves."""


def json_answer(content: dict[str, object], *, status: int = 200) -> JsonResponse:
    return JsonResponse(
        content, status=status, headers=OPEN, json_dumps_params={"ensure_ascii": False}
    )


def refusal(sentence: str, *, status: int = BAD_REQUEST) -> JsonResponse:
    """Say what is wrong: `{"error": sentence}`."""
    return json_answer({"error": sentence}, status=status)


def too_many(refused: TooMany) -> JsonResponse:
    """Say when to ask again."""
    answer = refusal(str(refused), status=TOO_MANY)
    answer["Retry-After"] = str(refused.wait)
    return answer


def file_answer(
    table: Table, writer: Writer, pieces: Iterator[bytes], *, head_only: bool
) -> HttpResponse | StreamingHttpResponse:
    """Send a file piece by piece, named like the table; of HEAD only what goes before it."""
    headers = OPEN | {
        "Content-Type": writer.media_type,
        "Content-Disposition": str(
            content_disposition_header(writer.code not in SHOWN, f"{table.name}.{writer.extension}")
        ),
    }
    if head_only:
        return HttpResponse(headers=headers)
    return StreamingHttpResponse(pieces, headers=headers)
