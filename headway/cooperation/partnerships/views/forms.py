"""Every form of a project goes the same way: shown, kept, or said what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.foundation.core.errors import Conflict
from headway.foundation.ui.conflicts import chosen, conflict_page
from headway.foundation.ui.forms import kept, status_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpResponse, QueryDict

    from headway.cooperation.partnerships.models import Project
    from headway.foundation.accounts.requests import PersonRequest


@dataclass(frozen=True, slots=True)
class FormPage:
    """The words of a page with one form, and where it leads."""

    title: str
    save: str
    done: str
    """What is said once it is kept."""
    back: str
    """The address of the page that one came from."""
    lead: str = ""
    project: Project | None = None


def page_of(of: Project, name: str, title: str, *, save: str = "", lead: str = "") -> FormPage:
    """Return the words of a page that leads back to one of the lists of a project."""
    back = reverse(f"partnerships:{name}", args=[of.slug])
    return FormPage(title, save or _("Save"), _("It is saved."), back, lead=lead, project=of)


def sent(request: PersonRequest) -> QueryDict | None:
    """Return what was sent, with what was chosen where two people wrote."""
    return chosen(request.POST) if request.method == "POST" else None


def answer(
    request: PersonRequest,
    page: FormPage,
    form: Form,
    write: Callable[[], object],
    *,
    thing: object = None,
    theirs: Callable[[], Form] | None = None,
) -> HttpResponse:
    """Keep what was sent, or show the form. `theirs` is the form of what stands now."""
    try:
        if form.is_bound and kept(form, write):
            messages.success(request, page.done)
            return redirect(page.back)
    except Conflict as conflict:
        return conflict_page(request, conflict, thing=thing, theirs=[theirs()] if theirs else [])
    context = {"page": page, "form": form, "project": page.project}
    return render(request, "partnerships/form.html", context, status=status_of(form))


def seen(form: Form) -> int:
    """Return the version that a form was read from; none was never anybody's."""
    return form.cleaned_data.get("version") or 0
