"""The method of a strategy as a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import TextsForm
from headway.monitoring.indicators.forms.fields import choose
from headway.monitoring.indicators.methods import METHODS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class MethodForm(TextsForm):
    """One of the methods, and why this one. Another than before needs a reason."""

    method = forms.ChoiceField(label=_("Method"), widget=forms.RadioSelect)

    def __init__(
        self, standing: str, languages: Sequence[str], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={"method": standing})
        self._standing = standing
        choose(self, "method", [(m.name, f"{m.title} – {m.summary}") for m in METHODS.values()])
        self.add_text("reason", _("Reason"), EMPTY, languages, rows=2)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        is_said = any(given.get(name) for name in given if name.startswith("reason."))
        if given.get("method") not in {None, self._standing} and not is_said:
            first = next(name for name in self.fields if name.startswith("reason."))
            self.add_error(first, _("Say why another method fits the strategy better."))
        return given
