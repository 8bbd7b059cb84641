"""The rules of structure that the import contracts cannot say."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from typing import TYPE_CHECKING

import grimp
import pytest

from tests.architecture.house import dotted, named, shown

if TYPE_CHECKING:
    from pathlib import Path

INTERFACE = {"views", "forms", "urls", "admin", "api", "middleware", "templatetags"}
SHARED = "headway.foundation.ui"
"""The one app whose components and tags everybody may use."""
IMPURE = (
    "django.conf",
    "django.core.cache",
    "django.db.models.query",
    "django.db.transaction",
    "django.http",
    "django.shortcuts",
    "django.utils.timezone",
)
RULES = named("rules", "kinds", "methods")


def imports_of(path: Path) -> set[str]:
    """Return every module that a file imports, and every name it takes from one, dotted."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def app_of(module: str) -> str:
    return ".".join(module.split(".")[:3])


def test_interface_modules_are_used_by_their_own_app_alone() -> None:
    graph = grimp.build_graph("headway", cache_dir=None)
    offences = [
        f"{importer} imports {imported}"
        for imported in sorted(graph.modules)
        if imported.split(".")[3:4] and imported.split(".")[3] in INTERFACE
        if app_of(imported) != SHARED
        for importer in sorted(graph.find_modules_that_directly_import(imported))
        if app_of(importer) != app_of(imported)
    ]
    assert offences == []


@pytest.mark.parametrize("path", RULES, ids=shown)
def test_rules_touch_no_database_clock_or_request(path: Path) -> None:
    models = {
        name for name in imports_of(path) if ".models." in name and name.startswith("headway")
    }
    assert {name for name in imports_of(path) if name.startswith(IMPURE)} | models == set()


@pytest.mark.parametrize("path", RULES, ids=shown)
def test_every_rule_names_its_source(path: Path) -> None:
    module = import_module(dotted(path))
    nameless = [
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
        if "Source:" not in (inspect.getdoc(function) or "")
    ]
    assert nameless == []
