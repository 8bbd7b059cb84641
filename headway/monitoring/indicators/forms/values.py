"""One value as a form: what its kind takes, or why there is none, and what it rests on."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.errors import BadInput
from headway.foundation.core.periods import Period
from headway.foundation.core.provenance import UNKNOWN
from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import TextsForm
from headway.foundation.ui.names import named
from headway.monitoring.indicators.definition import breakdowns_of
from headway.monitoring.indicators.forms.fields import (
    LONGEST_ADDRESS,
    NumberField,
    PeriodField,
    choose,
    first_source,
    organisation_field,
    source_address,
    source_label,
    with_source,
)
from headway.monitoring.indicators.kinds import KINDS
from headway.monitoring.indicators.services.values import Said
from headway.monitoring.indicators.states import Flag, Missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from headway.monitoring.indicators.models import IndicatorText, Value

YES, NO = "1", "0"
LONGEST_NAME, LONGEST_REASON = 200, 2000
TAKEN = {
    "number": ("value",),
    "share": ("numerator", "denominator", "value"),
    "yes_no": ("value",),
    "words": (),
}
"""The fields of figures, by what a kind takes."""


class ValueForm(TextsForm):
    """A value of one period. Fields that the kind has no use for are taken out."""

    period = PeriodField(label=_("Period"), required=True)
    member = forms.ChoiceField(label=_("Part of the breakdown"), required=False)
    numerator = NumberField(label=_("Part"))
    denominator = NumberField(label=_("Whole"))
    value = NumberField(label=_("Value"))
    missing = forms.ChoiceField(
        label=_("Why there is no value"),
        choices=[("", _("there is one")), *Missing.choices],
        required=False,
        help_text=_("A blank says nothing; this says why. Zero is a value."),
    )
    flag = forms.ChoiceField(
        label=_("Flag"), choices=[("", _("none")), *Flag.choices], required=False
    )
    source = source_label()
    source_address = source_address()
    reporter = forms.CharField(
        label=_("Reported by"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("Who gave the value, if it was not you."),
    )
    evidence_file = forms.Field(
        label=_("Evidence as a file"),
        required=False,
        help_text=_("Up to 50 MB."),
        widget=forms.FileInput,
    )
    evidence_address = forms.URLField(
        label=_("Evidence at an address"),
        required=False,
        max_length=LONGEST_ADDRESS,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        error_messages={"invalid": _("This is no address. Write it whole, such as https://….")},
    )
    reason = forms.CharField(
        label=_("Reason for the change"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Say why it is corrected. The reason stays in the history."),
        },
    )
    drop_evidence = forms.BooleanField(label=_("Leave the file away"), required=False)
    is_sure = forms.BooleanField(label=_("It is right"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    evidence = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        text: IndicatorText,
        languages: Sequence[str],
        data: Mapping[str, Any] | None = None,
        *,
        standing: Value | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={**_initial(standing), **(initial or {})})
        self.kind = KINDS[text.kind]
        self._standing = standing
        self._before = standing.provenance if standing else UNKNOWN
        self.fields["reason"].required = standing is not None
        self._take_out(text)
        if self.kind.takes == "words":
            words = standing.words if standing else EMPTY
            self.add_text("words", _("Value in words"), words, languages, rows=2)
        parts = [(part.key, named(part.title)) for part in breakdowns_of(text)]
        if parts:
            choose(self, "member", [("", _("the whole")), *parts])
        else:
            del self.fields["member"]
        if self.kind.has_several:
            self.fields["contributor"] = organisation_field(
                _("Part of one organisation"),
                help_text=_("Only where several organisations add up; otherwise leave it empty."),
            )

    def _take_out(self, text: IndicatorText) -> None:
        taken = TAKEN[self.kind.takes]
        for name in {"numerator", "denominator", "value"} - set(taken):
            del self.fields[name]
        if self.kind.takes == "yes_no":
            self.fields["value"] = forms.TypedChoiceField(
                label=_("Answer"),
                choices=[
                    (YES, pgettext_lazy("answer", "yes")),
                    (NO, pgettext_lazy("answer", "no")),
                ],
                coerce=Decimal,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
            before = self.initial.get("value")
            self.initial["value"] = "" if before is None else str(int(before))
        elif self.kind.takes == "share":
            self.fields["value"].label = _("Or the percentage alone")
        if "value" in self.fields and self.kind.takes == "number":
            unit = named(text.unit_in_plural)
            self.fields["value"].help_text = _("In %(unit)s.") % {"unit": unit} if unit else ""

    def clean(self) -> dict[str, Any]:
        """Refuse a correction of another value than the one that the form shows."""
        given, corrected = self.cleaned_data, self._standing
        if corrected and given.get("period"):
            meant = str(given["period"]), given.get("member", ""), given.get("contributor", "")
            shown = corrected.period, corrected.member, str(corrected.contributor_id or "")
            if meant != shown:
                sentence = _now(
                    "This corrects the value for %(period)s. Put back its period, part and "
                    "organisation; a value of another is entered on its own."
                )
                period = Period.parse(corrected.period).worded()
                self.add_error("period", sentence % {"period": period})
        return given

    @property
    def figures(self) -> list[forms.BoundField]:
        return [self[name] for name in TAKEN[self.kind.takes]]

    @property
    def rests_on(self) -> list[forms.BoundField]:
        names = ("flag", "source", "source_address", "reporter")
        return [self[name] for name in names]

    @property
    def proofs(self) -> list[forms.BoundField]:
        return [self["evidence_file"], self["evidence_address"]]

    def at_fields(self, refused: BadInput, said: Said) -> BadInput:
        """Return the same refusal with its sentences at the fields in which they can be mended."""
        found = {} if said.missing else dict(self.kind.problems(said.entry()))
        if found:
            return BadInput(found)
        sentence = " ".join(refused.problems.values())
        return BadInput({"missing" if said.missing else "period": sentence})

    def said(self, evidence_id: int | None = None) -> Said:
        """Return the value as the person says it; a figure beside a reason for none is refused."""
        given = self.cleaned_data
        return Said(
            period=given["period"],
            value=given.get("value"),
            numerator=given.get("numerator"),
            denominator=given.get("denominator"),
            words=self.text("words") if "words" in self._texts else EMPTY,
            missing=given["missing"],
            flag=given["flag"],
            member=given.get("member", ""),
            contributor_id=int(given["contributor"]) if given.get("contributor") else None,
            reporter=given["reporter"],
            reason=given["reason"],
            evidence_id=evidence_id,
            evidence_address=given["evidence_address"],
            provenance=with_source(self._before, given["source"], given["source_address"]),
            seen=given["seen"],
        )


def _initial(standing: Value | None) -> dict[str, object]:
    if standing is None:
        return {}
    return {
        "period": standing.period,
        "member": standing.member,
        "contributor": str(standing.contributor_id or ""),
        "value": standing.value,
        "numerator": standing.numerator,
        "denominator": standing.denominator,
        "missing": standing.missing,
        "flag": standing.flag,
        "reporter": standing.reporter,
        "evidence_address": standing.evidence_address,
        "evidence": standing.evidence_id,
        "seen": standing.pk,
        **first_source(standing.provenance),
    }
