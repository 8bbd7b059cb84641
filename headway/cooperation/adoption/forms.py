"""Who decides on a plan, by which act they did, and which amendment follows an action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.cooperation.adoption.facts import Decider
from headway.cooperation.adoption.services.adoptions import NUMBER_LENGTH
from headway.cooperation.adoption.states import Way
from headway.foundation.core.words import LONGEST_REASON
from headway.foundation.ui.forms import PartialDateField, TextsForm
from headway.foundation.ui.names import named
from headway.monitoring.strategy.states import ActVerb

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from headway.cooperation.plans.models import Plan
    from headway.foundation.core.texts import TranslatedText
    from headway.foundation.organisations.models import Organisation
    from headway.monitoring.amendments.models import Amendment
    from headway.monitoring.meetings.models import Body

NOBODY = ("", _("none of these"))


class AskForm(TextsForm):
    """Who decides: a body, an organisation, or words for it."""

    body = forms.TypedChoiceField(
        label=_("Body that meets here"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("The plan waits on its agenda, and its act can be taken from the meeting."),
    )
    organisation = forms.TypedChoiceField(
        label=_("Organisation"), required=False, coerce=int, empty_value=None
    )

    def __init__(
        self,
        plan: Plan,
        bodies: Iterable[Body],
        organisations: Iterable[Organisation],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        bodies = tuple(bodies)
        super().__init__(data, initial={"body": _named_by(plan, bodies)})
        self._choose("body", bodies)
        self._choose("organisation", organisations)
        text = plan.adopter if not bodies else type(plan.adopter)()
        self.add_text(
            "decider",
            _("Somebody else, in words"),
            text,
            plan.languages,
            hint=_("Such as: Ministry of the Economy."),
        )

    def _choose(self, name: str, things: Iterable[Any]) -> None:
        choices = [NOBODY, *((str(each.pk), named(each)) for each in things)]
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def decider(self) -> Decider:
        given = self.cleaned_data
        return Decider(given["body"], given["organisation"], self.text("decider"))


def _named_by(plan: Plan, bodies: Sequence[Body]) -> int | None:
    """Return the body that a plan says adopts it; the only one, if there is one."""
    said = _said(plan.adopter)
    found = [each for each in bodies if said & _said(each.name)] or bodies
    return found[0].pk if len(found) == 1 else None


def _said(text: TranslatedText) -> set[str]:
    return {each.words.casefold() for each in text.wordings.values()}


class RecordForm(forms.Form):
    """By which act a plan was adopted, as far as it is known."""

    way = forms.ChoiceField(
        label=_("How it was decided"),
        choices=Way,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it was decided: at a meeting, or by letter.")},
    )
    meeting = forms.TypedChoiceField(
        label=_("Meeting"), required=False, coerce=int, empty_value=None
    )
    verb = forms.ChoiceField(
        label=_("What was done"),
        choices=[("", _("Choose")), *ActVerb.choices],
        error_messages={"required": _("Say what was done: adopted, or endorsed.")},
    )
    number = forms.CharField(
        label=_("Number of the act"),
        required=False,
        max_length=NUMBER_LENGTH,
        help_text=_("Leave it empty if it is not known; the page then says so."),
    )
    date = PartialDateField(label=_("Date of the act"))
    act_file = forms.Field(
        label=_("The act as a file"),
        required=False,
        help_text=_("Up to 50 MB."),
        widget=forms.FileInput,
    )
    words = forms.CharField(
        label=_("What else is to be known of it"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        meetings: Iterable[tuple[int, str]],
        data: Mapping[str, Any] | None = None,
        *,
        initial: dict[str, Any],
        has_body: bool,
    ) -> None:
        super().__init__(data, initial=initial)
        choices = [("", _("none of these")), *((str(pk), name) for pk, name in meetings)]
        self.fields["meeting"].choices = choices  # type: ignore[attr-defined]  # a choice field
        if not has_body:
            del self.fields["meeting"]
            self.fields["way"].choices = [(Way.LETTER, Way.LETTER.label)]  # type: ignore[attr-defined]  # a choice field


class CorrectForm(RecordForm):
    """What is to be said of an act that is recorded already, and why it is corrected."""

    reason = forms.CharField(
        label=_("Why it is corrected"),
        error_messages={"required": _("Say why it is corrected.")},
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands here with your name and with what was said before."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class WordsForm(forms.Form):
    """Why a plan was refused, or is taken back."""

    words = forms.CharField(
        label=_("Why"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, missing: str) -> None:
        super().__init__(data)
        self.fields["words"].error_messages["required"] = missing


class LinkForm(forms.Form):
    """Which amendment follows a planned action."""

    amendment = forms.TypedChoiceField(
        label=_("Amendment that follows it"),
        coerce=int,
        error_messages={
            "required": _("Choose an amendment."),
            "invalid_choice": _("Choose one of those listed."),
        },
    )

    def __init__(
        self, amendments: Iterable[Amendment], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        choices = [("", _("Choose")), *((str(each.pk), str(each)) for each in amendments)]
        self.fields["amendment"].choices = choices  # type: ignore[attr-defined]  # a choice field
