"""What somebody types is kept every few seconds: what a page sends, and what it is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from headway.foundation.core.errors import HeadwayError
from headway.foundation.core.keys import row_id

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest


def autosaved(
    request: HttpRequest,
    keep: Callable[[dict[str, str], int], datetime],
    *,
    version: Callable[[], int],
) -> JsonResponse:
    """Keep what is typed so far; the answer says when it was kept, or what is wrong.

    `keep` gets the words by field and the version over which they were typed, and returns when it
    kept them; `version` is which one stands by then.
    """
    try:
        sent = json.loads(request.body)
        words = {_plain(name): _plain(value) for name, value in sent["typed"].items()}
        seen = row_id(str(sent.get("version", ""))) or 0
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return JsonResponse({"problem": _("This could not be read.")}, status=400)
    try:
        kept_at = keep(words, seen)
    except HeadwayError as refused:
        return JsonResponse({"problem": str(refused)}, status=409)
    clock = time_format(timezone.localtime(kept_at), "H:i")
    return JsonResponse({"saved": clock, "newer": version() != seen})


def _plain(value: object) -> str:
    """Return words without what no database keeps: NUL, and half of a pair of surrogates."""
    return str(value).replace("\x00", "").encode(errors="ignore").decode()
