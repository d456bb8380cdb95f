"""The palette reads on both backgrounds, without full colour vision, and equals the pages' theme."""

import tomllib
from itertools import combinations, pairwise

import numpy as np
import plotly.graph_objects as go
import pytest

from impact.figures import template, tokens
from impact.figures.template import Themed
from impact.settings import ROOT

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
}
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]])
LOOKS = [tokens.LIGHT, tokens.DARK]
DRAWN = {
    *tokens.COLOURWAY,
    *tokens.MODULES.values(),
    *(tokens.WOMEN, tokens.MEN, tokens.UNKNOWN, tokens.MAIN, tokens.QUIET, tokens.FLAGGED),
    *(tokens.BETTER, tokens.WORSE, tokens.SAME),
}


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dark, light = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, vision: str = "normal") -> np.ndarray:
    x, y, z = (XYZ @ np.clip(VISION[vision] @ linear(colour), 0, 1)) / [0.95047, 1, 1.08883]
    fx, fy, fz = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


def apart(one: str, other: str) -> float:
    return min(float(np.linalg.norm(lab(one, v) - lab(other, v))) for v in VISION)


@pytest.mark.parametrize("colour", sorted(DRAWN))
def test_a_drawn_colour_reads_on_light_and_on_dark(colour):
    assert min(contrast(colour, look.background) for look in LOOKS) >= 3


@pytest.mark.parametrize("look", LOOKS)
def test_text_reads_on_every_surface_of_its_look(look):
    for surface in (look.background, look.panel):
        assert contrast(look.text, surface) >= 7
        assert contrast(look.muted, surface) >= 4.5
        assert contrast(look.link, surface) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
def test_a_primary_button_reads_and_stands_out(look):
    assert contrast(look.primary, "#FFFFFF") >= 4.5
    assert contrast(look.primary, look.background) >= 3


def test_women_and_men_differ_for_every_reader_in_grey_and_in_pattern():
    assert apart(tokens.WOMEN, tokens.MEN) >= 60
    assert abs(lab(tokens.WOMEN)[0] - lab(tokens.MEN)[0]) >= 12
    assert len(set(tokens.PATTERNS.values())) == len(set(tokens.MARKERS.values())) == 3


def test_neighbours_of_the_colourway_differ_for_every_reader():
    ring = [*tokens.COLOURWAY, tokens.COLOURWAY[0]]
    assert min(apart(a, b) for a, b in pairwise(ring)) >= 40
    assert min(apart(a, b) for a, b in combinations(tokens.COLOURWAY, 2)) >= 12


def test_better_and_worse_differ_for_every_reader():
    assert apart(tokens.BETTER, tokens.WORSE) >= 40


@pytest.mark.parametrize("look", LOOKS)
def test_map_classes_keep_their_order_in_grey(look):
    steps = np.diff([lab(c)[0] for c in look.classes])
    assert (np.abs(steps) >= 10).all() and len({bool(s > 0) for s in steps}) == 1


@pytest.mark.parametrize("look", LOOKS)
def test_what_is_no_value_differs_from_every_class_and_from_the_rest_of_the_world(look):
    absent = [look.world, look.no_data, look.withheld, look.zero]
    assert min(apart(a, b) for a, b in combinations(absent, 2)) >= 12
    assert min(apart(a, c) for a in absent[1:] for c in look.classes) >= 15


def test_the_pages_have_the_colours_of_the_tokens():
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    assert tuple(theme["chartCategoricalColors"]) == tokens.COLOURWAY
    for name, look in (("light", tokens.LIGHT), ("dark", tokens.DARK)):
        given = theme[name]
        assert (given["backgroundColor"], given["secondaryBackgroundColor"]) == (look.background, look.panel)
        assert (given["primaryColor"], given["textColor"]) == (look.primary, look.text)
        assert (given["linkColor"], given["borderColor"]) == (look.link, look.line)
        assert given["sidebar"]["backgroundColor"] == look.panel


def test_a_module_keeps_its_colour_and_an_unknown_one_gets_a_stable_one():
    assert tokens.module_colour("recp") == tokens.MODULES["recp"]
    assert tokens.module_colour("not_yet_invented") == tokens.module_colour("not_yet_invented")
    assert tokens.module_colour("not_yet_invented") in tokens.COLOURWAY


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_template_takes_its_colours_from_the_tokens(look):
    layout = template(look).layout
    assert layout.font.color == tokens.surface(look).text
    assert tuple(layout.colorway) == tokens.COLOURWAY


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_figure_is_written_with_the_template_of_its_look_and_stays_as_it_was(look):
    figure = go.Figure(data=[{"type": "bar", "x": [1], "y": [2]}], layout={"template": "none"})
    written = Themed(figure, look).to_dict()
    assert written["layout"]["template"] == template(look).to_plotly_json()
    assert figure.update_layout(template=template(look)).to_dict() == written
    plain = go.Figure(layout={"template": "none"})
    Themed(plain, look)
    assert plain.layout.template.layout.font.color is None
