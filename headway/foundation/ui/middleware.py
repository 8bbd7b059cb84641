"""Turns a refusal into a page, so that no view repeats it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from headway.foundation.core.errors import BadInput, HeadwayError, NotAllowed, WrongState

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

STATUS = ((NotAllowed, 403), (WrongState, 409), (BadInput, 422))


class RefusalMiddleware:
    """Shows the sentence of an anticipated error that no view caught."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer with the page for an anticipated error; leave a bug to Django."""
        if not isinstance(error, HeadwayError):
            return None
        status = next((code for kind, code in STATUS if isinstance(error, kind)), 400)
        sentences = list(error.problems.values()) if isinstance(error, BadInput) else [str(error)]
        template = "ui/_message.html" if getattr(request, "htmx", False) else "ui/refusal.html"
        return render(request, template, {"sentences": sentences}, status=status)
