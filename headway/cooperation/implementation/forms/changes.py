"""A policy change as its partner tells of it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.cooperation.implementation.services import Changed
from headway.cooperation.implementation.states import ChangeKind
from headway.foundation.core.provenance import UNKNOWN
from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import PROSE_HINT, PartialDateField, TextsForm
from headway.foundation.ui.names import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.cooperation.implementation.models import PolicyChange
    from headway.cooperation.plans.facts import PlanText
    from headway.foundation.attachments.models import StoredFile


class ChangeForm(TextsForm):
    """Kind, words, date, money, action, and what shows it."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=ChangeKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a kind.")},
    )  # fmt: skip
    happened_on = PartialDateField(
        label=_("Date"),
        required=True,
        error_messages={"required": _("Say when it changed, as far as it is known.")},
    )
    amount = forms.DecimalField(
        label=_("Amount, EUR"),
        required=False,
        max_digits=14,
        decimal_places=2,
        localize=True,
        help_text=_("Empty, if there is none."),
        error_messages={"invalid": _("This is no amount. Write it in figures, such as 432808.47.")},
    )
    action_key = forms.ChoiceField(label=_("Planned action"), required=False)
    evidence_address = forms.URLField(
        label=_("Address of the evidence"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        error_messages={"invalid": _("This is no address. Write it whole, such as https://….")},
    )
    evidence_file = forms.Field(
        label=_("Or a file"), required=False, help_text=_("Up to 50 MB."), widget=forms.FileInput
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        plan: PlanText,
        of: PolicyChange | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        names = ("kind", "happened_on", "amount", "action_key", "evidence_address", "version")
        super().__init__(data, initial={name: getattr(of, name) for name in names} if of else {})
        self.fields["action_key"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", _("the plan as a whole")),
            *((each.key, named(each.title)) for each in plan.actions),
        ]
        self._provenance = of.provenance if of else UNKNOWN
        for name, label, rows in (
            ("title", _("Title"), 0),
            ("about", _("What changed"), 4),
            ("evidence_title", _("Evidence"), 0),
        ):
            hint = PROSE_HINT if rows else ""
            text = getattr(of, name) if of else EMPTY
            self.add_text(name, label, text, plan.languages, rows=rows, hint=hint)

    def changed(self, file: StoredFile | None) -> Changed:
        given = self.cleaned_data
        amount: Decimal | None = given["amount"]
        return Changed(
            kind=given["kind"],
            title=self.text("title"),
            about=self.text("about"),
            happened_on=given["happened_on"],
            amount=amount,
            action_key=given["action_key"],
            evidence_title=self.text("evidence_title"),
            evidence_address=given["evidence_address"],
            evidence_file=file,
            provenance=self._provenance,
        )
