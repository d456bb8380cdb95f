"""Every question file keeps the rules, runs as it stands, and heeds the filters that it declares."""

import re
from pathlib import Path

import pandas as pd
import pytest
import sqlglot

from impact import questions
from impact.ask import ask, known, options
from impact.filters import NAMES, Filters
from impact.questions import QuestionError
from impact.settings import QUERIES, ROOT

ALL = questions.of_snapshots()
# They answer for one country, or one enterprise, only.
WITHOUT_ANSWER = {
    "results/country",
    "results/target_history",
    "enterprises/data_sheet",
    "enterprises/data_sheet_practices",
    "enterprises/figures",
    "enterprises/kpi_by_sex",
    "enterprises/kpi_changes",
    "enterprises/kpi_trends",
    "enterprises/next_practice",
    "enterprises/peer_benchmarks",
    "enterprises/peer_fan",
    "enterprises/peer_strip",
    "enterprises/profile",
    "enterprises/profile_modules",
}


def body(name: str) -> str:
    return re.sub(r"--[^\n]*", "", questions.question(name).text)


@pytest.mark.parametrize("name", ALL)
def test_a_question_begins_with_what_it_asks_and_one_row_per_what(name: str) -> None:
    question = questions.question(name)
    assert question.title.endswith("?")
    assert question.grain.startswith("One row")


@pytest.mark.parametrize("name", ALL)
def test_a_question_never_names_the_base_schema_or_the_clock(name: str) -> None:
    for word in (r"\bbase\.", r"\braw\.", r"current_date", r"\bnow\(", r"\btoday\(", r"read_parquet", r"read_csv"):
        assert not re.search(word, body(name)), f"{name} uses {word}"


@pytest.mark.parametrize("name", ALL)
def test_a_question_names_its_columns_and_orders_its_rows(name: str) -> None:
    final = body(name).rsplit("\nselect", 1)[-1]
    assert not re.search(r"(?m)^\s+\*,?$", final), f"{name} selects *"
    assert "order by" in final


@pytest.mark.parametrize("name", ALL)
def test_money_of_projects_is_for_questions_of_the_kind_that_heeds_who_may_see_it(name: str) -> None:
    assert "budget" not in body(name) or questions.question(name).kind == "projects"


UNPORTABLE = (
    r"group by all",
    r"order by all",
    r"\bpivot\b",
    r"asof join",
    r"arg_min\(",
    r"date_diff\(",
    r"approx_quantile",
    r"within group",
    r"\bmacro\b",
    r"\*\s+exclude",
    r"\*\s+replace",
)


@pytest.mark.parametrize("path", sorted(QUERIES.rglob("*.sql")), ids=lambda p: p.relative_to(QUERIES).as_posix())
def test_no_idiom_changes_its_meaning_on_another_engine(path: Path) -> None:
    text = re.sub(r"--[^\n]*", "", path.read_text("utf-8")).lower()
    for idiom in UNPORTABLE:
        assert not re.search(idiom, text), f"{path.name} uses {idiom}"
    for divisor in re.findall(r"(?<!/)/(?!/)\s*([a-z0-9_.]+)", text):
        assert divisor.startswith("nullif") or divisor in ("r.lcu_per_usd",), f"{path.name} divides by {divisor}"


@pytest.mark.parametrize("name", ALL)
def test_a_question_can_be_transpiled_for_the_distributed_engine(name: str) -> None:
    sql = questions.question(name).sql
    assert sqlglot.transpile(sql, read="duckdb", write="spark")[0].lower().count("select") >= 1


@pytest.mark.parametrize("name", ALL)
def test_a_question_answers_as_it_stands_in_the_same_order_twice(name: str, demo: Path) -> None:
    first, second = ask(name), ask(name)
    assert not first.empty or name in WITHOUT_ANSWER
    pd.testing.assert_frame_equal(first.frame, second.frame)


@pytest.mark.parametrize("name", ALL)
def test_every_number_of_a_question_is_declared_a_measure_or_a_key(name: str, demo: Path) -> None:
    answer = ask(name)
    question = questions.question(name)
    declared = {c for m in question.measures for c in (*m.columns, m.n, m.also)} | set(question.keys)
    numbers = set(answer.frame.select_dtypes("number").columns)
    assert numbers <= declared, f"{name}: {numbers - declared}"
    assert declared - {""} <= set(answer.frame.columns)


CHANGES = {
    "period": {"period": (2018, 2019)},
    "country": {"country": ("CHN",)},
    "size": {"size": ("large",)},
    "women_led": {"women_led": "yes"},
}


def changed(name: str) -> Filters:
    if name in CHANGES:
        return Filters(**CHANGES[name])
    return Filters(**{name: (known(options())[name][0],)})


@pytest.mark.parametrize(("name", "filtered"), [(n, f) for n in ALL for f in questions.question(n).filters])
def test_every_declared_filter_changes_the_answer(name: str, filtered: str, demo: Path) -> None:
    before = ask(name).frame
    after = ask(name, changed(filtered)).frame
    assert not before.equals(after), f"{name} says it heeds {filtered}, and does not"


@pytest.mark.parametrize("name", ALL)
def test_a_filter_that_is_not_declared_changes_nothing_and_is_told(name: str, demo: Path) -> None:
    for filtered in set(NAMES) - set(questions.question(name).filters):
        answer = ask(name, changed(filtered))
        assert answer.ignored == [filtered]
        pd.testing.assert_frame_equal(answer.frame, ask(name).frame)


def test_a_question_without_its_header_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "bare.sql").write_text("-- What?\n-- One row.\n-- kind: aggregate\nselect 1 as one\n")
    monkeypatch.setattr(questions, "QUERIES", tmp_path)
    with pytest.raises(QuestionError, match="the header lacks filters, measures"):
        questions.question.__wrapped__("results/bare")


def test_each_page_has_a_question_of_its_name_or_shows_no_data_of_its_own() -> None:
    without = {"about/indicators", "about/data_and_licences", "administration/audit", "administration/intake"}
    pages = {p.relative_to(ROOT / "pages").with_suffix("").as_posix() for p in ROOT.glob("pages/*/*.py")}
    assert pages - without <= set(questions.names())


@pytest.mark.parametrize("name", ALL)
def test_only_a_question_about_publications_alone_calls_itself_one(name: str) -> None:
    tables = set(re.findall(r"(?:from|join) ([a-z_]+)", body(name)))
    real = {"published_figures", "published_logframe", "published_sources", "countries", "countries_in_view"}
    steps = set(re.findall(r"(?m)^([a-z_]+) as \(", body(name)))
    assert (questions.question(name).source == "publications") == (
        bool(tables - steps) and tables - steps <= real and "published" in body(name)
    )


@pytest.mark.parametrize("name", [n for n in ALL if "_given as (" in body(n)])
def test_what_is_worked_out_of_a_step_of_a_question_stands_right_behind_it(name: str) -> None:
    question = questions.question(name)
    own = re.findall(r"^(\w+) as \(", body(name), re.MULTILINE)
    whole = re.findall(r"^(?:with )?(\w+) as \(", question.sql, re.MULTILINE)
    given = next(step for step in own if step.endswith("_given"))
    behind = whole[whole.index(given) + 1 :]
    shared = [step for step in behind if step in questions.scope_steps()]
    assert shared and behind[: len(shared)] == shared
    assert [step for step in whole if step in own] == own, "its own steps keep their order"
