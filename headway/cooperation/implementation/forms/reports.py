"""What a partner says of one action, or in answer to the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.cooperation.implementation.services import Words
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.ui.forms import PROSE_HINT, TextsForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.cooperation.implementation.models import ReportPart


class PartForm(TextsForm):
    """The words of one part. `typed` is what the writer typed before and did not save."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        part: ReportPart,
        data: Mapping[str, Any] | None = None,
        *,
        typed: Mapping[str, str] | None = None,
        seen: int | None = None,
    ) -> None:
        self.part = part
        self.is_of_now = seen is None or seen == part.version
        version = part.version if seen is None else seen
        super().__init__(data, initial={"version": version})
        languages = part.report.edition.text.languages
        self._questions = part.report.round.asked
        if part.action_key:
            self._add_action(part, languages)
        else:
            self._add_answers(part, languages)
        for name, words in (typed or {}).items():
            if name in self.fields:
                self.initial[name] = words

    def _add_action(self, part: ReportPart, languages: tuple[str, ...]) -> None:
        for name, label, hint in (
            ("words", _("What was done"), PROSE_HINT),
            ("obstacles", _("Obstacles"), _("What stood, or stands, in the way.")),
            ("needed", _("What we need to know"), _("The lead partner looks for who knows it.")),
            ("why", _("Why it is not carried out"), _("Needed where nothing of it was begun.")),
        ):
            self.add_text(name, label, getattr(part, name), languages, rows=4, hint=hint)

    def _add_answers(self, part: ReportPart, languages: tuple[str, ...]) -> None:
        kept = [TranslatedText.from_json(each) for each in part.answers]
        for number, question in enumerate(self._questions):
            text = kept[number] if number < len(kept) else EMPTY
            self.add_text(f"answer-{number}", str(question), text, languages, rows=4)

    def said(self) -> Words:
        if not self.part.action_key:
            numbers = range(len(self._questions))
            return Words(answers=tuple(self.text(f"answer-{number}") for number in numbers))
        return Words(
            words=self.text("words"),
            obstacles=self.text("obstacles"),
            needed=self.text("needed"),
            why=self.text("why"),
        )
