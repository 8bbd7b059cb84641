"""A day and a time on the clocks of a strategy, read as one instant."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.clocks import instants_of
from headway.foundation.ui.clocks import zone_worded

if TYPE_CHECKING:
    from collections.abc import Mapping

USUAL = time(17)
"""When a deadline ends unless something else is said: the end of a working day."""
NO_DAY = _("This is no day. Write it as 2026-11-22.")
NO_TIME = _("This is no time. Write it as 17:00.")


class MomentForm(forms.Form):
    """A form with a moment: `NAME.day`, `NAME.time`, and `NAME.which` where one comes twice."""

    def __init__(
        self,
        zone: str,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), **options)
        self._zone = zone
        self._moments: list[str] = []

    def add_moment(self, name: str, at: datetime | None, *, label: Any) -> None:  # noqa: ANN401 -- words, now or later
        """Add a moment that is `at`, on the clocks of the zone."""
        local = at.astimezone(ZoneInfo(self._zone)) if at else None
        self._moments.append(name)
        self.fields[f"{name}.day"] = forms.DateField(
            label=label,
            initial=local.date() if local else None,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"required": _("Choose a day."), "invalid": NO_DAY},
        )
        self.fields[f"{name}.time"] = forms.TimeField(
            label=_("Time"),
            initial=local.time() if local else USUAL,
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            error_messages={"required": NO_TIME, "invalid": NO_TIME},
            help_text=zone_worded(self._zone),
        )
        self.fields[f"{name}.which"] = forms.ChoiceField(
            label=_("Which of the two"),
            required=False,
            choices=[("0", _("the first time")), ("1", _("the second time"))],
            initial=self._which(at),
            widget=forms.HiddenInput,
        )
        if self.is_bound and len(self._instants(name, self.data)) > 1:
            self._ask_which(name)

    def _which(self, at: datetime | None) -> str:
        """Return which of two equal times an instant is; nothing for any other."""
        return str(at.astimezone(ZoneInfo(self._zone)).fold) if at else ""

    def _ask_which(self, name: str) -> None:
        self.fields[f"{name}.which"].widget = forms.RadioSelect(
            choices=[("0", _("the first time")), ("1", _("the second time"))]
        )

    def _instants(self, name: str, given: Mapping[str, Any]) -> tuple[datetime, ...]:
        try:
            day = self.fields[f"{name}.day"].clean(given.get(self.add_prefix(f"{name}.day")))
            clock = self.fields[f"{name}.time"].clean(given.get(self.add_prefix(f"{name}.time")))
        except forms.ValidationError:
            return ()
        return instants_of(day, clock, self._zone)

    def clean(self) -> dict[str, Any]:
        """Refuse a time that no clock shows that day, and ask about one that comes twice."""
        given = super().clean() or {}
        for name in self._moments:
            if f"{name}.day" in given and f"{name}.time" in given:
                self._clean_moment(name, given)
        return given

    def _clean_moment(self, name: str, given: dict[str, Any]) -> None:
        found = instants_of(given[f"{name}.day"], given[f"{name}.time"], self._zone)
        which = given.get(f"{name}.which", "")
        if not found:
            sentence = _now(
                "Clocks go forward that night and never show this time. Choose another."
            )
            self.add_error(f"{name}.time", sentence)
        elif len(found) > 1 and which not in {"0", "1"}:
            sentence = _now(
                "Clocks go back that night and show this time twice. Say which is meant."
            )
            self.add_error(f"{name}.which", sentence)
        else:
            given[name] = found[int(which)] if len(found) > 1 else found[0]

    def moment(self, name: str) -> datetime:
        found: datetime = self.cleaned_data[name]
        return found
