"""The act of an edition in force, corrected."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.monitoring.strategy.editing import ActForm
from headway.monitoring.strategy.services.drafts import Act

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.foundation.attachments.models import StoredFile
    from headway.monitoring.strategy.models import Edition

PLAIN = {
    "in_force_on": "in_force_on", "verb": "act_verb", "number": "act_number", "date": "act_date",
}  # fmt: skip


class CorrectForm(ActForm):
    """What is said of an act, and why it is corrected.

    `seen` says which correction the person has looked at: one that was changed since is shown
    again before it is kept.
    """

    act_file = forms.Field(
        label=_("The act as a file"),
        required=False,
        help_text=_("Up to 50 MB. Without one the file that stands stays."),
        widget=forms.FileInput,
    )
    reason = forms.CharField(
        label=_("Why it is corrected"),
        error_messages={"required": _("Say why the act is corrected: the reason stays on record.")},
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who comes after you reads it in the history."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, edition: Edition, data: Mapping[str, Any] | None = None) -> None:
        initial = {name: getattr(edition, column) for name, column in PLAIN.items()}
        initial["version"] = edition.version
        super().__init__(edition, data, initial=initial, body=edition.act_body)
        self._before = Act.of(edition)

    def corrected(self, file: StoredFile | None) -> Act:
        """Return the act as the person says it; sources stay, and the file unless one was sent."""
        before = self._before
        return replace(self.act(), provenance=before.provenance, file=file or before.file)


def digest_of(act: Act, reason: str) -> str:
    """Return what stands for a correction that somebody looked at."""
    parts = (
        str(act.in_force_on), repr(act.body.as_json()), act.number, str(act.date), act.verb,
        str(act.file.pk if act.file else ""), reason,
    )  # fmt: skip
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
