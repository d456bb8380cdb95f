"""Whom a file is about: one enterprise that the viewer sees row by row, with its facts in words."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from impact import text
from impact.access import AccessError
from impact.ask import Answer, sees
from impact.filters import Filters
from impact.reports.ledger import Ledger, Told
from impact.reports.words import size_said
from impact.text import t, tn


@dataclass(frozen=True)
class Subject:
    """An enterprise: its row of `enterprises/profile`, its modules, and the answers that say whence they are.

    Its texts hold marks of the ledger in the place of numbers and days.
    """

    row: Any
    modules: pd.DataFrame
    answer: Answer
    profile: Told
    taken: Told

    @property
    def place(self) -> str:
        """Country and region, sector and size."""
        said = [self._country, self.row["region"], t(str(self.row["sector"])), size_said(self.row["size"])]
        return " · ".join(str(part) for part in said if not pd.isna(part) and part)

    @property
    def _country(self) -> str:
        named = self.row["country"]
        return "" if pd.isna(named) else text.country(str(self.row["iso3"]), str(named))

    @property
    def workforce(self) -> str:
        """Women and men by the latest count, or that none is known."""
        women, men, on = self.row["women"], self.row["men"], self.row["workforce_on"]
        if pd.isna(on) or (pd.isna(women) and pd.isna(men)):
            return t("Workforce not recorded")
        said = {name: self._cell(name) for name in ("women", "men")}
        return t("Workforce: {women} women, {men} men ({day})", **said, day=self._cell("workforce_on", "day"))

    def _cell(self, column: str, form: str = "") -> str:
        return self.profile.cell(column, form=form, enterprise_id=self.row["enterprise_id"])

    @property
    def trained(self) -> str:
        """The modules that reached the workshop, with its month."""
        taken = self.modules[self.modules["trained"].astype(bool)]
        said = [
            t(
                "{module} ({month})",
                module=t(str(row.title)),
                month=self.taken.cell("classroom_on", form="month", engagement_id=row.engagement_id),
            )
            if not pd.isna(row.classroom_on)
            else t(str(row.title))
            for row in taken.itertuples()
        ]
        if not said:
            return t("Not trained in any module yet")
        count = self.taken.count(trained=True)
        return tn("Trained in {count} module: ", "Trained in {count} modules: ", len(said), count) + t("; ").join(said)


def subject(ledger: Ledger) -> Subject:
    """The enterprise that a ledger's request names; raises AccessError for one that its viewer does not see."""
    request = ledger.request
    if not sees(request.subject, request.viewer, request.snapshot_id):
        raise AccessError(f"The enterprise '{request.subject}' is not among those that this viewer may see.")
    found, taken = asked(ledger, "enterprises/profile"), asked(ledger, "enterprises/profile_modules")
    return Subject(found.frame.iloc[0], taken.frame, found.answer, found, taken)


def asked(ledger: Ledger, question: str, **given: Any) -> Told:
    """Ask a question about the request's enterprise, with its viewer's rights, of its snapshot."""
    return ledger.ask(question, Filters(), enterprise=ledger.request.subject, **given)
