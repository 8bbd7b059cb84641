from __future__ import annotations

import pytest
from django.utils import translation

from headway.foundation.core.provenance import Provenance, Source
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.tables import ORGANISATIONS
from headway.foundation.organisations.tests.factories import OrganisationFactory, RegionFactory

pytestmark = pytest.mark.django_db


def test_a_row_holds_every_column_and_says_what_is_synthetic() -> None:
    region = RegionFactory.create(
        name=TranslatedText.of({"en": "West"}), nuts_code="LT023", nuts_version="2021"
    )
    OrganisationFactory.create(
        key="k" * 10,
        slug="port",
        name=TranslatedText.of({"lt": "Uostas", "en": "Port"}, original="lt"),
        kind="company",
        country="LT",
        region=region,
        website="https://port.lt",
        email="info@port.lt",
        provenance=Provenance(sources=(Source("Page", "https://a.lt"),), synthetic=("email",)),
    )
    with translation.override("lt"):
        [row] = ORGANISATIONS.rows({})
    assert row == {
        "key": "k" * 10,
        "slug": "port",
        "name": "Uostas",
        "name_en": "Port",
        "name_lt": "Uostas",
        "kind": "company",
        "country": "LT",
        "region": "West",
        "nuts_code": "LT023",
        "nuts_version": "2021",
        "website": "https://port.lt",
        "email": "info@port.lt",
        "source": "Page https://a.lt",
        "synthetic": "email",
    }
    assert list(row) == [column.name for column in ORGANISATIONS.columns]
