"""The annex of the Annual Update: its numbers beside those of the update that was published for 2023-24."""

from collections.abc import Sequence

from impact.filters import Filters
from impact.reports.claims import PUBLISHED, VERDICTS, Match, period_said, reason_said, verdict_said
from impact.reports.document import Draft
from impact.text import number, t

COMPARED = ("reconciles", "superseded", "differs")
WIDE, NARROW = (4.5, 2.4, 2.1, 1.6, 1.5, 4.5), (5.6, 3.2, 2.6, 5.2)


def annex(draft: Draft, found: Sequence[Match], year: int, filters: Filters) -> None:
    """Figures that can be compared, with verdict and likely reason; then those that cannot, and why."""
    if not found:
        return
    told = draft.ledger.ask("results/claims", filters)
    draft.heading(t("Beside the update that was published for 2023-24"), 1, "published")
    compared = [one for one in found if one.row.status in COMPARED]
    draft.text(
        t(
            "Of {count} published figures {compared} can be compared with this export, each over its own days, place, "
            "project and modules; {agree} of them agree. The draft's number is beside those that count the same over "
            "about the same time. The likely reason of a difference is a rule of thumb, not a finding.",
            count=told.count(source=PUBLISHED),
            compared=told.count(source=PUBLISHED, status=list(COMPARED)),
            agree=told.count(source=PUBLISHED, status="reconciles"),
        )
    )
    if compared:
        heads = [t("Figure"), t("As published"), t("Period"), t("This export")]
        heads += [t("Draft {year}", year=year), t("Verdict")]
        draft.table(heads, [_compared(one) for one in compared], WIDE, together=False)
    for verdict in (*VERDICTS, "withheld"):
        others = [one for one in found if one.row.status == verdict and verdict not in COMPARED]
        if others:
            draft.heading(t("{name}: {value}", name=verdict_said(verdict), value=number(len(others))), 3)
            heads = [t("Figure"), t("As published"), t("Period"), t("Why")]
            draft.table(heads, [_other(one) for one in others], NARROW, together=False)


def _compared(one: Match) -> list[str]:
    verdict, why = verdict_said(one.row.status), reason_said(one.row.why)
    said = t("{name}: {value}", name=verdict, value=why) if why else verdict
    return [_figure(one), one.said, period_said(one.row), one.live, one.draft or "–", said]


def _other(one: Match) -> list[str]:
    return [_figure(one), one.said, period_said(one.row), reason_said(one.row.why) or "–"]


def _figure(one: Match) -> str:
    return t("{name}: {value}", name=one.place, value=f"{t(str(one.row.label))} ({one.row.id})")
