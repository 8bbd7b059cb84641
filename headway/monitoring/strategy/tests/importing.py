"""A strategy in force to import into, its mapping, and files for it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from headway.foundation.core.actors import SystemActor
from headway.foundation.formats.readers import read_workbook
from headway.foundation.publication.queries import versions
from headway.foundation.publication.services import strategy_scope
from headway.monitoring.strategy import services
from headway.monitoring.strategy.imports.mapping import read_mapping
from headway.monitoring.strategy.models import (
    Edition,
    ImportDraft,
    NodeText,
    Strategy,
)
from headway.monitoring.strategy.queries.imports import mapping_for, plan_import

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User
    from headway.monitoring.strategy.imports.plan import Plan

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
BY = SystemActor("test")
MAPPING = """
[columns]
code = "code"
title = "title"
lead = "lead"
status = "status"
note = "note"
kind = "kind"
due = "due"
[levels]
from = "code"
"""
HEADER = "code;title;lead;status;note;kind;due"
FIRST = ("1;Open economy;;;;;", "1.1;Trade missions;ona;in_progress;;;2027", "1.2;Vouchers;ona;;;;")


def csv(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


@dataclass(frozen=True)
class World:
    """A strategy whose first edition, of three nodes, is in force and public."""

    strategy: Strategy

    def plan(self, *rows: str) -> Plan:
        strategy = Strategy.objects.get(pk=self.strategy.pk)
        workbook = read_workbook(io.BytesIO(csv(*rows)), "plan.csv")
        mapping = mapping_for(strategy, read_mapping(MAPPING))
        return plan_import(workbook, mapping, strategy=strategy, on=date(2026, 11, 22))

    def apply(self, plan: Plan, by: User | SystemActor = BY) -> services.ImportResult:
        return services.apply_import(
            strategy_id=self.strategy.pk, plan=plan, by=by, at=AT, file_name="plan.csv"
        )

    def said(self, number: int) -> list[str]:
        edition = Edition.objects.unrestricted(reason="test").get(number=number)
        return [f"{text.path} {text}" for text in NodeText.objects.of(edition).order_by("path")]

    def public_version(self) -> int:
        scope = strategy_scope(self.strategy.key)
        return versions([scope])[scope]


def upload(world: World, by: User, *rows: str) -> ImportDraft:
    return services.start_import(
        strategy_id=world.strategy.pk,
        file=io.BytesIO(csv(*rows)),
        name="plan.csv",
        media_type="text/csv",
        by=by,
        at=AT,
    )
