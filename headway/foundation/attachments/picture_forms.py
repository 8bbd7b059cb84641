"""A picture in a form: the file, what it shows, whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.foundation.attachments.services import (
    LONGEST_CREDIT,
    LONGEST_LICENCE,
    keep_picture,
)
from headway.foundation.attachments.sizes import WIDTHS
from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import TextsForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from headway.foundation.attachments.models import Picture
    from headway.foundation.core.actors import Actor


class PictureForm(TextsForm):
    """A picture that is brought; its page needs `enctype="multipart/form-data"`."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_(
            "JPEG, PNG or WebP, at most 20 MB. Best is a JPEG at least %(width)d pixels wide. What "
            "it says of place and camera is not shown."
        )
        % {"width": WIDTHS[-1]},
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": _("Choose a picture."),
            "empty": _("The file is empty. Choose another."),
        },
    )
    credit = forms.CharField(
        label=_("Credit"),
        max_length=LONGEST_CREDIT,
        help_text=_("Whose picture it is: the photographer, the organisation."),
        error_messages={"required": _("Say whose picture it is.")},
    )
    licence = forms.CharField(
        label=_("Licence"),
        max_length=LONGEST_LICENCE,
        help_text=_("Such as CC BY 4.0, or: with permission of the photographer."),
        error_messages={
            "required": _("Say under which licence it may be shown, such as CC BY 4.0.")
        },
    )

    def __init__(
        self,
        languages: Iterable[str],
        data: Mapping[str, Any] | None = None,
        files: Any = None,  # noqa: ANN401 -- as Django gives them
    ) -> None:
        super().__init__(data, files)
        self.add_text(
            "alternative",
            _("What it shows"),
            EMPTY,
            languages,
            hint=_("One sentence in place of the picture, for those who cannot see it."),
        )

    def keep(self, *, by: Actor, at: datetime) -> Picture:
        """Keep what a valid form holds. :raises BadInput: as `keep_picture` does."""
        given = self.cleaned_data
        return keep_picture(
            content=given["file"].chunks(),
            name=given["file"].name,
            alternative=self.text("alternative"),
            credit=given["credit"],
            licence=given["licence"],
            by=by,
            at=at,
        )
