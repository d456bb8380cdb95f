"""Cells of the logframe: `4`, `35 (60%F)`, `3(30%)`, `50% for M1; 60% for M2-5`, `STSG`, a blank. Nothing is guessed.

Each cell becomes values: a module or none, a sex, and a number. What is read otherwise than it stands, or not at all,
is told.
"""

import re
from dataclasses import dataclass

from impact.intake.adapters.report import Reason, Report, Row

MODULES = {"M1": "Module 1", "M2-5": "Modules 2 to 5, together"}

BLANK = Reason("noted", "a blank cell", "exported without a value", "a blank is not 0: nothing was reported")
NO_NUMBER = Reason(
    "mended", "not a number", "exported without a value", "the source does not say what it stands for; none is guessed"
)
BY_MODULE = Reason(
    "noted",
    "one figure for module 1 and one for the others",
    "exported as two rows by module, none for all of them",
    "without the cost of each, one figure for both cannot be made",
)
NOT_SAID = Reason(
    "mended",
    "a share without a letter",
    "exported as women's",
    "the other cells of the indicator say F; the ending of the heading, (M/F), names women second",
)
PART = Reason(
    "noted",
    "a target for women's share that is no whole number of them",
    "exported as that part of the target, with its decimals",
    "the share is what was promised, and is kept exactly",
)
ROUNDED = Reason(
    "noted",
    "a rounded share of women",
    "exported as the one whole number of women that has this share",
    "people are counted, and the share was rounded from them",
)
NO_WHOLE = Reason(
    "mended",
    "a share that no whole number of women has",
    "exported without women and men; the cell stands in the remark",
    "the number, the share or both are wrong, and which is not known",
)
OF_NOBODY = Reason(
    "mended", "a share of nobody", "exported without women and men", "nobody has no share; the number is 0 either way"
)


@dataclass(frozen=True)
class Value:
    """One number of a cell; `note` is the cell itself where it is not plainly that number."""

    number: float
    sex: str = "all"
    module: str | None = None
    note: str | None = None


def values(row: Row, column: str, report: Report, *, counted: bool) -> list[Value]:
    """What a cell holds; `counted`: people who were counted, of whom a part is a whole number."""
    cell = row[column]
    if not cell:
        report.add(BLANK, row, column)
        return []
    if plain := re.fullmatch(r"(\d+)", cell, re.ASCII):
        return [Value(float(plain[1]))]
    if shared := re.fullmatch(r"(\d+) ?\((\d+)%(F?)\)", cell, re.ASCII):
        if not shared[3]:
            report.add(NOT_SAID, row, column)
        return _by_sex(row, column, report, int(shared[1]), int(shared[2]), counted=counted)
    pieces = [re.fullmatch(r" ?(\d+)% for (M[\d-]+)", piece, re.ASCII) for piece in re.split("[;,]", cell)]
    modules = [piece[2] for piece in pieces if piece]
    if modules == list(MODULES) and len(pieces) == len(modules):
        report.add(BY_MODULE, row, column)
        return [Value(float(piece[1]), module=piece[2], note=cell) for piece in pieces if piece]
    report.add(NO_NUMBER, row, column)
    return []


def _by_sex(row: Row, column: str, report: Report, whole: int, percent: int, *, counted: bool) -> list[Value]:
    cell = row[column]
    if not whole:
        report.add(OF_NOBODY, row, column)
        return [Value(0.0, note=cell)]
    women = whole * percent / 100
    if women != round(women) and not counted:
        report.add(PART, row, column)
    elif women != round(women):
        nearest = round(women)
        if abs(100 * nearest / whole - percent) > 0.5:
            report.add(NO_WHOLE, row, column)
            return [Value(float(whole), note=cell)]
        report.add(ROUNDED, row, column)
        women = nearest
    parts = {"all": whole, "female": women, "male": round(whole - women, 6)}
    return [Value(float(number), sex, note=cell) for sex, number in parts.items()]
