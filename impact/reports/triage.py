"""Why a record is to be looked at again, in words; and the records of one country as a sheet for the correction."""

from typing import Any

import pandas as pd

from impact.access import Viewer
from impact.ask import ask
from impact.filters import Filters
from impact.text import number, t


def reason_said(reason: str) -> str:
    """A reason of `review/triage`; one of the export's check is in its own words."""
    return {
        "out_of_range": t("outside of what is possible or plausible for this KPI"),
        "far_off": t("eight times the enterprise's usual value or more"),
        "not_computable": t("numerator or denominator is missing"),
        "copied": t("the endline repeats the baseline: not measured again"),
        "saving_negative": t("the saving is negative"),
        "saving_other_unit": t("the saving is below USD 5: perhaps in another unit"),
        "saving_thousandfold": t("the saving is hundreds of times that of others of its category"),
        "saving_far_above": t("the saving is far above others of its category"),
        "saving_far_below": t("the saving is far below others of its category"),
    }.get(reason, reason.replace("_", " "))


def records(iso3: str, viewer: Viewer, snapshot_id: str | None = None) -> pd.DataFrame:
    """The records of a country that the viewer sees row by row and that are to be looked at again."""
    return ask("review/triage", Filters(country=(iso3,)), viewer, snapshot_id).frame


def columns() -> dict[str, int]:
    """The sheet's columns: title and width; the last is for the answer."""
    return {
        t("Enterprise"): 30,
        t("Enterprise id"): 14,
        t("Table"): 20,
        t("Record"): 36,
        t("Value"): 14,
        t("Why"): 46,
        t("Waiting for (days)"): 12,
        t("Correct value, or why it is right"): 40,
    }


def rows(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The sheet's rows, with an empty cell for the answer."""
    return [
        (
            row.enterprise,
            row.enterprise_id,
            row.table_name,
            row.record,
            "" if pd.isna(row.value) else number(float(row.value), significant=4),
            reason_said(row.reason),
            "" if pd.isna(row.age_days) else str(int(row.age_days)),
            "",
        )
        for row in frame.itertuples()
    ]
