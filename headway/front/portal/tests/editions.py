"""Strategies whose editions differ in everything that an edition may say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from headway.foundation.core.texts import TranslatedText
from headway.monitoring.amendments.tests.factories import (
    adopted,
    amendment,
    operation,
    world,
)

if TYPE_CHECKING:
    from headway.monitoring.amendments.tests.factories import World
    from headway.monitoring.strategy.models import Edition

QUAY = TranslatedText.of({"en": "Green quay for ships", "lt": "Žalioji krantinė laivams"})


@dataclass
class Editions:
    """A strategy in force since 2018, changed in 2020 in every way that an amendment knows."""

    of: World
    first: Edition
    second: Edition

    @property
    def address(self) -> str:
        return f"/en/strategies/{self.of.strategy.slug}/"

    def compare(self, query: str = "?from=1&to=2") -> str:
        return f"{self.address}editions/compare/{query}"


def two_editions(*, more: int = 0, **how: Any) -> Editions:  # noqa: ANN401 -- as `world` takes it
    of = world(**how)
    one = amendment(of.strategy, "Green port")
    operation(one, "reword_node", "n-1-1", title=QUAY)
    operation(one, "set_dates", "n-1-1", due="2027")
    operation(one, "set_duties", "n-1-1", duties=[[of.partners[0].slug, "lead", "", ""]])
    operation(one, "set_funding", "n-1-1", funding={"amount": "1200000", "currency": "EUR"})
    operation(one, "move_node", "n-1-2", parent="n-2", after="n-2-1")
    operation(one, "end_node", "n-2-1")
    new = TranslatedText.of({"en": "Shore power", "lt": "Elektra krantinėje"})
    operation(one, "add_node", parent="n-1", after="n-1-1", code="1.3", title=new)
    operation(
        one, "set_targets", "jobs", targets=[{"period": "2030", "low": "40", "high": "40"}],
        rationale=TranslatedText.of({"en": "Fewer ships", "lt": "Mažiau laivų"}),
    )  # fmt: skip
    for number in range(more):
        title = TranslatedText.of({"en": f"Pier {number}", "lt": f"Prieplauka {number}"})
        operation(
            one, "add_node", parent="n-1", after="n-1-1",
            code=f"1.9{number}", title=title,
        )  # fmt: skip
    second = adopted(one, "2020-05-12")
    return Editions(of, of.edition, second)
