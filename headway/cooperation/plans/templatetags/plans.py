"""Lines of a plan for its pages, in the words of `wording`."""

from __future__ import annotations

from django import template

from headway.cooperation.plans import wording

register = template.Library()
for _line in (
    wording.adoption_line,
    wording.cost_line,
    wording.funding_line,
    wording.measured_line,
    wording.span_of,
):
    register.filter(_line.__name__, _line)
