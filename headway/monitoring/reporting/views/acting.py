"""Who acts on the pages of a report: the person signed in, or whoever a task link speaks for.

A session opened by a task link is limited to that link's report. Nobody is signed in by it, so
that every page but those of `for_the_report` treats it as a stranger's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from headway.foundation.accounts.models import User
from headway.monitoring.reporting.models import Report, TaskLink
from headway.monitoring.reporting.permissions import can_see_report
from headway.monitoring.reporting.queries.links import is_usable, link_problem, links_held
from headway.monitoring.reporting.queries.people import know_people, with_people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from headway.foundation.core.verdicts import Verdict

P = ParamSpec("P")
HELD = "task_links"
"""In the session: the links that were opened in it, the newest last."""
MOST_HELD = 20
CARRIED = "carried"
"""In the session: what was sent by a form after its session had ended, by address."""
MOST_CARRIED = 5
LONGEST_CARRIED = 200_000
LINK_LASTS = 12 * 3600  # seconds: a working day; the link in the mail opens the next one
SAFE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Visit:
    """One request about a report: who acts, and the link by which they came, if by one."""

    report: Report
    by: User
    """A `Colleague` where a part was handed over; both can do what a `Person` can."""
    link: TaskLink | None = None

    @property
    def is_of_a_part(self) -> bool:
        """Whether only one part of the report was handed over."""
        return self.link is not None and self.link.answer_id is not None


def for_the_report(
    view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Let in who may see the report: by a link that was opened in this session, or signed in.

    Asked anew for each request: the link may have ended meanwhile. Others sign in first, or are
    told why their link leads nowhere (410); what they sent is kept until they are in again.
    """

    @login_not_required
    @never_cache
    @wraps(view)
    def answered(
        request: HttpRequest, key: str, *args: P.args, **parts: P.kwargs
    ) -> HttpResponseBase:
        at = timezone.now()
        held = links_held(request.session.get(HELD, ()), report_key=key)
        part = parts.get("part")
        link = _leading_in(held, part=part, at=at)
        if link is not None:
            return view(request, Visit(link.report, link.acts_as, link), *args, **parts)  # type: ignore[arg-type]  # a colleague acts as a person does
        if isinstance(request.user, User):
            return view(request, Visit(_seen(request.user, key), request.user), *args, **parts)
        return _shut_out(request, held, at=at)

    return answered


def _leading_in(held: Iterable[TaskLink], *, part: object, at: datetime) -> TaskLink | None:
    """Return the link that lets in: one into the whole report before one into a part."""
    usable = [each for each in held if is_usable(each, at=at) and _may_still(each)]
    for link in usable:
        if link.answer_id is None or link.answer_id == part:
            return link
    return usable[0] if usable else None


def _may_still(link: TaskLink) -> Verdict:
    """Tell whether whoever the link is for may see the report now, whatever the link says."""
    return can_see_report(link.acts_as, link.report)


def _seen(user: User, key: str) -> Report:
    """Return a report that a person may see. :raises Http404: for any other."""
    reports = Report.objects.visible_to(user).select_related(
        "organisation", "round__strategy", "round__edition"
    )
    found = with_people(reports.filter(key=key), user.pk).first()
    if found is None:
        raise Http404
    know_people(found, found, user)
    return found


def _shut_out(request: HttpRequest, held: Iterable[TaskLink], *, at: datetime) -> HttpResponse:
    """Say where the door is. What was sent is kept in the session for whoever enters again."""
    if wants_json(request):
        sentence = _("You are not signed in any more. Sign in again; your words stay here.")
        return JsonResponse({"problem": sentence}, status=401)
    if request.method not in SAFE:
        carry(request)
        problems = [link_problem(link, at=at) for link in held]
        context = {
            "address": request.path,
            "has_files": bool(request.FILES),
            "problem": problems[0] if problems else "",
            "words": _words_sent(request),
        }
        status = 410 if problems else 401
        return render(request, "reporting/carried.html", context, status=status)
    for link in held:
        context = {"problem": link_problem(link, at=at), "address": request.path}
        return render(request, "reporting/dead_link.html", context, status=410)
    return redirect_to_login(request.get_full_path())


def _words_sent(request: HttpRequest) -> list[str]:
    """Return the texts that a form sent, in its order: they may not come back by themselves."""
    sent = [each for name in request.POST for each in request.POST.getlist(name)]
    return [each for each in dict.fromkeys(sent) if len(each.split()) > 1]


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def hold(request: HttpRequest, link: TaskLink) -> None:
    """Let this session into the report of a link, under a new key so that none can be planted."""
    held = [pk for pk in request.session.get(HELD, ()) if pk != link.pk]
    request.session.cycle_key()
    request.session[HELD] = [*held, link.pk][-MOST_HELD:]
    if not request.user.is_authenticated:
        request.session.set_expiry(LINK_LASTS)


def let_go(request: HttpRequest) -> None:
    """Forget the links of this session, and what was typed in it."""
    request.session.pop(HELD, None)
    request.session.pop(CARRIED, None)
    request.session.cycle_key()


def carry(request: HttpRequest) -> None:
    """Keep what a form sent, so that its page shows it again; files cannot be kept."""
    sent = {name: request.POST.getlist(name) for name in request.POST}
    sent.pop("csrfmiddlewaretoken", None)
    if sum(len(each) for values in sent.values() for each in values) > LONGEST_CARRIED:
        return
    carried = {**request.session.get(CARRIED, {}), request.path: sent}
    request.session[CARRIED] = dict(list(carried.items())[-MOST_CARRIED:])


def carried_to(request: HttpRequest) -> dict[str, str]:
    """Return what was carried to this address; each field's last value."""
    sent = request.session.get(CARRIED, {}).get(request.path, {})
    return {name: values[-1] for name, values in sent.items() if values}


def put_down(request: HttpRequest) -> None:
    """Let go of what was carried to this address, now that it is saved."""
    carried = request.session.get(CARRIED, {})
    if carried.pop(request.path, None) is not None:
        request.session[CARRIED] = carried
