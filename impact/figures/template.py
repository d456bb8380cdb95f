"""The Plotly template, light and dark, from the tokens."""

from functools import cache
from typing import Any

import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure

from impact.figures.tokens import COLOURWAY, FONT, Look, surface


class Themed(BaseFigure):  # type: ignore[misc]  # Plotly's classes are not typed
    """A figure as it is written, with the template of a look.

    A template in the figure itself would be checked and copied each time, which takes longer than most figures do.
    """

    def __init__(self, figure: go.Figure, look: Look) -> None:
        self._written = figure.to_dict()
        self._written["layout"]["template"] = _written(look)

    def to_dict(self) -> dict[str, Any]:
        """The figure as Plotly's own dictionary."""
        return self._written


@cache
def _written(look: Look) -> dict[str, Any]:
    made: dict[str, Any] = template(look).to_plotly_json()
    return made


@cache
def template(look: Look) -> go.layout.Template:
    """Everything that a figure does not say itself: fonts, axes, hover, legend, margins."""
    colours = surface(look)
    axis = {
        "gridcolor": colours.line,
        "linecolor": colours.line,
        "zerolinecolor": colours.muted,
        "zerolinewidth": 1,
        "tickcolor": colours.line,
        "tickfont": {"color": colours.muted, "size": 12},
        "title": {"font": {"color": colours.muted, "size": 12}, "standoff": 8},
        "automargin": True,
        "separatethousands": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 13, "color": colours.text},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": list(COLOURWAY),
            "margin": {"l": 8, "r": 16, "t": 24, "b": 8, "pad": 4},
            "xaxis": {**axis, "showgrid": False, "zeroline": False, "ticks": ""},
            "yaxis": {**axis, "showgrid": True, "ticks": ""},
            "bargap": 0.28,
            "bargroupgap": 0.06,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": colours.panel,
                "bordercolor": colours.line,
                "font": {"family": FONT, "size": 13, "color": colours.text},
                "align": "left",
            },
            "legend": {
                "orientation": "h",
                "x": 0,
                "xanchor": "left",
                "y": 1.02,
                "yanchor": "bottom",
                "title": {"text": ""},
                "font": {"color": colours.text, "size": 13},
                "itemclick": False,
                "itemdoubleclick": False,
            },
            "uniformtext": {"minsize": 10, "mode": "show"},
            "annotationdefaults": {"font": {"color": colours.muted, "size": 12}, "showarrow": False},
            "dragmode": False,
        }
    )
