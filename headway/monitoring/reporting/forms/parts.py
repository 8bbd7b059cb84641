"""One part of a report as a form: how far the measure is, in words, and its figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import TextsForm
from headway.foundation.ui.names import named
from headway.monitoring.indicators.kinds import KINDS
from headway.monitoring.indicators.states import Missing
from headway.monitoring.reporting.facts import Measured, Reported
from headway.monitoring.reporting.states import Way
from headway.monitoring.strategy.entering import NumberField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.forms import BoundField
    from django.utils.functional import _StrOrPromise

    from headway.monitoring.indicators.models import Value
    from headway.monitoring.reporting.queries.answering import Due, Previous, Task

YES, NO = "1", "0"
TEXTS: dict[str, tuple[_StrOrPromise, _StrOrPromise, int]] = {
    "done": (_("What was done"), _("Two or three sentences that a citizen can follow."), 5),
    "ahead": (_("What is next"), "", 3),
    "obstacles": (_("Obstacles"), _("What stands in the way, if anything does."), 3),
}
CAUSE_ROWS = 3
TAKEN = {
    "number": ("value",),
    "share": ("numerator", "denominator", "value"),
    "yes_no": ("value",),
    "words": (),
}
LONGEST_ADDRESS = 500
LONGEST_NOTE = 2000
_FILE, _DROP = _("or a file, up to 50 MB"), _("Leave the file away")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The file on which an answer rests; `token` names it in the form, signed."""

    pk: int | None = None
    name: str = ""
    token: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """The field of a text in the reader's language, and those of the others, folded away."""

    name: str
    label: str
    hint: str
    first: BoundField
    others: tuple[BoundField, ...]

    @property
    def is_open(self) -> bool:
        """Whether another language has something to see: a mistake."""
        return any(field.errors for field in self.others)


class PartForm(TextsForm):
    """What is said of one measure, and of the figures that are asked with it."""

    status = forms.ChoiceField(
        label=_("Implementation status"), required=False, widget=forms.RadioSelect
    )
    is_none = forms.BooleanField(label=_("It does not apply in this round"), required=False)
    evidence_address = forms.CharField(
        label=_("Link"),
        required=False,
        max_length=LONGEST_ADDRESS,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    evidence_file = forms.FileField(label=_FILE, required=False, allow_empty_file=True)
    drop_evidence = forms.BooleanField(label=_DROP, required=False)
    is_sure = forms.BooleanField(label=_("It is right"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        task: Task,
        before: Previous | None,
        values: Mapping[int, Value],
        data: Mapping[str, Any] | None = None,
        *,
        typed: Mapping[str, str] | None = None,
        seen: int | None = None,
        prefix: str | None = None,
    ) -> None:
        """`typed` is what somebody typed and did not save: it stands over everything else.

        `seen` is the version they had seen: what others saved since is not overwritten by it.
        """
        super().__init__(data, prefix=prefix)
        answer = task.answer
        asked = answer.report.round
        self.task, self._values = task, values
        self._spoken = _spoken(asked.strategy.languages)
        base = answer if answer.way or before is None else before
        self.initial["version"] = answer.version if seen is None else seen
        self.initial["evidence_address"] = answer.evidence_address
        self.initial["is_none"] = answer.way == Way.NONE
        self._say(asked.asks_statuses and answer.node_id is not None, base)
        for due in task.figures:
            self._measure(due)
        self._show(typed or {})

    def _say(self, is_asked: bool, base: Any) -> None:  # noqa: ANN401 -- an answer or what was said before
        """Add the fields of the measure; none where only figures are asked."""
        if not is_asked:
            del self.fields["status"]
        else:
            options = self.task.answer.report.round.strategy.statuses
            choice: Any = self.fields["status"]
            choice.choices = [(each.code, named(each.label)) for each in options]
            self.initial["status"] = base.status
        if self.task.answer.node_id is None:
            del self.fields["is_none"]
            return
        for name, (label, hint, rows) in TEXTS.items():
            text = getattr(base, name)
            self.add_text(name, label, text, self._spoken, rows=rows, hint=hint)
        self.add_text("cause", _("Cause"), base.cause, self._spoken, rows=CAUSE_ROWS)

    def _measure(self, due: Due) -> None:
        """Add the fields of one figure: those of its kind, why there is none, what it rests on."""
        figure, name = due.figure, f"figure-{due.figure.pk}"
        kind = KINDS[due.text.kind]
        before = self._values.get(figure.pk) if due.can_repeat and not figure.way else None
        standing: Any = before or figure
        for part in TAKEN[kind.takes]:
            self.fields[f"{name}.{part}"] = _number(kind.takes, part)
            self.initial[f"{name}.{part}"] = _written(kind.takes, getattr(standing, part))
        if kind.takes == "words":
            label = named(due.text)
            self.add_text(f"{name}.words", label, standing.words, self._spoken, rows=2)
        self.fields[f"{name}.missing"] = forms.ChoiceField(
            label=_("Why there is no value"),
            choices=[("", _("there is one")), *Missing.choices],
            required=False,
        )
        self.initial[f"{name}.missing"] = figure.missing
        self.fields[f"{name}.note"] = forms.CharField(
            label=_("Note on the value"), required=False, max_length=LONGEST_NOTE,
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip
        self.initial[f"{name}.note"] = figure.note.words(self._spoken[0])
        self.fields[f"{name}.evidence_address"] = forms.CharField(
            label=_("Link to the evidence"), required=False, max_length=LONGEST_ADDRESS,
            widget=forms.URLInput(attrs={"placeholder": "https://"}),
        )  # fmt: skip
        self.initial[f"{name}.evidence_address"] = figure.evidence_address
        self.fields[f"{name}.evidence_file"] = forms.FileField(
            label=_FILE, required=False, allow_empty_file=True
        )
        self.fields[f"{name}.drop_evidence"] = forms.BooleanField(label=_DROP, required=False)

    def _show(self, typed: Mapping[str, str]) -> None:
        for name, words in typed.items():
            if name in self.fields and name != "version":
                field = self.fields[name]
                is_box = isinstance(field, forms.BooleanField)
                self.initial[name] = bool(words) if is_box else words

    # -- what the page shows -------------------------------------------------------------------

    @property
    def texts(self) -> list[Language]:
        return [self._language(name) for name in TEXTS if name in self._texts]

    @property
    def cause(self) -> Language | None:
        return self._language("cause") if "cause" in self._texts else None

    def _language(self, name: str) -> Language:
        group = self.group(name)
        first, *others = group.fields
        return Language(name, str(group.label), str(group.hint), first, tuple(others))

    def label_of(self, name: str) -> str:
        """Say which answer a field holds, where it stands alone: “What was done (English)”."""
        own = str(self[name].label)
        base, _dot, _last = name.rpartition(".")
        figures = {f"figure-{due.figure.pk}": named(due.text) for due in self.task.figures}
        if base in figures:
            return f"{figures[base]}: {own}"
        return f"{self.group(base).label} ({own})" if base in self._texts else own

    def of_figure(self, due: Due) -> FigureFields:
        name = f"figure-{due.figure.pk}"
        taken = [self[f"{name}.{part}"] for part in TAKEN[KINDS[due.text.kind].takes]]
        words = self._language(f"{name}.words") if f"{name}.words" in self._texts else None
        names = ("missing", "note", "evidence_address", "evidence_file", "drop_evidence")
        return FigureFields(taken, words, *(self[f"{name}.{each}"] for each in names))

    @property
    def is_of_now(self) -> bool:
        """Whether nobody saved the part since the words in the form were begun."""
        return str(self["version"].value()) == str(self.task.answer.version)

    @property
    def is_touched(self) -> bool:
        """Whether anything differs from what the form shows by itself."""
        return bool(set(self.changed_data) - {"version"})

    def as_typed(self) -> dict[str, str]:
        """Return what was sent, field by field, as `autosave` keeps it: whatever it is."""
        names = (name for name in self.fields if name not in {"version", "is_sure"})
        return {
            name: str(self.data.get(self.add_prefix(name), ""))
            for name in names
            if not isinstance(self.fields[name], forms.FileField)
        }

    # -- what was said -------------------------------------------------------------------------

    def reported(self, evidence_id: int | None) -> Reported:
        """Return what the person says of the measure."""
        given = self.cleaned_data
        is_none = bool(given.get("is_none"))
        texts = {name: self.text(name) for name in (*TEXTS, "cause") if name in self._texts}
        return Reported(
            way=Way.NONE if is_none else Way.NEW,
            status="" if is_none else given.get("status", ""),
            evidence_id=evidence_id,
            evidence_address=given.get("evidence_address", ""),
            **texts,
        )

    def measured(self, evidence: Mapping[str, int | None] | None = None) -> tuple[Measured, ...]:
        """Return what the person says of each figure; `evidence` are its files, as `figure-12.`.

        Without them the files that stand stay.
        """
        standing = {f"figure-{d.figure.pk}.": d.figure.evidence_id for d in self.task.figures}
        files = {**standing, **(evidence or {})}
        return tuple(
            self._measured(due, files[f"figure-{due.figure.pk}."]) for due in self.task.figures
        )

    def _measured(self, due: Due, evidence_id: int | None) -> Measured:
        given, name = self.cleaned_data, f"figure-{due.figure.pk}"
        words = f"{name}.words"
        return Measured(
            figure_id=due.figure.pk,
            way=Way.NEW,
            value=given.get(f"{name}.value"),
            numerator=given.get(f"{name}.numerator"),
            denominator=given.get(f"{name}.denominator"),
            words=self.text(words) if words in self._texts else EMPTY,
            missing=given.get(f"{name}.missing", ""),
            note=due.figure.note.revised({self._spoken[0]: given.get(f"{name}.note", "")}),
            evidence_id=evidence_id,
            evidence_address=given.get(f"{name}.evidence_address", ""),
        )


@dataclass(frozen=True, slots=True)
class FigureFields:
    """The fields of one figure."""

    taken: Sequence[BoundField]
    words: Language | None
    missing: BoundField
    note: BoundField
    evidence_address: BoundField
    evidence_file: BoundField
    drop_evidence: BoundField

    @property
    def is_open(self) -> bool:
        """Whether what is folded away has something to see."""
        folded = (self.missing, self.note, self.evidence_address, self.evidence_file)
        return any(field.errors or field.value() for field in folded)


def _spoken(languages: Sequence[str]) -> tuple[str, ...]:
    """Return the languages of a strategy, the reader's first."""
    own = get_language() or "en"
    return tuple(sorted(languages, key=lambda each: each != own))


def _number(takes: str, part: str) -> forms.Field:
    if takes == "yes_no":
        return forms.TypedChoiceField(
            label=_("Answer"),
            choices=[(YES, pgettext("answer", "yes")), (NO, pgettext("answer", "no"))],
            coerce=Decimal,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
        )
    labels = {
        "numerator": _("Part"),
        "denominator": _("Whole"),
        "value": _("Or the percentage alone") if takes == "share" else _("Value"),
    }
    return NumberField(label=labels[part], has_unit=part == "value")


def _written(takes: str, value: Decimal | None) -> object:
    """Return a figure as its field takes it."""
    if value is None:
        return ""
    return str(int(value)) if takes == "yes_no" else value


def cause_hint(task: Task, *, overdue: str) -> str:
    """Say when a cause is needed; `overdue` is the day on which the measure was due, if past."""
    if overdue:
        return _now("The measure was due %(day)s. Say why it is late.") % {"day": overdue}
    if task.answer.node_id is None:
        return ""
    return _now("Needed if it is partly done, not done, or does not apply.")
