"""Names each request, logs it, and gives every answer the headers that browsers guard it by."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import connection

from headway.foundation.core.logs import ASKED, METHODS, REQUESTS, Event, Fact, asked, note
from headway.foundation.core.requests import address_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

ID_HEADER = "X-Request-ID"
FEATURES = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
    "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "serial", "usb",
)  # fmt: skip
HEADERS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What no other middleware says. No page uses any of these features of a browser."""
EVENTS = {400: Event.MALFORMED, 403: Event.REFUSED, 429: Event.RATE_LIMITED}


class HeaderMiddleware:
    """Adds to every answer what it does not say itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class RequestLogMiddleware:
    """Logs one line for each request: what was asked by its route, never by its path."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer under an id, which a proxy may have given, and tell what it took."""
        began, queries = perf_counter(), Counter()
        given = request.headers.get(ID_HEADER, "") if settings.PROXIED else ""
        this = asked(given=given, address=address_of(request))
        kept = ASKED.set(this)
        try:
            with connection.execute_wrapper(queries):
                response = self.get_response(request)
            response[ID_HEADER] = this.id
            _tell(request, response, ms=(perf_counter() - began) * 1000, queries=queries.number)
        finally:
            ASKED.reset(kept)
        return response


class Counter:
    """Counts the queries of a request, as Django lets them pass by."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(
        self,
        execute: Callable[..., object],
        sql: str,
        params: object,
        many: bool,
        context: object,
    ) -> object:
        self.number += 1
        return execute(sql, params, many, context)


def _tell(request: HttpRequest, response: HttpResponse, *, ms: float, queries: int) -> None:
    facts: dict[str, Fact] = {
        "method": request.method if request.method in METHODS else "other",
        "route": _route(request),
        "status": response.status_code,
        "ms": round(ms, 1),
        "queries": queries,
        "user": _user_id(request),
    }
    REQUESTS.info("request", extra={"facts": facts})
    if event := getattr(request, "refused_as", EVENTS.get(response.status_code)):
        note(event, route=facts["route"], user=facts["user"])


def _route(request: HttpRequest) -> str:
    if request.resolver_match:
        return request.resolver_match.view_name
    return "static" if request.path.startswith(settings.STATIC_URL) else ""


def _user_id(request: HttpRequest) -> int | None:
    """Return whose session it was, if anybody asked: this itself asks the database nothing."""
    session = getattr(request, "session", None)
    if session is None or not session.accessed:
        return None
    found = session.get(SESSION_KEY)
    return int(found) if found else None
