"""What a draft says of the strategy as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.foundation.ui.forms import PROSE_HINT, PartialDateField, TextsForm

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
