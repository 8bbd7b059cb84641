"""Tables made together are those that Django makes one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, models
from django.db.migrations import AddField, CreateModel, Migration
from django.db.migrations.state import ModelState, ProjectState

from headway.foundation.core.schema import CreateModels

if TYPE_CHECKING:
    from django.db.migrations.operations.base import Operation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
APP, REGION = "towns", "regions.Region"
TABLES = {"towns_town", "towns_person"}
Fields = list[tuple[str, models.Field[Any, Any]]]


def key() -> models.BigAutoField[int, int]:
    return models.BigAutoField(primary_key=True)


def pointer(to: str) -> models.ForeignKey[object, object]:
    return models.ForeignKey(to, models.PROTECT, null=True)


def person() -> CreateModel:
    rule = models.UniqueConstraint(fields=["home", "name"], name="towns_person_once")
    name = models.CharField(max_length=9)
    fields: Fields = [("id", key()), ("name", name), ("home", pointer("Town"))]
    return CreateModel("Person", fields, {"constraints": [rule]})


def together() -> Operation:
    town: Fields = [("id", key()), ("region", pointer(REGION)), ("mayor", pointer("Person"))]
    return CreateModels([CreateModel("Town", town), person()])


def one_by_one() -> list[Operation]:
    town = CreateModel("Town", [("id", key()), ("region", pointer(REGION))])
    return [town, person(), AddField("town", "mayor", pointer("Person"))]


def migration(*operations: Operation) -> Migration:
    kind = type("Migration", (Migration,), {"operations": operations})
    made: Migration = kind("0001_initial", APP)
    return made


def earlier() -> ProjectState:
    """Return the state in which the migration finds what others made: regions, rendered."""
    state = ProjectState()
    state.add_model(ModelState("regions", "Region", [("id", key())]))
    assert state.apps.get_model(REGION)
    return state


def tables() -> dict[str, object]:
    """Return the columns and the rules of the tables of the app, as the database knows them."""
    introspection = connection.introspection
    with connection.cursor() as cursor:
        return {
            name: (
                [row[:7] for row in introspection.get_table_description(cursor, name)],
                introspection.get_constraints(cursor, name),
            )
            for name in TABLES & set(introspection.table_names(cursor))
        }


def made_by(*operations: Operation) -> dict[str, object]:
    """Return what a migration makes, and take it back."""
    migrating, state = migration(*operations), earlier()
    with connection.schema_editor() as editor:
        editor.create_model(state.apps.get_model(REGION))
        migrating.apply(earlier(), editor)
    made = tables()
    with connection.schema_editor() as editor:
        migrating.unapply(state, editor)
    assert tables() == {}
    with connection.schema_editor() as editor:
        editor.delete_model(earlier().apps.get_model(REGION))
    return made


def test_tables_made_together_are_those_made_one_by_one() -> None:
    made = made_by(together())
    assert set(made) == TABLES
    assert made == made_by(*one_by_one())


def test_what_stood_before_is_not_rendered_again_and_knows_who_points_at_it() -> None:
    state = earlier()
    region = state.apps.get_model(REGION)
    together().state_forwards(APP, state)
    assert state.apps.get_model(REGION) is region
    town, resident = (state.apps.get_model(APP, name) for name in ("Town", "Person"))
    assert [each.related_model for each in region._meta.related_objects] == [town]
    assert (town._meta.get_field("mayor").related_model, town._meta.related_objects) == (
        resident,
        (resident._meta.get_field("home").remote_field,),
    )


def test_a_state_that_was_not_rendered_stays_so() -> None:
    state = ProjectState()
    together().state_forwards(APP, state)
    assert "apps" not in state.__dict__
    assert {name for _app, name in state.models} == {"town", "person"}
