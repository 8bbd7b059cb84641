"""A part of a plan as forms: the plan's own words, or one planned action with all its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from headway.cooperation.plans.facts import Named, NodeTouched
from headway.cooperation.plans.forms.rows import BaseRows, rows_of
from headway.cooperation.plans.states import Adoption, CostState
from headway.cooperation.plans.wording import LABELS
from headway.foundation.core.errors import BadInput
from headway.foundation.core.problems import show_problems
from headway.foundation.core.texts import EMPTY, TranslatedText
from headway.foundation.ui.context import own_name
from headway.foundation.ui.forms import PROSE_HINT, TextsForm
from headway.foundation.ui.names import named
from headway.monitoring.strategy.entering import NumberField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from headway.cooperation.plans.facts import ActionText, PlanText
    from headway.cooperation.plans.queries.choices import ActionChoices
    from headway.foundation.ui.forms import TextGroup

CONTEXT_HINTS = {
    "intro": _("For somebody who knows neither the region nor the policy. It opens the summary."),
    "why": _("What does not work today, and for whom. Figures with their year and source."),
    "context": PROSE_HINT,
    "monitoring": _("Who looks at it, how often, and what happens with what they find."),
}
ACTION_HINTS = {
    "lead": _("One or two sentences for anybody. They open the action’s page."),
    "background": _("What was seen in the exchange with other regions that led here."),
    "changes": _("What will be otherwise, in which rule, measure or scheme."),
}
INDEXED = re.compile(r"([a-z]+)-(\d+)-")


class ContextForm(TextsForm):
    """A plan's own words."""

    @property
    def own_words(self) -> tuple[TextGroup, ...]:
        """The texts that stand before the question of its adoption."""
        return self.groups[:-2]

    @property
    def adoption_texts(self) -> tuple[TextGroup, ...]:
        return self.groups[-2:]

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        help_text=_("In which the plan is to be complete; the first leads."),
        widget=forms.CheckboxSelectMultiple,
    )
    recommendation = forms.ChoiceField(label=LABELS["recommendation"], required=False)
    adoption = forms.ChoiceField(
        label=LABELS["adoption"],
        choices=[("", _("nobody has said yet")), *Adoption.choices],
        required=False,
    )

    def __init__(
        self,
        said: PlanText,
        version: int,
        recommendations: Sequence[tuple[str, str]],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        now = said.recommendation.key if said.recommendation else ""
        initial = {
            "version": version,
            "languages": list(said.languages),
            "recommendation": now,
            "adoption": said.adoption,
        }
        super().__init__(data, initial=initial)
        codes = dict.fromkeys([*said.languages, *(code for code, _name in settings.LANGUAGES)])
        self.fields["languages"].choices = [(code, own_name(code)) for code in codes]  # type: ignore[attr-defined]
        self.fields["recommendation"].choices = [("", "–"), *recommendations]  # type: ignore[attr-defined]
        self.add_text("title", LABELS["title"], said.title, said.languages)
        for name in ("intro", "why", "context", "monitoring"):
            hint = CONTEXT_HINTS[name]
            self.add_text(
                name, LABELS[name], getattr(said, name), said.languages, rows=5, hint=hint
            )
        self.add_text("adopter", LABELS["adopter"], said.adopter, said.languages)
        self.add_text(
            "adoption_words", LABELS["adoption_words"], said.adoption_words, said.languages, rows=3
        )


class ActionForm(TextsForm):
    """The words of one planned action."""

    @property
    def own_words(self) -> tuple[TextGroup, ...]:
        """The texts that stand before the rows; what the cost is for stands beside the cost."""
        return self.groups[:-1]

    @property
    def cost_words(self) -> tuple[TextGroup, ...]:
        return self.groups[-1:]

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    cost_state = forms.ChoiceField(
        label=LABELS["cost"], choices=CostState.choices, widget=forms.RadioSelect
    )
    cost = NumberField(label=_("Amount"))
    currency = forms.CharField(label=_("Currency"), max_length=3, required=False)
    nodes = forms.MultipleChoiceField(
        label=LABELS["nodes"],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Those that the plan adds to, words anew, or rests on."),
    )

    def __init__(
        self,
        said: ActionText,
        version: int,
        languages: Sequence[str],
        nodes: Sequence[tuple[str, str]],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        initial = {
            "version": version,
            "cost_state": said.cost_state,
            "cost": said.cost,
            "currency": said.currency,
            "nodes": [each.node for each in said.nodes],
        }
        super().__init__(data, initial=initial)
        self.fields["nodes"].choices = list(nodes)  # type: ignore[attr-defined]
        if not nodes:
            del self.fields["nodes"]
        self.add_text("title", LABELS["title"], said.title, languages)
        for name in ("lead", "background", "changes", "follows"):
            hint = ACTION_HINTS.get(name, "")
            rows = 3 if name in {"lead", "follows"} else 6
            self.add_text(name, LABELS[name], getattr(said, name), languages, rows=rows, hint=hint)
        self.add_text("cost_words", LABELS["cost_words"], said.cost_words, languages, rows=2)


@dataclass
class PartForms:
    """The form of a part with its rows, by name."""

    form: ContextForm | ActionForm
    rows: dict[str, BaseRows]
    _read: Callable[[], Any] = field(default=dict)

    @property
    def all(self) -> list[Any]:
        return [self.form, *self.rows.values()]

    def said(self) -> Any:  # noqa: ANN401 -- a PlanText or an ActionText
        """Return what valid forms say."""
        return self._read()

    def kept(self, write: Callable[[], object]) -> bool:
        """Call a service with what valid forms hold; what it refuses is said at its fields.

        :raises Conflict: as the service does.
        """
        if not all([each.is_valid() for each in self.all]):  # noqa: C419 -- all say what is wrong
            return False
        try:
            write()
        except BadInput as refused:
            problems = dict(refused.problems)
            for each in self.rows.values():
                problems = each.at_own_rows(problems)
            besides = [form for rows in self.rows.values() for form in rows.forms]
            show_problems(self.form, BadInput(problems), besides)
            return False
        return True

    def restore(self, typed: Mapping[str, str]) -> None:
        """Put in place what was typed and not saved."""
        for form in [self.form, *(form for rows in self.rows.values() for form in rows.forms)]:
            for name in form.fields:
                words = typed.get(form.add_prefix(name))
                if words is not None and not isinstance(
                    form.fields[name], forms.MultipleChoiceField
                ):
                    form.initial[name] = form.fields[name].initial = words


def blank_rows(name: str, said: Sequence[Any], typed: Mapping[str, str]) -> int:
    """Return how many rows to add, so that all that was typed has its place and one is blank."""
    places = [int(found[2]) for key in typed if (found := INDEXED.match(key)) and found[1] == name]
    return max(1, max(places, default=-1) + 1 - len(said))


def context_forms(
    said: PlanText,
    version: int,
    recommendations: Sequence[tuple[str, str]],
    data: Mapping[str, Any] | None = None,
    *,
    typed: Mapping[str, str] | None = None,
) -> PartForms:
    """Return the forms of a plan's own words, as they stand or as they were sent."""
    words = typed or {}
    follows = said.recommendation
    if follows and follows.key not in dict(recommendations):  # taken back since it was chosen
        recommendations = [*recommendations, (follows.key, named(follows.name))]
    form = ContextForm(said, version, recommendations, data)
    rows = {
        name: rows_of(
            name,
            getattr(said, name),
            said.languages,
            data,
            more=blank_rows(name, getattr(said, name), words),
        )
        for name in ("abbreviations", "contacts")
    }
    made = PartForms(form, rows)

    def read() -> PlanText:
        given, names = form.cleaned_data, dict(recommendations)
        key = given["recommendation"]
        texts = ("title", "intro", "why", "context", "monitoring", "adopter", "adoption_words")
        return replace(
            said,
            languages=tuple(given["languages"]),
            recommendation=Named(_plain(names[key]), key) if key else None,
            adoption=given["adoption"],
            **_of(form, texts, rows),
        )

    made._read = read
    made.restore(words)
    return made


def action_forms(
    said: ActionText,
    version: int,
    languages: Sequence[str],
    choices: ActionChoices,
    data: Mapping[str, Any] | None = None,
    *,
    typed: Mapping[str, str] | None = None,
) -> PartForms:
    """Return the forms of a planned action, as it stands or as it was sent."""
    words = typed or {}
    form = ActionForm(said, version, languages, choices.nodes, data)
    of = {"organisations": choices.organisations}
    given = {"players": of, "steps": of, "lessons": {"lessons": choices.lessons}}
    rows = {
        name: rows_of(
            name,
            getattr(said, name),
            languages,
            data,
            more=blank_rows(name, getattr(said, name), words),
            **given.get(name, {}),
        )
        for name in ("players", "steps", "funding", "indicators", "risks", "lessons")
    }
    made = PartForms(form, rows)

    def read() -> ActionText:
        sent = form.cleaned_data
        texts = ("title", "lead", "background", "changes", "follows", "cost_words")
        titles = dict(choices.nodes)
        return replace(
            said,
            cost_state=sent["cost_state"],
            cost=sent["cost"],
            currency=(sent["currency"] or "EUR").upper(),
            nodes=tuple(
                NodeTouched("", key, "", _plain(titles[key])) for key in sent.get("nodes", ())
            ),
            **_of(form, texts, rows),
        )

    made._read = read
    made.restore(words)
    return made


def _of(form: TextsForm, texts: Sequence[str], rows: Mapping[str, BaseRows]) -> dict[str, Any]:
    """Return what the texts of a form and the rows beside it say, by their names."""
    said: dict[str, Any] = {name: form.text(name) for name in texts}
    return said | {name: each.values() for name, each in rows.items()}


def _plain(words: str) -> TranslatedText:
    return TranslatedText.of({"": words}) if words else EMPTY
