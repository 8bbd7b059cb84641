from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.attachments.models import StoredFile
from headway.monitoring.indicators.tests import working
from headway.monitoring.indicators.tests.factories import tell
from headway.monitoring.strategy.tests.factories import AT
from tests.access.row import Row
from tests.access.rows.strategy import BOTH, KEEPERS, READERS, STRANGERS

if TYPE_CHECKING:
    from tests.access.row import Arguments
    from tests.access.world import World

ABSENT = frozenset({400})
"""The file of these tests is on no disk, and the page says so."""


def place(world: World, parts: tuple[str, ...], *, is_own: bool) -> dict[str, object]:
    """Make an indicator of the coordinator or of nobody here, with a value, and name its parts."""
    keeper = world.people["coordinator"] if is_own else UserFactory.create()
    work = working.make(is_kept_by=keeper)
    found: dict[str, object] = {"slug": work.slug}
    if "key" in parts:
        found["key"] = work.indicator.key
    if "evidence" in parts:
        file = stored("0")
        tell(work.indicator, "2021", 5, evidence_id=file.pk)
        found["pk"] = file.pk
    if "file" in parts:
        found["pk"] = stored(str(keeper.pk)).pk
    return found


def stored(uploader: str) -> StoredFile:
    return StoredFile.objects.create(
        sha256="0" * 64, name="values.csv", size=1, uploader_id=uploader, uploaded_at=AT
    )


def row(
    name: str,
    who: frozenset[str],
    methods: tuple[str, ...],
    *parts: str,
    also: frozenset[int] = frozenset(),
) -> Row:
    own: Arguments = partial(place, parts=parts, is_own=True)
    foreign: Arguments = partial(place, parts=parts, is_own=False)
    return Row(f"indicators:{name}", who, methods, own, foreign, STRANGERS, also)


ROWS = (
    row("draft", READERS, ("GET",)),
    row("add", KEEPERS, BOTH),
    row("define", KEEPERS, BOTH, "key"),
    row("end", KEEPERS, BOTH, "key"),
    row("method", KEEPERS, BOTH),
    row("list", READERS, ("GET",)),
    row("series", READERS, ("GET",), "key"),
    row("value", KEEPERS, BOTH, "key"),
    row("paste", KEEPERS, BOTH, "key"),
    row("import_start", KEEPERS, BOTH, "key"),
    row("import", KEEPERS, BOTH, "key", "file", also=ABSENT),
    row("evidence", READERS, ("GET",), "key", "evidence", also=ABSENT),
)
