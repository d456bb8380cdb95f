"""Years of places with few: as many rows for every result, so that none tells when the first of few began."""

from collections.abc import Collection, Mapping
from datetime import date

import pandas as pd

from impact.catalogue import indicators

# How many years are listed where no period is chosen.
YEARS = 10


def of_few(frame: pd.DataFrame, few: "pd.Series[bool]", parameters: Mapping[str, object]) -> pd.DataFrame:
    """Replace the rows of results about `few` by one withheld row for each result asked for and year of the period.

    `frame` is an answer of one row per `indicator` and `year`. Which of its rows there are depends on the first fact in
    view, and so on what few did; which rows come instead depends on the question alone.
    """
    asked = parameters.get("indicators")
    wanted = set(asked) if isinstance(asked, Collection) and asked else set(indicators())
    results = sorted(code for code in wanted if code in indicators() and indicators()[code].privacy == "results")
    end, begin = parameters.get("before_on"), parameters.get("from_on")
    if not isinstance(end, date):
        return frame[~few]
    last = date.fromordinal(end.toordinal() - 1).year
    first = begin.year if isinstance(begin, date) else last - YEARS + 1
    told = [
        {"indicator": code, "year": year, "complete": date(year + 1, 1, 1) <= end, "status": "withheld"}
        for code in results
        for year in range(first, last + 1)
    ]
    rows = pd.DataFrame(told, columns=list(frame.columns)).astype(object)
    rows = rows.where(rows.notna(), None)
    return pd.concat([frame[~few].astype(object), rows]).sort_values(["indicator", "year"], ignore_index=True)
