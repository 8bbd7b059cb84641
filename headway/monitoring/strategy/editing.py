"""What a node says, as a form, and where it stands; the act that puts an edition in force.

Apps above ask the same with the same forms.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import DATE_HINT, PROSE_HINT, PartialDateField, TextsForm
from headway.foundation.ui.names import named
from headway.monitoring.strategy.entering import NumberField
from headway.monitoring.strategy.forms import choices
from headway.monitoring.strategy.funding import EURO, Funding
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.states import ActVerb, NodeKind, Responsible
from headway.monitoring.strategy.wording import Duty, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.strategy.models import Edition, NodeText

BLANK_DUTIES = 3
PLAIN = ("code", "kind", "is_flagship", "start", "due", "sectors")
FUNDING = ("amount", "currency", "sources")


class NodeForm(TextsForm):
    """The wording of a node: texts language beside language, then what needs none."""

    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=40,
        help_text=_("As the strategy numbers it, such as 1.3.1."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("nothing said")), *NodeKind.choices], required=False
    )
    is_flagship = forms.BooleanField(label=_("Flagship"), required=False)
    start = PartialDateField(label=_("Start"))
    due = PartialDateField(label=_("Due"))
    sectors = forms.MultipleChoiceField(
        label=_("Sectors"), required=False, widget=forms.CheckboxSelectMultiple
    )
    amount = NumberField(label=_("Funding"), help_text=_("Empty as long as it is not known."))
    currency = forms.CharField(
        label=_("Currency"), required=False, max_length=3, help_text=_("Such as EUR.")
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        edition: Edition,
        wording: Wording,
        data: Mapping[str, Any] | None = None,
        *,
        token: str = "",
        parts: Iterable[str] | None = None,
    ) -> None:
        initial = {name: getattr(wording, name) for name in PLAIN} | {"token": token}
        initial |= {"amount": wording.funding.amount, "currency": wording.funding.currency}
        super().__init__(data, initial=initial)
        self._before = wording
        wanted = edition.strategy.languages
        self.add_text("title", _("Title"), wording.title, wanted)
        self.add_text(
            "description", _("Description"), wording.description, wanted, rows=8, hint=PROSE_HINT
        )
        sectors = edition.frame.sectors
        self.fields["sectors"].choices = [  # type: ignore[attr-defined]  # a choice field
            (sector.key, str(sector.title.passage(choices.language()))) for sector in sectors
        ]
        self.add_text("sources", _("Where the funding comes from"), wording.funding.sources, wanted)
        if not sectors:
            del self.fields["sectors"]
        if parts is not None:
            self._leave_only(set(parts))

    def _leave_only(self, parts: set[str]) -> None:
        """Ask for some parts of a wording; the others stay as they are."""
        asked = parts | {"token"} | ({*FUNDING} if "funding" in parts else set())
        for field in list(self.fields):
            if field.partition(".")[0] not in asked:
                del self.fields[field]
        for name in list(self._texts):
            if name not in asked:
                del self._texts[name]

    def wording(self, duties: Iterable[Duty]) -> Wording:
        """Return what the person says of the node; sources stay as they were."""
        given, before = self.cleaned_data, self._before
        plain = {name: given[name] for name in PLAIN if name in given}
        worded = [name for name in ("title", "description") if name in self._texts]
        texts: dict[str, Any] = {name: self.text(name) for name in worded}
        if "sectors" in plain:
            plain["sectors"] = tuple(plain["sectors"])
        if "amount" in given:
            plain["funding"] = Funding(
                given["amount"], given["currency"] or EURO, self.text("sources")
            )
        wording: Wording = replace(before, **plain, **texts, duties=tuple(duties))
        return wording


class DutyForm(forms.Form):
    """One organisation's part in a node. Without an organisation the row is left out."""

    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Responsible.choices, required=False)
    since = PartialDateField(label=_("Since"), help_text="")
    until = PartialDateField(label=_("Until"), help_text="")

    def __init__(self, *args: Any, organisations: choices.Choices, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["organisation"].choices = [("", "–"), *organisations]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.get("organisation") and (given.get("since") or given.get("until")):
            sentence = _("A date stands here without an organisation. Choose one, or take it out.")
            self.add_error("organisation", str(sentence))
        return given


class BaseDuties(BaseFormSet[DutyForm]):
    """Who answers for a node: those who do, and blank rows for more."""

    def duties(self) -> tuple[Duty, ...]:
        rows = [form.cleaned_data for form in self.forms]
        return tuple(
            Duty(
                int(row["organisation"]),
                row["role"] or Responsible.LEAD,
                str(row["since"] or ""),
                str(row["until"] or ""),
            )
            for row in rows
            if row.get("organisation")
        )


DutyFormSet: type[BaseDuties] = formset_factory(  # type: ignore[assignment]  # as the formset says
    DutyForm, formset=BaseDuties, extra=BLANK_DUTIES
)


def duties_form(wording: Wording, data: Mapping[str, Any] | None = None) -> BaseDuties:
    """Return the rows of a wording's responsibilities. One query, for the directory."""
    initial = [
        {
            "organisation": str(duty.organisation_id),
            "role": duty.role,
            "since": duty.since,
            "until": duty.until,
        }
        for duty in wording.duties
    ]
    kwargs = {"organisations": choices.organisations()}
    return DutyFormSet(data, prefix="duties", initial=initial, form_kwargs=kwargs)


class MoveForm(forms.Form):
    """After which neighbour a node is to stand, under a parent that was chosen before."""

    parent = forms.CharField(widget=forms.HiddenInput, required=False)
    after = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(
        self,
        neighbours: Iterable[NodeText],
        data: Mapping[str, Any] | None = None,
        *,
        parent: str = "",
        after: str = "",
    ) -> None:
        super().__init__(data, initial={"parent": parent, "after": after})
        after_each = [
            (text.node.key, _("after %(name)s") % {"name": named(text)}) for text in neighbours
        ]
        self.fields["after"].choices = [("", _("first")), *after_each]  # type: ignore[attr-defined]  # a choice field


class ParentForm(forms.Form):
    """Under which node another is to stand; asked by GET, before the place."""

    parent = forms.ChoiceField(label=_("Under"), required=False)

    def __init__(self, parents: Iterable[NodeText], *, parent: str = "") -> None:
        super().__init__(initial={"parent": parent}, auto_id="id_under_%s")
        named_parents = [(text.node.key, named(text)) for text in parents]
        self.fields["parent"].choices = [("", _("the top of the strategy")), *named_parents]  # type: ignore[attr-defined]  # a choice field


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

    def __init__(
        self,
        draft: Edition,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        body: TranslatedText = EMPTY,
    ) -> None:
        super().__init__(data, initial=initial)
        self.add_text("body", _("Body that decided"), body, draft.strategy.languages)

    def act(self) -> Act:
        given = self.cleaned_data
        return Act(
            in_force_on=given["in_force_on"],
            body=self.text("body"),
            number=given["number"],
            date=given["date"],
            verb=given["verb"],
        )
