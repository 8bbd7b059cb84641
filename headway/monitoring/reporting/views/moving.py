"""Who answers for what in a round: measures moved to another organisation, compared, saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.foundation.core.errors import BadInput
from headway.foundation.core.keys import row_id
from headway.foundation.organisations.models import Organisation
from headway.foundation.organisations.queries import names
from headway.foundation.ui.names import named
from headway.monitoring.reporting.finding import kept_round, page_language, undoable
from headway.monitoring.reporting.queries.keeping import who_answers
from headway.monitoring.reporting.queries.moving import Moves, moves
from headway.monitoring.reporting.services import edit_measures
from headway.monitoring.reporting.states import RoundState
from headway.monitoring.strategy.finding import page_number

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.reporting.models import BulkEdit, Round

SAVE, CHOOSE = "save", "choose"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was chosen: measures, the organisation that is to answer, and what it comes to."""

    nodes: tuple[int, ...]
    target: Organisation | None
    difference: Moves | None = None
    problem: str = ""

    @property
    def status(self) -> int:
        return 422 if self.problem else 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Show who answers for what; choose measures, see the difference, move them."""
    of = kept_round(request, slug, key)
    page = page_number(request)
    wanted = _wanted(request, of) if request.method == "POST" else Wanted((), None)
    if request.POST.get("step") == SAVE and (made := _made(request, of, wanted)):
        messages.success(request, _told(made, wanted))
        query = request.GET.copy()
        query["undo"] = made.key
        return redirect(f"{request.path}?{query.urlencode()}")
    context: dict[str, object] = {"strategy": of.strategy, "round": of, "wanted": wanted}
    if wanted.difference is None:
        context |= {
            "found": who_answers(of, page_language(), page=page),
            "page": page,
            "organisations": names(page_language()),
            "undo": undoable(request, of),
            "is_draft": of.state == RoundState.DRAFT,
            "may_move": of.state in {RoundState.DRAFT, RoundState.OPEN},
        }
    return render(request, "reporting/keeping/asked.html", context, status=wanted.status)


def _made(request: PersonRequest, of: Round, wanted: Wanted) -> BulkEdit | None:
    """Move what was looked at; nothing if something is in the way.

    Where no measure would move the button was pressed twice, unless the service says otherwise.
    """
    if wanted.target is None or (wanted.difference and wanted.problem):
        return None
    try:
        return edit_measures(
            round_id=of.pk,
            node_ids=wanted.nodes,
            organisation=wanted.target,
            by=request.user,
            at=timezone.now(),
        )
    except BadInput:
        return None


def _wanted(request: PersonRequest, of: Round) -> Wanted:
    nodes = tuple(pk for each in request.POST.getlist("measure") if (pk := row_id(each)))
    chosen = row_id(request.POST.get("organisation", ""))
    target = Organisation.objects.filter(pk=chosen).first() if chosen else None
    if request.POST.get("step") == CHOOSE:
        return Wanted(nodes, target)
    if not nodes or target is None:
        problem = _("Choose measures, and the organisation that answers now.")
        return Wanted(nodes, target, problem=problem)
    found = moves(of, nodes, target, at=timezone.now())
    if not found.rows:
        problem = _("No measure would move. Choose measures of another organisation.")
        return Wanted(nodes, target, problem=problem)
    return Wanted(nodes, target, found, _problem(request, found))


def _problem(request: PersonRequest, found: Moves) -> str:
    """Say what keeps measures from being moved now; nothing if nothing does."""
    if found.handed_in:
        sentence = _(
            "The report of %(organisation)s was handed in. Return it before you move a measure."
        )
        return sentence % {"organisation": ", ".join(map(named, found.handed_in))}
    if found.signing:
        sentence = _(
            "The report of %(organisation)s waits for sign-off. Ask them to send it back before "
            "you move a measure."
        )
        return sentence % {"organisation": ", ".join(map(named, found.signing))}
    if request.POST.get("step") == SAVE and request.POST.get("seen") != found.token:
        return _("Somebody else moved measures meanwhile. Look at what would change now.")
    return ""


def _told(made: BulkEdit, wanted: Wanted) -> str:
    sentence = ngettext(
        "%(organisation)s answers for %(count)s measure more.",
        "%(organisation)s answers for %(count)s measures more.",
        len(made.rows),
    )
    return sentence % {"count": len(made.rows), "organisation": named(wanted.target)}
