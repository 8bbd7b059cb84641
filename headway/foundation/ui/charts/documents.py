"""Charts for documents: the same drawings as bytes of SVG that need no style sheet."""

from __future__ import annotations

from django.template.loader import render_to_string

from headway.foundation.ui.charts.bars import UnitBar
from headway.foundation.ui.charts.drawing import Trajectory
from headway.foundation.ui.charts.sparklines import MultipleDrawing, SparklineDrawing
from headway.foundation.ui.charts.stages import StageChart

Drawing = Trajectory | UnitBar | StageChart | SparklineDrawing | MultipleDrawing

TEMPLATES: dict[type[Drawing], str] = {
    Trajectory: "ui/charts/trajectory.svg",
    UnitBar: "ui/charts/unit_bar.svg",
    StageChart: "ui/charts/stage_chart.svg",
    SparklineDrawing: "ui/charts/sparkline.svg",
    MultipleDrawing: "ui/charts/multiple.svg",
}


def svg_document(drawing: Drawing, *, title: str, description: str = "") -> bytes:
    """Return a drawing as a file of its own. Its document gives the title as alternative text."""
    context = {
        "drawing": drawing,
        "ident": "chart",
        "title": title,
        "description": description,
        "is_document": True,
    }
    return render_to_string(TEMPLATES[type(drawing)], context).strip().encode()
