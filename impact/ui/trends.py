"""The KPIs of one enterprise: all of them small, one large, and what became of each from baseline to endline."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.rows import records
from impact.text import number, t
from impact.ui import answers, charts, choices, kpi_changes, reader
from impact.ui.cards import card
from impact.ui.enterprises import ENTERPRISE
from impact.ui.safe import plain

KPI = "kpi"
# Workshops closer together than this share one mark.
NEAR_DAYS = 45


def trends_ahead() -> None:
    """Have answered what `enterprise_trends` asks of the enterprise in the link while what stands above it is drawn."""
    if enterprise := reader.choices().get(ENTERPRISE):
        for question in ("enterprises/kpi_trends", "enterprises/kpi_changes"):
            reader.ahead(question, filtered=False, enterprise=enterprise)


def enterprise_trends(enterprise: str) -> None:
    """All cards about the KPIs of one enterprise."""
    values = reader.ask("enterprises/kpi_trends", filtered=False, enterprise=enterprise)
    changes = reader.ask("enterprises/kpi_changes", filtered=False, enterprise=enterprise)
    if values.empty:
        st.info(t("This enterprise has reported no KPI."), icon=":material/hourglass_empty:")
        return
    events = _events(reader.ask("enterprises/profile_modules", filtered=False, enterprise=enterprise).frame)
    left, right = st.columns([2, 3])
    with right:
        kpi = choose_kpi(values.frame, changes.frame)
    row = _row(changes.frame, kpi)
    if _beside_peers(row):
        reader.ahead("enterprises/peer_fan", filtered=False, enterprise=enterprise, kpi=kpi)
    reader.ahead("enterprises/kpi_by_sex", filtered=False, enterprise=enterprise, kpi=kpi)
    with left:
        panels_of_kpis(values, changes, events, kpi)
    with right:
        series_card(values.only(kpi=kpi), row, events, enterprise)
        answers.replies(enterprise, kpi)
        answers.reply_form(enterprise, kpi)
        sexes_card(enterprise, kpi, row)
    kpi_changes.changes_card(changes)


def choose_kpi(values: pd.DataFrame, changes: pd.DataFrame) -> str:
    """The reader's choice of a KPI among those with a value, by default the first with baseline and endline."""
    known = {row.kpi: t(row.title) for row in records(values.drop_duplicates(KPI))}
    paired = [kpi for kpi in changes.loc[changes["status"] == "paired", KPI] if kpi in known]
    return choices.choice(KPI, t("KPI shown large"), known, default=[*paired, *known][0])


def _row(changes: pd.DataFrame, kpi: str) -> Any:
    return next((row for row in records(changes) if row.kpi == kpi), None)


def _events(modules: pd.DataFrame) -> pd.DataFrame:
    """The workshops that the enterprise attended: on and title, those close together as one."""
    held = modules[modules["trained"].astype(bool) & modules["classroom_on"].notna()]
    short = figures.short_titles(list(held["title"]))
    found: list[dict[str, Any]] = []
    for row in records(held.sort_values("classroom_on")):
        if found and (row.classroom_on - found[-1]["on"]).days < NEAR_DAYS:
            found[-1]["title"] += f" · {short[row.title]}"
        else:
            found.append({"on": row.classroom_on, "title": short[row.title]})
    return pd.DataFrame(found, columns=["on", "title"])


def panels_of_kpis(values: Answer, changes: Answer, events: pd.DataFrame, kpi: str) -> None:
    """Every KPI as a small panel; a click shows one large."""
    reported = changes.frame[changes.frame[KPI].isin(values.frame[KPI])]
    times = (values.frame["period_start"].min(), values.frame["period_end"].max())
    with card(
        figures.trends_finding(changes.frame),
        changes,
        subtitle=t("Each on its own scale. Bars: baseline and endline; dotted: workshops; triangles: not plausible"),
        facts=[figures.not_impact(), t("a click on a point shows its KPI large")],
        key="panels",
    ):
        charts.chart(
            figures.kpi_panels(values.frame, reported, events, kpi, times),
            "kpi_panels",
            KPI,
        )


def series_card(values: Answer, row: Any, events: pd.DataFrame, enterprise: str) -> None:
    """One KPI large: its series, marks and limits, and in words whether it changed by more than noise."""
    first: Any = values.frame.iloc[0]
    with card(
        figures.change_finding(row) if row is not None else t(first["title"]),
        values,
        subtitle=" · ".join(_measured(values.frame)),
        facts=[*_series_facts(values.frame, row), figures.not_impact().lower()],
        key="series",
    ):
        charts.chart(figures.kpi_series(values.frame, row, events, peers_of(enterprise, row)), "kpi_series")
        for said in _said(row):
            st.markdown(said)


def _measured(values: pd.DataFrame) -> Iterator[str]:
    last: Any = values.iloc[-1]
    yield plain(
        kpi_changes.unit(
            last["unit"], last["type"], last["comparable"], last["numerator_unit"], last["denominator_unit"]
        )
    )
    if isinstance(last["currency"], str):
        yield plain(last["currency"])
    yield figures.kpi_direction(last["better"])


def _series_facts(values: pd.DataFrame, row: Any) -> list[str]:
    said = [t("n = {count} values", count=number(int((values["status"] == "shown").sum())))]
    for status, words in (
        ("not_computable", t("{count} not computable, a count without its base")),
        ("out_of_range", t("{count} outside the plausible range")),
        ("far_off", t("{count} eight times what is usual or more")),
    ):
        if count := int((values["status"] == status).sum()):
            said.append(words.format(count=number(count)))
    if row is not None and row.status == "paired":
        periods = (number(row.baseline_periods), number(row.endline_periods))
        said.append(t("baseline from {first} values, endline from {last}", first=periods[0], last=periods[1]))
    return said


def _said(row: Any) -> Iterator[str]:
    """The change and the verdict in words, for Markdown."""
    if row is None:
        return
    if row.status == "paired":
        parts = [figures.kpi_value(row.change, row.unit, row.type, signed=True, currency=kpi_changes.currency(row))]
        if pd.notna(row.percent):
            parts.append(t("{percent} of the baseline", percent=figures.kpi_percent(row.percent)))
        if pd.notna(row.change_usd):
            parts.append(t("USD {change}", change=number(row.change_usd, signed=True)))
        word = figures.outcome_word(row)
        yield t("**Change** {change}: {outcome}.", change=plain(" · ".join(parts)), outcome=word)
    yield figures.verdict_said(row)
    if flags := figures.pair_flags(row):
        yield t("**Mind** that {flags}.", flags=" · ".join(flags))


def peers_of(enterprise: str, row: Any) -> pd.DataFrame:
    """The peers' quarters in the KPI's own unit: from_on, to_on, p25, p50, p75, peers.

    Where units differ, peers are known by their change since their own baselines: it is drawn from this enterprise's.
    Amounts are compared in US dollars, and have no place in a picture in local currency.
    """
    columns = ["from_on", "to_on", "p25", "p50", "p75", "peers"]
    if not _beside_peers(row):
        return pd.DataFrame(columns=columns)
    fan = reader.ask("enterprises/peer_fan", filtered=False, enterprise=enterprise, kpi=row.kpi).frame
    bands = fan[["p25", "p50", "p75"]].astype(float)
    if not row.comparable:
        bands = row.baseline * (1 + bands / 100)
    quarter = fan["quarter_on"]
    return bands.assign(from_on=quarter, to_on=[on + timedelta(days=90) for on in quarter], peers=fan["peers"])[columns]


def _beside_peers(row: Any) -> bool:
    return row is not None and not (row.amount and row.comparable)


def sexes_card(enterprise: str, kpi: str, row: Any) -> None:
    """Women and men, where the KPI is reported of them."""
    sexes = reader.ask("enterprises/kpi_by_sex", filtered=False, enterprise=enterprise, kpi=kpi)
    if sexes.empty or row is None:
        return
    with card(
        figures.sexes_finding(sexes.frame, row),
        sexes,
        subtitle=t("{kpi}, as reported of each; the two are never added to a total", kpi=plain(t(row.title))),
        facts=[t("n = {count} values", count=number(int(sexes.frame["value"].notna().sum())))],
        key="sexes",
    ):
        charts.chart(figures.kpi_sexes(sexes.frame, row.unit, row.type), "kpi_sexes")
