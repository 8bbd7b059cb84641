"""The page that says how every method judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from headway.front.portal.tests.test_strategies import words_of

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_how_we_judge_works_every_method_through(client: Client) -> None:
    words = words_of(client, "/en/how-we-judge/")

    for said in (
        "Planned path",
        "e = y₀ + (z − y₀) × (t − t₀) ÷ (T − t₀)",
        "On path: 10.4 % (2023), and the plan expects 10.63 %.",
        "Published value: 0.9011.",
        "substantial_progress R ≥ 0.95; r ≥ 0.015 C on path",
        "Weather",
        "cloud",
        "Source: Federal Statistical Office of Germany (Destatis).",
    ):
        assert said in words
    assert "R ≥ 0,95" in words_of(client, "/lt/how-we-judge/")
