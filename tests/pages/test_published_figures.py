"""Published figures: all of them, as published, with source and flag, and never added up."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from impact.settings import REFERENCE
from tests.pages.reading import open_page, said

Use = Callable[[str], Path]
PAGE = "results/published_figures"
FIGURES = pd.read_csv(REFERENCE / "published_figures.csv", dtype=str)


def table(at: AppTest) -> pd.DataFrame:
    """The page's table of figures."""
    return max((d.value for d in at.dataframe), key=len)


@pytest.mark.parametrize("export", ["demonstration", "empty"])
def test_all_figures_are_in_the_table_whatever_the_export_holds(export: str, use: Use) -> None:
    use(export)
    shown = table(open_page(PAGE))
    assert len(shown) == len(FIGURES) == 159
    assert set(shown["id"]) == set(FIGURES["id"])
    assert shown["source_title"].notna().all()


def test_a_kind_chosen_is_the_only_one_in_the_chart(use: Use) -> None:
    use("small")
    kinds = FIGURES.groupby(["indicator", FIGURES["counts"].fillna(""), "unit"]).size()
    for (indicator, counts, unit), figures in kinds.sort_values(ascending=False).head(4).items():
        at = open_page(PAGE, kind=f"{indicator}|{counts}|{unit}")
        assert not at.exception, at.exception[0].message
        chart = json.loads(at.get("plotly_chart")[0].proto.spec)
        of_kind = FIGURES[(FIGURES["indicator"] == indicator) & (FIGURES["unit"] == unit)]
        of_kind = of_kind[of_kind["counts"].fillna("") == counts]
        dated = of_kind[of_kind["period_start"].notna() | of_kind["period_end"].notna()]
        drawn = sorted(trace["y"][0] for trace in chart["data"])
        assert drawn == pytest.approx(sorted(dated["value"].dropna().astype(float))), (indicator, figures)
        assert len(table(at)) == 159, "the table below keeps all kinds"


def test_module_donor_country_and_period_choose_rows_of_the_table(use: Use) -> None:
    use("demonstration")
    by_donor = table(open_page(PAGE, donor_named="NORAD"))
    expected = FIGURES[FIGURES["donor"].fillna("").str.split("; ").map(lambda names: "NORAD" in names)]
    assert set(by_donor["id"]) == set(expected["id"])
    by_country = table(open_page(PAGE, country="IDN"))
    assert set(by_country["id"]) == set(FIGURES.loc[FIGURES["iso3"] == "IDN", "id"])
    by_period = table(open_page(PAGE, period="2010-2012"))
    assert 0 < len(by_period) < 159


def test_every_flagged_figure_is_listed_with_its_reason(use: Use) -> None:
    use("small")
    text = said(open_page(PAGE)).replace("\\", "")
    flagged = FIGURES[FIGURES["flag"].notna()]
    assert len(flagged) > 0
    for row in flagged.itertuples():
        lines = [line for line in text.splitlines() if line.startswith("- **") and row.id in line]
        assert any(row.flag_reason in line for line in lines), row.id


def test_the_attribution_of_every_source_and_the_adaptation_notice_are_on_the_page(use: Use) -> None:
    use("small")
    text = said(open_page(PAGE)).replace("\\", "")
    sources = pd.read_csv(REFERENCE / "published_sources.csv", dtype=str)
    for title in sources["title"]:
        assert title in text
    assert "the adaptation was not prepared, reviewed or endorsed by the ILO" in text


def test_figures_are_shown_as_published_with_their_qualifier(use: Use) -> None:
    use("small")
    shown = table(open_page(PAGE)).set_index("id")["said"]
    whole = 0
    for row in FIGURES[FIGURES["value"].notna() & FIGURES["value_low"].isna()].itertuples():
        value = float(row.value)
        if row.qualifier == "exactly":
            digits = re.sub(r"[^\d.-]", "", shown[row.id].replace("−", "-"))
            whole += 1
            assert float(digits) == pytest.approx(value, rel=5e-3), row.id
        else:
            assert shown[row.id].startswith(row.qualifier), row.id
    assert whole > 50


def test_nothing_on_the_page_is_a_total(use: Use) -> None:
    use("small")
    at = open_page(PAGE)
    assert not at.metric
    values = FIGURES.assign(number=FIGURES["value"].astype(float))
    sums = {f"{v:,.0f}" for v in values.groupby("indicator")["number"].sum()} | {f"{values['number'].sum():,.0f}"}
    own = {f"{v:,.0f}" for v in values["number"].dropna()}
    numbers = set(re.findall(r"\d[\d,]*\d", said(at)))
    assert not (sums - own) & {n for n in numbers if len(n) > 4}
    assert not re.search(r"\b[Tt]otal\b", " ".join(t.value for t in at.subheader))


def test_the_ledger_sets_each_figure_beside_the_export_and_says_why_they_differ(use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE, verdict="all")
    ledger = next(d.value for d in at.dataframe if "live_value" in d.value.columns)
    assert len(ledger) == 159
    assert set(ledger["verdict"]) >= {"Differs", "Superseded", "Not comparable", "Not computable"}
    assert (ledger["reason"][ledger["verdict"] != "Reconciles"] != "").all()
    assert not ledger["reason"].str.contains("_").any()
    superseded = ledger[ledger["verdict"] == "Superseded"]
    assert set(superseded["reason"]) == {"P003 took its place"}
    other = open_page(PAGE, verdict="not_comparable")
    shown = [d.value for d in other.dataframe if "reason" in d.value.columns]
    assert set(shown[0]["verdict"]) == {"Not comparable"}
    assert "live_value" not in shown[0].columns
