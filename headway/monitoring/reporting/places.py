"""Places of a report that people talk about: a part, a field of it, a figure."""

from __future__ import annotations

import re

PLACE = re.compile(r"(?P<kind>part|figure)-(?P<pk>\d{1,18})(?:\.(?P<field>[a-z]+))?")


def place_of_part(pk: int, field: str = "") -> str:
    """Name a part of a report, or a field of it, as a thread names its place."""
    return f"part-{pk}.{field}" if field else f"part-{pk}"


def place_of_figure(pk: int) -> str:
    return f"figure-{pk}"
