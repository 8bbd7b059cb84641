"""An event: what, when and where; its programme, its material, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.cooperation.exchange.facts import EventPlan, MaterialPlan, PointPlan, TookPart
from headway.cooperation.exchange.forms import fields
from headway.cooperation.exchange.states import EventKind, MaterialKind, Mode
from headway.foundation.core.texts import EMPTY
from headway.foundation.ui.forms import PROSE_HINT, PartialDateField, TextsForm
from headway.foundation.ui.zones import zones_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import time

    from headway.cooperation.exchange.models import Event, Participation, ProgrammePoint
    from headway.cooperation.partnerships.models import Project
    from headway.foundation.attachments.models import StoredFile
    from headway.foundation.organisations.models import Organisation

WHEN = ("start", "end", "begins", "finishes", "time_zone")
WHERE = ("mode", "online_link")
WHO = ("hosts", "languages", "is_public")
REGISTERING = ("takes_registrations", "places", "registers_until")
EMPTY_ROWS = 4
MOST_ROWS = 200


class EventForm(TextsForm):
    """What an event is, when and where."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=EventKind.choices)
    start = PartialDateField(label=_("First day"), help_text="")
    end = PartialDateField(label=_("Last day"), help_text="")
    begins = fields.time_field(_("Begins at"))
    finishes = fields.time_field(_("Ends at"))
    time_zone = forms.ChoiceField(label=_("Whose clocks"), required=False)
    mode = forms.ChoiceField(label=_("How it is held"), choices=Mode.choices, initial=Mode.ON_SITE)
    online_link = fields.address_field(
        _("Link to take part"), help_text=_("Only partners and those who registered get it.")
    )
    hosts = forms.TypedMultipleChoiceField(
        label=_("Hosts"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_public = forms.BooleanField(
        label=_("Public"),
        required=False,
        initial=True,
        help_text=_(
            "Everybody reads of it once it is announced. Otherwise only its hosts and the lead "
            "partner do; of a partner meeting, all partners."
        ),
    )
    takes_registrations = forms.BooleanField(label=_("People can register"), required=False)
    places = fields.number_field(_("Places"), help_text=_("Empty if there is room for everybody."))
    registers_until = forms.DateField(
        label=_("Last day to register"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": fields.NO_DAY},
    )

    def __init__(
        self,
        project: Project,
        partners: Iterable[Organisation],
        data: Mapping[str, Any] | None = None,
        *,
        of: Event | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(of) if of else {})
        chosen: Any = self.fields
        houses = list(partners)
        chosen["hosts"].choices = fields.organisations(houses)
        chosen["languages"].choices = fields.languages(project.languages)
        countries = (each.country for each in houses)
        chosen["time_zone"].choices = [("", "–"), *zones_for(countries)]
        for name, label, rows, hint in (
            ("title", _("Title"), 0, ""),
            ("place", _("Place"), 0, ""),
            ("planned_place", _("Place that was planned"), 0, _("If it was moved or held online.")),
            ("summary", _("About the event"), 5, PROSE_HINT),
        ):
            text = getattr(of, name) if of else EMPTY
            self.add_text(name, label, text, project.languages, rows=rows, hint=hint)

    def plan(self) -> EventPlan:
        given = self.cleaned_data
        texts = ("title", "place", "planned_place", "summary")
        said: dict[str, Any] = {name: self.text(name) for name in texts}
        plain = ("kind", "is_public", *WHEN, *WHERE, *REGISTERING)
        return EventPlan(
            **said,
            **{name: given[name] for name in plain},
            host_ids=tuple(given["hosts"]),
            languages=tuple(given["languages"]),
        )

    def _of(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def when(self) -> list[forms.BoundField]:
        return self._of(WHEN)

    @property
    def where(self) -> list[forms.BoundField]:
        return self._of(WHERE)

    @property
    def who(self) -> list[forms.BoundField]:
        return self._of(WHO)

    @property
    def registering(self) -> list[forms.BoundField]:
        return self._of(REGISTERING)

    @property
    def title(self) -> list[Any]:
        return [self.group("title")]

    @property
    def places_in_words(self) -> list[Any]:
        return [self.group("place"), self.group("planned_place")]

    @property
    def about(self) -> list[Any]:
        return [self.group("summary")]


def _initial(of: Event) -> dict[str, Any]:
    kept = ("kind", "start", "end", "time_zone", "mode", "online_link", "languages", "is_public")
    return {
        **{name: getattr(of, name) for name in (*kept, *REGISTERING, "version")},
        "hosts": [host.pk for host in of.hosts.all()],
        "begins": _clock(of, of.starts_at),
        "finishes": _clock(of, of.ends_at),
    }


def _clock(of: Event, at: Any) -> time | None:  # noqa: ANN401 -- a moment, or none
    local: time | None = at.astimezone(ZoneInfo(of.time_zone)).time() if at else None
    return local


class ProgrammeForm(TextsForm):
    """The points of a programme, a row for each, and some that are empty."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    rows = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=MOST_ROWS
    )

    def __init__(
        self,
        event: Event,
        points: tuple[ProgrammePoint, ...],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        count = len(points) + EMPTY_ROWS
        super().__init__(data, initial={"version": event.version, "rows": count})
        if data is not None:
            sent = str(data.get("rows", ""))
            count = min(int(sent), MOST_ROWS) if sent.isdecimal() and len(sent) < 4 else count
        self.count = count
        for number in range(count):
            point = points[number] if number < len(points) else None
            self._add_row(number, point, event.project.languages)

    def _add_row(self, number: int, point: ProgrammePoint | None, languages: list[str]) -> None:
        self.fields[f"starts-{number}"] = fields.time_field(
            _("Time"), initial=point.starts if point else None
        )
        self.fields[f"speaker-{number}"] = forms.CharField(
            label=_("Who speaks"), required=False, initial=point.speaker if point else ""
        )
        title = point.title if point else EMPTY
        self.add_text(f"title-{number}", _("What happens"), title, languages)

    def points(self) -> list[PointPlan]:
        given = self.cleaned_data
        return [
            PointPlan(
                self.text(f"title-{number}"), given[f"starts-{number}"], given[f"speaker-{number}"]
            )
            for number in range(self.count)
        ]

    @property
    def lines(self) -> list[Any]:
        """The fields of each row: time, speaker, and the title in each language."""
        return [
            {
                "number": number + 1,
                "plain": [self[f"starts-{number}"], self[f"speaker-{number}"]],
                "texts": [self.group(f"title-{number}")],
            }
            for number in range(self.count)
        ]


class OutcomeForm(TextsForm):
    """What was learnt at an event, and how many of each partner took part."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        event: Event,
        partners: list[Organisation],
        took_part: tuple[Participation, ...],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"version": event.version})
        self.partners = partners
        came = {one.organisation_id: one for one in took_part}
        for partner in partners:
            one = came.get(partner.pk)
            self._add_partner(partner, one)
        others = came.get(None)
        languages = event.project.languages
        self.fields["people-others"] = fields.number_field(
            _("How many others"), initial=others.people if others else None
        )
        words = others.words if others else EMPTY
        self.add_text("others", _("Who else took part"), words, languages)
        self.add_text(
            "learnt", _("What was learnt"), event.learnt, languages, rows=8, hint=PROSE_HINT
        )

    def _add_partner(self, partner: Organisation, one: Participation | None) -> None:
        (_pk, name), *_rest = fields.organisations([partner])
        self.fields[f"came-{partner.pk}"] = forms.BooleanField(
            label=name, required=False, initial=one is not None
        )
        self.fields[f"people-{partner.pk}"] = fields.number_field(
            _("People, if it is known"), initial=one.people if one else None
        )

    def took_part(self) -> list[TookPart]:
        given = self.cleaned_data
        found = [
            TookPart(partner.pk, people=given[f"people-{partner.pk}"])
            for partner in self.partners
            if given[f"came-{partner.pk}"] or given[f"people-{partner.pk}"] is not None
        ]
        words, people = self.text("others"), given["people-others"]
        return [*found, TookPart(words=words, people=people)] if words or people else found

    @property
    def lines(self) -> list[Any]:
        return [(self[f"came-{one.pk}"], self[f"people-{one.pk}"]) for one in self.partners]

    @property
    def learnt(self) -> list[Any]:
        return [self.group("learnt")]

    @property
    def others_in_words(self) -> list[Any]:
        return [self.group("others")]

    @property
    def other_people(self) -> forms.BoundField:
        return self["people-others"]


class MaterialForm(TextsForm):
    """A file or a link of an event."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MaterialKind.choices)
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("At most 50 MB. It is kept as it comes.")
    )
    link = fields.address_field(
        _("Or an address"), help_text=_("Videos are linked, never shown within our pages.")
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    is_public = forms.BooleanField(
        label=_("Public"),
        required=False,
        initial=True,
        help_text=_("Otherwise only partners who read of the event find it, in the workspace."),
    )

    def __init__(
        self,
        project: Project,
        data: Mapping[str, Any] | None = None,
        files: Any = None,  # noqa: ANN401 -- as Django gives them
    ) -> None:
        super().__init__(data, files)
        chosen: Any = self.fields["language"]
        chosen.choices = [("", "–"), *fields.languages(project.languages)]
        self.add_text("title", _("Title"), EMPTY, project.languages)

    def plan(self, file: StoredFile | None) -> MaterialPlan:
        given = self.cleaned_data
        return MaterialPlan(
            title=self.text("title"),
            kind=given["kind"],
            file=file,
            link=given["link"],
            language=given["language"],
            is_public=given["is_public"],
        )


class CancelForm(forms.Form):
    """Why an event does not take place."""

    reason = forms.CharField(
        label=_("Why it is cancelled"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those who registered read it in their mail, everybody on its page."),
    )


class VisitorForm(forms.Form):
    """Who wants to come to an event."""

    name = forms.CharField(
        label=_("Your name"), required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.CharField(
        label=_("Your e-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We write to it once; you come only after you use the link in that mail."),
    )
    organisation = forms.CharField(
        label=_("Your organisation"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    needs = forms.CharField(
        label=_("What the hosts should know"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as a step-free way or an interpreter. Nothing about your health."),
    )
