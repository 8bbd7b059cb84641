"""Time zones to choose from: those of a few countries first, then all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from babel.core import get_global
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

Choices = list[tuple[str, Any]]


def zones_for(countries: Iterable[str]) -> Choices:
    """Return groups of choices: the zones of these countries, by their codes, and all others.

    Source: babel, for which zone lies in which country; the zone database of this machine, for
    which there are.
    """
    known = {name for name in available_timezones() if "/" in name}
    of_country = get_global("territory_zones")
    near = {name for country in countries for name in of_country.get(country, ())} & known
    groups = ((_("Countries that take part"), near), (_("All others"), known - near))
    return [
        (label, [(name, name.replace("_", " ")) for name in sorted(names)])
        for label, names in groups
        if names
    ]
