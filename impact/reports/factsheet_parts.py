"""The second page of an enterprise's own page: changes in words, practices, what peers did, answers, definitions."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from impact import reply
from impact.reports.ledger import Ledger, Told
from impact.reports.receipt import Cell
from impact.reports.subject import asked
from impact.reports.words import role_said
from impact.text import day, listing, t, tn

MOST_PRACTICES, MOST_REPLIES, MOST_KPIS, MOST_PER_KPI = 12, 4, 3, 2


@dataclass(frozen=True)
class Changes:
    """`enterprises/kpi_changes`, each KPI's row of `enterprises/peer_benchmarks`, and the KPIs with an answer."""

    told: Told
    beside: Told
    answered: frozenset[str] = frozenset()

    @property
    def frame(self) -> pd.DataFrame:
        """The changes, a row for each KPI."""
        return self.told.frame

    def shown(self) -> dict[str, Any]:
        """The table and its notes, as the template takes them."""
        heads = [t("KPI"), t("Before"), t("After"), t("Change"), t("In words"), t("Beside peers")]
        return {"heads": heads, "changes": [self._row(row) for row in _rows(self.frame)], "change_notes": self._notes()}

    def _row(self, row: Any) -> list[str]:
        def said(column: str, form: str = "kpi") -> str:
            return "–" if pd.isna(row[column]) else self.told.cell(column, form=form, kpi=row["kpi"])

        paired = row["status"] == "paired"
        change = said("change", "kpi_change") if paired else "–"
        in_percent = self.told.ledger.said(change, keep=False).endswith("%")
        if paired and not pd.isna(row["percent"]) and not in_percent:
            change = f"{change} ({said('percent', 'kpi_percent')})"
        title = t(str(row["title"]))
        if row["kpi"] in self.answered:
            title = t("{kpi} (see your answer)", kpi=title)
        return [title, said("baseline"), said("endline"), change, self._words(row), self._place(row)]

    def _place(self, row: Any) -> str:
        peers = self.beside.frame
        beside = next((peer for peer in _rows(peers) if peer["kpi"] == row["kpi"]), None)
        if beside is None or row["better"] == "neither":
            return "–"
        if pd.isna(beside["peers"]) or beside["status"] == "too_few":
            return t("too few peers")
        if pd.isna(beside["better_than"]):
            return t("no recent value")
        n, m, same = (self.beside.cell(name, kpi=row["kpi"]) for name in ("better_than", "peers", "same"))
        told = t("better than {n} of {m}", n=n, m=m)
        return t("{told}, like {same}", told=told, same=same) if beside["same"] else told

    def _words(self, row: Any) -> str:
        if row["status"] != "paired":
            due = None if pd.isna(row["due_on"]) else self.told.cell("due_on", form="day", kpi=row["kpi"])
            return reply.status_said(row["status"], due)
        if row["better"] == "neither":
            said = {"improved": t("rose"), "worse": t("fell"), "same": t("hardly changed")}
        else:
            said = {"improved": t("better"), "worse": t("worse"), "same": t("hardly changed")}
        noise = {
            "more_than_noise": t("beyond its own ups and downs"),
            "within_noise": t("within its own ups and downs"),
        }.get(row["verdict"], "")
        return ", ".join(part for part in (said.get(row["outcome"], ""), noise) if part)

    def _notes(self) -> list[str]:
        paired = self.frame[self.frame["status"] == "paired"]
        notes = [
            t(
                "Before is the first baseline, after the last endline, each the whole round; they count as changed "
                "from the KPI's smallest change that matters."
            ),
            t("Beside peers: the latest half year, or the change since the baseline where units differ."),
        ]
        for flag, said in (
            (
                "other_season",
                t("Measured in another season than the baseline, so that the season may be what changed: {kpis}."),
            ),
            ("late_baseline", t("The baseline reaches beyond the first workshop: {kpis}.")),
        ):
            flagged = [t(str(title)) for title in paired[paired[flag].astype(bool)]["title"]]
            if flagged:
                notes.append(said.format(kpis=listing(flagged)))
        return notes


def changes(ledger: Ledger) -> Changes:
    """The changes of the ledger's enterprise."""
    told, beside = asked(ledger, "enterprises/kpi_changes"), asked(ledger, "enterprises/peer_benchmarks")
    answered = frozenset(one.kpi for one in reply.given(ledger.request.subject, viewer=ledger.request.viewer))
    return Changes(told, beside, answered)


def headline(changed: Changes) -> str:
    """The finding in one sentence; KPIs of which no direction is better are not counted."""
    frame = changed.frame[changed.frame["better"] != "neither"]
    paired = frame[frame["status"] == "paired"]
    if paired.empty:
        return t("No KPI has both a baseline and an endline yet.")
    told: list[Cell] = ["higher", "lower"]
    pairs: dict[str, Cell | list[Cell]] = {"better": told, "status": "paired"}
    better, same, worse = (changed.told.count(outcome=name, **pairs) for name in ("improved", "same", "worse"))
    said = tn(
        "Of {count} KPI with baseline and endline, {better} is better, {same} hardly changed and {worse} is worse.",
        "Of {count} KPIs with baseline and endline, {better} are better, {same} hardly changed and {worse} are worse.",
        len(paired),
        changed.told.count(**pairs),
        better=better,
        same=same,
        worse=worse,
    )
    silent = int((frame["status"] == "silent").sum())
    late = changed.told.count(better=told, status="silent")
    more = tn("The endline of {count} more is due.", "The endlines of {count} more are due.", silent, late)
    return f"{said} {more}" if silent else said


def practices(ledger: Ledger) -> dict[str, Any]:
    """Practices gained, lost and not in place, with how many of how many."""
    told = asked(ledger, "enterprises/practice_rows")
    frame = told.frame
    paired = frame[frame["outcome"].notna()]
    if frame.empty:
        return {"summary": t("No practice was checked yet."), "parts": []}
    names = {
        "gained": t("Introduced since the baseline"),
        "lost": t("In place before, and not any more"),
        "never": t("Not in place, before or after"),
    }
    parts = [
        {"title": title, "items": _named(paired[paired["outcome"] == code])}
        for code, title in names.items()
        if (paired["outcome"] == code).any()
    ]
    summary = t(
        "Checked before and after: {n} of {m}. Gained {gained}, kept {kept}, lost {lost}, never in place {never}.",
        n=told.count(outcome=["gained", "lost", "never", "kept"]),
        m=told.count(),
        **{code: told.count(outcome=code) for code in (*names, "kept")},
    )
    if bool(frame["repeated"].astype(bool).any()):
        summary += " " + t("All answers were the same in every round: they may not have been checked again.")
    return {"summary": summary, "parts": parts}


def _named(frame: pd.DataFrame) -> list[str]:
    titles = [t(str(title))[:90] for title in frame["title"]]
    left = len(titles) - MOST_PRACTICES
    return titles[:MOST_PRACTICES] + ([tn("{count} more", "{count} more", left)] if left > 0 else [])


def suggestions(ledger: Ledger, changed: Changes) -> list[dict[str, str]]:
    """Practices whose introduction clearly went with more improvement among peers, for the KPIs with most to gain."""
    gains = [row for row in _rows(changed.beside.frame) if not pd.isna(row["potential"]) and row["better"] != "neither"]
    said = []
    for gain in sorted(gains, key=lambda row: (-row["potential"], row["position"]))[:MOST_KPIS]:
        told = asked(ledger, "enterprises/next_practice", kpi=gain["kpi"])
        clear = told.frame[told.frame["clear"].astype(bool) & told.frame["difference"].notna()]
        said += [{"text": _suggestion(told, row)} for row in clear.head(MOST_PER_KPI).itertuples()]
    return said


def _suggestion(told: Told, row: Any) -> str:
    difference, low, high = (
        told.cell(name, form="practice_difference", practice=row.practice) for name in ("difference", "low", "high")
    )
    return t(
        "{practice}. {kpi}: {difference} beyond those that did not ({low} to {high}); {n_with} peers introduced it, "
        "{n_without} did not.",
        practice=t(str(row.title)),
        kpi=t(str(row.kpi_title)),
        difference=difference,
        low=low,
        high=high,
        n_with=told.cell("n_with", practice=row.practice),
        n_without=told.cell("n_without", practice=row.practice),
    )


def replies(ledger: Ledger) -> list[dict[str, str]]:
    """What the enterprise answered, the newest first, each to which figure and when."""
    found = reply.given(ledger.request.subject, viewer=ledger.request.viewer)
    figures = asked(ledger, "enterprises/kpi_changes").frame
    titles = dict(zip(figures["kpi"], figures["title"], strict=True))
    shown = [
        {
            "head": t(
                "{figure}, {day}, written down by {role}",
                figure=t(str(titles.get(one.kpi, one.kpi))) if one.kpi else t("All figures"),
                day=day(one.on),
                role=role_said(one.by),
            ),
            "text": one.text if len(one.text) <= 400 else one.text[:399] + "…",
        }
        for one in found[:MOST_REPLIES]
    ]
    if len(found) > MOST_REPLIES or any(len(one.text) > 400 for one in found):
        shown.append({"head": t("All answers stand whole in the dashboard, beside their figures."), "text": ""})
    return shown


def definitions() -> list[str]:
    """Whom and what the page is about."""
    return [
        t(
            "Peers are other enterprises that agreed to be compared; only their quartiles are shown, and nothing where "
            "fewer than 10 of them have a value, so that none can be recognised."
        ),
        t(
            "Shares and ratios are taken of sums, the ups and downs of a KPI from its own months before the training "
            "(a control chart of at least 8). A dash is not known, and never nought."
        ),
    ]


def _rows(frame: pd.DataFrame) -> list[Any]:
    return [row for _, row in frame.iterrows()]
