"""The command line: one clear line for every failure, and answers as the dashboard gives them."""

import json
from pathlib import Path

import pytest

from impact.cli import main
from impact.demo import build
from tests import drawn


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


def test_ask_gives_rows_as_json_with_days_as_days(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "ask", "results/overview", "--format", "json")
    rows = {row["indicator"]: row for row in json.loads(out)}
    assert code == 0
    assert rows["enterprises_trained"]["value"] == 112, "5,600 at the scale of these tests"
    assert rows["unique_people"]["value"] > 0
    assert rows["enterprises_completed"]["last_on"].startswith("20")


def test_ask_takes_filters_and_parameters(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filters = ("--country", "CHN", "--country", "VNM", "--period=2015-2020")
    code, out, _ = run(capsys, "ask", "results/country_map", *filters, "--indicator", "women_share", "--format", "csv")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("iso3,country,")
    assert [line.split(",")[0] for line in lines[1:]] == ["CHN", "VNM"]


def test_ask_lists_the_questions(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "results/overview" in run(capsys, "ask", "list")[1].splitlines()


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("ask", "results/nothing"), 1, "There is no question 'results/nothing'"),
        (("ask", "../../etc/passwd"), 1, "There is no question"),
        (("ask", "results/overview", "--country", "XXX"), 2, "--country XXX: there is no such value"),
        (("ask", "results/overview", "--colour", "red"), 1, "has no parameter 'colour'"),
        (("ask", "results/overview", "--country"), 2, "'--country' is not understood"),
        (("ask", "results/country_map", "--indicator", "x"), 1, "no indicator 'x'"),
        (("ask", "results/overview", "--as", "queen"), 3, "There is no role 'queen'"),
        (("ask", "results/enterprise_points", "--as", "donor:p1"), 3, "one by one"),
        (("publish", "/nowhere"), 1, "there is no such folder"),
        (("demo", "--scale", "0", "--out", "x"), 2, "--scale must be above 0"),
    ],
)
def test_a_failure_is_one_clear_line_and_a_code(
    words: tuple[str, ...], code: int, message: str, demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    got, _, err = run(capsys, *words)
    assert got == code
    assert message in err.splitlines()[-1]
    assert "Traceback" not in err


def test_asking_before_anything_is_published_says_what_to_do(
    empty_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "ask", "results/overview")
    assert code == 1
    assert "python -m impact publish EXPORT" in err


def test_demo_publish_and_snapshots_go_together(
    tmp_path: Path, empty_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "export"
    assert run(capsys, "demo", "--scale", "0.01", "--seed", "3", "--out", str(out))[0] == 0
    code, said, progress = run(capsys, "publish", str(out))
    assert code == 0
    assert "demo-s0.01-seed3 published" in said
    assert "100%" in progress
    assert "was published already" in run(capsys, "publish", str(out))[1]
    listed = run(capsys, "snapshots")[1]
    assert listed.startswith("* ")
    assert "as of 2024-08-31" in listed


def test_demo_refuses_a_folder_that_holds_something_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.txt").write_text("my thesis")
    code, _, err = run(capsys, "demo", "--scale", "0.01", "--out", str(tmp_path))
    assert code == 1
    assert str(tmp_path) in err
    assert (tmp_path / "thesis.txt").read_text() == "my thesis"


def test_every_problem_of_an_export_is_a_line(
    tmp_path: Path, empty_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = drawn.export(tmp_path / "export")
    (export / "modules.parquet").unlink()
    (export / "kpis.parquet").unlink()
    code, _, err = run(capsys, "publish", str(export))
    assert code == 1
    assert [line.split(":")[0] for line in err.splitlines()[1:]] == ["modules", "kpis"]


def test_the_command_line_and_the_gate_say_the_same(
    demo: Path, demo_export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from impact.ask import ask

    out = run(capsys, "ask", "results/by_year", "--format", "json")[1]
    assert len(json.loads(out)) == len(ask("results/by_year").frame)
    assert build(tmp_path / "again", scale=0.02, seed=7).tables == build(tmp_path / "same", scale=0.02, seed=7).tables
