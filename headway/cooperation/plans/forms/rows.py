"""Rows of a plan's forms: who does what, steps, money, indicators, risks, lessons.

The last rows are blank, and a row that is emptied is left out: so rows come and go without script.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from headway.cooperation.plans.facts import (
    Funding,
    Lesson,
    Measured,
    Named,
    Player,
    Risk,
    StepText,
)
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.ui.forms import PartialDateField, TextsForm
from headway.foundation.ui.names import named
from headway.monitoring.strategy.entering import NumberField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.utils.functional import _StrOrPromise

    from headway.foundation.ui.forms import TextGroup

    Choices = Sequence[tuple[str, str]]

MOST_ROWS = 60
MONTH = re.compile(r"(\d{4})-(\d{1,2})")
INDEX = re.compile(r"-(\d+)-")


class MonthField(forms.Field):
    """A month, as 2022-02; kept as its first day."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        options.setdefault("required", False)
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "size": 8}))
        options.setdefault("help_text", _("Such as 2022-02."))
        super().__init__(**options)

    def prepare_value(self, value: object) -> object:
        return f"{value:%Y-%m}" if isinstance(value, date) else value

    def to_python(self, value: object) -> date | None:
        written = str(value or "").strip()
        if not written:
            return None
        found = MONTH.fullmatch(written)
        try:
            return date(int(found[1]), int(found[2]), 1) if found else self._refuse(written)
        except ValueError:
            return self._refuse(written)

    def _refuse(self, written: str) -> date | None:
        sentence = _("“%(words)s” is no month. Write year and month, such as 2022-02.")
        raise ValidationError(sentence % {"words": written[:40]})

    def has_changed(self, initial: object, data: object) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "").strip()


class RowForm(TextsForm):
    """One row. `said` is the value that stands; None for a blank row.

    The texts named in `OPENING` stand before its other fields: what the row is about comes first.
    """

    OPENING: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, languages: Sequence[str], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.languages = tuple(languages)
        self.said: Any = self.initial.get("said")

    @property
    def opening(self) -> tuple[TextGroup, ...]:
        return tuple(self.group(name) for name in self.OPENING)

    @property
    def closing(self) -> tuple[TextGroup, ...]:
        return tuple(self.group(name) for name in self._texts if name not in self.OPENING)

    def standing(self, name: str) -> TranslatedText:
        """Return a text of the value that stands."""
        return getattr(self.said, name) if self.said else EMPTY

    def add(self, name: str, label: _StrOrPromise, *, rows: int = 0) -> None:
        self.add_text(name, label, self.standing(name), self.languages, rows=rows)

    def take(self, *names: str) -> None:
        """Put in place what the value that stands says."""
        for name in names:
            self.initial[name] = getattr(self.said, name)

    def choose(self, name: str, options: Choices) -> None:
        self.fields[name].choices = [("", "–"), *options]  # type: ignore[attr-defined]

    def given(self, name: str) -> Any:  # noqa: ANN401 -- whatever the field holds
        return self.cleaned_data.get(name)

    def value(self) -> Any:  # noqa: ANN401 -- each kind of row its own
        """Return what the row says; nothing for a blank one."""
        raise NotImplementedError


class WhoForm(RowForm):
    """A row that names an organisation of the directory, or others by words."""

    organisation = forms.ChoiceField(label=_("Organisation"), required=False)

    def __init__(self, *args: Any, organisations: Choices, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.choose("organisation", organisations)
        who = self.said.who if self.said else None
        self.initial["organisation"] = who.key if who else ""
        words = who.name if who and not who.key else EMPTY
        self.add_text("who", _("Or who else, in words"), words, self.languages)

    def who(self) -> Named | None:
        key = self.given("organisation") or ""
        names = dict(self.fields["organisation"].choices)  # type: ignore[attr-defined]
        if key:
            return Named(TranslatedText.of({"": names[key]}), key)
        words = self.text("who")
        return Named(words) if words else None


class PlayerForm(WhoForm):
    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.add("does", _("What they do"))

    def value(self) -> Player | None:
        who, does = self.who(), self.text("does")
        return Player(who or Named(EMPTY), does) if who or does else None


class StepForm(WhoForm):
    OPENING = ("title",)
    key = forms.CharField(widget=forms.HiddenInput, required=False)
    starts = MonthField(label=_("First month"))
    ends = MonthField(label=_("Last month"))

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        if self.said:
            self.take("key", "starts", "ends")
        self.add("title", _("What is done"))
        self.add("outcome", _("What comes of it"))

    def value(self) -> StepText | None:
        found = StepText(
            self.given("key") or "",
            self.text("title"),
            self.text("outcome"),
            self.who(),
            self.given("starts"),
            self.given("ends"),
        )
        says = found.title or found.outcome or found.who or found.starts or found.ends
        return found if says else None


class FundingForm(RowForm):
    OPENING = ("source",)
    amount = NumberField(label=_("Amount, if it is known"))
    currency = forms.CharField(label=_("Currency"), max_length=3, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.initial["currency"] = self.said.currency if self.said else "EUR"
        self.initial["amount"] = self.said.amount if self.said else None
        self.add("source", _("Whose money it is"))

    def value(self) -> Funding | None:
        source, amount = self.text("source"), self.given("amount")
        currency = (self.given("currency") or "EUR").upper()
        return Funding(source, amount, currency) if source or amount is not None else None


class MeasuredForm(RowForm):
    OPENING = ("title", "unit")
    baseline = NumberField(label=_("What it was"))
    target = NumberField(label=_("Target"))
    due = PartialDateField(label=_("By when"))
    indicator = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        if self.said:
            self.take("baseline", "target", "due", "indicator")
        self.add("title", _("Indicator"))
        self.add("unit", _("Unit"))

    def value(self) -> Measured | None:
        title, unit = self.text("title"), self.text("unit")
        names = ("baseline", "target", "due")
        figures = {name: self.given(name) for name in names}
        if not title and not unit and not any(each is not None for each in figures.values()):
            return None
        return Measured(title, unit, indicator=self.given("indicator") or "", **figures)


class RiskForm(RowForm):
    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.add("risk", _("What may go wrong"))
        self.add("answer", _("What is done about it"))

    def value(self) -> Risk | None:
        risk, answer = self.text("risk"), self.text("answer")
        return Risk(risk, answer) if risk or answer else None


class LessonForm(RowForm):
    of = forms.ChoiceField(label=_("Good practice or event"), required=False)

    def __init__(self, *args: Any, lessons: Choices, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.stands = f"{self.said.kind}-{self.said.of.key}" if self.said else ""
        if self.stands and self.stands not in dict(lessons):  # taken back since it was chosen
            lessons = [*lessons, (self.stands, named(self.said.of.name))]
        self.choose("of", lessons)
        self.initial["of"] = self.stands
        self.add("words", _("What was taken from it"))

    def value(self) -> Lesson | None:
        words, chosen = self.text("words"), self.given("of") or ""
        if chosen and chosen == self.stands:
            return Lesson(self.said.kind, self.said.of, words)
        kind, _dash, key = chosen.partition("-")
        called = dict(self.fields["of"].choices).get(f"{kind}-{key}", "").partition(": ")[2]  # type: ignore[attr-defined]
        name = TranslatedText.of({"": called})
        return Lesson(kind or "practice", Named(name, key), words) if key or words else None


class AbbreviationForm(RowForm):
    short = forms.CharField(label=_("Abbreviation"), max_length=20, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.initial["short"] = self.said.key if self.said else ""
        self.add("name", _("What it stands for"))

    def value(self) -> Named | None:
        short, name = (self.given("short") or "").strip(), self.text("name")
        return Named(name, short) if short or name else None


class ContactForm(RowForm):
    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        role = self.said.who.name if self.said else EMPTY
        self.add_text("role", _("Role, not a person"), role, self.languages)
        self.add("does", _("What to ask there"))

    def value(self) -> Player | None:
        role, does = self.text("role"), self.text("does")
        return Player(Named(role), does) if role or does else None


class BaseRows(BaseFormSet[Any]):
    def values(self) -> tuple[Any, ...]:
        """Return what the rows say, in their order, without blank ones."""
        return tuple(value for _n, value in self._said())

    def _said(self) -> list[tuple[int, Any]]:
        found = ((n, form.value()) for n, form in enumerate(self.forms) if form.is_valid())
        return [(number, value) for number, value in found if value is not None]

    def at_own_rows(self, problems: Mapping[str, str]) -> dict[str, str]:
        """Name problems by the rows of the page, in which blank ones may lie between."""
        rows = [number for number, _value in self._said()]
        found = {}
        for name, sentence in problems.items():
            place = INDEX.search(name)
            if place and name.startswith(f"{self.prefix}-") and int(place[1]) < len(rows):
                name = name.replace(place[0], f"-{rows[int(place[1])]}-", 1)
            found[name] = sentence
        return found


FORMS: dict[str, type[RowForm]] = {
    "players": PlayerForm,
    "steps": StepForm,
    "funding": FundingForm,
    "indicators": MeasuredForm,
    "risks": RiskForm,
    "lessons": LessonForm,
    "abbreviations": AbbreviationForm,
    "contacts": ContactForm,
}


def rows_of(
    name: str,
    said: Iterable[Any],
    languages: Sequence[str],
    data: Mapping[str, Any] | None,
    *,
    more: int = 1,
    **choices: Choices,
) -> BaseRows:
    """Return the rows of one kind as they stand, or as they were sent."""
    kind = formset_factory(
        FORMS[name], formset=BaseRows, extra=more, max_num=MOST_ROWS + more, absolute_max=100
    )
    options = {"languages": languages, **choices}
    initial = [{"said": value} for value in said]
    made: BaseRows = kind(data, prefix=name, initial=initial, form_kwargs=options)  # type: ignore[assignment]  # as it was asked for
    return made
