"""A review by the eight points of the rubric, and the answer to a suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from headway.cooperation.peerreview.facts import PointSaid
from headway.cooperation.peerreview.states import Mark, Point, Reply
from headway.foundation.ui.context import own_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from headway.cooperation.peerreview.models import PointVerdict, Review
    from headway.cooperation.plans.models import PlanEdition

NOT_LISTED = _("Choose one of those listed.")
NO_REPLY = _("Say whether it is accepted, adapted or declined.")


@dataclass(frozen=True, slots=True)
class PointFields:
    """The fields of one point."""

    number: int
    point: str
    label: str
    score: forms.BoundField
    comment: forms.BoundField
    suggestion: forms.BoundField


class ReviewForm(forms.Form):
    """Eight points, each with a mark, a comment and a suggestion; all may wait until submission."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    language = forms.ChoiceField(
        label=_("Language of the review"), error_messages={"invalid_choice": NOT_LISTED}
    )

    def __init__(
        self,
        review: Review,
        verdicts: Sequence[PointVerdict],
        data: Mapping[str, Any] | None = None,
        *,
        typed: Mapping[str, str] | None = None,
        seen: int | None = None,
    ) -> None:
        super().__init__(data, initial={"version": review.version if seen is None else seen})
        self.is_of_now = seen is None or seen == review.version
        self._points = [each.point for each in verdicts]
        language = _language_of(review.language)
        self.fields["language"].choices = _languages()  # type: ignore[attr-defined]
        self.fields["language"].initial = language
        for each in verdicts:
            self._add(each, language)
        for name, words in (typed or {}).items():
            if name in self.fields and name != "version":
                self.fields[name].initial = words

    def _add(self, verdict: PointVerdict, language: str) -> None:
        said, attrs = f"{Point(verdict.point).label}", {"lang": language, "rows": 3}
        self.fields[f"{verdict.point}.score"] = forms.TypedChoiceField(
            label=_("Mark"),
            coerce=int,
            empty_value=None,
            required=False,
            choices=[(mark.value, f"{mark.value} – {mark.label}") for mark in Mark],
            widget=forms.RadioSelect(attrs={"aria-label": said}),
            initial=verdict.score,
            error_messages={"invalid_choice": NOT_LISTED},
        )
        for name, label in (("comment", _("Comment")), ("suggestion", _("Suggestion"))):
            self.fields[f"{verdict.point}.{name}"] = forms.CharField(
                label=label,
                required=False,
                initial=getattr(verdict, name),
                widget=forms.Textarea(attrs=attrs),
            )

    @property
    def points(self) -> list[PointFields]:
        return [
            PointFields(
                number,
                point,
                str(Point(point).label),
                self[f"{point}.score"],
                self[f"{point}.comment"],
                self[f"{point}.suggestion"],
            )
            for number, point in enumerate(self._points, start=1)
        ]

    def said(self) -> list[PointSaid]:
        given = self.cleaned_data
        return [
            PointSaid(
                point,
                given[f"{point}.score"],
                given[f"{point}.comment"],
                given[f"{point}.suggestion"],
            )
            for point in self._points
        ]


class AnswerForm(forms.Form):
    """What the authors say to a suggestion, why, and where it is seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reply = forms.ChoiceField(
        label=_("Answer"),
        choices=Reply.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOT_LISTED, "required": NO_REPLY},
    )
    language = forms.ChoiceField(
        label=_("Language of the answer"), error_messages={"invalid_choice": NOT_LISTED}
    )
    words = forms.CharField(
        label=_("Why"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you do instead, or why not. Needed unless it is accepted as it is."),
    )
    seen_in = forms.TypedChoiceField(
        label=_("Edition in which it is seen"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": NOT_LISTED},
    )

    def __init__(
        self,
        verdict: PointVerdict,
        editions: Sequence[PlanEdition],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        seen_in, language = verdict.seen_in, _language_of(verdict.reply_language)
        initial = {
            "version": verdict.version,
            "reply": verdict.reply,
            "language": language,
            "words": verdict.reply_words,
            "seen_in": seen_in.number if seen_in else "",
        }
        super().__init__(data, initial=initial)
        self.fields["language"].choices = _languages()  # type: ignore[attr-defined]
        self.fields["words"].widget.attrs["lang"] = language
        listed = [(each.number, _edition(each)) for each in editions]
        self.fields["seen_in"].choices = [("", "–"), *listed]  # type: ignore[attr-defined]
        if not editions:
            del self.fields["seen_in"]


def _language_of(kept: str) -> str:
    """Return in which language words are; before there are any, that of the page."""
    return kept or get_language() or settings.LANGUAGE_CODE


def _languages() -> list[tuple[str, str]]:
    return [(code, own_name(code)) for code, _name in settings.LANGUAGES]


def _edition(edition: PlanEdition) -> str:
    return f"{edition.number} ({edition.get_reason_display()}, {edition.frozen_at:%Y-%m-%d})"
