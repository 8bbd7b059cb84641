"""How forms come out, and the fields that many of them share: partial dates, texts by language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.errors import BadInput, HeadwayError
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.problems import show_problems
from headway.foundation.ui.context import own_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.forms import BaseForm, BaseFormSet
    from django.template.base import Template
    from django.utils.functional import _StrOrPromise

    from headway.foundation.core.texts import TranslatedText

DATE_HINT = _("As far as it is known: 2018, 2018-spring, 2018-03 or 2018-03-15.")
PROSE_HINT = _(
    "A blank line begins a new paragraph; a line that begins with “- ” is a list item; "
    "[words](https://example.org) is a link. Everything else stands as you write it."
)

OURS = {
    "django/forms/widgets/radio.html": "ui/forms/choices.html",
    "django/forms/widgets/checkbox_select.html": "ui/forms/choices.html",
    "django/forms/errors/list/default.html": "ui/forms/errors.html",
}


class OurField(BoundField):
    """A field whose name may have signs (`title.lt`, `~new`) and whose id has none."""

    @property
    def auto_id(self) -> str:
        return re.sub(r"[^\w-]", "-", super().auto_id)


class Renderer(TemplatesSetting):
    """Renders `{{ form }}` and `{{ form.field.as_field_group }}` in Headway's markup."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = OurField

    def get_template(self, template_name: str) -> Template | None:
        return super().get_template(OURS.get(template_name, template_name))


class PartialDateField(forms.Field):
    """A date as far as it is known; what is no date gets the sentence that shows the forms."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        options.setdefault("required", False)
        options.setdefault("help_text", DATE_HINT)
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: object) -> PartialDate | None:
        if value in self.empty_values or isinstance(value, PartialDate):
            return value or None  # type: ignore[return-value]  # an empty value is no date
        text = str(value).strip()
        try:
            return PartialDate.parse(text) if text else None
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem

    def has_changed(self, initial: object, data: object) -> bool:
        return str(initial or "") != str(data or "").strip()


@dataclass(frozen=True, slots=True)
class TextGroup:
    """One text for the page: what it is, and its field in each language."""

    label: _StrOrPromise
    hint: _StrOrPromise
    fields: tuple[BoundField, ...]


class TextsForm(forms.Form):
    """A form with texts in several languages: a field for each, named `title.lt`."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self._texts: dict[str, tuple[_StrOrPromise, _StrOrPromise, TranslatedText]] = {}

    def add_text(
        self,
        name: str,
        label: _StrOrPromise,
        text: TranslatedText,
        languages: Iterable[str],
        *,
        rows: int = 0,
        hint: _StrOrPromise = "",
    ) -> None:
        """Add a text: its words now, in the wanted languages and those that it has besides."""
        self._texts[name] = (label, hint, text)
        for language in dict.fromkeys([*languages, *text.languages]):
            self.fields[f"{name}.{language}"] = forms.CharField(
                label=own_name(language),
                required=False,
                initial=text.words(language),
                widget=_widget(language, rows),
            )

    def text(self, name: str) -> TranslatedText:
        """Return a text as the person words it: what they left alone may become outdated.

        What could not be read stays as it was.
        """
        before = self._texts[name][2]
        words = {
            field.rpartition(".")[2]: self.cleaned_data[field].replace("\r\n", "\n")
            for field in self.fields
            if field.startswith(f"{name}.") and field in self.cleaned_data
        }
        return before.revised(words)

    def group(self, name: str) -> TextGroup:
        label, hint, _text = self._texts[name]
        fields = tuple(self[field] for field in self.fields if field.startswith(f"{name}."))
        return TextGroup(label, hint, fields)

    @property
    def groups(self) -> tuple[TextGroup, ...]:
        return tuple(self.group(name) for name in self._texts)

    @property
    def others(self) -> tuple[BoundField, ...]:
        """Return the fields that need no language."""
        starts = tuple(f"{name}." for name in self._texts)
        return tuple(
            field for field in self.visible_fields() if not field.name.startswith(starts or ("\0",))
        )


def _widget(language: str, rows: int) -> forms.Widget:
    """Return a control that tells screen readers and spelling checkers its language."""
    if rows:
        return forms.Textarea(attrs={"lang": language, "rows": rows})
    return forms.TextInput(attrs={"lang": language})


def kept(
    form: BaseForm,
    write: Callable[[], object],
    *,
    besides: Iterable[BaseFormSet[Any]] = (),
    in_parts: bool = False,
) -> bool:
    """Call a service with what valid forms hold; what it refuses is said at the fields.

    `in_parts`: `write` can do without what a form could not read. What the service would refuse of
    the rest is then said at once, and nothing is written.

    :raises Conflict: as the service does; `conflicts.conflict_page` answers it.
    """
    besides = tuple(besides)
    are_valid = [form.is_valid(), *(each.is_valid() for each in besides)]
    if not all(are_valid):
        if in_parts:
            _weigh(form, write)
        return False
    try:
        write()
    except BadInput as refused:
        show_problems(form, refused, [each for formset in besides for each in formset.forms])
        return False
    return True


def _weigh(form: BaseForm, write: Callable[[], object]) -> None:
    """Say what a service would refuse besides what a form could not read: a dry run."""
    wrong = [f"{name}." for name in form.errors]
    try:
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
    except BadInput as refused:
        found = {
            name: sentence
            for name, sentence in refused.problems.items()
            if not any(each.startswith(f"{name}.") for each in wrong)
        }
        show_problems(form, BadInput(found))
    except HeadwayError:
        return  # such as a clash of two writers: it comes up again once the rest is mended


def status_of(*forms_shown: BaseForm | BaseFormSet[Any]) -> int:
    """Return the status of a page that shows forms: 422 once they were sent."""
    return 422 if any(form.is_bound for form in forms_shown) else 200
