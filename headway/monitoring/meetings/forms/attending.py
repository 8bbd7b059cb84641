"""Who attends, and how those who may vote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.monitoring.meetings.facts import Attended, Said
from headway.monitoring.meetings.forms import choices
from headway.monitoring.meetings.states import Answer, Choice, Presence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.monitoring.meetings.models import Member
    from headway.monitoring.meetings.queries.attending import Present, Seat, Voting
    from headway.monitoring.meetings.queries.replying import Answers, Asked

EXCLUDED = "excluded"
OWN_WORDS = [
    (Answer.COMES, _("I come")),
    (Answer.DECLINES, _("I do not come")),
    (Answer.SUBSTITUTED, _("somebody stands in for me")),
]
"""The answers to an invitation, as who answers says them."""


class AttendanceForm(forms.Form):
    """For each member how they attend, and who stands in."""

    def __init__(
        self, present: Present, answers: Answers, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        self._seats = present.everyone
        self._said = {each.member.pk: each for each in answers.asked}
        stand_in = [seat.member for seat in self._seats if not seat.member.has_seat]
        for seat in self._seats:
            self._add(seat, choices.members([one for one in stand_in if one != seat.member]))

    def _add(self, seat: Seat, stand_in: choices.Choices) -> None:
        noted, name = seat.attendance, f"member-{seat.member.pk}"
        options = [
            (code, words)
            for code, words in Presence.choices
            if code != Presence.SUBSTITUTED or seat.member.has_seat
        ]
        self.fields[name] = forms.ChoiceField(
            label=str(seat.member),
            choices=options,
            required=False,
            initial=noted.presence if noted else "",
            widget=forms.RadioSelect,
        )
        if not seat.member.has_seat:
            return
        self.fields[f"{name}.by"] = forms.TypedChoiceField(
            label=_("Stands in"),
            choices=[choices.NOBODY, *stand_in],
            coerce=int,
            required=False,
            empty_value=None,
            initial=noted.substitute_id if noted else None,
        )
        self.fields[f"{name}.name"] = forms.CharField(
            label=_("Or a name"),
            required=False,
            max_length=200,
            initial=noted.substitute_name if noted else "",
        )

    @property
    def rows(self) -> list[tuple[Seat, list[forms.BoundField], Asked | None]]:
        """Each member with their fields: attendance, then who stands in; and what they answered."""
        return [
            (
                seat,
                [self[name] for name in self.fields if _is_of(name, seat.member.pk)],
                self._said.get(seat.member.pk),
            )
            for seat in self._seats
        ]

    def attended(self) -> list[Attended]:
        given = self.cleaned_data
        found = []
        for seat in self._seats:
            name = f"member-{seat.member.pk}"
            if not given[name]:
                continue
            is_substituted = given[name] == Presence.SUBSTITUTED
            found.append(
                Attended(
                    seat.member.pk,
                    given[name],
                    given.get(f"{name}.by") if is_substituted else None,
                    given.get(f"{name}.name", "") if is_substituted else "",
                )
            )
        return found


def _is_of(name: str, pk: int) -> bool:
    return name.partition(".")[0] == f"member-{pk}"


class ReplyForm(forms.Form):
    """Whether a member comes, or who stands in."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=OWN_WORDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you come, or who stands in for you.")},
    )
    substitute = forms.TypedChoiceField(
        label=_("Who stands in"), coerce=int, required=False, empty_value=None
    )
    name = forms.CharField(label=_("Or a name"), required=False, max_length=200)

    def __init__(
        self, asked: Asked, stand_ins: list[Member], data: Mapping[str, Any] | None = None
    ) -> None:
        said = asked.reply if asked.reply and not asked.is_old else None
        initial = (
            {"answer": said.answer, "substitute": said.substitute_id, "name": said.substitute_name}
            if said
            else {}
        )
        super().__init__(data, initial=initial)
        if asked.member.has_seat:
            options = [choices.NOBODY, *choices.members(stand_ins)]
            self.fields["substitute"].choices = options  # type: ignore[attr-defined]
        else:
            del self.fields["substitute"], self.fields["name"]
            options = [one for one in OWN_WORDS if one[0] != Answer.SUBSTITUTED]
            self.fields["answer"].choices = options  # type: ignore[attr-defined]

    def said(self) -> Said:
        given = self.cleaned_data
        if given["answer"] != Answer.SUBSTITUTED:
            return Said(given["answer"])
        return Said(given["answer"], given["substitute"], given["name"])


class VotesForm(forms.Form):
    """For each seat that is filled how it votes, or why it takes no part."""

    def __init__(self, voting: Voting, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self._ballots = voting.ballots
        for ballot in self._ballots:
            name = f"member-{ballot.seat.member.pk}"
            self.fields[name] = forms.ChoiceField(
                label=ballot.seat.who,
                choices=[*Choice.choices, (EXCLUDED, _("takes no part"))],
                required=False,
                initial=EXCLUDED if ballot.excluded else ballot.choice,
                widget=forms.RadioSelect,
            )
            self.fields[f"{name}.reason"] = forms.CharField(
                label=_("Why not"),
                required=False,
                max_length=500,
                initial=ballot.excluded,
                widget=forms.TextInput,
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        names = [f"member-{ballot.seat.member.pk}" for ballot in self._ballots]
        return [(self[name], self[f"{name}.reason"]) for name in names]

    def _given(self) -> dict[int, tuple[str, str]]:
        return {
            ballot.seat.member.pk: (
                self.cleaned_data[f"member-{ballot.seat.member.pk}"],
                self.cleaned_data[f"member-{ballot.seat.member.pk}.reason"],
            )
            for ballot in self._ballots
        }

    def votes(self) -> dict[int, str]:
        return {
            pk: choice for pk, (choice, _why) in self._given().items() if choice in Choice.values
        }

    def excluded(self) -> dict[int, str]:
        return {pk: why for pk, (choice, why) in self._given().items() if choice == EXCLUDED}
