"""Pictures of good practices: added, removed, and handed out in sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csp.decorators import csp
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.cooperation.exchange.finding import kept_practice, open_practice, public_practice
from headway.cooperation.exchange.models import PracticePicture
from headway.cooperation.exchange.permissions import takes_edits
from headway.cooperation.exchange.queries.practices import pictures_of
from headway.cooperation.exchange.services import add_picture, remove_picture
from headway.foundation.attachments.handing import NOTHING, handed_out
from headway.foundation.attachments.picture_forms import PictureForm
from headway.foundation.attachments.queries import shown_picture
from headway.foundation.core.verdicts import require_now
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from headway.cooperation.exchange.models import GoodPractice
    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.attachments.models import Picture
    from headway.foundation.ui.pictures import PictureShown

FORM = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture of a good practice, for its page."""

    row: PracticePicture
    shown: PictureShown


def shown_pictures(practice: GoodPractice, *, route: str) -> list[ShownPicture]:
    """Return the pictures of a good practice, handed out at a route. One query."""
    return [_shown(practice, row, route) for row in pictures_of(practice)]


def _shown(practice: GoodPractice, row: PracticePicture, route: str) -> ShownPicture:
    at = [practice.project.slug, practice.key, row.picture.key]
    return ShownPicture(
        row,
        shown_picture(
            row.picture, address=lambda width, ending: reverse(route, args=[*at, width, ending])
        ),
    )


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Add a picture to a good practice."""
    practice = kept_practice(request, slug, key)
    require_now(takes_edits(practice))
    sent = request.POST if request.method == "POST" else None
    form = PictureForm(practice.project.languages, sent, request.FILES or None)
    if form.is_bound and kept(form, lambda: _add(request, practice, form)):
        messages.success(request, _("The picture is added."))
        return redirect("exchange:practice_kept", slug=slug, key=key)
    context = {"project": practice.project, "practice": practice, "form": form}
    return render(request, "exchange/picture_form.html", context, status=status_of(form))


def _add(request: PersonRequest, practice: GoodPractice, form: PictureForm) -> None:
    by, at = request.user, timezone.now()
    picture = form.keep(by=by, at=at)
    add_picture(practice_id=practice.pk, picture=picture, by=by, at=at)


@require_POST
def remove(request: PersonRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Take a picture from a good practice."""
    practice = kept_practice(request, slug, key)
    row = get_object_or_404(PracticePicture, practice=practice, pk=pk)
    remove_picture(row_id=row.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The picture is removed."))
    return redirect("exchange:practice_kept", slug=slug, key=key)


@login_not_required
@require_safe
@csp(NOTHING)  # type: ignore[arg-type]  # typed for views that take a request alone
def copy(
    _request: HttpRequest, slug: str, key: str, picture: str, width: int, ending: str
) -> HttpResponse:
    """Hand out a copy of a picture of a published good practice."""
    return handed_out(_picture(public_practice(slug, key), picture), width, ending)


@require_safe
@csp(NOTHING)  # type: ignore[arg-type]  # typed for views that take a request alone
def kept_copy(
    request: PersonRequest, slug: str, key: str, picture: str, width: int, ending: str
) -> HttpResponse:
    """Hand out a copy of a picture to whoever may see its good practice."""
    return handed_out(_picture(open_practice(request, slug, key), picture), width, ending)


def _picture(practice: GoodPractice, key: str) -> Picture:
    found = next((row.picture for row in pictures_of(practice) if row.picture.key == key), None)
    if found is None:
        raise Http404
    return found
