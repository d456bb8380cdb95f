"""An enterprise's own page: two pages, the numbers of the gate, nobody else to be recognised, and no name that is code."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from impact import reply, text
from impact.ask import ask
from impact.figures import kpi_value
from impact.reports import REPORTS, Request, factsheet
from impact.reports.ledger import Ledger
from impact.reports.settled import settled
from impact.reports.subject import subject
from impact.reports.trend import Band, Own, Trend, svg
from impact.reports.verify import verify
from tests.pages.test_translation import Marked
from tests.queries.test_portfolio import RULE, engagements, enterprises, observations

Published = Callable[..., Any]


def pages(enterprise: str, **given: Any) -> list[str]:
    made = REPORTS["factsheet"].make(Request(enterprise, **given))
    return [flat(page.extract_text()) for page in pypdf.PdfReader(BytesIO(made.content)).pages]


def flat(said: str) -> str:
    return " ".join(said.replace("ﬁ", "fi").replace("ﬀ", "ff").replace("ﬂ", "fl").split())


def data_of(enterprise: str) -> dict[str, Any]:
    ledger = Ledger("factsheet", Request(enterprise))
    found: dict[str, Any] = settled(ledger, factsheet.content(ledger, subject(ledger)))
    return found


def peers(count: int) -> dict[str, str]:
    """The enterprise `me` and as many peers of its sector, size and region that report the same quarters."""
    ids = ["me", *(f"p{n:02}" for n in range(count))]
    months = ["2023-01-01", "2023-02-01", "2023-03-01"]
    later = ["2024-01-01", "2024-02-01", "2024-03-01"]
    return RULE | {
        "enterprises": enterprises([(e, f"Name of {e}", "KEN", 14, "-", "2021-01-01") for e in ids]),
        "workforce": "enterprise_id | measured_on | women | men\n"
        + "\n".join(f"{e} | 2023-01-01 | 12 | 30" for e in ids),
        "engagements": engagements(
            [(f"g{e}", e, "wpc", "t1", "2023-03-01", "2023-03-05", "2023-04-10", "-", "-", "trained") for e in ids]
        ),
        "kpi_observations": observations(
            [(e, "baseline", on, 20 + n % 5) for n, e in enumerate(ids) for on in months]
            + [(e, "endline", on, 11 + n % 7) for n, e in enumerate(ids) for on in later]
        ).replace("| 31 |", "| 28 |"),
        "practices": "practice | title | module\n five_s | Sorted workplaces | wpc\n boards | Boards | wpc",
        "practice_checks": """
            enterprise_id | practice | phase    | checked_on | answer | engagement_id
            me            | five_s   | baseline | 2023-03-06 | no     | gme
            me            | five_s   | endline  | 2024-03-06 | yes    | gme
            me            | boards   | baseline | 2023-03-06 | yes    | gme
            me            | boards   | endline  | 2024-03-06 | no     | gme
            """,
    }


def test_the_page_says_what_the_gate_says(published: Published) -> None:
    snapshot = published(**peers(12))
    reply.give("me", "We changed the counting.", kpi="defect_rate", on=date(2024, 9, 3))
    first, second = pages("me")
    row = ask("enterprises/kpi_changes", enterprise="me").frame.iloc[0]
    for value in (row["baseline"], row["endline"]):
        assert kpi_value(value, row["unit"], row["type"]) in second
    beside = ask("enterprises/peer_benchmarks", enterprise="me").frame.iloc[0]
    assert f"better than {beside['better_than']} of {beside['peers']}" in second
    assert "Of 1 KPI with baseline and endline, 1 is better, 0 hardly changed and 0 is worse." in first
    assert "Before and after is not impact" in first
    assert "12 peers: same sector, size, region and starting level" in first or "peers: same sector" in first
    assert "Checked before and after: 2 of 2. Gained 1, kept 0, lost 1, never in place 0." in second
    assert "Introduced since the baseline Sorted workplaces." in second
    assert "In place before, and not any more Boards." in second
    assert "Defect rate (see your answer)" in second and "Defect rate, 3 Sept 2024" in second
    assert "We changed the counting." in second
    for page in (first, second):
        assert snapshot.id in page and "31 Aug 2024" in page
        assert "not a product of the International Labour Organization" in page


def test_the_page_speaks_the_language_asked_for_throughout(published: Published, tmp_path: Path) -> None:
    published(**peers(12))
    counted = {
        "fr": ("Sur 1 indicateur avec mesures initiale et finale", "mieux que"),
        "es": ("De 1 indicador con mediciones inicial y final", "mejor que"),
    }
    english = r"\b(the|and|with|of|better|worse|peers|baseline|endline|rate|before|after|month|not|known)\b"
    for language, (headline, better) in counted.items():
        made = REPORTS["factsheet"].make(Request("me", language=language))
        pdf = pypdf.PdfReader(BytesIO(made.content))
        first, second = (flat(page.extract_text()) for page in pdf.pages)
        assert headline in first and better in second
        assert pdf.trailer["/Root"]["/Lang"] == language
        said = re.sub(r"python -m impact verify|Name of me", "", f"{first} {second}")
        assert not re.findall(english, said, re.IGNORECASE)
        (tmp_path / "page.pdf").write_bytes(made.content)
        verdict = verify(tmp_path / "page.pdf")
        assert verdict.found and not [one.said() for one in verdict.wrong]


def test_nobody_else_is_on_the_page(published: Published) -> None:
    published(**peers(12))
    said = " ".join(pages("me")) + str(data_of("me"))
    assert "Name of me" in said
    assert not re.search(r"Name of p|p\d\d\b", re.sub(r"<svg.*?</svg>", "", said))


def drawn_band(trend: dict[str, str]) -> bool:
    return "<polygon" in trend["svg"] or 'stroke-dasharray="4 2"' in trend["svg"]


@pytest.mark.parametrize(("count", "shown"), [(9, False), (10, True)])
def test_nine_peers_give_no_band_and_no_place_and_ten_do(count: int, shown: bool, published: Published) -> None:
    published(**peers(count))
    data = data_of("me")
    (trend,) = data["trends"]
    assert drawn_band(trend) is shown
    assert ("fewer than 10 peers" in trend["peers"]) is not shown
    (row,) = data["changes"]
    assert row[-1].startswith("better than") is shown
    first, second = pages("me")
    assert ("no band: fewer than 10 peers" in first) is not shown
    assert ("too few peers" in second) is not shown


@pytest.mark.parametrize(
    "name",
    [
        '#panic() $x$ *b* _i_ @ref <label> [c] \\ `raw` #import "/etc/passwd"',
        "<svg onload=alert(1)> & \"quotes\" 'single'",
        "x" * 4000,
        "Łódź Ñandú Çeşme Đồng Ελλάδα Київ",
        "شركة النسيج 中文 \u202eabc",
        "a\nb\tc\x07",
    ],
    ids=["typst", "svg", "long", "accents", "scripts", "control"],
)
def test_a_name_is_a_name_whatever_it_is_made_of(name: str, published: Published, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    from impact.publish import publish
    from tests import drawn

    folder = drawn.export(tmp_path / "hostile", **RULE)
    read = pq.read_table(folder / "enterprises.parquet")
    names = [
        name if e == "over" else n
        for e, n in zip(read["enterprise_id"].to_pylist(), read["name"].to_pylist(), strict=True)
    ]
    import pyarrow as pa

    pq.write_table(
        read.set_column(
            read.schema.get_field_index("name"),
            read.schema.field("name"),
            pa.array(names, read.schema.field("name").type),
        ),
        folder / "enterprises.parquet",
    )
    from impact.manifest import write_manifest

    write_manifest(folder, "drawn", drawn.EXPORTED_AT, "drawn", synthetic=True)
    published()
    publish(folder)
    reply.give("over", name[:900], on=date(2024, 9, 3))
    first, second = pages("over")
    assert "Demonstration data: invented" in first and "Demonstration data: invented" in second
    assert "Enterprise over." in first
    if "Łódź" in name:
        assert "Łódź" in first and "Ελλάδα" in first and "Київ" in first
    if "#panic" in name:
        assert "#panic() $x$ *b* _i_ @ref <label>" in first


def test_letters_without_a_font_are_squares_and_the_rest_stays() -> None:
    assert factsheet.legible("Äß 中 – “x” €") == "Äß □ – “x” €"
    assert factsheet.legible({"a": ["ش", 3, None]}) == {"a": ["□", 3, None]}


def test_every_enterprise_of_the_demonstration_has_two_pages(demo: Path) -> None:
    frame = ask("enterprises/portfolio").frame
    fullest = frame.sort_values(["paired", "enterprise_id"], ascending=[False, True])["enterprise_id"]
    for enterprise in [*fullest.head(2), *fullest.tail(1)]:
        said = pages(enterprise)
        assert len(said) == 2
        assert said[0].endswith("1 / 2") and said[1].endswith("2 / 2")
        assert "How to read this" in said[1]


def test_the_longest_page_still_has_two_pages_and_its_end(demo: Path) -> None:
    data = data_of(ask("enterprises/portfolio").frame["enterprise_id"].iloc[0])
    data["trends"] = (
        data["trends"] or [{"title": "t", "unit": "u", "svg": svg(Trend([])), "peers": "p", "alt": "a"}]
    ) * 15
    data["trends"] = data["trends"][:15]
    data["changes"] = [
        [
            "A KPI with a long title (see your answer)",
            *["KES 1.23M"] * 3,
            "no endline reported " * 3,
            "better than 1,000 of 1,200, like 50",
        ]
    ] * 15
    data["practices"]["parts"] = [
        {"title": "Gained", "items": ["A practice of a rather long title that fills a line" * 2] * 12}
    ] * 3
    data["next"] = [{"text": "A suggestion with all its numbers " * 6}] * 6
    data["replies"] = [{"head": "Defect rate, 3 Sept 2024, written down by a trainer", "text": "word " * 80}] * 4
    pdf = pypdf.PdfReader(BytesIO(factsheet.typeset(data, "{}")))
    assert len(pdf.pages) == 2
    assert "How to read this" in flat(pdf.pages[1].extract_text())
    assert "never nought" in flat(pdf.pages[1].extract_text()), "nothing is cut off"


def test_the_same_snapshot_gives_the_same_bytes_tagged_for_reading_aloud(published: Published) -> None:
    published(**peers(3))
    first = REPORTS["factsheet"].make(Request("me"))
    assert first == REPORTS["factsheet"].make(Request("me"))
    pdf = pypdf.PdfReader(BytesIO(first.content))
    assert pdf.metadata is not None and pdf.metadata.title == "Name of me"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert "2024" in str(pdf.metadata.get("/CreationDate"))


def test_an_enterprise_of_which_nothing_is_known_has_a_page_that_says_so(published: Published) -> None:
    bare = {n: t for n, t in RULE.items() if n in ("modules", "kpis", "enterprises", "engagements", "trainers")}
    published(**bare)
    first, second = pages("old")
    assert "No KPI has both a baseline and an endline yet." in first
    assert "No KPI was reported twice" in first and "Workforce not recorded" in first
    assert "None yet. If a figure here needs an explanation" in second


def test_every_word_of_the_page_goes_through_the_catalogue(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(**peers(10))
    monkeypatch.setattr(text, "_translations", lambda _: Marked())
    ledger = Ledger("factsheet", Request("me"))
    data = factsheet.content(ledger, subject(ledger))
    for said in (*data["said"].values(), *data["heads"], *data["definitions"], data["headline"], data["caution"]):
        assert said.startswith("⟦"), said
    assert all("⟦" in trend[key] for trend in data["trends"] for key in ("title", "unit", "peers", "alt"))


MARCH, APRIL, MAY, JUNE = (date(2023, month, 1) for month in (3, 4, 5, 6))


def test_gaps_stay_gaps_and_what_is_not_believed_is_a_cross() -> None:
    own = [Own(MARCH, 1.0), Own(APRIL, 2.0), Own(MAY, 99.0, believed=False), Own(JUNE, 1.5, joined=False)]
    drawn = svg(Trend(own))
    line = re.search(r'<path d="(M[^"]+)" fill="none" stroke="#0E7A80"', drawn)
    assert line is not None
    assert line[1].count("M") == 2 and line[1].count("L") == 1
    assert drawn.count("l6 6m0 -6l-6 6") == 1
    assert ">2<" in drawn and ">99<" not in drawn, "the scale is that of the values believed"


def test_a_band_is_broken_where_too_few_reported() -> None:
    known = [Band(on, 1.0, 2.0, 3.0) for on in (MARCH, APRIL)]
    own = [Own(MARCH, 2.0), Own(JUNE, 2.5)]
    assert svg(Trend(own, known)).count("<polygon") == 1
    assert svg(Trend(own, [known[0], Band(APRIL, None, None, None), Band(MAY, 1.0, 2.0, 3.0)])).count("<polygon") == 2
    assert "<polygon" not in svg(Trend(own, [Band(APRIL, None, None, None)]))


@pytest.mark.parametrize("own", [[], [Own(MARCH, 0.0)], [Own(MARCH, -2.0), Own(APRIL, -2.0)]])
def test_the_chart_of_little_is_still_a_chart(own: list[Own]) -> None:
    assert svg(Trend(own)).endswith("</svg>")
    assert "nan" not in svg(Trend(own)).lower()


def test_what_a_chart_says_is_escaped() -> None:
    assert "<b>" not in svg(Trend([Own(MARCH, 1.0), Own(APRIL, 2.0)], said=lambda _: "<b>&"))
