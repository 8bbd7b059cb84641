"""Turns a refusal into a page, so that no view repeats it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from headway.foundation.core.errors import BadInput, HeadwayError, NotAllowed, TooMany, WrongState

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

NUL = "\x00"
SAFE = frozenset({"GET", "HEAD"})
NO_SUCH_METHOD = 405
STATUS = ((NotAllowed, 403), (WrongState, 409), (BadInput, 422), (TooMany, 429))


class RefusalMiddleware:
    """Shows the sentence of an anticipated error that no view caught."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does; what it says without words, of a wrong method, gets a page."""
        response = self.get_response(request)
        if response.status_code != NO_SUCH_METHOD or response.content:
            return response
        sentence = _(
            "This address only takes what a form sends. "
            "Open the page of the form and send it again."
        )
        page = _page(request, [sentence], status=NO_SUCH_METHOD)
        page["Allow"] = response["Allow"]
        return page

    def process_view(
        self,
        request: HttpRequest,
        _view: object,
        _args: tuple[object, ...],
        parts: dict[str, object],
    ) -> HttpResponse | None:
        """Refuse NUL in an address: no name has it, and not every database can look for it.

        :raises Http404: for one in the path.
        """
        if any(NUL in str(part) for part in parts.values()):
            raise Http404
        sentence = _("The address holds a sign that no text has. Take it out.")
        problems = {name: sentence for name, value in request.GET.items() if NUL in value}
        return self.process_exception(request, BadInput(problems)) if problems else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer with the page for an anticipated error; leave a bug to Django.

        A view that has a `refuse` of its own says it as programs read it.
        """
        if not isinstance(error, HeadwayError):
            return None
        refuse = getattr(getattr(request.resolver_match, "func", None), "refuse", None)
        if refuse is not None:
            return cast("HttpResponse", refuse(error))
        status = next((code for kind, code in STATUS if isinstance(error, kind)), 400)
        sentences = list(error.problems.values()) if isinstance(error, BadInput) else [str(error)]
        page = _page(request, sentences, status=status, without=_without(request, error))
        if isinstance(error, TooMany):
            page["Retry-After"] = str(error.wait)
        return page


def _page(
    request: HttpRequest, sentences: list[str], *, status: int, without: str = ""
) -> HttpResponse:
    template = "ui/_message.html" if getattr(request, "htmx", False) else "ui/refusal.html"
    context = {"sentences": sentences, "without": without}
    return render(request, template, context, status=status)


def _without(request: HttpRequest, error: HeadwayError) -> str:
    """Return the address of a page less what was refused in it, where that is an address."""
    refused = set(error.problems if isinstance(error, BadInput) else ()) & set(request.GET)
    if request.method not in SAFE or not refused:
        return ""
    kept = {name: value for name, value in request.GET.items() if value and name not in refused}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path
