"""The accessibility statement: facts from `accessibility.yaml`, words from the page.

Source: Commission Implementing Decision (EU) 2018/1523, the model accessibility statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from headway.foundation.core.texts import TranslatedText

if TYPE_CHECKING:
    from datetime import date

FILE = Path(__file__).parent / "accessibility.yaml"


@dataclass(frozen=True, slots=True)
class Statement:
    """What the statement says: when it was made, how it was tested, what is not accessible."""

    prepared_on: date
    reviewed_on: date
    method: TranslatedText
    standard: str
    known_issues: tuple[TranslatedText, ...]
    contact: str
    enforcement: TranslatedText
    enforcement_address: str


def read_statement(path: Path = FILE) -> Statement:
    """Read the statement's data file.

    :raises KeyError: for a fact that is missing; a test reads the file.
    """
    entry = yaml.safe_load(path.read_text("utf-8"))
    return Statement(
        prepared_on=entry["prepared_on"],
        reviewed_on=entry["reviewed_on"],
        method=TranslatedText.of(entry["method"]),
        standard=entry["standard"],
        known_issues=tuple(TranslatedText.of(issue) for issue in entry["known_issues"]),
        contact=entry["contact"],
        enforcement=TranslatedText.of(entry["enforcement"]),
        enforcement_address=entry["enforcement_address"],
    )
