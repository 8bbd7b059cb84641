"""Counts requests by status and time, whoever answers them: Django or the store of pages."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Histogram

if TYPE_CHECKING:
    from collections.abc import Iterable

    from config.pages import Application

RENDERED = "headway.rendered"
"""Where a request says that it came as far as Django."""
BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds: from a stored page to an import."""
REQUESTS = Histogram(
    "headway_request_seconds",
    "How long answers took to make, by class of status and by who gave them.",
    ("status", "answered_by"),
    buckets=BOUNDS,
    registry=CollectorRegistry(),  # the page reads the files of all processes instead
)


class Counted:
    """Stands before everything else, and counts what was answered."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 -- WSGI
        said = _Said(start_response)
        began = perf_counter()
        try:
            return self._application(environ, said)
        finally:
            by = "application" if RENDERED in environ else "store"
            REQUESTS.labels(said.status, by).observe(perf_counter() - began)


class _Said:
    """Passes on what is said before an answer, and remembers the class of its status."""

    status = "5xx"

    def __init__(self, start_response: Any) -> None:  # noqa: ANN401 -- WSGI
        self._start_response = start_response

    def __call__(self, status: str, headers: Any, *problem: Any) -> Any:  # noqa: ANN401 -- WSGI
        self.status = f"{status[:1]}xx"
        return self._start_response(status, headers, *problem)


def marked(application: Application) -> Application:
    """Let a request say that it came as far as this application."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 -- WSGI
        environ[RENDERED] = True
        return application(environ, start_response)

    return answer
