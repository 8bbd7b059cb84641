from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.audit.models import Entry
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.errors import BadInput, Conflict, NotAllowed, WrongState
from headway.foundation.core.partial_dates import PartialDate
from headway.foundation.core.texts import TranslatedText
from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.readers import read_workbook
from headway.foundation.organisations.tests.factories import OrganisationFactory
from headway.foundation.publication.queries import versions
from headway.foundation.publication.services import strategy_scope
from headway.monitoring.strategy import services, tasks
from headway.monitoring.strategy.commands import import_strategy
from headway.monitoring.strategy.imports.mapping import read_mapping
from headway.monitoring.strategy.imports.plan import Change, Plan
from headway.monitoring.strategy.models import (
    Edition,
    ImportDraft,
    LifeRecord,
    NodeText,
    Responsibility,
    Strategy,
)
from headway.monitoring.strategy.queries.imports import edition_compared, mapping_for, plan_import
from headway.monitoring.strategy.services.drafts import Act
from headway.monitoring.strategy.states import ImportState

if TYPE_CHECKING:
    from pytest_django import Settings as DjangoSettings

    from headway.foundation.accounts.models import User

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


@pytest.fixture
def world(db: None, tmp_path: Path) -> World:
    owner = OrganisationFactory.create(slug="owner")
    OrganisationFactory.create(slug="ona", name=TranslatedText.of({"en": "Ona"}))
    OrganisationFactory.create(slug="jonas", name=TranslatedText.of({"en": "Jonas"}))
    file, mapping = tmp_path / "keds.csv", tmp_path / "mapping.toml"
    file.write_bytes(csv(*FIRST))
    mapping.write_text(MAPPING)
    outcome = import_strategy(
        file=file, mapping=mapping, create_in=owner.slug, languages=["en"], at=AT
    )
    assert outcome.code == 0, outcome.lines()
    strategy = Strategy.objects.get(slug="keds")
    draft = edition_compared(strategy)
    assert draft is not None
    act = Act(in_force_on=PartialDate.parse("2020"))
    services.put_in_force(draft_id=draft.pk, act=act, by=BY, at=AT)
    Strategy.objects.update(is_public=True)
    return World(strategy)


def test_same_rows_in_any_order_change_nothing_and_leave_no_trace(world: World) -> None:
    entries = Entry.objects.unrestricted(reason="test").count()
    plan = world.plan(*reversed(FIRST))
    assert (plan.changes, plan.unchanged, plan.gone) == (0, 3, ())
    assert world.apply(plan).as_json() == {
        "changes": 0,
        "created": 0,
        "changed": 0,
        "unchanged": 3,
        "gone": 0,
        "edition": 0,
        "organisations": [],
    }
    assert Entry.objects.unrestricted(reason="test").count() == entries
    assert Edition.objects.unrestricted(reason="test").count() == 1


def test_over_an_edition_in_force_the_difference_goes_into_a_draft(world: World) -> None:
    before = world.public_version()
    plan = world.plan(
        "1;Open economy;;;;;",
        "1.1;Trade missions abroad;jonas;in_progress;;;2028",
        "2;Calm growth;;;;;",
        "2.1;Rooms;;;;;",
    )
    changed = plan.changed[0]
    assert [replace(change, value="") for change in changed.changes] == [
        Change("title.en", "Trade missions", "Trade missions abroad", ""),
        Change("lead", "Ona", "Jonas", ""),
        Change("due", "2027", "2028", ""),
    ]
    assert (changed.row, [gone.name for gone in plan.gone]) == (3, ["1.2 Vouchers"])
    result = world.apply(plan)
    assert (result.created, result.changed, result.gone, result.edition) == (2, 1, 1, 2)
    assert world.said(1) == [
        "000010 1 Open economy",
        "000010.000010 1.1 Trade missions",
        "000010.000020 1.2 Vouchers",
    ]
    assert world.said(2) == [
        "000010 1 Open economy",
        "000010.000010 1.1 Trade missions abroad",
        "000010.000020 1.2 Vouchers",
        "000020 2 Calm growth",
        "000020.000010 2.1 Rooms",
    ]
    leads = {
        edition.number: sorted(
            Responsibility.objects.of(edition).values_list("organisation__slug", flat=True)
        )
        for edition in Edition.objects.unrestricted(reason="test")
    }
    assert leads == {1: ["ona", "ona"], 2: ["jonas", "ona"]}
    assert world.public_version() == before


def test_status_and_note_change_at_once_without_a_draft(world: World) -> None:
    before = world.public_version()
    plan = world.plan(*FIRST[:2], "1.2;Vouchers;ona;done;Paid out;;")
    assert world.apply(plan).edition == 0
    records = LifeRecord.objects.filter(recorded_by="test").values_list("status", "note")
    assert [(status, str(note)) for status, note in records] == [("done", "Paid out")]
    assert Edition.objects.unrestricted(reason="test").count() == 1
    assert world.public_version() == before + 1


def test_import_leaves_one_entry_with_the_changed_keys(world: World) -> None:
    plan = world.plan(*FIRST[:2], "1.2;Vouchers for export;ona;;;;", "1.3;Rooms;;;;;")
    world.apply(plan)
    entry = Entry.objects.unrestricted(reason="test").filter(verb="strategy_imported").last()
    assert entry is not None
    created = NodeText.objects.unrestricted(reason="test").get(code="1.3").node.key
    changed = NodeText.objects.unrestricted(reason="test").filter(code="1.2")[0].node.key
    assert f'"changed_keys":{{"{changed}":["title.en"]}}' in entry.payload.content
    assert f'"created_keys":["{created}"]' in entry.payload.content


def test_text_of_the_draft_is_changed_in_place_and_its_version_raised(world: World) -> None:
    world.apply(world.plan(*FIRST, "2;Calm growth;ona;;;one_off;2027-03"))
    row = "2;Calm, green growth;jonas;;;continuous;2029"
    world.apply(world.plan(*FIRST, row))
    text = NodeText.objects.unrestricted(reason="test").get(code="2")
    assert (text.from_number, text.version, str(text.title), text.kind, str(text.due)) == (
        2, 2, "Calm, green growth", "continuous", "2029",
    )  # fmt: skip
    assert text.folded == "2 calm green growth"
    duties = Responsibility.objects.unrestricted(reason="test").filter(node=text.node)
    assert [duty.organisation.slug for duty in duties] == ["jonas"]
    assert world.plan(*FIRST, row).changes == 0


def test_row_that_moves_takes_what_is_below_it_along(world: World) -> None:
    world.apply(world.plan(*FIRST, "1.1.1;Visit Oslo;;;;;", "2;Calm growth;;;;;"))
    strategy = Strategy.objects.get(pk=world.strategy.pk)
    keys = {text.code: text.node.key for text in NodeText.objects.unrestricted(reason="test")}
    rows = f"key,parent,title\n{keys['1.1']},{keys['2']},Trade missions\n"
    mapping = '[columns]\nkey="key"\nparent="parent"\ntitle="title"\n[levels]\nfrom="parent"'
    plan = plan_import(
        read_workbook(io.BytesIO(rows.encode()), "a.csv"),
        mapping_for(strategy, read_mapping(mapping)),
        strategy=strategy,
        on=AT.date(),
    )
    assert [(c.field, c.old, c.new) for c in plan.changed[0].changes] == [
        ("parent", "1 Open economy", "2 Calm growth")
    ]
    world.apply(plan)
    assert world.said(2) == [
        "000010 1 Open economy",
        "000010.000020 1.2 Vouchers",
        "000020 2 Calm growth",
        "000020.000010 1.1 Trade missions",
        "000020.000010.000010 1.1.1 Visit Oslo",
    ]


def test_rows_changed_since_the_preview_are_named_and_nothing_is_imported(world: World) -> None:
    change = (*FIRST[:2], "1.2;Vouchers;ona;done;;;", "1.3;Rooms;;;;;")
    plan = world.plan(*change)
    world.apply(world.plan(*FIRST[:2], "1.2;Vouchers;ona;postponed;;;", "1.3;Halls;;;;;"))
    with pytest.raises(Conflict) as refused:
        world.apply(plan)
    assert str(refused.value) == (
        "2 rows were changed by somebody else since the preview: row 4, 1.2 Vouchers; "
        "row 5, 1.3 Rooms. Nothing was imported. Make the preview again."
    )
    assert [clash.field for clash in refused.value.clashes] == ["row 4", "row 5"]
    assert "000010.000030 1.3 Halls" in world.said(2)


def test_all_problems_are_told_with_row_column_and_remedy(world: World) -> None:
    plan = world.plan(
        "1;Open economy;;;;;",
        "1.1;;nobody;;;;",
        "1.1;Twice;;finished;;;",
        "3.1;Orphan;;;;;",
        "1.2;Vouchers;ona;done;;continuous;03/04/2027",
    )
    assert [str(problem) for problem in plan.problems] == [
        "plan, row 3, column “lead”: “nobody” is no organisation that Headway knows. "
        "Translate the word under [organisations] in the mapping, or have it added: "
        'create_organisations = ["nobody"].',
        "plan, row 3, column “title”: The title is missing. Write it in at least one language.",
        "plan, row 4, column “status”: “finished” is unknown. Write one of not_started, "
        "in_progress, done, partly_done, not_done, postponed, dropped, or translate the word "
        "under [status] in the mapping.",
        "plan, row 4, column “code”: This row means the same node as row 3. Remove one of them.",
        "plan, row 5, column “code”: The row above it, “3”, is neither in the file nor in the "
        "strategy. Add a row for it.",
        "plan, row 6, column “due”: “03/04/2027” may mean 2027-04-03 or 2027-03-04. Write it as "
        'one of these two. Or say order = "dmy" or order = "mdy" under [dates] in the mapping.',
        "plan, row 6, column “status”: A continuous measure is not done before the strategy ends. "
        "Say “in progress”.",
    ]
    with pytest.raises(BadInput):
        world.apply(plan)


def test_wrong_cell_is_a_problem_and_no_change_besides(world: World) -> None:
    plan = world.plan(
        "1;Open economy;;;;;",
        "1.1;Trade missions abroad;nobody;in_progress;;;someday",
        "1.2;Vouchers;ona;done;;continuous;",
    )
    assert [(problem.row, problem.column, problem.value) for problem in plan.problems] == [
        (3, "lead", "nobody"),
        (3, "due", "someday"),
        (4, "status", "done"),
    ]
    assert [(c.row, [change.field for change in c.changes]) for c in plan.changed] == [
        (3, ["title.en"]),
        (4, ["kind"]),
    ]


def test_row_without_a_place_is_no_move_and_no_new_row_besides(world: World) -> None:
    world.apply(world.plan(*FIRST, "2;Calm growth;;;;;", "2.1;Rooms;;;;;"))
    plan = world.plan(*FIRST, "2;Calm growth;;;;;", f"{'9' * 41};Rooms;;;;;", "3.1;Orphan;;;;;")
    assert [(problem.row, problem.column) for problem in plan.problems] == [
        (6, "code"),
        (7, "code"),
    ]
    assert (plan.created, plan.changed, plan.gone) == ((), (), ())


def test_unknown_organisation_is_told_once_however_often_it_stands(world: World) -> None:
    plan = world.plan(*FIRST[:1], "1.1;Trade missions;Onna;;;;", "1.2;Vouchers;onna, jonas;;;;")
    assert [(p.row, p.value, p.is_name) for p in plan.problems] == [
        (3, "Onna", True),
        (4, "onna, jonas", True),
    ]
    [onna, both] = plan.unknown
    assert (onna.name, onna.row, onna.rows, onna.can_be_new) == ("Onna", 3, 1, True)
    assert [(near.address, near.name) for near in onna.close] == [("ona", "Ona")]
    assert both.close == ()


def test_problems_beyond_200_are_counted(world: World) -> None:
    plan = world.plan(*(f"{number};;;;;;" for number in range(1, 301)))
    assert (len(plan.problems), plan.problem_count) == (200, 300)


def test_stranger_may_not_import(world: World) -> None:
    plan = world.plan("9;New;;;;;")
    with pytest.raises(NotAllowed, match="Only a coordinator of this strategy can do this"):
        world.apply(plan, by=UserFactory.create())
    assert Edition.objects.unrestricted(reason="test").count() == 1


@pytest.fixture
def coordinator(world: World, tmp_path: Path, settings: DjangoSettings) -> User:
    settings.MEDIA_ROOT = tmp_path / "files"
    user: User = UserFactory.create()
    services.appoint_coordinator(strategy_id=world.strategy.pk, user=user, by=BY, at=AT)
    return user


def upload(world: World, by: User, *rows: str) -> ImportDraft:
    return services.start_import(
        strategy_id=world.strategy.pk,
        file=io.BytesIO(csv(*rows)),
        name="plan.csv",
        media_type="text/csv",
        by=by,
        at=AT,
    )


def test_upload_is_mapped_looked_at_and_applied(world: World, coordinator: User) -> None:
    draft = upload(world, coordinator, *FIRST, "2;Calm growth;;;;;")
    assert (draft.state, draft.is_large, draft.file.name) == ("uploaded", False, "plan.csv")
    assert read_mapping(draft.mapping).columns["lead"] == "lead"
    draft = services.map_import(
        import_id=draft.pk, mapping=MAPPING, version=1, by=coordinator, at=AT
    )
    with pytest.raises(Conflict, match="Nobody has looked at the preview yet"):
        services.apply_import_draft(import_id=draft.pk, by=coordinator, at=AT)
    assert services.preview_import(import_id=draft.pk, by=coordinator, at=AT).changes == 1
    result = services.apply_import_draft(import_id=draft.pk, by=coordinator, at=AT)
    assert (result.created, world.said(2)[-1]) == (1, "000020 2 Calm growth")
    with pytest.raises(WrongState):
        services.apply_import_draft(import_id=draft.pk, by=coordinator, at=AT)


def test_preview_that_no_longer_holds_is_refused(world: World, coordinator: User) -> None:
    draft = upload(world, coordinator, *FIRST[:2], "1.2;Vouchers;ona;done;;;")
    services.map_import(import_id=draft.pk, mapping=MAPPING, version=1, by=coordinator, at=AT)
    services.preview_import(import_id=draft.pk, by=coordinator, at=AT)
    world.apply(world.plan(*FIRST[:2], "1.2;Vouchers;ona;postponed;;;"))
    with pytest.raises(Conflict) as refused:
        services.apply_import_draft(import_id=draft.pk, by=coordinator, at=AT)
    assert str(refused.value) == (
        "The strategy was changed since the preview: row 4. Nothing was imported. "
        "Make the preview again."
    )


def test_second_mapper_gets_both_texts(world: World, coordinator: User) -> None:
    draft = upload(world, coordinator, *FIRST)
    services.map_import(import_id=draft.pk, mapping=MAPPING, version=1, by=coordinator, at=AT)
    mine = MAPPING + "# mine"
    with pytest.raises(Conflict) as refused:
        services.map_import(import_id=draft.pk, mapping=mine, version=1, by=coordinator, at=AT)
    clash = refused.value.clashes[0]
    assert (clash.theirs, clash.mine, refused.value.token) == (MAPPING, mine, "2")


def test_import_that_was_given_up_stays_so(world: World, coordinator: User) -> None:
    draft = upload(world, coordinator, *FIRST)
    services.abandon_import(import_id=draft.pk, by=coordinator, at=AT)
    with pytest.raises(WrongState):
        services.map_import(import_id=draft.pk, mapping=MAPPING, version=1, by=coordinator, at=AT)


def test_imports_are_seen_by_those_who_keep_the_strategy(world: World, coordinator: User) -> None:
    draft = upload(world, coordinator, *FIRST)
    assert list(ImportDraft.objects.visible_to(coordinator)) == [draft]
    assert list(ImportDraft.objects.visible_to(UserFactory.create())) == []


def test_worker_applies_large_imports_and_keeps_what_went_wrong(
    world: World, coordinator: User
) -> None:
    rows = [f"{number};Measure {number};;;;;" for number in range(1, 2002)]
    draft = upload(world, coordinator, *rows)
    assert draft.is_large
    services.map_import(import_id=draft.pk, mapping=MAPPING, version=1, by=coordinator, at=AT)
    kept = ImportDraft.objects.unrestricted(reason="test")
    tasks.apply_import_later.enqueue(draft.pk, coordinator.pk)
    assert kept.get().result == {"errors": ["Nobody has looked at the preview yet. Make it first."]}
    tasks.preview_import_later.enqueue(draft.pk, coordinator.pk)
    assert kept.get().result["preview"]["created"] == 2000
    tasks.apply_import_later.enqueue(draft.pk, coordinator.pk)
    assert (kept.get().state, kept.get().result["applied"]["created"]) == (
        ImportState.APPLIED,
        2000,
    )


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04bomb", b"MZ"])
def test_file_that_cannot_be_read_is_not_kept(
    world: World, coordinator: User, content: bytes
) -> None:
    with pytest.raises(Unreadable):
        services.start_import(
            strategy_id=world.strategy.pk,
            file=io.BytesIO(content),
            name="plan.xlsx",
            media_type="application/vnd.ms-excel",
            by=coordinator,
            at=AT,
        )
    assert not ImportDraft.objects.unrestricted(reason="test").exists()


def test_new_texts_lead_in_the_language_of_the_mapping(world: World) -> None:
    world.apply(world.plan("7;Seven;;;;;"))
    text = NodeText.objects.unrestricted(reason="test").get(code="7")
    assert text.title == TranslatedText.of({"en": "Seven"})
    assert text.folded == "7 seven"
