"""Imports that are too large for a page to wait for, done by the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from headway.foundation.accounts.models import User
from headway.foundation.core.errors import BadInput, HeadwayError
from headway.foundation.core.statistics import renew_statistics
from headway.monitoring.strategy.services.import_drafts import (
    apply_import_draft,
    note_failure,
    preview_import,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


@task()
def preview_import_later(import_id: int, user_id: int) -> None:
    _do(preview_import, import_id, user_id)


@task()
def apply_import_later(import_id: int, user_id: int) -> None:
    """Apply an import; run twice it finds the import applied and changes nothing."""
    _do(apply_import_draft, import_id, user_id)
    renew_statistics()


def _do(service: Callable[..., Any], import_id: int, user_id: int) -> None:
    """Call a service; what it refuses is kept for the page of the import."""
    user = User.objects.get(pk=user_id)
    try:
        with override(user.language or None):
            service(import_id=import_id, by=user, at=timezone.now())
    except BadInput as problem:
        note_failure(import_id=import_id, sentences=list(problem.problems.values()))
    except HeadwayError as problem:
        note_failure(import_id=import_id, sentences=[str(problem)])
