"""What an indicator is, as forms: its definition, then rows for places, targets, breakdowns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.errors import BadInput
from headway.foundation.ui.forms import PROSE_HINT, TextsForm
from headway.monitoring.indicators.forms.fields import (
    NumberField,
    PeriodField,
    choose,
    language,
    organisation_field,
)
from headway.monitoring.indicators.kinds import KINDS
from headway.monitoring.indicators.methods import METHODS
from headway.monitoring.indicators.states import Depth, Direction, Frequency

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from headway.foundation.ui.forms import TextGroup
    from headway.monitoring.indicators.defining.rows import Rows
    from headway.monitoring.indicators.definition import Definition

PLAIN = (
    "code", "kind", "depth", "decimals", "direction", "floor", "ceiling", "baseline",
    "baseline_period", "has_no_baseline", "frequency", "lag_days", "is_key", "method",
)  # fmt: skip
LONGEST_CODE = 40


class DefinitionForm(TextsForm):
    """The definition of an indicator without its rows."""

    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=LONGEST_CODE,
        help_text=_("As the strategy numbers it, if it does."),
    )
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    depth = forms.ChoiceField(
        label=_("Level"), choices=[("", _("nothing said")), *Depth.choices], required=False
    )
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices)
    decimals = forms.IntegerField(
        label=_("Decimals shown"),
        error_messages={"invalid": _("Write a whole number, such as 1.")},
    )
    floor = NumberField(
        label=_("Natural lower limit"), help_text=_("What no value can pass, such as 0.")
    )
    ceiling = NumberField(label=_("Natural upper limit"), help_text=_("Such as 100 for a share."))
    baseline = NumberField(label=_("Baseline"), help_text=_("Empty as long as it is not known."))
    baseline_period = PeriodField(label=_("Period of the baseline"))
    has_no_baseline = forms.BooleanField(
        label=_("There is no baseline, and none is expected"), required=False
    )
    frequency = forms.ChoiceField(label=_("A value is expected"), choices=Frequency.choices)
    lag_days = forms.IntegerField(
        label=_("Days until a value is due"),
        min_value=0,
        max_value=3650,
        help_text=_("After the end of its period."),
        error_messages={"invalid": _("Write the days as a whole number, such as 90.")},
    )
    is_key = forms.BooleanField(label=_("Key indicator"), required=False)
    method = forms.ChoiceField(
        label=_("Method"),
        required=False,
        help_text=_("Another than the strategy’s own needs a reason."),
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        said: Definition,
        languages: Sequence[str],
        data: Mapping[str, Any] | None = None,
        *,
        token: str = "",
    ) -> None:
        initial = {name: getattr(said, name) for name in PLAIN} | {"token": token}
        super().__init__(data, initial=initial | {"organisation": str(said.organisation_id or "")})
        self._before = said
        self.fields["organisation"] = organisation_field(_("Responsible organisation"))
        choose(self, "kind", [(k.code, _kind_words(k.code)) for k in KINDS.values()])
        own = [(method.name, method.title) for method in METHODS.values()]
        choose(self, "method", [("", _("the strategy’s own")), *own])
        self.add_text("title", _("Title"), said.title, languages)
        self.add_text(
            "definition", _("Definition"), said.definition, languages, rows=4, hint=PROSE_HINT
        )
        self.add_text(
            "unit",
            _("Unit"),
            said.unit,
            languages,
            hint=_("Such as %, or a word in the forms of its numbers: job|jobs."),
        )
        self.add_text(
            "verification",
            _("Means of verification"),
            said.verification,
            languages,
            rows=2,
            hint=_("Where a value comes from, and how anybody can check it."),
        )
        self.add_text("method_reason", _("Why this method"), said.method_reason, languages, rows=2)

    @property
    def names(self) -> list[TextGroup]:
        return [self.group("title"), self.group("definition")]

    @property
    def units(self) -> list[TextGroup]:
        return [self.group("unit")]

    @property
    def proofs(self) -> list[TextGroup]:
        return [self.group("verification")]

    @property
    def reasons(self) -> list[TextGroup]:
        return [self.group("method_reason")]

    def definition(self, rows: Rows) -> Definition:
        """Return what the person says of the indicator; sources it has besides stay."""
        given = self.cleaned_data
        node_ids, is_ambition = rows.places.places()
        return replace(
            self._before,
            **{name: given[name] for name in PLAIN},
            title=self.text("title"),
            definition=self.text("definition"),
            unit=self.text("unit"),
            verification=self.text("verification"),
            method_reason=self.text("method_reason"),
            organisation_id=int(given["organisation"]) if given["organisation"] else None,
            node_ids=node_ids,
            is_ambition=is_ambition,
            targets=rows.targets.targets(given["direction"]),
            breakdowns=rows.breakdowns.parts(),
            provenance=rows.sources.provenance(self._before.provenance),
        )


def _kind_words(code: str) -> str:
    kind = KINDS[code]
    return f"{kind.label} – {kind.summary}"


def at_rows(refused: BadInput, rows: Rows) -> BadInput:
    """Return the same refusal with its sentences named by the rows in which they can be mended."""
    problems = dict(refused.problems)
    if sentence := problems.pop("targets", ""):
        problems[rows.targets.field_of(sentence)] = sentence
    if sentence := problems.pop("breakdowns", ""):
        problems[f"breakdowns-0-title.{language()}"] = sentence
    if sentence := problems.pop("node_ids", ""):
        problems["places-0-node"] = sentence
    return BadInput(problems)
