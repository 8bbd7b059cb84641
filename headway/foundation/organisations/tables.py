"""Tables of the directory that leave the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from headway.foundation.formats.types import Column, Row, Table
from headway.foundation.organisations.queries import directory

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from headway.foundation.organisations.models import Organisation


def organisation_rows(_filters: Mapping[str, str]) -> Iterator[Row]:
    """Yield one row for each organisation, in the order of the reader's dictionary. One query."""
    language = get_language() or "en"
    for organisation in directory(language):
        yield _row(organisation, language)


def _row(organisation: Organisation, language: str) -> Row:
    region = organisation.region
    return {
        "key": organisation.key,
        "slug": organisation.slug,
        "name": str(organisation.name.passage(language)),
        "name_en": organisation.name.words("en"),
        "name_lt": organisation.name.words("lt"),
        "kind": organisation.kind,
        "country": organisation.country,
        "region": str(region.name.passage(language)) if region else "",
        "nuts_code": region.nuts_code if region else "",
        "nuts_version": region.nuts_version if region else "",
        "website": organisation.website,
        "email": organisation.email,
        "source": "; ".join(
            " ".join(filter(None, (source.label, source.address)))
            for source in organisation.provenance.sources
        ),
        "synthetic": ", ".join(organisation.provenance.synthetic),
    }


def _text(name: str, label: object, meaning: object) -> Column:
    return Column(name, label, meaning, "text")  # type: ignore[arg-type]  # lazy translations


ORGANISATIONS = Table(
    name="organisations",
    title=_("Organisations"),
    description=_("Every organisation in the directory, whether it carries a strategy or not."),
    columns=(
        _text("key", _("Key"), _("Permanent key; never reused.")),
        _text("slug", _("Address"), _("Readable part of the page’s address.")),
        _text(
            "name",
            pgettext_lazy("thing", "Name"),
            _("Name in the language asked for, else in its original one."),
        ),
        _text("name_en", _("Name in English"), _("Empty if the name is not known in English.")),
        _text(
            "name_lt", _("Name in Lithuanian"), _("Empty if the name is not known in Lithuanian.")
        ),
        _text("kind", _("Kind"), _("Code of the kind: municipality, agency, university …")),
        _text("country", _("Country"), _("Two letters (ISO 3166-1).")),
        _text("region", _("Region"), _("Region that the organisation works for, if any.")),
        _text("nuts_code", _("NUTS code"), _("Code of the region in the European classification.")),
        _text("nuts_version", _("NUTS release"), _("Year of the classification the code is from.")),
        _text("website", _("Web address"), _("The organisation’s own site.")),
        _text("email", _("Role address"), _("Address for contact that several people read.")),
        _text("source", _("Source"), _("Where the entry comes from; empty if its owner wrote it.")),
        _text(
            "synthetic", _("Synthetic"), _("What of the entry was made up: “all”, or its fields.")
        ),
    ),
    rows=organisation_rows,
    public=True,
)

TABLES = (ORGANISATIONS,)
