"""The nodes of a draft: added, worded, moved, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.foundation.core.errors import Conflict
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of
from headway.foundation.ui.names import named
from headway.monitoring.strategy.editing import (
    BaseDuties,
    MoveForm,
    NodeForm,
    ParentForm,
    duties_form,
)
from headway.monitoring.strategy.finding import kept_draft, node_of, parent_of
from headway.monitoring.strategy.hooks import NODE_WAYS
from headway.monitoring.strategy.queries.drafts import (
    neighbours,
    place_of,
    possible_parents,
    with_all_below,
)
from headway.monitoring.strategy.queries.nodes import duties_of, lineage
from headway.monitoring.strategy.services import add_node, change_node, end_node, move_node
from headway.monitoring.strategy.services.nodes import text_token
from headway.monitoring.strategy.wording import Wording, wording_of

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.strategy.models import Edition, Node, NodeText

FORM = ["GET", "HEAD", "POST"]


def _forms(
    draft: Edition, text: NodeText, data: QueryDict | None = None
) -> tuple[NodeForm, BaseDuties]:
    """Return the forms of a node as it stands, or as they were sent."""
    wording = wording_of(text, list(duties_of(draft, text.node)))
    form = NodeForm(draft, wording, data, token=text_token(text))
    return form, duties_form(wording, data)


@never_cache
@require_http_methods(FORM)
def node(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Word a node of the draft anew."""
    draft = kept_draft(request, slug)
    text = node_of(draft, key)
    sent = chosen(request.POST) if request.method == "POST" else None
    form, duties = _forms(draft, text, sent)
    try:
        if sent is not None and kept(
            form, lambda: _change(request, draft, text.node, form, duties), besides=[duties]
        ):
            messages.success(
                request, _("%(name)s is changed.") % {"name": named(node_of(draft, key))}
            )
            return redirect("strategy:draft", slug=slug)
    except Conflict as conflict:
        theirs = _forms(draft, node_of(draft, key))
        return conflict_page(request, conflict, thing=text, theirs=theirs, token="token")  # noqa: S106 -- the name of a field
    context = _context(draft, form, duties) | {"text": text, "lineage": lineage(draft, text)}
    context |= {"ways": NODE_WAYS.of(slug, node=key)}
    return render(request, "strategy/node.html", context, status=status_of(form))


def _change(
    request: PersonRequest, draft: Edition, changed: Node, form: NodeForm, duties: BaseDuties
) -> NodeText:
    return change_node(
        draft_id=draft.pk,
        node=changed,
        wording=form.wording(duties.duties()),
        token=form.cleaned_data["token"],
        by=request.user,
        at=timezone.now(),
    )


def _context(draft: Edition, form: NodeForm, duties: BaseDuties) -> dict[str, object]:
    return {"draft": draft, "strategy": draft.strategy, "form": form, "duties": duties}


@never_cache
@require_http_methods(FORM)
def add(request: PersonRequest, slug: str) -> HttpResponse:
    """Add a node under another, or at the top."""
    draft = kept_draft(request, slug)
    parent = parent_of(draft, request.GET.get("parent", ""))
    sent = request.POST if request.method == "POST" else None
    form, duties = NodeForm(draft, Wording(), sent), duties_form(Wording(), sent)
    if sent is not None and kept(
        form, lambda: _add(request, draft, parent, form, duties), besides=[duties]
    ):
        messages.success(request, _("%(name)s is added.") % {"name": named(form.text("title"))})
        return redirect("strategy:draft", slug=slug)
    above = node_of(draft, parent.key) if parent else None
    level = draft.frame.level(above.depth + 1 if above else 1).label(get_language() or "en")
    context = _context(draft, form, duties) | {"above": above, "level": level}
    return render(request, "strategy/node.html", context, status=status_of(form))


def _add(
    request: PersonRequest,
    draft: Edition,
    parent: Node | None,
    form: NodeForm,
    duties: BaseDuties,
) -> NodeText:
    return add_node(
        draft_id=draft.pk,
        parent=parent,
        wording=form.wording(duties.duties()),
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_http_methods(FORM)
def move(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Put a node elsewhere: under which node is asked first, then after which neighbour."""
    draft = kept_draft(request, slug)
    text = node_of(draft, key)
    before = place_of(draft, text)
    under = request.POST.get("parent", request.GET.get("parent", before.parent))
    parent = parent_of(draft, under)
    beside = neighbours(draft, parent, text.node)
    form = MoveForm(beside, request.POST or None, parent=under, after=before.after)
    if form.is_bound and kept(form, lambda: _move(request, draft, text.node, parent, form)):
        messages.success(request, _("%(name)s is moved.") % {"name": named(text)})
        return redirect("strategy:draft", slug=slug)
    parents = ParentForm(possible_parents(draft, text), parent=under)
    context = {"draft": draft, "strategy": draft.strategy, "text": text, "form": form}
    context |= {"parents": parents}
    return render(request, "strategy/move.html", context, status=status_of(form))


def _move(
    request: PersonRequest, draft: Edition, moved: Node, parent: Node | None, form: MoveForm
) -> NodeText:
    return move_node(
        draft_id=draft.pk,
        node=moved,
        parent=parent,
        after=parent_of(draft, form.cleaned_data["after"]),
        by=request.user,
        at=timezone.now(),
    )


@never_cache
@require_http_methods(FORM)
def end(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """Ask, then end a node with all below it."""
    draft = kept_draft(request, slug)
    text = node_of(draft, key)
    if request.method == "POST":
        rows = end_node(draft_id=draft.pk, node=text.node, by=request.user, at=timezone.now())
        messages.success(request, _("Ended with this draft: %(count)s.") % {"count": len(rows)})
        return redirect("strategy:draft", slug=slug)
    below = with_all_below(draft, text)[1:]
    context = {"draft": draft, "strategy": draft.strategy, "text": text, "below": below}
    return render(request, "strategy/end.html", context)
