"""The charts: figures in, drawing units out; the templates only write them down.

`maps.py` lays out regions on outlines of Europe, which `europe.py` projects (`make outlines`).
`series.py` says what a chart is given, `palette.py` how it is painted, `labels.py` where its words
stand, and `documents.py` returns it for a document.
"""

from headway.foundation.ui.charts.bars import Part, UnitBar, verdict_bar
from headway.foundation.ui.charts.documents import svg_document
from headway.foundation.ui.charts.drawing import Trajectory
from headway.foundation.ui.charts.maps import Place, RegionMap, region_map
from headway.foundation.ui.charts.series import Expected, Figure, Goal, Reading, Series
from headway.foundation.ui.charts.sparklines import Multiple, SparklineDrawing, multiple, sparkline
from headway.foundation.ui.charts.stages import NAME_HEIGHT, StageChart, stage_chart
from headway.foundation.ui.charts.trajectory import trajectory

__all__ = [
    "NAME_HEIGHT",
    "Expected",
    "Figure",
    "Goal",
    "Multiple",
    "Part",
    "Place",
    "Reading",
    "RegionMap",
    "Series",
    "SparklineDrawing",
    "StageChart",
    "Trajectory",
    "UnitBar",
    "multiple",
    "region_map",
    "sparkline",
    "stage_chart",
    "svg_document",
    "trajectory",
    "verdict_bar",
]
