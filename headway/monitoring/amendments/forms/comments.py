"""A comment at the exact words of an operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.keys import new_key
from headway.monitoring.amendments.quotes import LONGEST_QUOTE, named_passage, passages_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.monitoring.amendments.models import Operation


class QuoteForm(forms.Form):
    """Which words are meant, and what is said of them."""

    where = forms.ChoiceField(label=_("In which text"))
    quote = forms.CharField(
        label=_("The words that you mean"),
        required=False,
        max_length=LONGEST_QUOTE * 2,
        help_text=_("Copied from the text above, exactly as they stand."),
    )
    text = forms.CharField(
        label=_("Your comment"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    request_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, operation: Operation, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"request_key": new_key()})
        self.fields["where"].choices = [  # type: ignore[attr-defined]  # a choice field
            (where, named_passage(operation, where)) for where in passages_of(operation)
        ]
