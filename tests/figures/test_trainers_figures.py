"""The figures of the page of trainers and partners: from a small drawn table to what each shows."""

import json
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from impact import figures

STAGES = pd.DataFrame(
    [
        ("all", "candidate", 60, 30, 25, 1, 4, 53.6, 40.7, 66.0),
        ("all", "tot", 50, 25, 25, 0, 0, 50.0, 36.6, 63.4),
        ("all", "instructed", 50, 25, 25, 0, 0, 50.0, 36.6, 63.4),
        ("all", "certified", 20, 15, 5, 0, 0, 75.0, 53.1, 88.8),
        ("all", "expert", 2, 0, 0, 0, 2, None, None, None),
    ],
    columns=["code", "stage", "value", "women", "men", "other", "unknown", "share", "low", "high"],
)
STAGES["recorded"] = STAGES["value"]
PLACES = pd.DataFrame(
    [
        ("GHA", "Ghana", None, 12, 6, 5, 1, 0, 50.0),
        ("VNM", "Viet <b>Nam</b>", None, 30, 20, 10, 0, 0, 66.7),
        ("", None, None, 1, 0, 0, 0, 1, None),
    ],
    columns=["code", "country", "year", "value", "women", "men", "other", "unknown", "share"],
)
YEARS = pd.DataFrame(
    [("2023", None, 2023, 12, 6, 5, 1, 0, 50.0, True), ("2024", None, 2024, 3, 2, 1, 0, 0, 66.7, False)],
    columns=["code", "country", "year", "value", "women", "men", "other", "unknown", "share", "complete"],
)
CURVE = pd.DataFrame(
    [
        ("all", 0, 0.0, None, None, 40, False),
        ("all", 6, 10.0, 5.0, 20.0, 40, False),
        ("all", 12, 40.0, 30.0, 50.0, 30, False),
        ("all", 24, 70.0, 60.0, 80.0, 4, True),
        ("all", 36, None, None, None, 0, True),
    ],
    columns=["code", "months", "share", "low", "high", "followed", "small"],
)
CURVE["trainers"], CURVE["without_start"] = 40, 0
WITHIN = pd.DataFrame(
    [
        ("GHA", "Ghana", None, 40.0, 30.0, 50.0, 30, False, "shown"),
        ("PER", "Peru", None, 100.0, None, None, 2, True, "shown"),
        ("VNM", "Viet Nam", None, None, None, None, 0, True, "not_due"),
    ],
    columns=["code", "country", "year", "share", "low", "high", "followed", "small", "status"],
)
ACTIVE = pd.DataFrame(
    [
        ("GHA", "Ghana", 10, 8, 9, False),
        ("PER", "Peru", 6, 1, 1, True),
        ("NAM", "Namibia", 0, 0, 0, True),
    ],
    columns=["iso3", "country", "certified", "certified_active", "active", "at_risk"],
)
SPREAD = pd.DataFrame(
    [
        ("0", 6, 0, 60.0, 0.0),
        ("1-2", 2, 3, 20.0, 10.0),
        ("3-5", 0, 0, 0.0, 0.0),
        ("6-10", 1, 7, 10.0, 23.0),
        ("11+", 1, 20, 10.0, 67.0),
    ],
    columns=["band", "trainers", "deliveries", "share", "deliveries_share"],
)
MODULES = pd.DataFrame(
    [
        ("workplace_cooperation", "Workplace Cooperation", 5, 20, 8, 3, 0),
        ("lean", "Lean Manufacturing", 4, 2, 0, 2, 1),
    ],
    columns=["module", "title", "instructed", "certified", "active", "countries", "gaps"],
)
GAPS = pd.DataFrame(
    [
        ("GHA", "Ghana", "lean", "Lean Manufacturing", 2.0, 7, 5, 3, 1, False, "active"),
        ("GHA", "Ghana", "workplace_cooperation", "Workplace Cooperation", 1.0, 9, 5, 3, 0, False, "certified"),
        ("PER", "Peru", "lean", "Lean Manufacturing", 2.0, 4, 0, 0, 0, True, "none"),
    ],
    columns=[
        "iso3",
        "country",
        "module",
        "title",
        "position",
        "enterprises",
        "instructed",
        "certified",
        "active",
        "gap",
        "state",
    ],
)
KINDS = pd.DataFrame(
    [
        ("public", 3, 2, 40, 12, 3, 25.0, False),
        ("other", 0, 0, 0, 0, 0, None, True),
        ("none", 0, 0, 8, 4, 4, 100.0, True),
    ],
    columns=["kind", "partners", "active_partners", "sessions", "engagements", "without_project", "share", "small"],
)
COSTS = pd.DataFrame(
    [
        ("GHA", "Ghana", None, 60.0, 40.0, 1000.0, 50, False, "shown"),
        ("PER", "Peru", None, 90.0, 10.0, 100.0, 3, True, "shown"),
        ("NAM", "Namibia", None, None, None, None, 0, True, "no_rate"),
    ],
    columns=["code", "country", "title", "value", "own_share", "cost_usd", "n", "small", "status"],
)
COST_YEARS = pd.DataFrame(
    [
        ("2022", None, None, 2022, 40.0, 30.0, 100.0, 4, True, "shown", True),
        ("2023", None, None, 2023, 60.0, 50.0, 1000.0, 50, False, "shown", True),
        ("2024", None, None, 2024, None, None, None, 0, True, "no_rate", False),
    ],
    columns=["code", "country", "title", "year", "value", "own_share", "cost_usd", "n", "small", "status", "complete"],
)
PAYERS = pd.DataFrame(
    [
        (2022, p, p in ("donor", "ILO"), v, v, 10, True)
        for p, v in zip(figures.payers(), (40, 5, 5, 0, 30, 20), strict=True)
    ]
    + [(2023, p, p in ("donor", "ILO"), None, None, 0, False) for p in figures.payers()],
    columns=["year", "payer", "programme", "value", "usd", "n", "complete"],
)
LASTING = pd.DataFrame(
    [
        (year, f"C{year}", f"Country {year}", kind, in_force, in_force, 1, "shown", year < 2024)
        for year, forces in ((2023, (3, 1, 1, 1, 0)), (2024, (0, 0, 0, 0, 0)))
        for kind, in_force in zip(("all", "memorandum", "licence", "embedding", "other"), forces, strict=True)
    ],
    columns=["year", "iso3", "country", "kind", "in_force", "signed", "ended", "status", "complete"],
)
MONTHS = pd.DataFrame(
    [
        (2023, month, held, planned, lost, held, 0, 0, "shown" if held else "none")
        for month, held, planned, lost in [(m, 0, 0, 0) for m in range(1, 11)] + [(11, 40, 0, 2), (12, 9, 0, 0)]
    ]
    + [(2024, 1, 4, 0, 0, 2, 1, 1, "shown"), (2024, 2, 0, 3, 0, 0, 0, 0, "to_come")],
    columns=["year", "month", "held", "planned", "not_confirmed", "counted", "nobody", "uncounted", "status"],
)
MIX = pd.DataFrame(
    [
        (year, kind, held, workshops, workshops + 60, share, workshops < 10, year < 2024)
        for year, workshops, online in ((2019, 40, 0), (2020, 40, 30), (2021, 20, 8), (2023, 50, 1), (2024, 5, 5))
        for kind, held, share in (
            ("classroom", workshops - online, 100 * (workshops - online) / workshops),
            ("online", online, 100 * online / workshops),
            ("visit", 60, None),
        )
    ],
    columns=["year", "kind", "held", "workshops", "trainings", "workshop_share", "small", "complete"],
)
MIX["share"] = 100 * MIX["held"] / MIX["trainings"]
for frame in (YEARS, COST_YEARS, PAYERS, LASTING, MIX):
    frame.attrs["as_of"] = date(2024, 8, 31)

DRAW = {
    "pipeline": (figures.trainer_pipeline, STAGES),
    "by country": (figures.trainers_by_country, PLACES),
    "by year": (figures.trainers_by_year, YEARS),
    "curve": (figures.certification_curve, CURVE),
    "within": (figures.certified_within, WITHIN),
    "active": (figures.active_by_country, ACTIVE),
    "spread": (figures.deliveries_spread, SPREAD),
    "modules": (figures.trainers_by_module, MODULES),
    "gaps": (figures.module_gaps, GAPS),
    "kinds": (figures.partners_by_kind, KINDS),
    "recovery by country": (figures.recovery_by_group, COSTS),
    "recovery by year": (figures.recovery_by_year, COST_YEARS),
    "payers": (figures.who_pays, PAYERS),
    "agreements by year": (figures.agreements_by_year, LASTING),
    "agreements by country": (figures.agreements_by_country, LASTING),
    "calendar": (figures.session_calendar, MONTHS),
    "workshops": (lambda frame: figures.session_mix(frame, of="workshops"), MIX),
    "trainings": (lambda frame: figures.session_mix(frame, of="trainings"), MIX),
}


def drawn(name: str, frame: pd.DataFrame | None = None) -> go.Figure:
    draw, given = DRAW[name]
    return draw(given if frame is None else frame)


def texts(figure: go.Figure) -> list[str]:
    """Every text in the figure: of its marks, its remarks and its ticks."""
    found = [note.text for note in figure.layout.annotations]
    for trace in figure.data:
        found += [str(text) for text in (getattr(trace, "text", None) or ())]
    return found + [str(tick) for tick in (figure.layout.yaxis.ticktext or ())]


def codes(figure: go.Figure) -> set[str]:
    return {str(code) for trace in figure.data if trace.customdata is not None for code in trace.customdata}


@pytest.mark.parametrize("name", DRAW)
def test_a_figure_says_what_it_shows_and_leaves_the_theme_open(name: str) -> None:
    figure = drawn(name)
    assert figure.layout.meta["alt"].endswith(".")
    assert not figure.layout.meta["empty"]
    assert "http" not in figure.to_json()
    assert not json.loads(figure.to_json())["layout"]["template"].get("layout")


@pytest.mark.parametrize("name", DRAW)
def test_a_figure_of_nothing_says_so_and_does_not_fail(name: str) -> None:
    figure = drawn(name, DRAW[name][1].head(0))
    assert figure.layout.meta["empty"]
    assert figure.layout.meta["alt"].endswith(".")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("by country", {"GHA", "VNM", ""}),
        ("by year", {"2023", "2024"}),
        ("within", {"GHA", "PER"}),
        ("active", {"GHA", "PER", "NAM"}),
        ("modules", {"workplace_cooperation", "lean"}),
        ("gaps", {"GHA", "PER"}),
        ("recovery by country", {"GHA", "PER"}),
        ("recovery by year", {"2022", "2023", "2024"}),
        ("payers", {"2022"}),
        ("agreements by year", {"2023", "2024"}),
        ("agreements by country", {"C2023", "C2024"}),
        ("calendar", {"2023", "2024"}),
        ("workshops", {"2019", "2020", "2021", "2023", "2024"}),
    ],
)
def test_a_point_carries_the_code_that_a_click_filters_by(name: str, wanted: set[str]) -> None:
    assert codes(drawn(name)) == wanted


def test_each_stage_tells_its_count_and_the_share_of_women_with_its_interval() -> None:
    said = texts(drawn("pipeline"))
    assert "20 · 75% women (53.1–88.8%)" in said
    assert "2 · sex not known" in said, "no share where no sex is known"


def test_stages_that_were_never_recorded_are_not_drawn_as_zero() -> None:
    nothing = STAGES.assign(**{c: None for c in STAGES.columns if c not in ("code", "stage")})
    assert drawn("pipeline", nothing.astype({"value": "Int64"})).layout.meta["empty"]
    partly = STAGES.assign(value=STAGES["value"].astype("Int64").where(STAGES["stage"] != "tot"))
    assert "not recorded" in texts(drawn("pipeline", partly))


def test_women_and_men_are_told_apart_without_colour_too() -> None:
    patterns = {trace.name: trace.marker.pattern.shape for trace in drawn("pipeline").data}
    assert len(set(patterns.values())) == 3


def test_names_from_data_bring_no_tags_and_a_country_may_be_unknown() -> None:
    said = texts(drawn("by country"))
    assert "Viet &lt;b&gt;Nam&lt;/b&gt;" in said
    assert "No country" in said


def test_the_curve_ends_where_few_could_be_followed() -> None:
    line = next(trace for trace in drawn("curve").data if trace.hoverinfo == "text")
    assert list(line.x) == [0, 6, 12]
    dots = next(trace for trace in drawn("curve").data if trace.mode == "markers+text")
    assert list(dots.text) == ["10%", "40%"]


def test_a_dot_of_few_is_hollow_and_what_is_not_due_is_said() -> None:
    figure = drawn("within")
    assert list(figure.data[0].marker.symbol) == ["circle", "circle-open"]
    assert "not due yet" in texts(figure)
    assert "Peru" not in figure.layout.meta["alt"], "the alternative ranks no one by two trainers"


def test_countries_at_risk_bear_a_sign() -> None:
    sign = next(trace for trace in drawn("active").data if trace.name == "At risk")
    names = list(drawn("active").layout.yaxis.ticktext)
    assert [names[place] for place in sign.y] == ["Peru", "Namibia"]


def test_where_deliveries_name_no_trainer_nobody_is_drawn_as_idle() -> None:
    unknown = ACTIVE.assign(active=pd.array([None] * 3, "Int64"), certified_active=pd.array([None] * 3, "Int64"))
    assert drawn("active", unknown).layout.meta["empty"]


def test_states_of_a_module_differ_in_shape_as_well_as_in_hue() -> None:
    shapes = [trace.marker.symbol for trace in drawn("gaps").data if len(trace.x)]
    assert len(set(shapes)) == len(shapes) == 3


def test_a_kind_without_a_partner_or_a_session_is_left_out_and_a_small_share_says_its_n() -> None:
    said = texts(drawn("kinds"))
    assert not any("Other partners" in text for text in said)
    assert "100% without programme money (n = 4)" in said


def test_few_engagements_are_hollow_and_stand_last() -> None:
    figure = drawn("recovery by country")
    assert list(figure.layout.yaxis.ticktext) == ["Ghana", "Peru", "Namibia"]
    assert list(figure.data[1].marker.symbol) == ["diamond", "diamond-open"]
    assert "no exchange rate" in texts(figure)
    assert "no exchange rate" in texts(drawn("recovery by year"))


def test_the_programme_s_two_payers_are_hatched() -> None:
    patterns = [trace.marker.pattern.shape for trace in drawn("payers").data]
    assert patterns[:4] == [""] * 4
    assert all(patterns[4:]) and patterns[4] != patterns[5]


def test_a_country_without_an_agreement_says_so() -> None:
    assert " none in force" in texts(drawn("agreements by country"))


def test_held_planned_and_never_confirmed_look_different() -> None:
    figure = drawn("calendar")
    assert [(shape.x0, shape.x1) for shape in figure.layout.shapes] == [(1.55, 2.45)], "a frame for what is to come"
    lost = next(trace for trace in figure.data if trace.name == "planned, never confirmed" and trace.x[0] is not None)
    assert lost.marker.symbol == "triangle-ne"
    assert {"held", "planned, to come", "planned, never confirmed"} <= {trace.name for trace in figure.data}


def test_a_month_without_sessions_is_a_dot_and_one_to_come_is_empty() -> None:
    numbers = [trace for trace in drawn("calendar").data if getattr(trace, "mode", "") == "markers+text"]
    shown = {(x, y): text for trace in numbers for x, y, text in zip(trace.x, trace.y, trace.text, strict=True)}
    assert shown[3, 1] == "·"
    assert (2, 0) not in shown


def test_the_hover_tells_missing_head_counts_from_sessions_where_nobody_came() -> None:
    hover = [text for trace in drawn("calendar").data for text in (trace.hovertext or ())]
    january = next(text for text in hover if "January 2024" in text)
    assert "head count recorded at 3" in january
    assert "nobody came to 1" in january


@pytest.mark.parametrize(("last", "labels"), [(2023, ["75%", "2%"]), (2021, ["75%"])])
def test_the_peak_and_the_last_year_are_labelled_unless_they_collide(last: int, labels: list[str]) -> None:
    online = next(t for t in drawn("workshops", MIX[MIX["year"] <= last]).data if t.name == "Online workshop")
    assert [text for text in online.text if text] == labels


@pytest.mark.parametrize("name", ["curve", "within", "recovery by country", "recovery by year", "payers"])
def test_results_that_are_withheld_leave_an_empty_figure(name: str) -> None:
    columns = {"share", "low", "high", "value", "own_share", "cost_usd", "usd"}
    frame = DRAW[name][1]
    hidden = frame.assign(**{c: pd.Series([None] * len(frame), dtype=object) for c in columns & set(frame.columns)})
    assert drawn(name, hidden).layout.meta["empty"]


FINDINGS: list[tuple[Any, Any, str]] = [
    (figures.pipeline_finding, STAGES, "Of 50 trainers instructed, 20 are certified and 2 are experts"),
    (
        figures.pipeline_finding,
        STAGES.assign(recorded=0),
        "20 trainers are certified; when they were instructed was not recorded",
    ),
    (
        figures.pipeline_finding,
        STAGES.assign(value=STAGES["value"].where(STAGES["stage"] != "expert")),
        "Of 50 trainers instructed, 20 are certified",
    ),
    (figures.certification_finding, CURVE, "40% of trainers are certified within 12 months"),
    (figures.active_finding, ACTIVE, "2 of 3 countries are at risk: too few of their trainers deliver"),
    (figures.active_finding, ACTIVE.head(1), "Ghana is not at risk: 8 of 10 certified trainers deliver"),
    (figures.active_finding, ACTIVE[1:2], "Peru is at risk: 1 of 6 certified trainers deliver"),
    (figures.spread_finding, SPREAD, "20% of trainers give 90% of the deliveries"),
    (figures.trainer_modules_finding, MODULES, "1 of 2 modules lack a certified trainer in a country that takes them"),
    (figures.trainer_modules_finding, MODULES[:1], "Every module has a certified trainer wherever enterprises take it"),
    (figures.trainer_modules_finding, MODULES.assign(countries=0), "2 of 2 modules have a certified trainer"),
    (figures.gaps_finding, GAPS, "In 1 of 3 pairs of country and module, nobody of the country is certified"),
    (figures.partners_finding, KINDS, "2 of 3 partners are active; 44% of engagements had no programme money"),
    (
        figures.recovery_finding,
        COSTS,
        "60% of the delivery cost was not paid by the programme; enterprises paid 40% themselves",
    ),
    (figures.lasting_places_finding, LASTING, "No agreement is in force in 1 of 2 countries"),
    (figures.lasting_places_finding, LASTING[:5], "Country 2023: 3 agreements are in force"),
    (figures.calendar_finding, MONTHS, "53 sessions held, 3 to come, 2 planned and never confirmed"),
    (figures.mix_finding, MIX, "75% of workshops were online in 2020; 0% before, 2% in 2023"),
    (figures.mix_finding, MIX[MIX["year"] == 2019], "Every workshop was held in a classroom"),
    (
        figures.mix_finding,
        MIX.assign(workshop_share=MIX["workshop_share"] / 200),
        "In no year was as much as one workshop in a hundred online",
    ),
    (figures.mix_finding, MIX[MIX["year"] == 2024], "Too few workshops to tell how they are held"),
]


@pytest.mark.parametrize(("finding", "frame", "said"), FINDINGS)
def test_a_title_says_the_finding(finding: Any, frame: pd.DataFrame, said: str) -> None:
    assert finding(frame) == said


def test_the_titles_of_nothing_say_why() -> None:
    nothing = STAGES.assign(value=None)
    assert figures.pipeline_finding(nothing) == "Stages of trainers were not recorded"
    assert figures.certification_finding(CURVE.assign(small=True)).startswith("Too few trainers")
    unknown = CURVE.assign(small=True, trainers=0, without_start=9)
    assert figures.certification_finding(unknown) == "When trainers were instructed was not recorded"
    assert figures.spread_finding(SPREAD.assign(trainers=None)) == "Which trainers delivered was not recorded"
    assert figures.active_finding(ACTIVE.assign(active=None)) == "Which trainers delivered was not recorded"
    assert figures.recovery_finding(COSTS[2:]) == "Cost recovery cannot be computed here"
    assert figures.lasting_places_finding(LASTING.assign(status="no_data")) == "Agreements were not recorded"
    assert figures.calendar_finding(MONTHS.head(0)) == "No session here"
    assert figures.stage_finding(PLACES.assign(value=0), "expert") == "Experts: nobody here"
    assert figures.stage_finding(PLACES, "expert").startswith("Experts: most in Viet <b>Nam</b>, 30; 3 countries")
    assert figures.stage_finding(YEARS, "certified") == "Certified: most in 2023, 12"
