"""Titles that say the finding, with their numbers as marks of the ledger."""

from impact.catalogue import indicator
from impact.reports.ledger import Told
from impact.text import t


def trained_said(by_year: Told, code: str = "enterprises_trained") -> str:
    """The last whole year with a value, against the year before; from `results/by_year`."""
    frame = by_year.frame
    known = frame[(frame["indicator"] == code) & frame["complete"].astype(bool) & frame["value"].notna()]
    label = t(indicator(code).label)
    if known.empty:
        return t("{label}: no whole year with data", label=label)
    last = int(known.iloc[-1]["year"])
    value = by_year.cell(indicator=code, year=last)
    if last - 1 not in set(known["year"]):
        return t("{label}: {value} in {year}", label=label, value=value, year=last)
    before = by_year.cell(indicator=code, year=last - 1)
    now, then = by_year.value(indicator=code, year=last) or 0.0, by_year.value(indicator=code, year=last - 1) or 0.0
    said = {"label": label, "value": value, "year": last, "before": before}
    if now > then:
        return t("{label} rose to {value} in {year}, from {before} the year before", **said)
    if now < then:
        return t("{label} fell to {value} in {year}, from {before} the year before", **said)
    return t("{label} stayed at {value} in {year}", **said)


def people_counted(by_sex: Told) -> bool:
    """Can people be counted once in some year? Where no person ids are recorded, attendances are told instead."""
    return bool(len(by_sex.frame)) and bool(by_sex.frame[["women", "men", "unknown"]].fillna(0).to_numpy().sum())


def attended_measure() -> str:
    """What is told where people cannot be counted once."""
    return t("Attendances by year, because people cannot be counted once here: their ids are not recorded or withheld")


def sex_said(by_sex: Told) -> str:
    """Women and men of the last whole year; from `results/people_by_sex`."""
    frame = by_sex.frame
    known = frame[frame["complete"].astype(bool)] if len(frame) else frame
    if known.empty:
        return t("Women and men trained")
    year = int(known.iloc[-1]["year"])
    women, men = by_sex.cell("women", year=year), by_sex.cell("men", year=year)
    return t("{women} women and {men} men were trained in {year}", women=women, men=men, year=year)
