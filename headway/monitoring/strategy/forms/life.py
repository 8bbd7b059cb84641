"""Status and note of one node, and of many in a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import PROSE_HINT, TextsForm
from headway.monitoring.strategy.forms import choices
from headway.monitoring.strategy.services.lives import LifeEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.safestring import SafeString

    from headway.monitoring.strategy.models import Life, Strategy
    from headway.monitoring.strategy.queries.tree import Row

NO_DAY = _("This is no day. Write it as 2026-11-22.")


def _day_widget() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class LifeForm(TextsForm):
    status = forms.ChoiceField(label=_("Status"), required=False)
    status_on = forms.DateField(
        label=_("Status of"),
        required=False,
        widget=_day_widget(),
        error_messages={"invalid": NO_DAY},
        help_text=_("The day of which the status speaks."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, strategy: Strategy, life: Life | None, data: Mapping[str, Any] | None = None
    ) -> None:
        initial = {
            "status": life.status if life else "",
            "status_on": life.status_on if life else None,
            "version": life.version if life else 0,
        }
        super().__init__(data, initial=initial)
        self.fields["status"].choices = choices.statuses(strategy)  # type: ignore[attr-defined]  # a choice field
        note = life.note if life else EMPTY
        self.add_text("note", _("Note"), note, strategy.languages, rows=4, hint=PROSE_HINT)


class LifeRowForm(forms.Form):
    """One row of the grid. What was shown travels along, so that only what I changed is sent."""

    key = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("Status"), required=False, show_hidden_initial=True)
    status_on = forms.DateField(
        label=_("Status of"),
        required=False,
        widget=_day_widget(),
        show_hidden_initial=True,
        error_messages={"invalid": NO_DAY},
    )

    def __init__(self, *args: Any, statuses: choices.Choices, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["status"].choices = statuses  # type: ignore[attr-defined]  # a choice field

    @property
    def carried(self) -> list[SafeString]:
        """The row as it was sent, for a page that shows it only."""
        first = [self[name].as_hidden(only_initial=True) for name in ("status", "status_on")]
        return [*(field.as_hidden() for field in self), *first]

    def entry(self) -> LifeEntry | None:
        """Return what the person changed in the row; nothing for a row left alone."""
        if not {"status", "status_on"} & set(self.changed_data):
            return None
        given = self.cleaned_data
        return LifeEntry(given["key"], given["status"], given["status_on"], given["version"])


class BaseGrid(BaseFormSet[LifeRowForm]):
    def entries(self) -> tuple[LifeEntry, ...]:
        return tuple(entry for form in self.forms if (entry := form.entry()))

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Say at each row what is wrong with it: sentences by the key of the node."""
        for form in self.forms:
            if sentence := problems.get(form.cleaned_data["key"]):
                form.add_error("status", sentence)


GridFormSet: type[BaseGrid] = formset_factory(  # type: ignore[assignment]  # as the formset says
    LifeRowForm, formset=BaseGrid, extra=0
)


def grid(
    strategy: Strategy,
    rows: Iterable[Row],
    versions: Mapping[str, int],
    data: Mapping[str, Any] | None = None,
) -> BaseGrid:
    """Return the grid of these measures; `versions` are those of their lives, by key."""
    initial = [
        {
            "key": row.key,
            "version": versions.get(row.key, 0),
            "status": row.status,
            "status_on": row.status_on,
        }
        for row in rows
    ]
    kwargs = {"statuses": choices.statuses(strategy)}
    return GridFormSet(data, prefix="rows", initial=initial, form_kwargs=kwargs)
