"""What every service of projects does: take the project, weigh what is said, keep it."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.translation import gettext as _

from headway.cooperation.partnerships.models import Project
from headway.foundation.core.texts import TranslatedText
from headway.foundation.core.versions import require_version
from headway.foundation.core.words import too_long
from headway.foundation.organisations.rules import website_problem
from headway.foundation.ui.context import own_name
from headway.foundation.ui.names import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.foundation.core.partial_dates import PartialDate
    from headway.foundation.organisations.models import Region

LONGEST_TITLE = 300  # signs; source: Interreg Europe's application form
LONGEST_WORDS = 20_000  # signs
MOST_EUR = 10**12
LONGEST_ADDRESS = 200  # signs


def locked_project(project_id: int) -> Project:
    """Take a project against other writers."""
    return Project.objects.select_for_update().get(pk=project_id)


def columns_of(facts: Any) -> dict[str, Any]:  # noqa: ANN401 -- any facts of this app
    """Return what is said, by the names of columns. Sources are told by who loads, not by forms."""
    return {each.name: getattr(facts, each.name) for each in fields(facts)}


def require_seen(row: Any, facts: Any, *, version: int) -> None:  # noqa: ANN401 -- any row here
    """Go on only if nobody saved since `version` was read; what I leave out counts as emptied.

    :raises Conflict: with every field that reads otherwise now than in what I send.
    """
    mine = shown({k: v for k, v in columns_of(facts).items() if k != "provenance"})
    theirs = shown({name: _value(row, name) for name in columns_of(facts) if name != "provenance"})
    whole = dict.fromkeys(theirs, "") | mine
    labels = {field: _label(row, field) for field in whole}
    require_version(version, current=row.version, theirs=theirs, mine=whole, labels=labels)


def _value(row: Model, name: str) -> object:
    value = getattr(row, name)
    return tuple(value.all()) if hasattr(value, "all") else value


def _label(row: Model, field: str) -> str:
    name, _dot, language = field.partition(".")
    label = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # plain fields all
    return f"{label} ({own_name(language)})" if language else label


def shown(columns: Mapping[str, object]) -> dict[str, str]:
    """Return values as a person reads them, by the fields of forms: a text by `title.lt`."""
    said: dict[str, str] = {}
    for name, value in columns.items():
        if isinstance(value, TranslatedText):
            said |= {f"{name}.{language}": value.words(language) for language in value.languages}
        else:
            said[name] = _worded(value)
    return said


def _worded(value: object) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(sorted(_worded(each) for each in value))
    if isinstance(value, Model):
        return named(value)
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)


def write(row: Any, facts: Any) -> None:  # noqa: ANN401 -- any row with a version
    """Keep what is said in a row that is there, and raise its version. Its sources stay."""
    columns = columns_of(facts)
    columns.pop("provenance", None)
    for name, value in columns.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*columns, "version"])


def order_problems(
    field: str, start: PartialDate | None, end: PartialDate | None
) -> dict[str, str]:
    """Return what is wrong with an end, named by its field: that it lies before the start."""
    if start and end and end.last_day < start.first_day:
        return {field: _("It would end before it began. Choose a later day.")}
    return {}


def money_problems(**amounts: Decimal | None) -> dict[str, str]:
    """Return what is wrong with sums in euro: none is negative, without end or too fine."""
    return {
        field: _("Write a sum in euro from 0, with at most two places: 160000 or 1151955.30.")
        for field, amount in amounts.items()
        if amount is not None and not _is_sum(amount)
    }


def _is_sum(amount: Decimal) -> bool:
    return amount.is_finite() and 0 <= amount < MOST_EUR and amount == round(amount, 2)


def address_problems(field: str, address: str) -> dict[str, str]:
    """Return what is wrong with the address of a page elsewhere."""
    if len(address) > LONGEST_ADDRESS:
        return {field: too_long(LONGEST_ADDRESS)}
    problem = website_problem(address)
    return {field: problem} if problem else {}


def region_problems(project: Project, region: Region | None) -> dict[str, str]:
    """Return what is wrong with a region: that nobody takes part from there, or none is chosen."""
    if region is None:
        return {"region": _("Choose the region.")}
    if project.members.filter(region=region).exists():
        return {}
    sentence = _(
        "No partner of this project is from %(region)s. "
        "Add a partner from there first, or choose a region of the project."
    )
    return {"region": sentence % {"region": named(region)}}
