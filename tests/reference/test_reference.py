"""The reference data are whole, and what is derived from them is theirs."""

import importlib.util
import json
import re
import shutil

import pandas as pd
import pytest
from PIL import Image

from impact.settings import REFERENCE, ROOT, STATIC


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(REFERENCE / name, keep_default_na=False, dtype=str)


def features(path) -> dict:
    return {f["properties"]["iso3"]: f for f in json.loads(path.read_text(encoding="utf-8"))["features"]}


def test_all_published_figures_are_there_once_and_name_a_known_source():
    figures = read("published_figures.csv")
    assert figures.columns[0] == "id" and len(figures) == 159 and figures["id"].is_unique
    assert set(figures["source"]) <= set(read("published_sources.csv")["source"])
    assert set(figures["iso3"]) - {""} <= set(read("countries.csv")["iso3"])


def test_namibia_is_not_a_missing_value():
    countries = read("countries.csv").set_index("iso2")
    assert countries.loc["NA", "iso3"] == "NAM" and countries.loc["NA", "name"] == "Namibia"


def test_countries_have_one_row_each_and_names_in_three_languages():
    countries = read("countries.csv")
    assert len(countries) == 249
    for column in ("iso3", "iso2", "m49", "name", "name_fr", "name_es"):
        assert countries[column].is_unique and (countries[column] != "").all(), column
    assert countries["iso3"].str.fullmatch("[A-Z]{3}").all() and countries["m49"].str.fullmatch(r"\d{3}").all()


def test_countries_bear_the_names_that_readers_expect():
    names = read("countries.csv").set_index("iso3")["name"]
    expected = {
        **{"VNM": "Viet Nam", "TUR": "Türkiye", "BOL": "Bolivia", "KGZ": "Kyrgyzstan", "ZAF": "South Africa"},
        **{"TZA": "Tanzania", "CIV": "Côte d'Ivoire", "GBR": "United Kingdom", "USA": "United States"},
    }
    assert names[list(expected)].to_dict() == expected


def test_every_country_of_a_published_figure_has_a_region_a_currency_and_a_shape():
    countries = read("countries.csv").set_index("iso3")
    shapes = features(REFERENCE / "shapes.geojson")
    regions = {"africa", "americas", "arab-states", "asia-pacific", "europe-central-asia"}
    assert set(countries["ilo_region"]) == regions | {""}
    for iso3 in set(read("published_figures.csv")["iso3"]) - {""}:
        assert countries.loc[iso3, "ilo_region"] in regions and countries.loc[iso3, "currency"] and iso3 in shapes


def test_every_country_pattern_recognises_its_own_english_name():
    for row in read("country_patterns.csv").itertuples():
        assert re.search(row.pattern, row.name_en.lower(), re.IGNORECASE), row.iso3


def test_niger_is_not_nigeria():
    patterns = read("country_patterns.csv").set_index("iso3")["pattern"]
    found = [iso3 for iso3, pattern in patterns.items() if re.search(pattern, "niger")]
    assert found == ["NER"]


def test_there_is_one_rate_a_country_and_year_and_none_after_2023():
    rates = read("exchange_rates.csv")
    assert not rates.duplicated(["iso3", "year"]).any()
    assert rates["year"].min() == "2005" and rates["year"].max() == "2023"
    assert (rates["lcu_per_usd"].astype(float) > 0).all() and rates["currency"].str.fullmatch("[A-Z]{3}").all()


def test_one_currency_has_about_one_rate_in_a_year():
    """A wrong currency code shows: Bulgaria's lev called euro differs from everyone else's euro."""
    rates = read("exchange_rates.csv").astype({"lcu_per_usd": float})
    spread = rates.groupby(["currency", "year"])["lcu_per_usd"].agg(lambda rate: rate.max() / rate.min())
    assert spread.max() < 1.15, spread.idxmax()


def test_a_dollar_is_a_dollar():
    rates = read("exchange_rates.csv").astype({"lcu_per_usd": float})
    flat = rates[~rates["currency"].isin(["USD", "PAB", "BSD", "BMD", "CUP"])].groupby("iso3")["lcu_per_usd"]
    assert not (flat.agg(lambda rate: (rate - 1).abs().max()) < 0.01).any()


def test_every_isic_division_is_in_exactly_one_sector():
    divisions, sectors = read("isic_divisions.csv"), read("sectors.csv")
    assert len(divisions) == 88 and divisions["division"].str.fullmatch(r"\d{2}").all()
    assert sorted(sectors["division"]) == sorted(divisions["division"])
    assert len(sectors[["sector", "title"]].drop_duplicates()) == len(set(sectors["sector"])) == 18


@pytest.mark.parametrize(
    ("code", "sector"), [("14", "garment_textile"), ("55", "tourism_hospitality"), ("31", "wood_furniture")]
)
def test_a_division_is_in_the_sector_that_the_programme_calls_it(code, sector):
    assert read("sectors.csv").set_index("division").loc[code, "sector"] == sector


def test_the_world_is_small_and_carries_nothing_but_code_and_name():
    path = STATIC / "world.geojson"
    assert path.stat().st_size < 200_000
    world = features(path)
    assert set(world) == set(features(REFERENCE / "boundaries.geojson"))
    assert {frozenset(f["properties"]) for f in world.values()} == {frozenset({"iso3", "name"})}


def test_only_boundaries_are_public():
    assert [p.name for p in STATIC.iterdir()] == ["world.geojson"]


def test_every_country_keeps_a_shape_and_the_world_has_the_same():
    shapes, world = features(REFERENCE / "shapes.geojson"), features(STATIC / "world.geojson")
    for iso3, feature in shapes.items():
        assert feature["geometry"]["coordinates"] and feature["geometry"] == world[iso3]["geometry"], iso3
        assert set(feature["properties"]) == {"iso3", "name", "lon", "lat", "area"}


def test_shapes_bear_the_names_of_the_country_list():
    names = read("countries.csv").set_index("iso3")["name"]
    shapes = features(REFERENCE / "shapes.geojson")
    assert all(f["properties"]["name"] == names[iso3] for iso3, f in shapes.items() if iso3 in names)


def test_the_derived_files_are_those_of_the_script(tmp_path):
    spec = importlib.util.spec_from_file_location("build_reference", ROOT / "data" / "build_reference.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.ROOT, script.REFERENCE = tmp_path, tmp_path / "data" / "reference"
    for folder in ("data/reference", "static", "impact/ui"):
        (tmp_path / folder).mkdir(parents=True)
    for given in ("boundaries.geojson", "countries.csv"):
        shutil.copy(REFERENCE / given, script.REFERENCE)
    script.geometries()
    script.icon()
    for made in ("static/world.geojson", "data/reference/shapes.geojson"):
        assert (tmp_path / made).read_bytes() == (ROOT / made).read_bytes(), (
            f"{made}: run python data/build_reference.py"
        )
    old, new = (Image.open(root / "impact" / "ui" / "icon.png") for root in (ROOT, tmp_path))
    assert old.size == (128, 128) and old.tobytes() == new.tobytes()
