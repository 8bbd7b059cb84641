from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from headway.foundation.accounts.tests.factories import UserFactory
from headway.foundation.attachments.models import StoredFile
from headway.monitoring.strategy.models import Coordinator, ImportDraft, LifeRecord
from headway.monitoring.strategy.services import set_life
from headway.monitoring.strategy.tests import workspace
from tests.access.row import Row
from tests.access.world import READS_EVERYTHING

if TYPE_CHECKING:
    from tests.access.row import Arguments
    from tests.access.world import World

ADMINISTRATOR = frozenset({"administrator"})
KEEPERS = ADMINISTRATOR | {"coordinator"}
READERS = KEEPERS | READS_EVERYTHING
STRANGERS = frozenset({"reader", "reporter", "approver"})
"""They work for an organisation of the strategy, but do not keep it."""
BOTH = ("GET", "POST")
POST = ("POST",)
EARLY = frozenset({409})
"""An import that is not mapped yet can be looked at, but not applied."""


def place(world: World, *parts: str, is_own: bool = True) -> dict[str, object]:
    """Make a strategy, of the coordinator or of nobody here, and name parts of it."""
    keeper = world.people["coordinator"] if is_own else None
    made = workspace.make(
        slug="own" if is_own else "foreign", keeper=keeper, with_draft="closed" not in parts
    )
    found: dict[str, object] = {"slug": made.strategy.slug}
    if "key" in parts:
        found["key"] = made.measures[0].key
    if "record" in parts:
        node = made.measures[0]
        set_life(node_id=node.pk, status="done", by=workspace.BY, at=workspace.AT)
        found["record"] = LifeRecord.objects.get(node=node).pk
    if "number" in parts:
        found["number"] = 1
    if "coordinator" in parts:
        found["pk"] = Coordinator.objects.create(
            strategy=made.strategy, user=UserFactory.create(), since=workspace.AT.date()
        ).pk
    if "import" in parts:
        file = StoredFile.objects.create(
            sha256="0" * 64, name="plan.csv", size=1, uploaded_at=workspace.AT
        )
        found["pk"] = ImportDraft.objects.create(
            strategy=made.strategy, file=file, mapping='[columns]\ntitle = "Title"\n'
        ).pk
    return found


def row(
    name: str,
    who: frozenset[str],
    methods: tuple[str, ...],
    *parts: str,
    also: frozenset[int] = frozenset(),
) -> Row:
    own: Arguments = partial(_of, parts=parts, is_own=True)
    foreign: Arguments = partial(_of, parts=parts, is_own=False)
    return Row(f"strategy:{name}", who, methods, own, foreign, STRANGERS, also)


def _of(world: World, parts: tuple[str, ...], *, is_own: bool) -> dict[str, object]:
    return place(world, *parts, is_own=is_own)


GONE = frozenset({400})
"""The file of the import in these tests is on no disk, and the page says so."""
ROWS = (
    Row("strategy:create", ADMINISTRATOR, BOTH),
    row("manage", READERS, ("GET",)),
    row("settings", KEEPERS, BOTH),
    row("statuses", KEEPERS, BOTH),
    row("act", KEEPERS, BOTH, "number"),
    row("appoint", ADMINISTRATOR, POST),
    row("dismiss", ADMINISTRATOR, POST, "coordinator"),
    row("draft", READERS, ("GET",)),
    row("draft_open", KEEPERS, POST, "closed"),
    row("draft_discard", KEEPERS, BOTH),
    row("frame", KEEPERS, BOTH),
    row("sectors", KEEPERS, BOTH),
    row("neighbours", KEEPERS, BOTH),
    row("in_force", KEEPERS, BOTH),
    row("add", KEEPERS, BOTH),
    row("node", KEEPERS, BOTH, "key"),
    row("move", KEEPERS, BOTH, "key"),
    row("end", KEEPERS, BOTH, "key"),
    row("lives", KEEPERS, BOTH),
    row("lives_undo", KEEPERS, POST, "record"),
    row("life", KEEPERS, BOTH, "key"),
    row("translations", READERS, ("GET",)),
    row("export", READERS, ("GET",), "number"),
    row("import_start", KEEPERS, BOTH),
    row("import", KEEPERS, ("GET",), "import"),
    row("import_map", KEEPERS, BOTH, "import", also=GONE),
    row("import_names", KEEPERS, POST, "import"),
    row("import_preview", KEEPERS, POST, "import", also=EARLY),
    row("import_apply", KEEPERS, POST, "import", also=EARLY),
    row("import_abandon", KEEPERS, POST, "import"),
)
