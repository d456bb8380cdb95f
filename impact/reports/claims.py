"""The published Annual Update beside this one: each figure, what the export says of it, and the draft's own number."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from impact import text
from impact.catalogue import indicator
from impact.reports.ledger import Ledger, Told
from impact.rows import records
from impact.text import t

VERDICTS = ("reconciles", "superseded", "differs", "not_comparable", "not_computable")
PUBLISHED = "annual_update_2024"
YEARS = (2023, 2024)  # those that the published update tells of


@dataclass(frozen=True)
class Match:
    """A published figure: `row` of `results/claims`, and how it, the export's value and the draft's number are written.

    The texts hold marks of the ledger; `draft_value` is None, and `draft` empty, where the draft counts something else.
    """

    row: Any
    place: str
    said: str
    live: str
    draft: str
    draft_value: float | None


Drafted = Callable[[str, str | None], tuple[str, float | None] | None]


def matches(ledger: Ledger, told: Told, year: int, drafted: Drafted) -> list[Match]:
    """The figures of the published update in the order of their verdicts; `drafted` gives the draft's own numbers."""
    found = []
    for row in records(told.frame[told.frame["source"] == PUBLISHED]):
        live, draft = "", None
        if not pd.isna(row.live_value):
            live = told.cell("live_value", "percent" if row.unit == "percent" else "", id=row.id)
            ledger.definitions[row.indicator] = indicator(row.indicator).version
            draft = drafted(row.indicator, _iso3(row)) if row.whole and of_year(row, year) else None
        mark, value = draft or ("", None)
        place = text.country(row.iso3, row.country) if isinstance(row.country, str) else t("Programme")
        found.append(Match(row, place, _said(told, row), live, mark, value))
    order = {name: n for n, name in enumerate((*VERDICTS, "withheld"))}
    return sorted(found, key=lambda one: (order[one.row.status], one.place, one.row.id))


def of_year(row: Any, year: int) -> bool:
    """Is the figure about one year, or the twelve months that touch it?"""
    if not isinstance(row.period_start, str):
        return False
    last = row.period_end if isinstance(row.period_end, str) else row.period_start
    return int(row.period_start[:4]) <= year <= int(last[:4]) <= int(row.period_start[:4]) + 1


def _iso3(row: Any) -> str | None:
    return row.iso3 if isinstance(row.iso3, str) else None


def _said(told: Told, row: Any) -> str:
    """A published value as it was published: with its qualifier, or its range, and its unit."""
    percent = str(row.unit).startswith("percent")

    def cell(column: str) -> str:
        return told.cell(column, "percent" if percent else "", id=row.id)

    if not pd.isna(row.value_low) and not pd.isna(row.value_high) and row.value_low != row.value_high:
        said = f"{cell('value_low')}–{cell('value_high')}"
    elif pd.isna(row.value):
        return "–"
    else:
        said = cell("value") if row.qualifier == "exactly" else f"{t(str(row.qualifier))} {cell('value')}"
    return said if percent else f"{said} {t(str(row.unit))}"


def verdict_said(status: str) -> str:
    """A verdict in words."""
    return {
        "reconciles": t("Reconciles"),
        "superseded": t("Superseded"),
        "differs": t("Differs"),
        "not_comparable": t("Not comparable"),
        "not_computable": t("Not computable"),
        "withheld": t("Withheld"),
    }[status]


def reason_said(why: object) -> str:
    """The reason for a verdict in words; a figure's number names the one that took its place."""
    if not isinstance(why, str):
        return ""
    known = {
        "self_reported": t("as enterprises or participants say; here it is measured"),
        "beneficiaries": t("people said to benefit: workforce and classroom are not told apart"),
        "of_some_enterprises": t("of chosen enterprises, by a method that is not stated"),
        "one_enterprise": t("one enterprise's own account"),
        "stage_not_stated": t("which step or status was counted is not stated"),
        "target": t("a target, not a result"),
        "another_base": t("of a sector or of other enterprises than those counted here"),
        "base_not_stated": t("the people it is a share of are not stated"),
        "trainers_not_participants": t("of trainers in training, not of participants"),
        "part_not_marked": t("of a part that the export does not mark"),
        "not_in_export": t("the export holds nothing of this kind"),
        "no_period": t("no period was stated"),
        "after_the_export": t("of a time after this export"),
        "project_not_in_export": t("the project is not in this export"),
        "module_not_in_export": t("the module is not in this export"),
        "nothing_reported": t("nothing was reported for it here"),
        "published_doubtful": t("the published figure is doubtful itself"),
        "reports_still_coming": t("the period ended lately: reports may still come"),
        "more_since": t("more was reported since, or counted by a wider rule"),
        "less_in_export": t("less was reported here than was known when it was published, or it was counted otherwise"),
    }
    return known.get(why) or t("{figure} took its place", figure=why)


def period_said(row: Any) -> str:
    """The period that a published figure is about."""
    ends = [p for p in (row.period_start, row.period_end) if isinstance(p, str)]
    return " – ".join(dict.fromkeys(ends)) or t("not stated")
