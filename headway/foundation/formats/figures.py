"""Photographs in documents: with words for those who cannot see them, and whose they are."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from headway.foundation.formats.libraries import docx

PIXELS_A_MILLIMETRE = 4
"""About 100 an inch: a picture is not drawn larger than it can stand."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A JPEG of so many pixels, what it shows, and its credit; `language` is of what it shows."""

    content: bytes
    width: int
    height: int
    alternative: str
    credit: str = ""
    language: str = ""
    widest: int = 166
    """In millimetres, in a DOCX; the space between the margins of a page."""
    kind: str = "figure"

    def for_layout(self) -> dict[str, Any]:
        """Return it as layouts take it: JSON, so the photograph lies inside a drawing."""
        image = b64encode(self.content).decode()
        drawing = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}">'
            f'<image width="{self.width}" height="{self.height}" '
            f'href="data:image/jpeg;base64,{image}"/></svg>'
        )
        return {
            "kind": self.kind,
            "drawing": drawing,
            "alternative": self.alternative,
            "credit": self.credit,
            "lang": self.language,
        }


def write_figure(made: Any, figure: Figure) -> None:  # noqa: ANN401 -- python-docx
    """Put a figure into a DOCX, with its words beside it."""
    width = min(figure.widest, figure.width // PIXELS_A_MILLIMETRE)
    run = made.add_paragraph().add_run()
    shape = run.add_picture(BytesIO(figure.content), width=docx.shared.Mm(max(width, 10)))
    shape._inline.docPr.set("descr", figure.alternative)
    for side in ("distT", "distB", "distL", "distR"):
        shape._inline.set(side, "0")  # left out, LibreOffice takes 3 millimetres
    if figure.credit:
        credit = made.add_paragraph().add_run(figure.credit)
        credit.font.size = docx.shared.Pt(9)
