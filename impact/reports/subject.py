"""Whom a file is about: one enterprise that the viewer sees row by row, with its facts in words."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from impact.access import AccessError
from impact.ask import Answer, ask, sees
from impact.filters import Filters
from impact.reports import Request
from impact.text import day, number, t, tn


@dataclass(frozen=True)
class Subject:
    """An enterprise: its row of `enterprises/profile`, its modules, and the answer that says whence they are."""

    row: Any
    modules: pd.DataFrame
    answer: Answer

    @property
    def place(self) -> str:
        """Country and region, sector and size."""
        said = [self.row["country"], self.row["region"], t(str(self.row["sector"])), size_said(self.row["size"])]
        return " · ".join(str(part) for part in said if not pd.isna(part) and part)

    @property
    def workforce(self) -> str:
        """Women and men by the latest count, or that none is known."""
        women, men, on = self.row["women"], self.row["men"], self.row["workforce_on"]
        if pd.isna(on) or (pd.isna(women) and pd.isna(men)):
            return t("Workforce not recorded")
        return t("Workforce: {women} women, {men} men ({day})", women=number(women), men=number(men), day=day(on))

    @property
    def trained(self) -> str:
        """The modules that reached the workshop, with its month."""
        taken = self.modules[self.modules["trained"].astype(bool)]
        said = [
            t("{module} ({month})", module=t(str(row.title)), month=day(row.classroom_on, "MMM y"))
            if not pd.isna(row.classroom_on)
            else t(str(row.title))
            for row in taken.itertuples()
        ]
        head = tn("Trained in {count} module: ", "Trained in {count} modules: ", len(said))
        return head + "; ".join(said) if said else t("Not trained in any module yet")


def subject(request: Request) -> Subject:
    """The enterprise that a request names; raises AccessError for one that its viewer does not see."""
    if not sees(request.subject, request.viewer, request.snapshot_id):
        raise AccessError(f"The enterprise '{request.subject}' is not among those that this viewer may see.")
    found = answer(request, "enterprises/profile")
    return Subject(found.frame.iloc[0], answer(request, "enterprises/profile_modules").frame, found)


def answer(request: Request, question: str, **given: Any) -> Answer:
    """Ask a question about the request's enterprise, with its viewer's rights, of its snapshot."""
    return ask(question, Filters(), request.viewer, request.snapshot_id, enterprise=request.subject, **given)


def size_said(size: str) -> str:
    """A size band in words."""
    return {
        "micro": t("Micro (under 10)"),
        "small": t("Small (10 to 49)"),
        "medium": t("Medium (50 to 249)"),
        "large": t("Large (250 and more)"),
    }.get(size, t("Size not known"))
