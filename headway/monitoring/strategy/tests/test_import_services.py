from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.audit.models import Entry
from headway.foundation.core.errors import Conflict, NotAllowed, WrongState
from headway.foundation.core.texts import TranslatedText
from headway.foundation.formats.errors import Unreadable
from headway.foundation.formats.readers import read_workbook
from headway.monitoring.strategy import services, tasks
from headway.monitoring.strategy.imports.mapping import read_mapping
from headway.monitoring.strategy.imports.plan import Change
from headway.monitoring.strategy.models import (
    Edition,
    ImportDraft,
    LifeRecord,
    NodeText,
    Responsibility,
    Strategy,
)
from headway.monitoring.strategy.queries.imports import mapping_for, plan_import
from headway.monitoring.strategy.states import ImportState
from headway.monitoring.strategy.tests.importing import (
    AT,
    FIRST,
    MAPPING,
    World,
    upload,
)

if TYPE_CHECKING:
    from headway.foundation.accounts.models import User


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


def test_stranger_may_not_import(world: World) -> None:
    plan = world.plan("9;New;;;;;")
    with pytest.raises(NotAllowed, match="Only a coordinator of this strategy can do this"):
        world.apply(plan, by=UserFactory.create())
    assert Edition.objects.unrestricted(reason="test").count() == 1


def test_upload_is_mapped_looked_at_and_applied(world: World, coordinator: User) -> None:
    draft = upload(world, coordinator, *FIRST, "2;Calm growth;;;;;")
    assert (draft.state, draft.is_large, draft.file.name) == ("uploaded", False, "plan.csv")
    assert read_mapping(draft.mapping).columns["lead"] == "lead"
    draft = services.map_import(
        import_id=draft.pk, mapping=MAPPING, version=1, by=coordinator, at=AT
    )
    with pytest.raises(Conflict, match="Nobody has looked at the preview yet"):
        services.apply_import_draft(import_id=draft.pk, by=coordinator, at=AT)
    previewed = services.preview_import(import_id=draft.pk, by=coordinator, at=AT)
    assert [previewed.result["previews"][lang]["changes"] for lang in ("lt", "en")] == [1, 1]
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
    assert kept.get().result["previews"]["en"]["created"] == 2000
    tasks.apply_import_later.enqueue(draft.pk, coordinator.pk)
    assert (kept.get().state, kept.get().result["applied"]["created"]) == (
        ImportState.APPLIED,
        2000,
    )


def test_what_an_import_did_stays_told_when_it_is_asked_for_again(
    world: World, coordinator: User
) -> None:
    draft = upload(world, coordinator, *FIRST, "2;Calm growth;;;;;")
    services.map_import(import_id=draft.pk, mapping=MAPPING, version=1, by=coordinator, at=AT)
    tasks.preview_import_later.enqueue(draft.pk, coordinator.pk)
    tasks.apply_import_later.enqueue(draft.pk, coordinator.pk)
    kept = ImportDraft.objects.unrestricted(reason="test")
    told = kept.get().result
    assert told["applied"]["created"] == 1
    tasks.apply_import_later.enqueue(draft.pk, coordinator.pk)
    assert kept.get().result == told


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
