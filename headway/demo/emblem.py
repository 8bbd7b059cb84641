"""The emblem of the European Union, drawn: what the project’s programme asks to be shown."""

from __future__ import annotations

from io import BytesIO
from math import cos, pi, sin
from typing import TYPE_CHECKING

from headway.cooperation.partnerships.services import set_emblem
from headway.foundation.attachments.services import keep_picture
from headway.foundation.core.keys import derived_key
from headway.foundation.core.texts import TranslatedText
from headway.foundation.formats.libraries import Library

if TYPE_CHECKING:
    from datetime import datetime

    from PIL import Image, ImageDraw

    from headway.cooperation.partnerships.models import Project
    from headway.foundation.core.actors import SystemActor
else:
    Image, ImageDraw = Library("PIL.Image"), Library("PIL.ImageDraw")

HEIGHT = 640
"""Pixels; the flag is half as wide again, its circle of stars a third of it high."""
BLUE, GOLD = "#003399", "#ffcc00"
STARS, POINTS = 12, 5


def load_emblem(project: Project, *, by: SystemActor, at: datetime) -> None:
    """Let the emblem stand beside the project’s funding statement."""
    picture = keep_picture(
        content=[_flag()],
        name="emblem.png",
        alternative=TranslatedText.of(
            {"en": "Emblem of the European Union", "lt": "Europos Sąjungos emblema"}
        ),
        credit="European Union",
        licence="free to use beside a funding statement",
        key=derived_key("picture", project.slug, "emblem"),
        by=by,
        at=at,
    )
    set_emblem(project_id=project.pk, picture=picture, by=by, at=at)


def _flag() -> bytes:
    drawn = Image.new("RGB", (HEIGHT * 3 // 2, HEIGHT), BLUE)
    pen = ImageDraw.Draw(drawn)
    for number in range(STARS):
        turn = 2 * pi * number / STARS
        middle = (HEIGHT * (0.75 + sin(turn) / 3), HEIGHT * (0.5 - cos(turn) / 3))
        pen.polygon(_star(middle, HEIGHT / 18), fill=GOLD)
    made = BytesIO()
    drawn.save(made, "PNG")
    return made.getvalue()


def _star(middle: tuple[float, float], radius: float) -> list[tuple[float, float]]:
    """Return the corners of an upright star, outer and inner in turn."""
    inner = radius * cos(2 * pi / POINTS) / cos(pi / POINTS)
    corners = []
    for number in range(2 * POINTS):
        turn, far = pi * number / POINTS, inner if number % 2 else radius
        corners.append((middle[0] + far * sin(turn), middle[1] - far * cos(turn)))
    return corners
