"""Answers of the interface for programs: open to pages of every origin, errors in JSON too."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from headway.foundation.core.errors import HeadwayError, TooMany

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from headway.foundation.formats.types import Table
    from headway.foundation.formats.writers import Writer

V = TypeVar("V", bound="Callable[..., Any]")
BAD_REQUEST = 400
NOT_FOUND = 404
NO_SUCH_METHOD = 405
TOO_MANY = 429
OPEN = {"Access-Control-Allow-Origin": "*"}
"""Public data without cookies: any page may read it."""
SHOWN = frozenset({"json"})
"""Formats that a browser shows rather than saves."""
READING = ("GET", "HEAD")


def for_programs(view: V) -> V:
    """Let programs read an address, and say in JSON what is wrong.

    Nothing is changed here, so no form has to prove that it is ours: a wrong method is told so.
    """

    @wraps(view)
    def answer(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- a view
        if request.method in READING:
            return cast("HttpResponseBase", view(request, *args, **kwargs))
        said = refusal(_("This address is only read. Ask with GET."), status=NO_SUCH_METHOD)
        said["Allow"] = ", ".join(READING)
        return said

    answer.refuse = refused  # type: ignore[attr-defined]  # read by RefusalMiddleware
    return cast("V", csrf_exempt(answer))


def json_answer(content: dict[str, object], *, status: int = 200) -> JsonResponse:
    return JsonResponse(
        content, status=status, headers=OPEN, json_dumps_params={"ensure_ascii": False}
    )


def refusal(sentence: str, *, status: int = BAD_REQUEST) -> JsonResponse:
    """Say what is wrong: `{"error": sentence}`."""
    return json_answer({"error": sentence}, status=status)


def refused(error: HeadwayError) -> JsonResponse:
    """Say what is wrong with a request; of one too many, when to ask again."""
    if not isinstance(error, TooMany):
        return refusal(str(error))
    answer = refusal(str(error), status=TOO_MANY)
    answer["Retry-After"] = str(error.wait)
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
