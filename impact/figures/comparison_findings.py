"""What the trained changed, beside what those never trained did, in words."""

import pandas as pd

from impact.figures.before_after_findings import Row, change_of, has_change
from impact.figures.kpi import kpi_value
from impact.text import number, t


def comparison_finding(row: Row) -> str:
    """What the trained changed beyond those never trained, from the row of the trained."""
    if pd.isna(row["difference"]):
        return t("Too few on both sides to compare the trained with those never trained")
    difference = _difference(row, "difference")
    if row["difference_low"] <= 0 <= row["difference_high"]:
        return t("No clear difference between the trained and those never trained: {difference}", difference=difference)
    return t("The trained changed by {difference} beyond those never trained", difference=difference)


def comparison_said(frame: pd.DataFrame) -> list[str]:
    """Who was measured on each side and what changed there, and the difference of changes with its interval.

    `frame` holds the rows of `enterprises/before_after` by `trained`: all, trained, comparison.
    """
    sides = {row["code"]: row for row in frame.to_dict("records")}
    counts = {f"{code}_{name}": number(row[name]) for code, row in sides.items() for name in ("reported", "expected")}
    said = [
        t(
            "**{all_reported} of {all_expected} enterprises** have both measurements: {trained_reported} of "
            "{trained_expected} trained, and {comparison_reported} of {comparison_expected} never trained.",
            **counts,
        )
    ]
    if not all(has_change(sides[code]) for code in ("trained", "comparison")):
        return said
    said.append(
        t(
            "The median change was {trained} among the trained and {comparison} among those never trained.",
            trained=change_of(sides["trained"]),
            comparison=change_of(sides["comparison"]),
        )
    )
    row = sides["trained"]
    if pd.notna(row["difference"]):
        ends = {"low": _difference(row, "difference_low"), "high": _difference(row, "difference_high")}
        said.append(
            t(
                "The difference is {difference}, 95 % interval {low} to {high}. Who is trained was not drawn by lot: "
                "what else sets them apart is in it.",
                difference=_difference(row, "difference"),
                **ends,
            )
        )
    return said


def _difference(row: Row, name: str) -> str:
    if not row["comparable"]:
        return t("{change} points", change=number(row[name], signed=True))
    return kpi_value(row[name], row["unit"], row["type"], signed=True, currency="USD" if row["amount"] else "")
