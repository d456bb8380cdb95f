"""Two published exports compared: numbers added up by hand, and what viewers of groups may see of a movement."""

from pathlib import Path

import pandas as pd
import pytest

from impact import cli, keeping, store
from impact.access import Viewer
from impact.ask import AskError, ask
from impact.compare.snapshots import compare, comparisons
from impact.publish import publish
from impact.store import Snapshot, StoreError
from tests import drawn

HEAD = "attendance_id | session_id | enterprise_id | person_id | sex | role"
SESSIONS = "session_id | kind | module | project_id | iso3 | starts_on"
SAME = {
    "modules": "module\nm1",
    "projects": "project_id\np1",
    "enterprises": "enterprise_id | name | iso3 | isic\ne1 | One | KEN | 14\ne2 | Two | GHA | 14",
}
OLD = {
    "sessions": f"{SESSIONS}\ns1 | classroom | m1 | p1 | KEN | 2024-03-01",
    "attendances": f"{HEAD}\n"
    "a1 | s1 | e1 | x1 | female | worker\n"
    "a2 | s1 | e1 | x2 | male | worker\n"
    "a3 | s1 | e1 | x3 | male | worker\n"
    "a4 | s1 | e2 | x4 | unknown | worker",
}
# a2 is removed, a3 was a woman after all, a5 comes late (its session was known), a6 and a7 are of a new session.
NEW = {
    "sessions": OLD["sessions"] + "\ns2 | classroom | m1 | p1 | KEN | 2024-08-20",
    "attendances": f"{HEAD}\n"
    "a1 | s1 | e1 | x1 | female | worker\n"
    "a3 | s1 | e1 | x3 | female | worker\n"
    "a4 | s1 | e2 | x4 | unknown | worker\n"
    "a5 | s1 | e1 | x5 | male | worker\n"
    "a6 | s2 | e1 | x1 | female | worker\n"
    "a7 | s2 | e1 | x6 | male | worker",
}


@pytest.fixture
def two(empty_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    monkeypatch.setattr(drawn, "EXPORTED_AT", drawn.EXPORTED_AT.replace(month=6, day=30))
    old = publish(drawn.export(tmp_path / "old", **SAME, **OLD)).snapshot
    monkeypatch.setattr(drawn, "EXPORTED_AT", drawn.EXPORTED_AT.replace(month=8, day=31))
    new = publish(drawn.export(tmp_path / "new", **SAME, **NEW)).snapshot
    return old.id, new.id


def moved(made: Snapshot, viewer: Viewer | None = None) -> pd.DataFrame:
    frame = ask("review/what_changed", snapshot_id=made.id, **({"viewer": viewer} if viewer else {})).frame
    return frame.set_index(["indicator", "iso3"])


def test_a_movement_is_split_by_what_happened_to_the_rows(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    made = compare(*two)
    found = moved(made)
    parts = ["definition", "removed", "revised", "late", "added"]
    people = found.loc["attendances", ""]
    assert people[["old_value", *parts, "new_value"]].tolist() == [4, 0, -1, 0, 1, 2, 6]
    assert found.loc["attendances", "KEN"][["old_value", *parts, "new_value"]].tolist() == [4, 0, -1, 0, 1, 2, 6]
    # Five different people of known id, x1 twice; x2 has gone.
    assert found.loc["unique_people", ""][["old_value", *parts, "new_value"]].tolist() == [4, 0, -1, 0, 1, 1, 5]
    # Women of those whose sex is known, each person once: 1 of 3, 1 of 2, 2 of 2, 2 of 3, and with x6 2 of 4.
    share = found.loc["women_share", ""]
    assert share["old_value"] == pytest.approx(100 / 3)
    assert share[parts].tolist() == pytest.approx([0, 50 - 100 / 3, 50, 200 / 3 - 100, 50 - 200 / 3])
    assert share["new_value"] == pytest.approx(50)
    whole = found[found["status"] == "moved"]
    assert (whole[parts].sum(axis=1) - (whole["new_value"] - whole["old_value"])).abs().max() < 1e-9
    rows = ask("review/changed_rows", snapshot_id=made.id).frame.set_index("table_name")
    assert rows.loc["attendances", ["removed", "revised", "late", "added"]].tolist() == [1, 1, 1, 2]
    # It is kept: asked again, nothing is counted anew; and it is no snapshot that readers could see.
    assert compare(*two) == made
    assert comparisons() == [made]
    assert {s.id for s in store.snapshots()} == set(two)
    with pytest.raises(StoreError, match="is a comparison"):
        keeping.rollback(made.id)
    assert cli.main(["compare", *two]) == 0
    assert "In this order: definition, removed, revised, late, new" in capsys.readouterr().out
    with pytest.raises(StoreError, match="two different snapshots"):
        compare(two[0], two[0])
    with pytest.raises(AskError, match="is asked of a comparison"):
        ask("review/what_changed")


KPI = "enterprise_id | kpi | phase | period_start | sex | numerator | denominator"


def test_a_movement_that_few_enterprises_made_is_withheld_from_viewers_of_groups(
    empty_store: Path, tmp_path: Path
) -> None:
    names = [f"e{n}" for n in range(12)]
    same = {
        "modules": "module\nm1",
        "projects": "project_id\np1",
        "enterprises": "enterprise_id | name | iso3 | isic\n" + "\n".join(f"{n} | {n} | KEN | 14" for n in names),
        "engagements": "engagement_id | enterprise_id | module | project_id | classroom_on\n"
        + "\n".join(f"g{n} | {n} | m1 | p1 | 2023-01-01" for n in names),
    }
    head = "enterprise_id | measured_on | women | men\n"
    old = head + "\n".join(f"{n} | 2022-12-01 | 10 | 10" for n in names)
    new = old.replace("e3 | 2022-12-01 | 10", "e3 | 2022-12-01 | 999")
    first = publish(drawn.export(tmp_path / "old", **same, workforce=old)).snapshot
    second = publish(drawn.export(tmp_path / "new", **same, workforce=new)).snapshot
    made = compare(first.id, second.id)
    mine = moved(made).loc["workforce_represented", "KEN"]
    assert mine["revised"] == 989
    assert mine["fewest"] == 1
    theirs = moved(made, Viewer("donor", ("p1",))).loc["workforce_represented", "KEN"]
    assert theirs["status"] == "withheld"
    assert theirs[["old_value", "new_value", "revised", "added", "fewest"]].isna().all()
    own = moved(made, Viewer("coordinator", ("GHA",))).loc["workforce_represented", "KEN"]
    assert own["status"] == "withheld"
    rows = ask("review/revisions", viewer=Viewer("coordinator", ("KEN",)), snapshot_id=made.id).frame
    assert rows[["enterprise_id", "column_name", "old_value", "new_value"]].values.tolist() == [
        ["e3", "women", 10, 999]
    ]
    assert ask("review/revisions", viewer=Viewer("coordinator", ("GHA",)), snapshot_id=made.id).empty
