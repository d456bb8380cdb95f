"""What the page of improvement projects calls its groups, and why it marks a project, in the reader's language."""

from dataclasses import replace
from typing import Any

import pandas as pd

from impact.ask import Answer
from impact.figures.savings import no_saving_word
from impact.text import number, t
from impact.ui import filterbar
from impact.ui.participation import named


def parts(*codes: str) -> dict[str, str]:
    """What figures of improvement projects may be broken down by, as code: label."""
    known = {
        "category": t("Category"),
        "status": t("Status"),
        "module": t("Module"),
        "proposed_by": t("Proposed by"),
        "country": t("Country"),
        "sector": t("Sector"),
        "size": t("Size"),
        "year": t("Year"),
        "projects": t("Projects of an enterprise"),
        "currency": t("Currency"),
        "sex": t("Sex"),
        "total": t("All together"),
    }
    return {code: known[code] for code in codes}


def words() -> dict[str, dict[str, str]]:
    """Codes of the export in words, by what is broken down."""
    return {
        "status": {
            "completed": t("Completed"),
            "under_way": t("Under way"),
            "planned": t("Planned"),
            "stopped": t("Stopped"),
        },
        "proposed_by": {
            "worker": t("Workers"),
            "team": t("Improvement teams"),
            "manager": t("Managers"),
            "trainer": t("Trainers"),
            "unknown": t("Not recorded"),
        },
        "size": filterbar.sizes(),
        "sex": {
            "female": t("Women"),
            "male": t("Men"),
            "other": t("Other"),
            "unknown": t("Sex not known"),
            "all": t("Not given by sex"),
        },
        "currency": {"unknown": t("No currency given")},
    }


def worded(answer: Answer, by: str) -> Answer:
    """The answer with each group's `name` in the reader's language, and what a map and a table need besides.

    Names of categories are the export's own and stay as they are.
    """
    known = words().get(by, {})
    if by == "category":
        known = dict(zip(answer.frame["code"], answer.frame["title"], strict=True))
    bare = replace(answer, frame=answer.frame.drop(columns=["value"], errors="ignore"))
    shown = named(bare, by).frame
    frame = answer.frame.assign(**{c: shown[c] for c in shown.columns.difference(answer.frame.columns)})
    frame["name"] = [known.get(code, name) for code, name in zip(frame["code"], frame["name"], strict=True)]
    frame["country"] = frame["name"]
    frame.attrs = answer.frame.attrs
    return replace(answer, frame=frame)


def rows_worded(answer: Answer) -> Answer:
    """The answer of `enterprises/improvement_rows` with its codes in words, and why a row is marked."""
    periods = {"once": t("once"), "day": t("day"), "month": t("month"), "year": t("year")}
    bases = {"measured": t("Measured"), "estimated": t("Estimated"), "unknown": ""}
    known, frame = words(), answer.frame
    return replace(
        answer,
        frame=frame.assign(
            why=[_why(row) for row in frame.to_dict("records")],
            saving_period_said=frame["saving_period"].map(periods),
            saving_basis_said=frame["saving_basis"].map(bases).where(frame["saving"].notna()),
            status_said=frame["status"].map(known["status"]),
            proposed_by_said=frame["proposed_by"].map(known["proposed_by"]),
        ),
    )


def _why(row: dict[str, Any]) -> str | None:
    times, usual = row["times_usual"], row["usual_usd"]
    said = {"times": number(times), "usual": number(usual)}
    small = {"times": number(None if pd.isna(times) or not times else 1 / times), "usual": number(usual)}
    reasons = {
        "thousandfold": t("{times} times the usual USD {usual}: another unit or currency?", **said),
        "far_above": t("{times} times the usual USD {usual} of its category", **said),
        "far_below": t("a {times}th of the usual USD {usual} of its category: another unit?", **small),
        "other_unit": t("under USD 5: so small that another unit was meant"),
        "negative": t("negative: a cost, or a slip of the sign"),
        "many_projects": t(
            "its enterprise has {count} projects: suggestions entered as projects?", count=number(row["of_enterprise"])
        ),
    }
    return reasons.get(str(row["flag"]))


def saving_remarks(frame: pd.DataFrame) -> list[str]:
    """Why a sum is missing, or how far it may be relied on."""
    said = []
    for row in frame.to_dict("records"):
        if row["status"] != "shown":
            said.append(no_saving_word(str(row["status"])))
        else:
            said.append(t("few enterprises") if row["small"] else "")
    return said
