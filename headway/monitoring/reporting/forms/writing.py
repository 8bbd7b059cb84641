"""A letter to partners, who speaks for them, and how far their deadlines move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from headway.foundation.ui.forms import TextsForm
from headway.foundation.ui.moments import MomentForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.foundation.core.texts import TranslatedText
    from headway.monitoring.reporting.queries.keeping import Line


class LetterForm(TextsForm):
    """A letter in each language that people read Headway in."""

    request_key = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        subject: TranslatedText,
        words: TranslatedText,
        key: str,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"request_key": key})
        languages = settings.INTERFACE_LANGUAGES
        self.add_text("subject", _("Subject"), subject, languages)
        self.add_text("words", _("Letter"), words, languages, rows=9)

    def written(self, name: str) -> dict[str, str]:
        """Return what stands in the letter, by language; empty where nothing does."""
        return {
            language: self.cleaned_data[f"{name}.{language}"].replace("\r\n", "\n").strip()
            for language in settings.INTERFACE_LANGUAGES
        }


class LineForm(forms.Form):
    """Who is written to for an organisation, and who signs off."""

    contact = forms.TypedChoiceField(
        label=_("Who is written to"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("Without a name all who report for the organisation get the letters."),
    )
    approver = forms.TypedChoiceField(
        label=_("Who signs off"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("Reports are then handed in by this person alone."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, line: Line, data: Mapping[str, Any] | None = None) -> None:
        standing = line.line
        initial = {
            "contact": standing.contact_id if standing else None,
            "approver": standing.approver_id if standing else None,
            "version": standing.version if standing else 0,
        }
        super().__init__(data, initial=initial)
        people = [(str(person.pk), f"{person} ({person.email})") for person in line.candidates]
        choices = [("", _now("nobody in particular")), *people]
        for name in ("contact", "approver"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # choice fields


class DeadlinesForm(MomentForm):
    """One moment for the deadlines of many partners."""

    def __init__(self, zone: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(zone, data)
        self.add_moment("until", None, label=_("New deadline"))
