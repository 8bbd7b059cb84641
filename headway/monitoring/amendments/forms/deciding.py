"""What a body decided: its act, and the outcome of each operation; what a partner answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.words import LONGEST_REASON
from headway.monitoring.amendments.states import Outcome, Stance
from headway.monitoring.amendments.wording import sentence_of
from headway.monitoring.strategy.editing import ActForm
from headway.monitoring.strategy.states import ActVerb

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.forms import BoundField

    from headway.monitoring.amendments.models import Operation
    from headway.monitoring.meetings.models import Decision
    from headway.monitoring.strategy.models import Edition

START = "operation-"


class DecideForm(ActForm):
    """The act, and for each operation whether it is adopted."""

    act_file = forms.Field(
        label=_("The act as a file"),
        required=False,
        help_text=_("Up to 50 MB."),
        widget=forms.FileInput,
    )
    words = forms.CharField(
        label=_("Why it is adopted although not everybody agrees"),
        max_length=LONGEST_REASON,
        error_messages={
            "required": _(
                "Not everybody who was asked agrees. Say why it was adopted all the same."
            )
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        edition: Edition,
        operations: Iterable[Operation],
        data: Mapping[str, Any] | None = None,
        *,
        do_all_agree: bool,
        decision: Decision | None = None,
    ) -> None:
        if decision:
            super().__init__(
                edition, data, initial=_act_of(decision), body=decision.meeting.body.name
            )
        else:
            super().__init__(edition, data)
        if do_all_agree:
            del self.fields["words"]
        for each in operations:
            self.fields[f"{START}{each.key}"] = forms.ChoiceField(
                label=sentence_of(each),
                choices=Outcome.choices,
                initial=Outcome.ADOPTED,
                widget=forms.RadioSelect,
            )

    @property
    def decided(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith(START)]

    def outcomes(self) -> dict[str, str]:
        given = self.cleaned_data
        return {
            name.removeprefix(START): given[name] for name in self.fields if name.startswith(START)
        }


def _act_of(decision: Decision) -> dict[str, str]:
    """Return what a decision of a meeting says of the act, as its form takes it."""
    meeting = decision.meeting
    return {
        "verb": ActVerb.ADOPT,
        "number": decision.code,
        "date": str(meeting.starts_at.astimezone(ZoneInfo(meeting.body.strategy.time_zone)).date()),
    }


class AnswerForm(forms.Form):
    """What an organisation says of an amendment."""

    stance = forms.ChoiceField(
        label=_("Answer"), choices=Stance.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("Words on it"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed where you object: what stands against it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
