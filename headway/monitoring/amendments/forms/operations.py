"""An operation as forms: what each kind asks, in the forms that a draft is edited with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet
from django.utils.translation import gettext_lazy as _

from headway.foundation.core.errors import BadInput
from headway.foundation.core.problems import show_problems
from headway.foundation.core.texts import EMPTY
from headway.foundation.organisations.models import Organisation
from headway.monitoring.amendments.facts import TOP
from headway.monitoring.amendments.forms.amendments import OriginForm
from headway.monitoring.amendments.kinds import KINDS
from headway.monitoring.amendments.kinds.base import INDICATOR
from headway.monitoring.amendments.queries.writing import (
    Desk,
    definition_on,
    neighbours_on,
    parents_on,
    places_of,
    wording_on,
)
from headway.monitoring.amendments.services.amendments import Origin
from headway.monitoring.amendments.values import said_of_indicator, said_of_node
from headway.monitoring.indicators.defining.definitions import DefinitionForm, at_rows
from headway.monitoring.indicators.defining.rows import Rows, rows_of
from headway.monitoring.indicators.kinds import KINDS as INDICATOR_KINDS
from headway.monitoring.strategy.editing import BaseDuties, NodeForm, duties_form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.forms import BaseForm

    from headway.monitoring.amendments.facts import Said
    from headway.monitoring.amendments.models import Operation

ASKED_ALONE = {"set_duties": ("duties",), "set_targets": ("targets",)}
SAY_NOTHING = {"end_node", "end_indicator"}
PLACED = {"add_node", "move_node"}


class ReasonForm(OriginForm):
    """Why one operation is proposed, and where its idea comes from."""

    def __init__(
        self,
        languages: Sequence[str],
        of: Operation | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"version": of.version if of else None})
        if of:
            origin = Origin(of.origin_kind, of.origin_title, of.origin_link, of.origin_key)
            self.add_origin(languages, rationale=of.rationale, origin=origin)
        else:
            self.add_origin(languages)


class PlaceForm(forms.Form):
    """After which neighbour a node is to stand, under a parent that was chosen before."""

    parent = forms.CharField(widget=forms.HiddenInput, required=False)
    after = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(
        self, desk: Desk, said: Said, data: Mapping[str, Any] | None, *, parent: str
    ) -> None:
        beside = neighbours_on(desk, parent)
        is_there = said.get("parent", TOP) == parent
        last = beside[-1][0] if beside else TOP
        after = said.get("after", TOP) if is_there else last
        super().__init__(data, initial={"parent": parent, "after": after})
        each = [(key, _("after %(name)s") % {"name": name}) for key, name in beside]
        self.fields["after"].choices = [("", _("first")), *each]  # type: ignore[attr-defined]  # a choice field

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"parent": given["parent"], "after": given["after"]}


class UnderForm(forms.Form):
    """Under which node another is to stand; asked by GET, before the place."""

    parent = forms.ChoiceField(label=_("Under"), required=False)

    def __init__(self, desk: Desk, *, parent: str) -> None:
        super().__init__(initial={"parent": parent}, auto_id="id_under_%s")
        top = ("", _("the top of the strategy"))
        self.fields["parent"].choices = [top, *parents_on(desk)]  # type: ignore[attr-defined]  # a choice field


@dataclass
class Asked:
    """The forms of one operation, and how they are read."""

    reason: ReasonForm
    node: NodeForm | None = None
    duties: BaseDuties | None = None
    place: PlaceForm | None = None
    under: UnderForm | None = None
    definition: DefinitionForm | None = None
    rows: Rows | None = None
    targets_alone: bool = False
    _read: Callable[[], Said] = field(default=dict)

    @property
    def besides(self) -> list[BaseForm | BaseFormSet[Any]]:
        """All forms and sets but the first."""
        found = [self.node, self.duties, self.place, self.definition]
        rows = () if self.rows is None else self.rows.all
        if self.targets_alone and self.rows is not None:
            rows = (self.rows.targets,)
        return [*(each for each in found if each is not None), *rows]

    def said(self) -> Said:
        """Return what valid forms say."""
        return self._read()

    def kept(self, write: Callable[[], object]) -> bool:
        """Call a service with what valid forms hold; what it refuses is said at its fields.

        :raises Conflict: as the service does.
        """
        forms_asked = [self.reason, *self.besides]
        are_valid = [each.is_valid() for each in forms_asked]
        if not all(are_valid):
            return False
        try:
            write()
        except BadInput as refused:
            show_problems(self.reason, self._at_rows(refused), self._single())
            return False
        return True

    def _at_rows(self, refused: BadInput) -> BadInput:
        """Name what is wrong with the rows of an indicator by the rows themselves."""
        problems = dict(refused.problems)
        if self.rows is None:
            return refused
        if "places" in problems:
            problems["node_ids"] = problems.pop("places")
        return at_rows(BadInput(problems), self.rows)

    def _single(self) -> list[BaseForm]:
        """Return the forms besides the first, those of the sets one by one."""
        found: list[BaseForm] = []
        for each in self.besides:
            found += each.forms if isinstance(each, BaseFormSet) else [each]
        return found


def asked(
    desk: Desk,
    kind: str,
    *,
    of: Operation | None = None,
    parent: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> Asked:
    """Return the forms of an operation of a kind: of one that stands, or of a new one."""
    said = of.said if of else {}
    reason = ReasonForm(desk.edition.strategy.languages, of, data)
    if KINDS[kind].thing == INDICATOR:
        return _of_indicator(desk, kind, said, reason, data)
    return _of_node(desk, kind, said, reason, data, parent=parent)


def _of_node(
    desk: Desk,
    kind: str,
    said: Said,
    reason: ReasonForm,
    data: Mapping[str, Any] | None,
    *,
    parent: str | None,
) -> Asked:
    parts = KINDS[kind].parts
    found = Asked(reason)
    if kind in PLACED:
        now = {**desk.text.nodes.get(desk.thing, {}), **said}
        chosen = now.get("parent", TOP) if parent is None else parent
        found.place = PlaceForm(desk, now, data, parent=chosen)
        found.under = UnderForm(desk, parent=chosen)
    if kind not in SAY_NOTHING and kind != "move_node":
        wording = wording_on(desk, said)
        if kind not in ASKED_ALONE:
            found.node = NodeForm(desk.edition, wording, data, parts=parts)
        if "duties" in parts:
            found.duties = duties_form(wording, data)
    found._read = lambda: _said_of_node(desk, kind, found, said)
    return found


def _said_of_node(desk: Desk, kind: str, found: Asked, said: Said) -> Said:
    place = found.place.said() if found.place else {}
    wording = wording_on(desk, said) if kind not in SAY_NOTHING else None
    if wording is None or kind == "move_node":
        return place
    duties = found.duties.duties() if found.duties else wording.duties
    if found.node:
        wording = found.node.wording(duties)
    wording = replace(wording, duties=tuple(duties))
    slugs = _slugs(duty.organisation_id for duty in wording.duties)
    whole = said_of_node(wording, slugs=slugs) | place
    return {part: whole[part] for part in KINDS[kind].parts if part in whole}


def _of_indicator(
    desk: Desk, kind: str, said: Said, reason: ReasonForm, data: Mapping[str, Any] | None
) -> Asked:
    found = Asked(reason)
    if kind in SAY_NOTHING:
        return found
    nodes, ids = places_of(desk)
    languages = desk.edition.strategy.languages
    definition = definition_on(desk, said, nodes=ids)
    if kind == "add_indicator" and not said:
        first = next(iter(INDICATOR_KINDS))
        definition = replace(definition, kind=first, is_ambition=True, title=EMPTY)
    found.rows = rows_of(definition, nodes, languages, data)
    found.targets_alone = kind in ASKED_ALONE
    if found.targets_alone:
        blank = rows_of(definition, nodes, languages)
        found.rows = replace(blank, targets=found.rows.targets)
    else:
        found.definition = DefinitionForm(definition, languages, data)
    keys = {pk: key for key, pk in ids.items()}

    def read() -> Said:
        rows = found.rows
        if rows is None:
            return {}
        if found.definition is None:
            now = replace(definition, targets=rows.targets.targets(definition.direction))
        else:
            now = found.definition.definition(rows)
        slugs = _slugs([now.organisation_id] if now.organisation_id else [])
        whole = said_of_indicator(now, slugs=slugs, keys=keys)
        return {part: whole[part] for part in KINDS[kind].parts if part in whole}

    found._read = read
    return found


def _slugs(ids: Any) -> dict[int, str]:  # noqa: ANN401 -- any iterable of ids
    wanted = set(ids)
    if not wanted:
        return {}
    return dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "slug"))
