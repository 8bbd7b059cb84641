"""The plenary page: what was weak everywhere, and what became of suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from headway.cooperation.peerreview.documents import plenary_blocks, plenary_title
from headway.cooperation.peerreview.finding import kept_session, open_session
from headway.cooperation.peerreview.forms.sessions import WordsForm
from headway.cooperation.peerreview.permissions import can_keep_sessions, can_read_plenary
from headway.cooperation.peerreview.queries.plenary import FEWEST, plenary_of
from headway.cooperation.peerreview.queries.sessions import progress_of
from headway.cooperation.peerreview.services import say_to_all
from headway.cooperation.peerreview.wording import arguments_of
from headway.foundation.core.errors import Conflict
from headway.foundation.core.limits import MAKING, limited
from headway.foundation.core.verdicts import require
from headway.foundation.formats.papers import DOCX, paper_docx, paper_pdf
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from headway.cooperation.peerreview.models import ReviewSession
    from headway.cooperation.peerreview.queries.plenary import Plenary
    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.core.verdicts import Verdict

MAKERS = {"pdf": (paper_pdf, "application/pdf"), "docx": (paper_docx, DOCX)}


def _read(request: PersonRequest, slug: str, key: str) -> tuple[ReviewSession, Verdict, Plenary]:
    session = open_session(request, slug, key)
    keep = can_keep_sessions(request.user, session.project)
    require(can_read_plenary(request.user, session, keep))
    reads_all = bool(keep) or request.user.reads_everything
    return session, keep, plenary_of(session, user=request.user, reads_all=reads_all)


@never_cache
@require_safe
def plenary(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Show how all plans did at each point, and the suggestions that the reader may read."""
    session, keep, found = _read(request, slug, key)
    context = {
        "project": session.project,
        "session": session,
        "keep": keep,
        "plenary": found,
        "progress": progress_of(session),
        "fewest": FEWEST,
        "arguments": arguments_of(session),
    }
    return render(request, "peerreview/plenary.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Write what the lead partner says to all."""
    session = kept_session(request, slug, key)
    form = WordsForm(session, chosen(request.POST) if request.method == "POST" else None)
    try:
        if form.is_bound and kept(form, lambda: _say(request, session, form)):
            messages.success(request, _("Your words stand on the plenary page."))
            return redirect("peerreview:plenary", slug, key)
    except Conflict as conflict:
        now = kept_session(request, slug, key)
        return conflict_page(request, conflict, thing=now, theirs=[WordsForm(now)])
    context = {"project": session.project, "session": session, "form": form}
    return render(request, "peerreview/words_form.html", context, status=status_of(form))


def _say(request: PersonRequest, session: ReviewSession, form: WordsForm) -> None:
    say_to_all(
        session_id=session.pk,
        words=form.text("words"),
        version=form.cleaned_data["version"] or 0,
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_safe
@limited(MAKING)
def document(request: PersonRequest, slug: str, key: str, ending: str) -> HttpResponse:
    """Hand out the plenary page as a file, with what its reader may read."""
    if ending not in MAKERS:
        raise Http404
    session, _keep, found = _read(request, slug, key)
    make, media_type = MAKERS[ending]
    content = make(
        plenary_blocks(session, found),
        language=get_language() or "en",
        title=plenary_title(session),
        at=timezone.now(),
    )
    name = f"{slug}-reviews-{key}.{ending}"
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
