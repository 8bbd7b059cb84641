"""Values that come in a column or a file: how they are to be read, and that they are right."""

from __future__ import annotations

from datetime import MAXYEAR
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.periods import Period
from headway.foundation.core.provenance import UNKNOWN
from headway.foundation.formats.pasted import LINES, read_pasted
from headway.foundation.ui.names import named
from headway.monitoring.indicators.bringing import Brought, bring
from headway.monitoring.indicators.definition import breakdowns_of
from headway.monitoring.indicators.forms.fields import (
    PeriodField,
    choose,
    organisation_field,
    source_address,
    source_label,
    with_source,
)
from headway.monitoring.indicators.forms.values import LONGEST_REASON
from headway.monitoring.indicators.kinds import KINDS
from headway.monitoring.indicators.services.values import Said
from headway.monitoring.indicators.states import Missing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.monitoring.indicators.models import IndicatorText

ANSWER = "answer-"
ANY_PERIOD = Period("year", 2000)
"""Stands in what all values share until each has its own."""


class BringForm(forms.Form):
    """What all values of a column or a file share, and what was chosen of what was asked."""

    member = forms.ChoiceField(label=_("Part of the breakdown"), required=False)
    source = source_label()
    source_address = source_address()
    missing = forms.ChoiceField(
        label=_("Why rows that say “no value” have none"),
        choices=[("", _("nothing said")), *Missing.choices],
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason for the corrections"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("Needed when values that stand are corrected."),
    )
    is_sure = forms.BooleanField(label=_("All of them are right"), required=False)
    looked = forms.CharField(widget=forms.HiddenInput, required=False)
    answers_to = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        text: IndicatorText,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        parts = [(part.key, named(part.title)) for part in breakdowns_of(text)]
        if parts:
            choose(self, "member", [("", _("the whole")), *parts])
        else:
            del self.fields["member"]
        if KINDS[text.kind].has_several:
            self.fields["contributor"] = organisation_field(_("Part of one organisation"))

    @property
    def shared(self) -> list[forms.BoundField]:
        """Fields of what all values share, for the page."""
        names = ("member", "contributor", "source", "source_address")
        return [self[name] for name in names if name in self.fields]

    @property
    def subject(self) -> str:
        """A fingerprint of what is read: answers about other cells do not count for it."""
        raise NotImplementedError

    @property
    def answers(self) -> dict[str, str]:
        """What was chosen of cells that may be read in two ways, by their names."""
        if self.data.get("answers_to") != self.subject:
            return {}
        return {
            name.removeprefix(ANSWER): str(self.data[name])
            for name in self.data
            if name.startswith(ANSWER) and self.data[name]
        }

    def like(self, evidence_id: int | None = None) -> Said:
        given = self.cleaned_data
        return Said(
            period=ANY_PERIOD,
            member=given.get("member", ""),
            contributor_id=int(given["contributor"]) if given.get("contributor") else None,
            reason=given["reason"],
            evidence_id=evidence_id,
            provenance=with_source(UNKNOWN, given["source"], given["source_address"]),
        )


class PasteForm(BringForm):
    """Cells copied from a spreadsheet."""

    cells = forms.CharField(
        label=_("Cells"),
        strip=False,
        error_messages={
            "required": _("Nothing was pasted. Copy the cells of the spreadsheet, then paste.")
        },
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "code"}),
        help_text=_(
            "Two columns: periods and values. Decimal comma or point, spaces between thousands; "
            "what may be read in two ways is asked about."
        ),
    )
    first = PeriodField(
        label=_("First period, if you paste values alone"),
        help_text=_("The periods after it follow line by line; an empty line is no value."),
    )

    field_order = ("cells", "first")

    @property
    def subject(self) -> str:
        return sha256(str(self.data.get("cells", "")).encode()).hexdigest()[:16]

    def read(self) -> Brought:
        """Read what was pasted. :raises Unreadable: if it is no such column."""
        given = self.cleaned_data
        pasted = read_pasted(given["cells"], periods=self._periods(), answers=self.answers)
        rows = ((each, None) for each in pasted.observations)
        return bring(rows, like=self.like(), why=given["missing"])

    def _periods(self) -> tuple[Period, ...]:
        first, cells = self.cleaned_data["first"], self.cleaned_data["cells"]
        if first is None or "\t" in cells:
            return ()
        lines = cells.rstrip().splitlines()
        if lines and lines[0] and not any(sign.isdigit() for sign in lines[0]):
            lines = lines[1:] if any(sign.isalpha() for sign in lines[0]) else lines
        periods = [first]
        while len(periods) < len(lines[:LINES]) and periods[-1].year < MAXYEAR:
            periods.append(periods[-1].following)
        return tuple(periods)


def corrections_need_a_reason() -> str:
    return _now("Say why values that stand are corrected. The reason stays in their history.")
