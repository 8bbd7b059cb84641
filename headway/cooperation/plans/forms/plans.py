"""A plan that is begun, a recommendation, a step with its reason, a comment at words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from headway.cooperation.plans.quotes import LONGEST_QUOTE, named_passage, passages_of
from headway.cooperation.plans.services import Recommended
from headway.cooperation.plans.wording import LABELS
from headway.foundation.core.folding import fold
from headway.foundation.core.keys import new_key
from headway.foundation.core.texts import EMPTY
from headway.foundation.core.words import LONGEST_REASON
from headway.foundation.organisations.rules import LONGEST_SLUG
from headway.foundation.ui.context import own_name
from headway.foundation.ui.forms import PROSE_HINT, PartialDateField, TextsForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from headway.cooperation.plans.facts import PlanText

    Choices = Sequence[tuple[str, str]]


class PlanForm(TextsForm):
    """A plan that is begun: for which instrument, by whom, in which languages."""

    instrument = forms.ChoiceField(label=_("Policy instrument"))
    authors = forms.MultipleChoiceField(
        label=LABELS["authors"],
        error_messages={"required": _("Choose who writes the plan among the project’s partners.")},
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One plan may have several, as two partners of one region."),
    )
    languages = forms.MultipleChoiceField(
        label=LABELS["languages"], required=False, widget=forms.CheckboxSelectMultiple
    )
    slug = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=LONGEST_SLUG,
        help_text=_(
            "The last part of its public address: small letters, digits and hyphens. Left empty, "
            "it is made of the title."
        ),
    )

    def __init__(
        self,
        languages: Sequence[str],
        *,
        instruments: Choices,
        authors: Choices,
        own: Sequence[str] = (),
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"languages": list(languages), "authors": list(own)})
        self.fields["instrument"].choices = instruments  # type: ignore[attr-defined]
        self.fields["authors"].choices = authors  # type: ignore[attr-defined]
        codes = dict.fromkeys([*languages, *(code for code, _name in settings.LANGUAGES)])
        self.fields["languages"].choices = [(code, own_name(code)) for code in codes]  # type: ignore[attr-defined]
        self.add_text("title", LABELS["title"], EMPTY, languages)

    def address(self) -> str:
        """Return the address that is given, or one that is made of the title."""
        made = slugify(fold(str(self.text("title"))))[:LONGEST_SLUG].strip("-")
        return self.cleaned_data["slug"] or made


class ActionTitleForm(TextsForm):
    """A planned action that is begun."""

    def __init__(self, languages: Sequence[str], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.add_text("title", LABELS["title"], EMPTY, languages)


class ReasonForm(forms.Form):
    """Why a step is taken."""

    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RecommendationForm(TextsForm):
    """A recommendation; one that is begun names its region and authors."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    region = forms.ChoiceField(label=_("Region"))
    authors = forms.MultipleChoiceField(
        label=LABELS["authors"],
        error_messages={"required": _("Choose who writes it among the project’s partners.")},
        widget=forms.CheckboxSelectMultiple,
    )
    dated = PartialDateField(label=_("Date"))
    analysis_link = forms.URLField(
        label=_("Address of the analysis"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        error_messages={"invalid": _("This is no address. Write it whole, such as https://….")},
    )

    def __init__(
        self,
        languages: Sequence[str],
        said: Recommended | None = None,
        version: int = 0,
        *,
        regions: Choices = (),
        authors: Choices = (),
        own: Sequence[str] = (),
        own_region: str = "",
        data: Mapping[str, Any] | None = None,
    ) -> None:
        now = said or Recommended(title=EMPTY)
        initial = {
            "version": version,
            "region": own_region,
            "authors": list(own),
            "dated": now.dated,
            "analysis_link": now.analysis_link,
        }
        super().__init__(data, initial=initial)
        self.fields["region"].choices = regions  # type: ignore[attr-defined]
        self.fields["authors"].choices = authors  # type: ignore[attr-defined]
        if said:
            del self.fields["region"], self.fields["authors"]
        self.add_text("title", LABELS["title"], now.title, languages)
        labels = {
            "analysis": _("Situation analysis"),
            "findings": _("Findings"),
            "text": _("Recommendation"),
        }
        for name, label in labels.items():
            self.add_text(name, label, getattr(now, name), languages, rows=6, hint=PROSE_HINT)

    def said(self) -> Recommended:
        given = self.cleaned_data
        texts = {name: self.text(name) for name in ("title", "analysis", "findings", "text")}
        return Recommended(dated=given["dated"], analysis_link=given["analysis_link"], **texts)


class FileForm(forms.Form):
    """A file that holds a text; its page needs `enctype="multipart/form-data"`."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("At most 50 MB. It is kept as it comes; a PDF is read everywhere."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another."),
        },
    )


class QuoteForm(forms.Form):
    """Which words are meant, and what is said of them."""

    where = forms.ChoiceField(label=_("In which text"))
    quote = forms.CharField(
        label=_("The words that you mean"),
        required=False,
        max_length=LONGEST_QUOTE * 2,
        help_text=_("Copied from the text, exactly as they stand."),
    )
    text = forms.CharField(
        label=_("Your comment"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    request_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, text: PlanText, data: Mapping[str, Any] | None = None, *, where: str = ""
    ) -> None:
        super().__init__(data, initial={"request_key": new_key(), "where": where})
        self.fields["where"].choices = [  # type: ignore[attr-defined]
            (place, named_passage(text, place)) for place in passages_of(text)
        ]
