"""Enterprises, practices and checks, drawn, and what is told of them as rows."""

from collections.abc import Callable
from typing import Any

from impact.ask import ask
from impact.filters import Filters

NO_FILTERS = Filters()
# e1 and e2 answer; e3 is silent, e4 never came to the workshop, e5 was trained so lately that its endline is not due.
DRAWN = {
    "modules": """
        module | title
        wpc    | Workplace Cooperation
        qm     | Quality Management
        """,
    "practices": """
        practice | title            | module
        team     | A team meets     | wpc
        board    | A board is shown | wpc
        defects  | Defects recorded | qm
        slips    | Pay slips        | -
        """,
    "practice_areas": """
        practice | area
        team     | Voice
        slips    | Voice
        slips    | Wages
        """,
    "enterprises": """
        enterprise_id | name  | iso3 | isic | women_led
        e1            | One   | KEN  | 14   | yes
        e2            | Two   | KEN  | 10   | no
        e3            | Three | KEN  | 14   | -
        e4            | Four  | KEN  | 14   | no
        e5            | Five  | NAM  | 14   | no
        """,
    "workforce": """
        enterprise_id | measured_on | women | men
        e1            | 2022-01-01  | 4     | 4
        """,
    "projects": """
        project_id | title
        p1         | First
        p2         | Second
        """,
    "donors": """
        donor_id | name
        d1       | Donor
        """,
    "project_donors": """
        project_id | donor_id | share
        p1         | d1       | 1
        """,
    "kpis": "kpi | title\n absence | Absence",
    "kpi_expectations": """
        kpi     | module | due_days
        absence | wpc    | 300
        """,
    "engagements": """
        engagement_id | enterprise_id | module | project_id | enrolled_on | baseline_on | classroom_on | endline_on | status
        g1            | e1            | wpc    | p1         | 2022-01-01  | 2022-01-10  | 2022-02-01   | 2022-11-01 | trained
        g2            | e1            | qm     | p2         | 2023-01-01  | 2023-01-10  | 2023-02-01   | -          | trained
        g3            | e2            | wpc    | -          | 2022-01-01  | 2022-01-10  | 2022-02-01   | 2022-11-02 | trained
        g4            | e3            | wpc    | p1         | 2022-01-01  | 2022-01-10  | 2022-02-01   | -          | trained
        g5            | e4            | wpc    | p1         | 2022-01-01  | 2022-01-10  | -            | -          | dropped
        g6            | e5            | wpc    | p1         | 2024-01-01  | 2024-01-10  | 2024-02-01   | -          | trained
        """,
}
HEAD = "enterprise_id | engagement_id | practice | phase | checked_on | answer\n"
CHECKS = """
    e1 | g1 | team    | baseline | 2022-01-10 | no
    e1 | g1 | team    | endline  | 2022-11-01 | yes
    e1 | g1 | board   | baseline | 2022-01-10 | yes
    e1 | g1 | board   | endline  | 2022-11-01 | no
    e1 | g1 | slips   | baseline | 2022-01-10 | yes
    e1 | g1 | slips   | endline  | 2022-11-01 | yes
    e1 | g2 | defects | baseline | 2023-01-10 | no
    e2 | g3 | team    | baseline | 2022-01-10 | no
    e2 | g3 | team    | endline  | 2022-11-02 | no
    e2 | g3 | board   | baseline | 2022-01-10 | not_applicable
    e2 | g3 | board   | endline  | 2022-11-02 | yes
    e2 | g3 | slips   | endline  | 2022-11-02 | yes
    e4 | g5 | team    | baseline | 2022-01-10 | yes
    """
Publish = Callable[..., Any]


def rows(name: str, filters: Filters = NO_FILTERS, **given: Any) -> list[dict[str, Any]]:
    frame = ask(f"enterprises/{name}", filters, **given).frame.astype(object)
    return frame.where(frame.notna(), None).to_dict("records")


def shares(filters: Filters = NO_FILTERS, **given: Any) -> dict[str, dict[str, Any]]:
    return {r["code"]: r for r in rows("practices", filters, **given)}


def counts(r: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(r[name] for name in ("gained", "kept", "lost", "never"))


def covered(r: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(r[name] for name in ("expected", "reported", "silent"))


# What stories are told with.
B, E, LAST, AFTER = "2022-01-10", "2022-11-01", "2024-08-31", "2024-09-01"
PHASES = {"b": "baseline", "m": "monitoring", "e": "endline", "f": "follow_up"}


def told(stories: dict[str, str]) -> dict[str, str]:
    """An export in which each story is an enterprise."""
    lines = [
        f"{name} | - | team | {PHASES[phase]} | {day} | {answer}"
        for name, story in stories.items()
        for phase, day, answer in (part.split() for part in story.split(", "))
    ]
    enterprises = "enterprise_id | iso3\n" + "\n".join(f"{name} | KEN" for name in stories)
    kept = {name: DRAWN[name] for name in ("modules", "practices", "practice_areas")}
    return {**kept, "enterprises": enterprises, "practice_checks": HEAD + "\n".join(lines)}


def alike(practices: int, enterprise: str = "e1", answer: str = "yes") -> str:
    """Checks of so many practices at three rounds with the same answer."""
    phases = (("baseline", "2022-01-10"), ("endline", "2022-11-01"), ("follow_up", "2023-06-01"))
    lines = [f"{enterprise} | - | x{i} | {phase} | {day} | {answer}" for i in range(practices) for phase, day in phases]
    return "\n".join(lines) + "\n"


TWELVE = DRAWN["practices"] + "".join(f"        x{i} | X {i} | -\n" for i in range(12))
