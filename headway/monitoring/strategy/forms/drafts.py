"""What a draft says of the strategy as a whole; the act that puts it in force."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import DATE_HINT, PROSE_HINT, PartialDateField, TextsForm
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.states import ActVerb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.monitoring.strategy.frame import Frame
    from headway.monitoring.strategy.models import Edition


class FrameForm(TextsForm):
    """Title, vision and horizon."""

    horizon = PartialDateField(label=_("Horizon"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, draft: Edition, data: Mapping[str, Any] | None = None) -> None:
        initial = {"horizon": draft.frame.horizon, "version": draft.version}
        super().__init__(data, initial=initial)
        self._frame = draft.frame
        wanted = draft.strategy.languages
        self.add_text("title", _("Title"), draft.title, wanted)
        self.add_text("vision", _("Vision"), draft.frame.vision, wanted, rows=6, hint=PROSE_HINT)

    def frame(self) -> Frame:
        horizon = self.cleaned_data["horizon"]
        frame: Frame = self._frame
        return replace(frame, vision=self.text("vision"), horizon=horizon)


class ActForm(TextsForm):
    """The decision by which a body takes the edition on, as far as it is known."""

    in_force_on = PartialDateField(
        label=_("In force from"),
        required=True,
        help_text=DATE_HINT,
        error_messages={"required": _("Say from when the edition is in force; a year is enough.")},
    )
    verb = forms.ChoiceField(
        label=_("What the body did"),
        choices=[("", _("not known")), *ActVerb.choices],
        required=False,
    )
    number = forms.CharField(
        label=_("Number of the act"),
        required=False,
        max_length=60,
        help_text=_("Leave it empty if it is not known; the page then says so."),
    )
    date = PartialDateField(label=_("Date of the act"))

    def __init__(self, draft: Edition, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.add_text("body", _("Body that decided"), EMPTY, draft.strategy.languages)

    def act(self) -> Act:
        given = self.cleaned_data
        return Act(
            in_force_on=given["in_force_on"],
            body=self.text("body"),
            number=given["number"],
            date=given["date"],
            verb=given["verb"],
        )
