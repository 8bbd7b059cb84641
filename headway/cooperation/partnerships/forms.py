"""A project and what belongs to it, as forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from headway.cooperation.partnerships.choices import (
    NOBODY,
    NamedField,
    address_field,
    chosen_region,
    day_field,
    languages_of,
    money_field,
    number_field,
    version_field,
)
from headway.cooperation.partnerships.facts import (
    GroupFacts,
    InstrumentFacts,
    MemberFacts,
    PhaseFacts,
    ProjectFacts,
    SemesterFacts,
)
from headway.cooperation.partnerships.services.projects import LONGEST_ACRONYM, LONGEST_PROGRAMME
from headway.cooperation.partnerships.states import InstrumentKind, MemberRole, Stage
from headway.foundation.core.texts import EMPTY
from headway.foundation.organisations.models import Organisation, Region
from headway.foundation.organisations.queries import names
from headway.foundation.ui.context import own_name
from headway.foundation.ui.forms import PROSE_HINT, PartialDateField, TextsForm
from headway.monitoring.strategy.models import Strategy
from headway.monitoring.strategy.queries.nodes import public_strategies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from headway.cooperation.partnerships.models import (
        Member,
        Phase,
        PolicyInstrument,
        Project,
        Semester,
        StakeholderGroup,
    )

    Data = Mapping[str, Any] | None


class ProjectForm(TextsForm):
    """What is known of a project."""

    version = version_field()
    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens: inter-ventures. It stays."),
        error_messages=dict.fromkeys(
            ("required", "invalid"), _("Write small letters, digits and hyphens: inter-ventures.")
        ),
    )
    acronym = forms.CharField(
        label=_("Acronym"),
        max_length=LONGEST_ACRONYM,
        error_messages={"required": _("The acronym is missing. Write it.")},
    )
    programme = forms.CharField(label=_("Programme"), required=False, max_length=LONGEST_PROGRAMME)
    start = PartialDateField(label=_("Start"))
    end = PartialDateField(label=pgettext_lazy("project", "End"))
    budget_eur = money_field(_("Budget, EUR"))
    cofinancing_eur = money_field(_("Of it co-financing, EUR"))
    website = address_field()
    languages = forms.MultipleChoiceField(
        label=_("Languages of its texts"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )

    def __init__(self, data: Data = None, *, of: Project | None = None) -> None:
        plain = (
            "version", "acronym", "programme", "start", "end", "budget_eur", "cofinancing_eur",
            "website", "languages",
        )  # fmt: skip
        initial: dict[str, Any] = {name: getattr(of, name) for name in plain} if of else {}
        initial.setdefault("languages", list(settings.INTERFACE_LANGUAGES))
        super().__init__(data, initial=initial)
        if of:
            del self.fields["slug"]
        offered = [(code, own_name(code)) for code, _name in settings.LANGUAGES]
        self.fields["languages"].choices = offered  # type: ignore[attr-defined]  # a choice field
        languages = languages_of(of) if of else list(settings.INTERFACE_LANGUAGES)
        self.add_text("title", _("Title"), of.title if of else EMPTY, languages)
        summary = of.summary if of else EMPTY
        self.add_text("summary", _("What it is for"), summary, languages, rows=5, hint=PROSE_HINT)
        self.add_text(
            "funding_statement",
            _("Funding statement"),
            of.funding_statement if of else EMPTY,
            languages,
            hint=_("What the programme asks to stand beside the emblem."),
        )
        disclaimer = of.disclaimer if of else EMPTY
        self.add_text("disclaimer", _("Disclaimer"), disclaimer, languages, rows=3)

    def facts(self) -> ProjectFacts:
        given = self.cleaned_data
        return ProjectFacts(
            acronym=given["acronym"],
            title=self.text("title"),
            languages=tuple(given["languages"]),
            summary=self.text("summary"),
            programme=given["programme"],
            start=given["start"],
            end=given["end"],
            budget_eur=given["budget_eur"],
            cofinancing_eur=given["cofinancing_eur"],
            website=given["website"],
            funding_statement=self.text("funding_statement"),
            disclaimer=self.text("disclaimer"),
        )


class PhaseForm(TextsForm):
    """A phase: as it was planned, and as it was."""

    version = version_field()
    number = number_field(_("Number"), min_value=1, max_value=99)
    planned_start = PartialDateField(label=_("Planned start"))
    planned_end = PartialDateField(label=_("Planned end"))
    actual_start = PartialDateField(label=_("Actual start"))
    actual_end = PartialDateField(label=_("Actual end"))

    def __init__(self, project: Project, data: Data = None, *, of: Phase | None = None) -> None:
        names_of = (
            "version", "number", "planned_start", "planned_end", "actual_start", "actual_end",
        )  # fmt: skip
        super().__init__(data, initial={each: getattr(of, each) for each in names_of if of})
        self.add_text("title", _("Title"), of.title if of else EMPTY, languages_of(project))

    def facts(self) -> PhaseFacts:
        given = self.cleaned_data
        return PhaseFacts(
            number=given["number"],
            title=self.text("title"),
            planned_start=given["planned_start"],
            planned_end=given["planned_end"],
            actual_start=given["actual_start"],
            actual_end=given["actual_end"],
        )


class SemesterForm(forms.Form):
    """A period that is reported on."""

    version = version_field()
    number = number_field(_("Number"), min_value=1, max_value=99)
    start = day_field(_("First day"))
    end = day_field(_("Last day"))
    report_due = day_field(_("Report due"), required=False)

    def __init__(self, data: Data = None, *, of: Semester | None = None) -> None:
        names_of = ("version", "number", "start", "end", "report_due")
        super().__init__(data, initial={each: getattr(of, each) for each in names_of if of})

    def facts(self) -> SemesterFacts:
        given = self.cleaned_data
        return SemesterFacts(given["number"], given["start"], given["end"], given["report_due"])


class MemberForm(forms.Form):
    """An organisation's part in a project."""

    version = version_field()
    role = forms.ChoiceField(label=pgettext_lazy("project", "Role"), choices=MemberRole.choices)
    budget_eur = money_field(_("Budget, EUR"))
    since = PartialDateField(label=_("Since"))
    until = PartialDateField(
        label=_("Until"),
        help_text=_(
            "Once the partner has left, as 2019, 2019-08 or 2019-08-31: its people then neither "
            "read nor write here. Its name stays where it took part."
        ),
    )

    def __init__(self, data: Data = None, *, of: Member | None = None) -> None:
        plain = ("version", "role", "budget_eur", "since", "until")
        initial = {each: getattr(of, each) for each in plain if of}
        super().__init__(data, initial=initial | {"region": of.region_id if of else None})
        self._of = of
        regions = Region.objects.order_by("pk")
        self.fields = {  # the organisation and its region first
            "region": NamedField(regions, label=_("Region"), required=False),
            **self.fields,
        }
        if of is None:
            everyone = Organisation.objects.order_by("slug")
            chosen = NamedField(everyone, label=_("Organisation"))
            chosen.widget.choices = [
                NOBODY,
                *((str(pk), name) for pk, name in names(get_language() or "en")),
            ]
            self.fields = {"organisation": chosen, **self.fields}

    def facts(self) -> MemberFacts:
        given = self.cleaned_data
        return MemberFacts(
            organisation=self._of.organisation if self._of else given["organisation"],
            role=given["role"],
            region=given["region"],
            budget_eur=given["budget_eur"],
            since=given["since"],
            until=given["until"],
        )


class InstrumentForm(TextsForm):
    """A policy that the project wants to improve."""

    version = version_field()
    kind = forms.ChoiceField(label=_("Kind"), choices=InstrumentKind.choices)
    website = address_field()

    def __init__(
        self, project: Project, data: Data = None, *, of: PolicyInstrument | None = None
    ) -> None:
        initial = {each: getattr(of, each) for each in ("version", "kind", "website") if of}
        for each in ("region", "managing_body", "strategy"):
            initial[each] = getattr(of, f"{each}_id", None)
        super().__init__(data, initial=initial)
        self.fields = {
            "region": chosen_region(project),
            **self.fields,
            "managing_body": NamedField(
                Organisation.objects.order_by("slug"),
                label=_("Managing body"),
                required=False,
                help_text=_("Who can change it, if the directory has it."),
            ),
            "strategy": NamedField(
                Strategy.objects.filter(pk__in=public_strategies().values("pk")).order_by("pk"),
                label=_("Strategy"),
                required=False,
                help_text=_("If its text is kept here."),
            ),
        }
        languages = languages_of(project)
        self.add_text("title", _("Title"), of.title if of else EMPTY, languages)
        about = of.about if of else EMPTY
        self.add_text("about", _("What it is"), about, languages, rows=4, hint=PROSE_HINT)
        words = of.managing_words if of else EMPTY
        self.add_text(
            "managing_words", _("Managing body that is not in the directory"), words, languages
        )

    def facts(self) -> InstrumentFacts:
        given = self.cleaned_data
        return InstrumentFacts(
            region=given["region"],
            title=self.text("title"),
            kind=given["kind"],
            about=self.text("about"),
            managing_body=given["managing_body"],
            managing_words=self.text("managing_words"),
            strategy=given["strategy"],
            website=given["website"],
        )


class GroupForm(TextsForm):
    """A region's stakeholder group."""

    version = version_field()

    def __init__(
        self,
        project: Project,
        regions: Iterable[int],
        data: Data = None,
        *,
        of: StakeholderGroup | None = None,
    ) -> None:
        initial: dict[str, Any] = {"version": of.version, "region": of.region_id} if of else {}
        initial["organisations"] = [str(each.pk) for each in of.organisations.all()] if of else []
        super().__init__(data, initial=initial)
        self.fields["region"] = chosen_region(project, regions)
        self.fields["organisations"] = forms.MultipleChoiceField(
            label=_("Organisations of the directory"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(str(pk), name) for pk, name in names(get_language() or "en")],
        )
        languages = languages_of(project)
        self.add_text("name", _("Name"), of.name if of else EMPTY, languages)
        purpose = of.purpose if of else EMPTY
        self.add_text("purpose", _("Purpose"), purpose, languages, rows=3, hint=PROSE_HINT)
        self.add_text(
            "others",
            _("Others who belong to it"),
            of.others if of else EMPTY,
            languages,
            hint=_("Organisations and roles. No names of people: everybody can read this."),
        )

    def facts(self) -> GroupFacts:
        given = self.cleaned_data
        chosen = Organisation.objects.filter(pk__in=given["organisations"]).order_by("pk")
        return GroupFacts(
            region=given["region"],
            name=self.text("name"),
            purpose=self.text("purpose"),
            organisations=tuple(chosen),
            others=self.text("others"),
        )


class StageForm(TextsForm):
    """Where a region stood on a date."""

    texts_last = True
    assessed_on = PartialDateField(
        label=_("Assessed on"),
        required=True,
        error_messages={"required": _("Say when, as far as it is known.")},
    )
    stage = forms.ChoiceField(
        label=_("Stage"),
        choices=Stage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a stage.")},
    )
    percent_into = number_field(
        _("How far into the stage, per cent"), min_value=0, max_value=100, help_text=_("0 to 100.")
    )

    def __init__(self, project: Project, regions: Iterable[int], data: Data = None) -> None:
        super().__init__(data)
        self.fields = {"region": chosen_region(project, regions), **self.fields}
        self.add_text(
            "evidence",
            _("Evidence"),
            EMPTY,
            languages_of(project),
            rows=4,
            hint=_("What shows it: a survey, cooperation that began, a network and its members."),
        )
