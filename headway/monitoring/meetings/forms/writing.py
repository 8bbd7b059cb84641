"""What is written in a meeting: minutes, decisions, what is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import PROSE_HINT, TextsForm
from headway.monitoring.meetings.facts import ActivityPlan, FollowUpPlan
from headway.monitoring.meetings.forms import choices
from headway.monitoring.meetings.forms.bodies import day_field
from headway.monitoring.meetings.states import Channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from headway.monitoring.meetings.models import (
        Activity,
        AgendaPoint,
        Decision,
        FollowUp,
        Meeting,
    )


class MinutesForm(TextsForm):
    """The minutes of one point; what was typed before and not saved stands in place."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        point: AgendaPoint,
        data: Mapping[str, Any] | None = None,
        *,
        typed: Mapping[str, str] | None = None,
        seen: int | None = None,
    ) -> None:
        super().__init__(data, initial={"version": point.version if seen is None else seen})
        self.is_of_now = seen is None or seen == point.version
        languages = point.meeting.languages
        self.add_text("minutes", _("Minutes"), point.minutes, languages, rows=10, hint=PROSE_HINT)
        for name, words in (typed or {}).items():
            if name in self.fields and name != "version":
                self.fields[name].initial = words


class DecisionForm(TextsForm):
    """What was decided, and which measures it is about."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    nodes = forms.TypedMultipleChoiceField(
        label=_("Measures that it is about"),
        coerce=int,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("What was decided then stands on their pages."),
    )

    def __init__(
        self,
        meeting: Meeting,
        measures: choices.Choices,
        data: Mapping[str, Any] | None = None,
        *,
        of: Decision | None = None,
        about: Iterable[int] = (),
        prefix: str | None = None,
    ) -> None:
        initial = {"nodes": list(about), "version": of.version if of else 0}
        super().__init__(data, initial=initial, prefix=prefix)
        self.fields["nodes"].choices = measures  # type: ignore[attr-defined]
        if not measures:
            del self.fields["nodes"]
        words = of.words if of else EMPTY
        self.add_text("words", _("What was decided"), words, meeting.languages, rows=4)

    @property
    def about(self) -> list[int]:
        return list(self.cleaned_data.get("nodes", []))


class OwnerForm(TextsForm):
    """Something that is to be done: what, by whom, until when."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    organisation = forms.TypedChoiceField(
        label=_("Organisation"), coerce=int, required=False, empty_value=None
    )
    person = forms.TypedChoiceField(label=_("Person"), coerce=int, required=False, empty_value=None)
    due_on = day_field(_("Due on"), required=True)

    def __init__(
        self,
        languages: Iterable[str],
        of: FollowUp | Activity | None,
        data: Mapping[str, Any] | None = None,
        *,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        initial = (
            {
                "organisation": of.organisation_id,
                "person": of.person_id,
                "due_on": of.due_on,
                "version": of.version,
            }
            if of
            else {}
        )
        super().__init__(data, initial=initial | dict(more or {}))
        self.fields["organisation"].choices = [choices.NOBODY, *choices.organisations()]  # type: ignore[attr-defined]
        self.fields["person"].choices = [choices.NOBODY, *choices.persons()]  # type: ignore[attr-defined]
        words = of.words if of else EMPTY
        self.add_text("words", _("What is to be done"), words, languages, rows=3)


class FollowUpForm(OwnerForm):
    """A follow-up of a meeting."""

    def plan(self) -> FollowUpPlan:
        given = self.cleaned_data
        return FollowUpPlan(
            self.text("words"), given["due_on"], given["organisation"], given["person"]
        )


class ActivityForm(OwnerForm):
    """One activity of a body's programme."""

    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    node = forms.TypedChoiceField(
        label=_("For which measure"), coerce=int, required=False, empty_value=None
    )

    def __init__(
        self,
        languages: Iterable[str],
        measures: choices.Choices,
        data: Mapping[str, Any] | None = None,
        *,
        of: Activity | None = None,
    ) -> None:
        more = {"channel": of.channel, "node": of.node_id} if of else {}
        super().__init__(languages, of, data, more=more)
        self.fields["node"].choices = [choices.NOBODY, *measures]  # type: ignore[attr-defined]
        audience = of.audience if of else EMPTY
        self.add_text("audience", _("For whom"), audience, languages)

    def plan(self) -> ActivityPlan:
        given = self.cleaned_data
        return ActivityPlan(
            words=self.text("words"),
            due_on=given["due_on"],
            channel=given["channel"],
            audience=self.text("audience"),
            node_id=given["node"],
            organisation_id=given["organisation"],
            person_id=given["person"],
        )


class ResultForm(forms.Form):
    """What came of something that was to be done."""

    result = forms.CharField(
        label=_("What came of it, or why it is dropped"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
