"""References that imports do not show: foreign keys by name, and what templates use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.apps import apps

from tests.architecture.house import HEADWAY, levels, shown

if TYPE_CHECKING:
    from pathlib import Path

USED = re.compile(r"""{%-?\s*(?:include|extends)\s+["']([\w-]+)/""")
LOADED = re.compile(r"{%-?\s*load\s+([^%]*?)\s*-?%}")
SHARED = "ui"
FRAMES = "notices"
"""Mails stand in the frame that `notices` gives them, in a folder of that name."""
DJANGO = {"i18n", "static", "l10n", "tz", "cache", "humanize"}
TEMPLATES = sorted(HEADWAY.glob("*/*/templates/**/*.html"))


def home(label: str) -> str:
    return apps.get_app_config(label).name


def test_foreign_keys_point_downwards() -> None:
    height = levels()
    offences = [
        f"{model._meta.label}.{field.name} -> {target._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and isinstance(target := field.related_model, type)
        if (mine := home(model._meta.app_label)) in height
        if (theirs := home(target._meta.app_label)) in height
        if mine != theirs and height[theirs] >= height[mine]
    ]
    assert offences == []


def app_folder(template: Path) -> Path:
    """Return the folder of the app that a template belongs to."""
    return HEADWAY.joinpath(*template.relative_to(HEADWAY).parts[:2])


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_a_template_uses_its_own_app_and_the_shared_components(path: Path) -> None:
    own = {folder.name for folder in (app_folder(path) / "templates").iterdir()}
    framed = {FRAMES} if path.parent.name == FRAMES else set()
    assert set(USED.findall(path.read_text())) - own - {SHARED} - framed == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_a_template_loads_its_own_tags_and_the_shared_ones(path: Path) -> None:
    own = {file.stem for file in (app_folder(path) / "templatetags").glob("*.py")}
    shared = {file.stem for file in (HEADWAY / "foundation/ui/templatetags").glob("*.py")}
    outside = {"django_htmx", "account", "allauth", "mfa"}
    loaded = {
        library
        for tag in LOADED.findall(path.read_text())
        for library in tag.partition(" from ")[2].split() or tag.split()
    }
    assert loaded - own - shared - outside - DJANGO == set()
