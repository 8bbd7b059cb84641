"""What a backup knows of the audit trail, so that a trail cut short or written anew is noticed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from headway.foundation.audit.queries import head


def audit_head() -> dict[str, Any]:
    """Return where the chain of the audit trail stands: its last position and digest."""
    return asdict(head())
