"""The colours, once: for pages, figures and maps, light and dark.

Colours drawn in figures are the same on both backgrounds, so a figure need not know its reader's theme: each has
a contrast of at least 3:1 with both. Only surfaces, text and the map's classes differ.
"""

from dataclasses import dataclass
from typing import Literal
from zlib import crc32

Look = Literal["light", "dark"]

FONT = '"Source Sans", "Source Sans Pro", sans-serif'

# Neighbours differ most, in normal vision and under simulated protanopia and deuteranopia.
COLOURWAY = ("#0E7A80", "#BC8402", "#136FE2", "#4B9E42", "#2296CF", "#E0653C", "#D25BA0", "#856C0D")

WOMEN = "#7252C0"
MEN = "#C28100"
UNKNOWN = "#7A8288"
# The second sign beside colour, for print in grey and for readers who do not see the hues.
PATTERNS = {"women": "/", "men": "", "unknown": "."}
HATCH = "#E9E2F8"
MARKERS = {"women": "circle", "men": "diamond", "unknown": "x-thin"}

MAIN = COLOURWAY[0]
QUIET = "#7A8288"
FLAGGED = "#C4542A"
BETTER = "#1F78A8"
WORSE = "#C4542A"
SAME = "#7A8288"

MODULES = {
    "workplace_cooperation": COLOURWAY[0],
    "quality": COLOURWAY[1],
    "recp": COLOURWAY[3],
    "score4climate": "#6C8C60",
    "workforce_management": COLOURWAY[2],
    "safety": COLOURWAY[5],
    "lean": COLOURWAY[4],
    "gender": COLOURWAY[6],
    "basics": "#6E62B4",
    "hoco": COLOURWAY[7],
    "responsible_business": "#A15627",
    "covid": "#BE4466",
    "continuity": "#5F7F95",
}


def module_colour(module: str) -> str:
    """The fixed colour of a module; one that is not in the list always gets the same colour of the colourway."""
    return MODULES.get(module) or COLOURWAY[crc32(module.encode()) % len(COLOURWAY)]


@dataclass(frozen=True)
class Surface:
    """What differs between light and dark."""

    background: str
    panel: str
    text: str
    muted: str
    line: str
    primary: str
    link: str
    classes: tuple[str, ...]
    world: str
    no_data: str
    withheld: str
    not_computable: str
    zero: str
    border: str


# Map classes keep one hue from weak to strong; what is not a value has a hue of its own, never a weaker class.
LIGHT = Surface(
    background="#FAFAF7",
    panel="#F0F1ED",
    text="#0F1517",
    muted="#566064",
    line="#D9DBD6",
    primary="#0B6E75",
    link="#0B6E75",
    classes=("#CFE3F1", "#94C1DE", "#559AC4", "#1F709F", "#0B4468"),
    world="#E9E8E3",
    no_data="#C6C4BC",
    withheld="#A8895F",
    not_computable="#B9A7CC",
    zero="#FBEBB5",
    border="#FAFAF7",
)
DARK = Surface(
    background="#11181B",
    panel="#1A2327",
    text="#E6EBEC",
    muted="#9CA8AC",
    line="#2F3A3F",
    primary="#12828A",
    link="#4FB9BF",
    classes=("#17405F", "#1F6593", "#4590BF", "#84B9DB", "#CBE4F5"),
    world="#262C2E",
    no_data="#5A5A55",
    withheld="#94784F",
    not_computable="#6F5E86",
    zero="#57480F",
    border="#11181B",
)


def surface(look: Look) -> Surface:
    """The surface colours of a look."""
    return DARK if look == "dark" else LIGHT
