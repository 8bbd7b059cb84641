"""A body, and who sits in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import TextsForm
from headway.monitoring.meetings.facts import BodyPlan, MemberPlan, QuorumRule, Rhythm
from headway.monitoring.meetings.forms import choices
from headway.monitoring.meetings.states import (
    BodyKind,
    Majority,
    MemberRole,
    QuorumKind,
    RhythmUnit,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from headway.monitoring.meetings.models import Body, Member
    from headway.monitoring.strategy.models import Strategy

NO_DAY = _("This is no day. Write it as 2026-11-22.")
NO_TIME = _("This is no time. Write it as 17:00.")
NO_SLUG = _("Write an address of small letters, digits and hyphens: marketing-council.")
NO_NUMBER = _("Write a whole number.")


def day_field(label: Any, *, required: bool = False, **options: Any) -> forms.DateField:  # noqa: ANN401
    """Return a field for a day, with the browser’s own calendar."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": NO_DAY, "required": _("Choose a day.")},
        **options,
    )


def number_field(label: Any, **options: Any) -> forms.IntegerField:  # noqa: ANN401
    """Return a field for a whole number."""
    return forms.IntegerField(
        label=label,
        error_messages=dict.fromkeys(("invalid", "required", "min_value", "max_value"), NO_NUMBER),
        **options,
    )


class BodyForm(TextsForm):
    """What a body is called, who convenes it, and by which rules it goes."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens: marketing-council. It stays."),
        error_messages=dict.fromkeys(("required", "invalid"), NO_SLUG),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=BodyKind.choices)
    organisation = forms.TypedChoiceField(
        label=_("Who convenes it"),
        coerce=int,
        help_text=_("People who report or approve for this organisation keep its meetings."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of its meetings"), widget=forms.CheckboxSelectMultiple
    )
    quorum_kind = forms.ChoiceField(
        label=_("Quorum: how many of those who vote"), choices=QuorumKind.choices
    )
    quorum_number = number_field(
        _("Number of members"),
        required=False,
        min_value=0,
        max_value=999,
        help_text=_("Only where a number of members makes the quorum."),
    )
    majority = forms.ChoiceField(label=_("A vote is carried by"), choices=Majority.choices)
    has_casting_vote = forms.BooleanField(label=_("The chair’s vote decides a tie"), required=False)
    is_public = forms.BooleanField(label=_("Confirmed decisions are public"), required=False)
    since = day_field(_("Since"))
    until = day_field(_("Until"))
    every = number_field(
        _("Meets every"),
        required=False,
        min_value=0,
        max_value=24,
        help_text=_("Empty, if it has no rhythm. Dates are proposed; a person confirms each."),
    )
    unit = forms.ChoiceField(label=_("Weeks or months"), choices=RhythmUnit.choices)
    week = forms.TypedChoiceField(
        label=_("Which of the month"), coerce=int, choices=choices.WEEKS, required=False
    )
    weekday = forms.TypedChoiceField(label=_("Day of the week"), coerce=int, choices=choices.DAYS)
    begins = day_field(_("Counted from"))
    usual_time = forms.TimeField(
        label=_("Usual time"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": NO_TIME},
    )
    usual_minutes = number_field(_("Usual length in minutes"), min_value=1, max_value=1440)

    RULES = ("quorum_kind", "quorum_number", "majority", "has_casting_vote")
    RHYTHM = ("every", "unit", "week", "weekday", "begins", "usual_time", "usual_minutes")

    def __init__(
        self,
        strategy: Strategy,
        today: date,
        data: Mapping[str, Any] | None = None,
        *,
        of: Body | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(strategy, today, of))
        self.fields["organisation"].choices = choices.organisations()  # type: ignore[attr-defined]
        self.fields["languages"].choices = choices.languages()  # type: ignore[attr-defined]
        self._today = today
        if of:
            del self.fields["slug"]
        self.add_text("name", _("Name"), of.name if of else EMPTY, strategy.languages)
        self.add_text(
            "usual_place", _("Usual place"), of.usual_place if of else EMPTY, strategy.languages
        )

    @property
    def rules(self) -> list[forms.BoundField]:
        return [self[name] for name in self.RULES]

    @property
    def regular(self) -> list[forms.BoundField]:
        return [self[name] for name in self.RHYTHM]

    @property
    def about(self) -> list[forms.BoundField]:
        names = ("slug", "kind", "organisation", "languages", "is_public", "since", "until")
        return [self[name] for name in names if name in self.fields]

    def plan(self) -> BodyPlan:
        given = self.cleaned_data
        return BodyPlan(
            name=self.text("name"),
            organisation_id=given["organisation"],
            kind=given["kind"],
            languages=tuple(given["languages"]),
            quorum=QuorumRule(given["quorum_kind"], given["quorum_number"] or 0),
            majority=given["majority"],
            has_casting_vote=given["has_casting_vote"],
            is_public=given["is_public"],
            since=given["since"],
            until=given["until"],
            rhythm=self._rhythm(given) if given["every"] else None,
            usual_time=given["usual_time"],
            usual_minutes=given["usual_minutes"],
            usual_place=self.text("usual_place"),
        )

    def _rhythm(self, given: Mapping[str, Any]) -> Rhythm:
        begins = given["begins"] or self._today
        return Rhythm(given["every"], given["unit"], given["weekday"], begins, given["week"] or 1)


def _initial(strategy: Strategy, today: date, of: Body | None) -> dict[str, Any]:
    if of is None:
        return {
            "organisation": strategy.organisation_id,
            "languages": strategy.languages,
            "begins": today,
            "usual_minutes": 90,
            "unit": RhythmUnit.MONTH,
        }
    plain = (
        "version", "kind", "languages", "quorum_kind", "quorum_number", "majority",
        "has_casting_vote", "is_public", "since", "until", "usual_time", "usual_minutes",
    )  # fmt: skip
    rhythm = of.rhythm.as_json() if of.rhythm else {"begins": today}
    return (
        {name: getattr(of, name) for name in plain} | rhythm | {"organisation": of.organisation_id}
    )


class MemberForm(forms.Form):
    """Who sits in a body, and what they do there."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    user = forms.TypedChoiceField(
        label=_("Person with an account"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("They see the meetings when they sign in."),
    )
    name = forms.CharField(
        label=_("Or a name"),
        required=False,
        max_length=200,
        help_text=_("For somebody without an account."),
    )
    email = forms.EmailField(
        label=_("Their e-mail"),
        required=False,
        help_text=_("Invitations go there."),
        error_messages={"invalid": _("This is no address. Write it as name@example.org.")},
    )
    organisation = forms.TypedChoiceField(
        label=_("For which organisation"), coerce=int, required=False, empty_value=None
    )
    role = forms.ChoiceField(
        label=pgettext_lazy("body", "Role"),
        choices=MemberRole.choices,
        initial=MemberRole.MEMBER,
        help_text=_("Chair, deputy chair and secretary keep the meetings."),
    )
    votes = forms.BooleanField(label=_("Has a vote"), required=False, initial=True)
    substitutes = forms.TypedChoiceField(
        label=_("Stands in for"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("Then they vote in that member’s place alone."),
    )
    since = day_field(_("Since"), required=True)

    def __init__(
        self,
        others: list[Member],
        today: date,
        data: Mapping[str, Any] | None = None,
        *,
        of: Member | None = None,
    ) -> None:
        super().__init__(data, initial=_member_initial(of, today))
        self.fields["organisation"].choices = [choices.NOBODY, *choices.organisations()]  # type: ignore[attr-defined]
        seats = [member for member in others if member.has_seat and member != of]
        self.fields["substitutes"].choices = [choices.NOBODY, *choices.members(seats)]  # type: ignore[attr-defined]
        if of is None:
            self.fields["user"].choices = [choices.NOBODY, *choices.persons()]  # type: ignore[attr-defined]
            return
        self._of = of
        for name in ("user", "name", "email") if of.user_id else ("user",):
            del self.fields[name]

    def plan(self) -> MemberPlan:
        given, of = self.cleaned_data, getattr(self, "_of", None)
        return MemberPlan(
            since=given["since"],
            role=given["role"],
            user_id=of.user_id if of else given["user"],
            name=given.get("name", ""),
            email=given.get("email", ""),
            organisation_id=given["organisation"],
            votes=given["votes"],
            substitutes_id=given["substitutes"],
        )


def _member_initial(of: Member | None, today: date) -> dict[str, Any]:
    if of is None:
        return {"since": today}
    plain = ("version", "name", "email", "role", "votes", "since")
    return {name: getattr(of, name) for name in plain} | {
        "organisation": of.organisation_id,
        "substitutes": of.substitutes_id,
    }


class EndForm(forms.Form):
    """The last day of somebody's work in a body."""

    until = day_field(_("Last day"), required=True)
