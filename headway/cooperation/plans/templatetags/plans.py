"""Lines of a plan for its pages, in the words of `wording`; its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from headway.cooperation.plans import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from headway.cooperation.plans import facts
    from headway.cooperation.plans.queries.pictures import TextPicture
    from headway.foundation.ui.pictures import PictureShown

register = template.Library()
for _line in (
    wording.adoption_line,
    wording.cost_line,
    wording.funding_line,
    wording.measured_line,
    wording.span_of,
):
    register.filter(_line.__name__, _line)


@register.filter
def picture_of(
    named: facts.PictureShown | None, pictures: Mapping[str, TextPicture]
) -> PictureShown | None:
    """Return what the component of a picture is given; nothing, where a page shows none."""
    found = pictures.get(named.key) if named and pictures else None
    return found.shown if found else None
