"""The control chart and the directory of enterprises against slow countings of the demonstration export."""

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from impact import store
from impact.ask import ask
from tests.queries.trends_twin import chart, series, table, workshops

# Reported of everybody only, so that nothing need be added up, and without a range of plausible values.
KPIS = ("energy_per_unit", "material_per_unit", "productivity")
ENTERPRISES = 40


def test_the_control_chart_is_the_one_counted_by_hand(demo: Path, demo_export: Path) -> None:
    as_of = store.current().as_of
    values, held = series(demo_export, as_of), workshops(demo_export, as_of)
    most = Counter(enterprise for kpi, enterprise in values if kpi in KPIS)
    seen: Counter[str] = Counter()
    for enterprise in sorted(most, key=lambda e: (-most[e], e))[:ENTERPRISES]:
        frame = ask("enterprises/kpi_changes", enterprise=enterprise).frame
        for row in frame[frame["kpi"].isin(KPIS)].to_dict("records"):
            key = (row["kpi"], enterprise)
            wanted = chart(values.get(key, []), held.get(key))
            if row["status"] == "copied":
                assert row["verdict"] == "copied"
                continue
            for name, value in wanted.items():
                assert row[name] == pytest.approx(value) if name != "verdict" else row[name] == value, (key, name)
            seen[row["verdict"]] += 1
    assert seen["more_than_noise"] >= 5
    assert seen["too_few_points"] + seen["within_noise"] >= 5


def plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


@pytest.mark.parametrize("word", ["a", "kenya", "garment", "sons", "t-ken-0001", "ltd"])
def test_as_many_are_found_as_hold_the_word(word: str, demo: Path, demo_export: Path) -> None:
    named = {row["enterprise_id"] for row in table(demo_export, "enterprises") if word in plain(row["name"])}
    trained = {
        row["enterprise_id"] for row in table(demo_export, "engagements") if word in str(row["trainer_id"]).lower()
    }
    frame = ask("enterprises/find", words=word).frame
    found = int(frame["found"].iloc[0]) if len(frame) else 0
    assert found >= len(named | trained)
    if found <= 50:
        assert named | trained <= set(frame["enterprise_id"])
