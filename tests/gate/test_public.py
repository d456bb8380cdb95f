"""A snapshot for the public holds what the public may know, and nothing else: in its tables and in its bytes."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from impact import store, warehouse
from impact.access import OWNER, AccessError, Viewer
from impact.ask import AskError, ask, sees
from impact.cli import main
from impact.filters import Filters
from tests.gate import canaries
from tests.pages.reading import open_page, said

PAGES = ("results/overview", "results/country_map", "results/country", "results/published_figures", "about/indicators")


@pytest.fixture(scope="module")
def stores(demo_export: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """The store that holds everything, and the one for the public."""
    folder = tmp_path_factory.mktemp("public")
    (folder / "store").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMPACT_STORE", str(folder / "store"))
        export = canaries.plant(demo_export, folder / "export", other=False)
        assert main(["publish", str(export), "--audience", "public", "--out", str(folder / "out")]) == 0
    yield folder / "store", folder / "out"
    warehouse.close()


@pytest.fixture
def public(stores: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMPACT_STORE", str(stores[1]))
    return stores[1]


def told(path: Path) -> Iterator[str]:
    """All that a database says, every cell of every table, and of every frame within."""
    with duckdb.connect(str(path), read_only=True) as con:
        for schema, name in con.execute("select schema_name, table_name from duckdb_tables()").fetchall():
            for row in con.execute(f'select * from "{schema}"."{name}"').fetchall():
                for cell in row:
                    if isinstance(cell, bytes):
                        yield from pd.read_parquet(BytesIO(cell)).to_csv().splitlines()
                    else:
                        yield str(cell)


def test_nothing_in_its_files_betrays_an_enterprise_a_trainer_or_a_person(public: Path, demo_export: Path) -> None:
    files = [path for path in public.rglob("*") if path.is_file()]
    assert {path.name for path in files} == {"tables.duckdb", "manifest.json", "current"}
    tables = public / store.current().id / "tables.duckdb"
    text = "\n".join(told(tables))
    enterprises = pd.read_parquet(demo_export / "enterprises.parquet")
    trainers = pd.read_parquet(demo_export / "trainers.parquet")
    people = pd.read_parquet(demo_export / "attendances.parquet")["person_id"].dropna()
    secret = [*canaries.secrets(), *enterprises["enterprise_id"], *enterprises["name"], *trainers["trainer_id"]]
    assert not [word for word in secret if word in text]
    assert not set(people) & set(text.replace(",", "\n").split("\n"))
    for path in files:
        content = path.read_bytes()
        assert not [word for word in secret if word.encode() in content], path


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers as numbers, and one word for what is missing."""
    rows = [
        ["-" if pd.isna(v) else str(float(v)) if isinstance(v, int | float) else str(v) for v in r]
        for r in frame.values
    ]
    return pd.DataFrame(rows, columns=frame.columns)


def test_what_it_answers_is_what_the_public_is_told(stores: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    tried = [("results/overview", Filters()), ("results/by_year", Filters(country=("VNM",)))]
    answers = {}
    for place in stores:
        monkeypatch.setenv("IMPACT_STORE", str(place))
        for who in (Viewer("public"), OWNER) if place == stores[1] else (Viewer("public"),):
            for name, chosen in tried:
                answers.setdefault(name, []).append(ask(name, chosen, who).frame)
    for first, *others in answers.values():
        for other in others:
            pd.testing.assert_frame_equal(plain(first), plain(other))
    withheld = answers["results/by_year"][1]
    assert (withheld["status"] == "withheld").any()


def test_whoever_asks_gets_no_more_than_it_holds(public: Path) -> None:
    with pytest.raises(AccessError, match="one by one"):
        ask("enterprises/find", viewer=OWNER)
    with pytest.raises(AskError, match="for the public and has no answer"):
        ask("results/overview", Filters(size=("small",)), OWNER)
    with pytest.raises(AskError, match="for the public and has no answer"):
        ask("training/satisfaction", viewer=OWNER)
    assert not sees(canaries.LONE)
    assert not ask("results/published_figures").empty


@pytest.mark.parametrize("name", PAGES)
def test_its_pages_run_and_the_others_are_not_there(name: str, public: Path) -> None:
    at = open_page(name)
    assert not at.exception, at.exception[0].message
    assert not at.error, at.error[0].value
    titles = [link.proto.label for link in at.sidebar.get("page_link")]
    assert "Overview" in titles
    assert not {"KPI trends", "Participation", "Peer benchmarks", "Audit"} & set(titles)
    assert "Filters" not in [popover.proto.popover.label for popover in at.get("popover")]
    assert "No such page" in said(open_page("training/participation"))


def test_it_needs_a_store_of_its_own(
    demo: Path, demo_export: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["publish", str(demo_export), "--audience", "public"]) == 2
    assert "needs --out" in capsys.readouterr().err
    assert main(["publish", str(demo_export), "--audience", "public", "--out", str(demo)]) == 2
    assert "holds everything" in capsys.readouterr().err
