"""The cards of an enterprise among its peers: all KPIs together, and one KPI over time."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.rows import records
from impact.text import listing, t, tn
from impact.ui import charts, choices, peer_words, reader
from impact.ui.cards import card
from impact.ui.enterprises import ENTERPRISE
from impact.ui.safe import plain
from impact.ui.views import views

DECILES_FROM = 30
KPI, PEERS = "kpi", "peers"
CLOSEST = "auto"


def choose_peers() -> str:
    """The reader's choice of whom the enterprise is compared with."""
    options = {
        CLOSEST: t("The closest ten or more"),
        "alike": t("Same sector, size, region of the world and starting level"),
        "region": t("Same sector, size and region of the world"),
        "size": t("Same sector and size"),
        "sector": t("Same sector"),
        "all": t("All enterprises"),
    }
    return choices.choice(
        PEERS,
        t("Peers"),
        options,
        default=CLOSEST,
        help=t(
            "Peers are other enterprises that agreed to be compared and have a recent value. Fewer than ten are never "
            "shown. Starting levels are thirds of all baselines."
        ),
    )


def benchmarks_ahead() -> None:
    """Have `benchmarks` answered of the enterprise in the link while what stands above it is drawn."""
    if enterprise := reader.choices().get(ENTERPRISE):
        peers = reader.choices().get(PEERS, CLOSEST)
        reader.ahead("enterprises/peer_benchmarks", filtered=False, enterprise=enterprise, peers=peers)


def benchmarks(enterprise: str, peers: str) -> Answer:
    """The answer of `enterprises/peer_benchmarks` with each KPI's name; the shared filters leave it as it is."""
    answer = reader.ask("enterprises/peer_benchmarks", filtered=False, enterprise=enterprise, peers=peers)
    return replace(answer, frame=_with(answer.frame, name=[t(str(title)) for title in answer.frame["title"]]))


def benchmarks_card(answer: Answer) -> None:
    """Every KPI of `benchmarks`, the one with the most room for improvement first."""
    _closer_ahead(answer)
    shown = _with(answer.frame, **peer_words.told(answer.frame))
    with card(
        figures.benchmarks_finding(answer.frame),
        answer,
        subtitle=t(
            "Latest six months of each KPI against its peers; the largest room for improvement first, measured to the "
            "peers' best quartile. Each row has its own scale"
        ),
        facts=peer_words.counted(answer.frame),
        key="benchmarks",
    ):
        views(
            replace(answer, frame=shown),
            _columns(shown),
            t("Each KPI with the own value, the peers' median and best quartile, and what is lacking"),
            key="benchmarks",
            chart=lambda: figures.peer_rows(answer.frame),
        )
        _say_missing(answer.frame)
        with st.expander(t("Who the peers are, and why"), icon=":material/group:"):
            st.markdown("\n".join(f"- {said}" for said in peer_words.steps_said(answer.frame)))


def _closer_ahead(answer: Answer) -> None:
    """Have answered what the cards about one KPI ask: the reader's, which is not yet offered, or the first."""
    rows = {row.kpi: row for row in records(answer.frame)}
    row: Any = rows.get(reader.choices().get(KPI, "")) or next(iter(rows.values()))
    asked = {"peer_fan": True, "peer_strip": _few(row), "next_practice": row.better != "neither"}
    for question in (name for name, needed in asked.items() if needed):
        reader.ahead(f"enterprises/{question}", filtered=False, **_given(answer, row.kpi))


def choose_kpi(frame: pd.DataFrame) -> str:
    """The reader's choice of a KPI; the first of the frame, which has the most room for improvement, by default."""
    names = dict(zip(frame["kpi"], frame["name"], strict=True))
    return choices.choice(KPI, t("One KPI closer"), names, default=next(iter(names)))


def fan_card(answer: Answer, kpi: str) -> None:
    """One KPI of `benchmarks` over time, its strip of peers where they are few, and what could be gained."""
    given = _given(answer, kpi)
    row: Any = records(answer.only(kpi=kpi).frame)[0]
    left, right = st.columns([3, 2]) if _few(row) else (st.container(), st.container())
    with left:
        _fan(row, given)
    if _few(row):
        with right:
            _strip_card(row, given)


def _given(answer: Answer, kpi: str) -> dict[str, str]:
    return {"enterprise": answer.parameters["enterprise"], "peers": answer.parameters["peers"], "kpi": kpi}


def _few(row: Any) -> bool:
    return bool(pd.notna(row.peers) and row.peers < DECILES_FROM)


def _fan(row: Any, given: dict[str, str]) -> None:
    fan = reader.ask("enterprises/peer_fan", filtered=False, **given)
    with card(
        figures.fan_finding(row),
        fan,
        subtitle=peer_words.fan_subtitle(row),
        facts=peer_words.fan_facts(row, fan.frame),
        key="fan",
    ):
        charts.chart(figures.peer_fan(fan.frame), key="peer_fan")
        if said := peer_words.gain(row):
            st.markdown(said)


def _strip_card(row: Any, given: dict[str, str]) -> None:
    strip = reader.ask("enterprises/peer_strip", filtered=False, **given)
    with card(
        tn("{count} peer, counted in bins", "{count} peers, counted in bins", int(row.peers)),
        strip,
        subtitle=t(
            "{kpi}: too few peers for deciles. A bin says a place, never a peer's own value", kpi=plain(row.name)
        ),
        key="strip",
    ):
        charts.chart(figures.peer_strip(strip.frame), key="peer_strip")


def _columns(shown: pd.DataFrame) -> dict[str, Any]:
    columns = {
        "name": st.column_config.TextColumn(t("KPI"), pinned=True),
        "own": t("Own value"),
        "place": t("Place"),
        "median": t("Peers' median"),
        "best": t("Best quartile"),
        "lacks": t("Lacks to it"),
        "money": t("In money"),
        "peers": t("Peers"),
        "until": t("Until"),
        "remark": t("Remark"),
    }
    return {name: said for name, said in columns.items() if name != "remark" or shown["remark"].any()}


def _say_missing(frame: pd.DataFrame) -> None:
    reasons: dict[str, list[str]] = {}
    for row in records(frame[frame["status"] != "shown"]):
        reasons.setdefault(figures.peer_missing(str(row.status)), []).append(plain(row.name))
    said = [f"{why} ({listing(names)})" for why, names in reasons.items()]
    if said:
        st.caption(t("Not compared: {reasons}.", reasons="; ".join(said)))


def _with(frame: pd.DataFrame, **columns: Any) -> pd.DataFrame:
    shown = frame.assign(**columns)
    shown.attrs = frame.attrs
    return shown
