from __future__ import annotations

from typing import Any

from headway.cooperation.partnerships.tests.factories import emblem
from headway.cooperation.plans.services import (
    publish_plan,
    publish_recommendation,
    set_picture,
    set_recommendation_file,
)
from headway.cooperation.plans.tests.factories import (
    AT,
    BY,
    adopted,
    complete,
    plan,
    published,
    recommendation,
)
from headway.cooperation.plans.tests.factories import world as plans_world
from headway.foundation.attachments.models import StoredFile
from tests.access.row import PUBLIC, Row
from tests.access.world import READS_EVERYTHING, SIGNED_IN, World

ON_NO_DISK = frozenset({400})
"""The file of these tests cannot be opened."""
UNSIGNED = frozenset({404})
"""Without the signature of the doctor, there is nothing."""


def strategy(world: World) -> dict[str, str]:
    return {"slug": world.strategy.slug}


def measure(world: World) -> dict[str, str]:
    return {"slug": world.strategy.slug, "ref": "1.1.1"}


def amendment(world: World) -> dict[str, str | int]:
    return {"slug": world.strategy.slug, "number": 1}


def round_(world: World) -> dict[str, str]:
    return {"slug": world.strategy.slug, "period": "2026-S1"}


def edition(world: World) -> dict[str, str | int]:
    return {"slug": world.strategy.slug, "number": 1}


def edition_text(world: World) -> dict[str, str | int]:
    return edition(world) | {"language": "lt", "ending": "pdf"}


def pair(world: World) -> dict[str, str]:
    return {"slug": world.strategy.slug, "ending": "pdf"}


def evidence(world: World) -> dict[str, str | int]:
    return {"slug": world.strategy.slug, "pk": 1}


def indicator(world: World) -> dict[str, str]:
    return {"key": world.strategy.key}


def organisation(world: World) -> dict[str, str]:
    return {"slug": world.organisation.slug}


def public_plan(world: World) -> dict[str, str]:
    of = plans_world(world.organisation)
    return {"slug": of.project.slug, "plan": published(of).slug}


def plan_document(world: World) -> dict[str, str]:
    return public_plan(world) | {"language": "lt", "ending": "pdf"}


def plan_picture(world: World) -> dict[str, Any]:
    of, shown = plans_world(world.organisation), emblem()
    one = plan(of)
    set_picture(plan_id=one.pk, picture=shown, by=BY, at=AT)
    one = adopted(complete(of, one))
    publish_plan(plan_id=one.pk, by=BY, at=AT)
    parts = {"slug": of.project.slug, "plan": one.slug, "key": shown.key}
    return {**parts, "width": 64, "ending": "webp"}


def public_recommendation(world: World) -> dict[str, str]:
    of = plans_world(world.organisation)
    row = recommendation(of)
    publish_recommendation(recommendation_id=row.pk, by=BY, at=AT)
    return {"slug": of.project.slug, "key": row.key}


def recommendation_document(world: World) -> dict[str, str]:
    return public_recommendation(world) | {"language": "lt", "ending": "pdf"}


def recommendation_file(world: World) -> dict[str, Any]:
    of = plans_world(world.organisation)
    row = recommendation(of)
    file = StoredFile.objects.create(sha256="0" * 64, name="a.pdf", size=1, uploaded_at=AT)
    set_recommendation_file(recommendation_id=row.pk, name="file", file=file, by=BY, at=AT)
    publish_recommendation(recommendation_id=row.pk, by=BY, at=AT)
    return {"slug": of.project.slug, "key": row.key, "name": "file"}


def table(_world: World) -> dict[str, str]:
    return {"name": "organisations", "code": "json"}


ROWS = (
    Row("portal:home", PUBLIC),
    Row("portal:strategy", PUBLIC, arguments=strategy),
    Row("portal:measure", PUBLIC, arguments=measure),
    Row("portal:history", PUBLIC, arguments=strategy),
    Row("portal:history_feed", PUBLIC, arguments=strategy),
    Row("portal:amendment", PUBLIC, arguments=amendment),
    Row("portal:rounds", PUBLIC, arguments=strategy),
    Row("portal:round", PUBLIC, arguments=round_),
    Row("portal:edition", PUBLIC, arguments=edition),
    Row("portal:act", PUBLIC, arguments=edition),
    Row("portal:consolidated_text", PUBLIC, arguments=edition_text),
    Row("portal:compare", PUBLIC, arguments=strategy),
    Row("portal:comparison_document", PUBLIC, arguments=pair),
    Row("portal:evidence", PUBLIC, arguments=evidence),
    Row("portal:embed", PUBLIC, arguments=measure),
    Row("portal:strategy_feed", PUBLIC, arguments=strategy),
    Row("portal:measure_feed", PUBLIC, arguments=measure),
    Row("portal:organisation_feed", PUBLIC, arguments=organisation),
    Row("portal:indicator", PUBLIC, arguments=indicator),
    Row("portal:how_we_judge", PUBLIC),
    Row("portal:plan", PUBLIC, arguments=public_plan),
    Row("portal:plan_picture", PUBLIC, arguments=plan_picture),
    Row("portal:plan_document", PUBLIC, arguments=plan_document),
    Row("portal:recommendation_document", PUBLIC, arguments=recommendation_document),
    Row(
        "portal:recommendation_file",
        PUBLIC,
        arguments=recommendation_file,
        also=ON_NO_DISK,
    ),
    Row("portal:recommendation", PUBLIC, arguments=public_recommendation),
    Row("portal:organisations", PUBLIC),
    Row("portal:organisation", PUBLIC, arguments=organisation),
    Row("portal:search", PUBLIC),
    Row("portal:data", PUBLIC),
    Row("portal:integrity", PUBLIC),
    Row("portal:accessibility", PUBLIC),
    Row("site:root", PUBLIC),
    Row("site:live", PUBLIC),
    Row("site:ready", PUBLIC),
    Row("site:arrival", PUBLIC, also=UNSIGNED),
    Row("metrics", PUBLIC, also=UNSIGNED),
    Row("site:robots", PUBLIC),
    Row("site:sitemap", PUBLIC),
    Row("site:security", PUBLIC),
    Row("api:tables", PUBLIC),
    Row("api:description", PUBLIC),
    Row("api:table", PUBLIC, arguments=table),
    Row("ui:components", PUBLIC),
    Row("workspace:home", SIGNED_IN),
    Row("workspace:audit", READS_EVERYTHING),
)
