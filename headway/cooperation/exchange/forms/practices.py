"""A good practice, and what the lead partner says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.cooperation.exchange.facts import PracticePlan
from headway.cooperation.exchange.forms import fields
from headway.cooperation.exchange.states import PracticeLevel
from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import PROSE_HINT, PartialDateField, TextsForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from headway.cooperation.exchange.models import GoodPractice
    from headway.cooperation.partnerships.models import Project
    from headway.foundation.organisations.models import Organisation

PLAIN = ("level", "began", "ended", "contact_email", "link")
LONG = (
    ("problem", _("Problem"), _("What stood in the way, and of whom.")),
    ("solution", _("Solution"), _("What was done, by whom, and how.")),
    ("evidence", _("Evidence of success"), _("What shows that it worked: figures, results.")),
    ("difficulties", _("Difficulties"), ""),
    ("resources", _("Resources needed"), _("Money and people, as far as it is known.")),
    ("transferability", _("What others can take over"), PROSE_HINT),
)


class PracticeForm(TextsForm):
    """A good practice, as its organisation tells it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    organisation = forms.TypedChoiceField(label=_("Brought by"), coerce=int)
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[("", "–"), *PracticeLevel.choices]
    )
    began = PartialDateField(label=_("Began"))
    ended = PartialDateField(label=_("Ended"), help_text=_("Empty if it goes on."))
    contact_email = forms.CharField(
        label=_("Role address"),
        required=False,
        help_text=_("An address of an office, not of a person: everybody reads it."),
    )
    link = fields.address_field(_("Web address"))

    def __init__(
        self,
        project: Project,
        houses: Iterable[Organisation],
        data: Mapping[str, Any] | None = None,
        *,
        of: GoodPractice | None = None,
    ) -> None:
        initial = {name: getattr(of, name) for name in (*PLAIN, "version")} if of else {}
        super().__init__(data, initial=initial)
        if of:
            del self.fields["organisation"]
        else:
            chosen: Any = self.fields["organisation"]
            chosen.choices = fields.organisations(houses)
        languages = project.languages
        self.add_text("title", _("Title"), of.title if of else EMPTY, languages)
        for name, label, hint in LONG:
            text = getattr(of, name) if of else EMPTY
            self.add_text(name, label, text, languages, rows=6, hint=hint)
        role = of.contact_role if of else EMPTY
        hint = _("A role, such as “Project office”; no person’s name.")
        self.add_text("contact_role", _("Whom to ask"), role, languages, hint=hint)

    def plan(self) -> PracticePlan:
        given = self.cleaned_data
        texts = ("title", "contact_role", *(name for name, _label, _hint in LONG))
        said: dict[str, Any] = {name: self.text(name) for name in texts}
        return PracticePlan(**said, **{name: given[name] for name in PLAIN})


class DecisionForm(forms.Form):
    """What the lead partner decides about a good practice, and says."""

    step = forms.ChoiceField(
        label=_("What you decide"),
        widget=forms.RadioSelect,
        choices=[
            ("publish", _("Accept and publish it")),
            ("ask", _("Ask for more")),
            ("decline", _("Decline it")),
        ],
        error_messages={"required": _("Choose what you decide.")},
    )
    words = forms.CharField(
        label=_("What you say to its organisation"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Needed to ask for more and to decline. They alone get it, by mail."),
    )
