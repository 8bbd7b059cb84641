from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.foundation.core.errors import BadInput, Conflict
from headway.foundation.core.problems import show_problems
from headway.foundation.core.verdicts import require
from headway.foundation.organisations.forms import OrganisationForm
from headway.foundation.organisations.permissions import can_change_organisation
from headway.foundation.organisations.queries import organisations_of
from headway.foundation.organisations.services import change_organisation
from headway.foundation.ui.conflicts import chosen, conflict_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.foundation.organisations.models import Organisation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, slug: str) -> HttpResponse:
    """Change an organisation of one's own. Another's does not exist here."""
    organisation = get_object_or_404(organisations_of(request.user), slug=slug)
    require(can_change_organisation(request.user, organisation))
    if request.method == "POST":
        return _save(request, organisation)
    return _page(request, organisation, OrganisationForm.of(organisation))


def _page(
    request: PersonRequest, organisation: Organisation, form: OrganisationForm, status: int = 200
) -> HttpResponse:
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/edit.html", context, status=status)


def _save(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    form = OrganisationForm(organisation, chosen(request.POST))
    if not form.is_valid():
        return _page(request, organisation, form, status=422)
    try:
        change_organisation(
            organisation_id=organisation.pk,
            values=form.values(),
            version=form.cleaned_data["version"],
            by=request.user,
            at=timezone.now(),
        )
    except BadInput as refused:
        show_problems(form, refused)
        return _page(request, organisation, form, status=422)
    except Conflict as conflict:
        organisation.refresh_from_db()
        theirs = [OrganisationForm.of(organisation)]
        return conflict_page(request, conflict, thing=organisation, theirs=theirs)
    messages.success(request, _("%(name)s is changed.") % {"name": organisation})
    return redirect("organisations:edit", slug=organisation.slug)
