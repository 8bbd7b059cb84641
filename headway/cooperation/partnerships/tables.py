"""Open tables of projects: partners, policy instruments, stages. Everybody can read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from headway.cooperation.partnerships.models import Member, PolicyInstrument, StageAssessment
from headway.cooperation.partnerships.queries import projects
from headway.foundation.core.errors import BadInput
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.formats.types import Column, Filter, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from headway.foundation.core.texts import TranslatedText
    from headway.foundation.organisations.models import Region


def _wanted(filters: Mapping[str, str]) -> dict[str, str]:
    """Return what to look for. :raises BadInput: for a project that there is not."""
    slug = filters.get("project")
    if not slug:
        return {}
    if slug not in {each.slug for each in projects()}:
        sentence = gettext("There is no project “%(slug)s”.")
        raise BadInput({"project": sentence % {"slug": slug}})
    return {"project__slug": slug}


def _words(text: TranslatedText) -> str:
    return text.passage(get_language() or "en").words


def _region(region: Region | None) -> Row:
    return {
        "region": _words(region.name) if region else "",
        "country": region.country if region else "",
        "nuts_code": region.nuts_code if region else "",
    }


def partner_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield the partners of projects. One query, two with a filter."""
    found = Member.objects.filter(**_wanted(filters))
    for row in found.select_related("project", "organisation", "region").order_by("pk"):
        yield {
            "project": row.project.slug,
            "organisation": row.organisation.slug,
            "name": _words(row.organisation.name),
            "role": row.role,
            **_region(row.region),
            "budget_eur": row.budget_eur,
            "since": str(row.since or ""),
            "until": str(row.until or ""),
            "synthetic": "; ".join(row.provenance.synthetic),
        }


def instrument_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield the policy instruments of projects. One query, two with a filter."""
    found = PolicyInstrument.objects.filter(**_wanted(filters))
    joined = found.select_related("project", "region", "managing_body", "strategy")
    for row in joined.order_by("pk"):
        body = row.managing_body.name if row.managing_body else row.managing_words
        is_shown = row.strategy is not None and row.strategy.is_public
        yield {
            "project": row.project.slug,
            "key": row.key,
            "title": _words(row.title),
            "kind": row.kind,
            **_region(row.region),
            "managing_body": _words(body),
            "strategy": row.strategy.slug if row.strategy and is_shown else "",
            "website": row.website,
            "synthetic": "; ".join(row.provenance.synthetic),
        }


def stage_rows(filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield where regions stood, region by region, the earliest first."""
    found = StageAssessment.objects.filter(**_wanted(filters)).select_related("project", "region")
    for row in sorted(found, key=_place):
        yield {
            "project": row.project.slug,
            **_region(row.region),
            "assessed_on": str(row.assessed_on),
            "stage": row.stage,
            "percent_into": row.percent_into,
            "evidence": _words(row.evidence),
            "synthetic": "; ".join(row.provenance.synthetic),
        }


def _place(row: StageAssessment) -> tuple[int, int, PartialDate]:
    return row.project_id, row.region_id, row.assessed_on or PartialDate(1)


_PROJECT = Column("project", _("project"), _("Its name in addresses."), "text")
_SYNTHETIC = Column("synthetic", _("synthetic"), _("Which parts were made up; “all” for all."),
                    "text")  # fmt: skip
_REGION = (
    Column("region", _("region"), _("In the language asked for."), "text"),
    Column("country", _("country"), _("Two letters (ISO 3166-1)."), "text"),
    Column("nuts_code", _("NUTS code"), _("Empty if it is not known."), "text"),
)
_ONE = (Filter("project", _("one project, by its name in addresses")),)

PARTNERS = Table(
    name="project_partners",
    title=_("Partners of projects"),
    description=_("Which organisations take part in interregional projects, in which role."),
    columns=(
        _PROJECT,
        Column("organisation", _("organisation"), _("Its name in addresses."), "text"),
        Column("name", _("name of the organisation"), _("In the language asked for."), "text"),
        Column("role", _("role"), _("lead, partner or advisory."), "text"),
        *_REGION,
        Column("budget_eur", _("budget"), _("Empty if it is not known."), "number", _("EUR")),
        Column("since", _("since"), _("As far as it is known: 2019, 2019-08."), "text"),
        Column("until", _("until"), _("As far as it is known: 2019, 2019-08."), "text"),
        _SYNTHETIC,
    ),
    rows=partner_rows,
    filters=_ONE,
    public=True,
)
INSTRUMENTS = Table(
    name="policy_instruments",
    title=_("Policy instruments"),
    description=_("The policies that interregional projects want to improve."),
    columns=(
        _PROJECT,
        Column("key", _("key"), _("Permanent key; never reused."), "text"),
        Column("title", _("title"), _("In the language asked for."), "text"),
        Column("kind", _("kind"), _("strategy, programme, law or other."), "text"),
        *_REGION,
        Column("managing_body", _("managing body"), _("In the language asked for."), "text"),
        Column("strategy", _("strategy"), _("Its name in addresses, if it is kept here."), "text"),
        Column("website", _("web address"), _("Of its own page."), "text"),
        _SYNTHETIC,
    ),
    rows=instrument_rows,
    filters=_ONE,
    public=True,
)
STAGES = Table(
    name="stages",
    title=_("Stages of regions"),
    description=_("Where the ecosystems of regions for small firms stood, as they assessed them."),
    columns=(
        _PROJECT,
        *_REGION,
        Column("assessed_on", _("assessed on"), _("As far as it is known: 2019, 2019-08."), "text"),
        Column("stage", _("stage"), _("occasional, networking or clusters."), "text"),
        Column("percent_into", _("share of the stage"), _("How far into it."), "number", "%"),
        Column("evidence", _("evidence"), _("In the language asked for."), "text"),
        _SYNTHETIC,
    ),
    rows=stage_rows,
    filters=_ONE,
    public=True,
)

TABLES = (PARTNERS, INSTRUMENTS, STAGES)
