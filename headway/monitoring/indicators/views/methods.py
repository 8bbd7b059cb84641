"""How a strategy is judged: its method, chosen with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from headway.foundation.ui.forms import kept, status_of
from headway.monitoring.indicators.forms.methods import MethodForm
from headway.monitoring.indicators.methods import METHODS
from headway.monitoring.indicators.queries.definitions import method_choices, method_of
from headway.monitoring.indicators.services import choose_method
from headway.monitoring.strategy.finding import kept_strategy

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.foundation.accounts.requests import PersonRequest
    from headway.monitoring.strategy.models import Strategy


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def method(request: PersonRequest, slug: str) -> HttpResponse:
    """Choose by which method the indicators of a strategy are judged."""
    strategy = kept_strategy(request, slug)
    standing = method_of(strategy)
    sent = request.POST if request.method == "POST" else None
    form = MethodForm(standing, strategy.languages, sent)
    if sent is not None and kept(form, lambda: _choose(request, strategy, form)):
        words = {"method": METHODS[form.cleaned_data["method"]].title}
        messages.success(request, _("The strategy is judged by: %(method)s.") % words)
        return redirect("indicators:method", slug=slug)
    context = {
        "strategy": strategy,
        "form": form,
        "standing": METHODS[standing],
        "choices": [(choice, METHODS[choice.method].title) for choice in method_choices(strategy)],
    }
    return render(request, "indicators/method.html", context, status=status_of(form))


def _choose(request: PersonRequest, strategy: Strategy, form: MethodForm) -> None:
    choose_method(
        strategy_id=strategy.pk,
        method=form.cleaned_data["method"],
        reason=form.text("reason"),
        by=request.user,
        at=timezone.now(),
    )
