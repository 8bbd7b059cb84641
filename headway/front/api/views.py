"""The open tables: public, read only, the same for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from headway.foundation.core.limits import MAKING, limited
from headway.foundation.formats.export import export
from headway.foundation.formats.registry import registered_tables, table_named
from headway.foundation.formats.writers import WRITERS
from headway.front.api.answers import (
    NOT_FOUND,
    file_answer,
    for_programs,
    json_answer,
    refusal,
)
from headway.front.api.description import HTML, JSON, description
from headway.front.api.dictionary import dictionary
from headway.front.api.forms import asked, language_asked

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


@login_not_required
@for_programs
@conditional_page
def openapi(request: HttpRequest) -> HttpResponseBase:
    """Describe the open tables as OpenAPI has it."""
    with translation.override(language_asked(request.GET)):
        return json_answer(description(registered_tables(public_only=True)))


@login_not_required
@for_programs
@conditional_page
def tables(request: HttpRequest) -> HttpResponseBase:
    """List every public table with its data dictionary: JSON, or a page for who prefers HTML."""
    with translation.override(language_asked(request.GET)):
        listed = dictionary(registered_tables(public_only=True), request)
        if request.get_preferred_type([JSON, HTML]) == HTML:
            answer: HttpResponseBase = render(request, "api/tables.html", {"tables": listed})
        else:
            answer = json_answer({"tables": listed})
    patch_vary_headers(answer, ["Accept"])
    return answer


@login_not_required
@for_programs
@limited(MAKING)
def table(request: HttpRequest, name: str, code: str) -> HttpResponseBase:
    """Send one public table in one format."""
    found, writer = table_named(name), WRITERS.get(code)
    if not (found and found.public and writer):
        sentence = _("There is no public table at this address. All are listed at %(address)s.")
        return refusal(sentence % {"address": reverse("api:tables")}, status=NOT_FOUND)
    ask = asked(request.GET)
    pieces = export(found, writer, filters=ask.filters, language=ask.language, options=ask.options)
    return file_answer(found, writer, pieces, head_only=request.method == "HEAD")
