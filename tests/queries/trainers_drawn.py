"""Trainers, sessions, costs and agreements, drawn, and answers about them."""

from typing import Any

import pandas as pd

from impact.ask import ask
from impact.filters import Filters

DRAWN = {
    "modules": """
        module | title
        wpc    | Workplace Cooperation
        qm     | Quality Management
        lean   | Lean Manufacturing
        """,
    "module_versions": """
        module | iso3 | position
        wpc    | -    | 1
        qm     | -    | 2
        lean   | -    | 3
        """,
    "enterprises": """
        enterprise_id | name  | iso3 | isic
        e1            | One   | KEN  | 14
        e2            | Two   | KEN  | 10
        e3            | Three | UGA  | 14
        e4            | Four  | NAM  | 14
        """,
    "projects": """
        project_id | title
        p1         | First
        """,
    "donors": """
        donor_id | name
        d1       | Donor
        """,
    "project_donors": """
        project_id | donor_id | share
        p1         | d1       | 1
        """,
    "partners": """
        partner_id | name  | iso3 | kind
        a1         | Alpha | KEN  | private
        a2         | Beta  | KEN  | public
        a3         | Gamma | UGA  | education
        """,
    # t1 is certified in two modules; t2's certificate is still to come; t3 is an expert of whom nothing else is known;
    # t4 was certified before being instructed; t6 has taken part in a training of trainers only; t7 has no stage.
    "trainers": """
        trainer_id | iso3 | sex
        t1         | KEN  | female
        t2         | KEN  | male
        t3         | KEN  | unknown
        t4         | UGA  | female
        t5         | UGA  | other
        t6         | UGA  | male
        t7         | NAM  | female
        """,
    "trainer_modules": """
        trainer_id | module | stage      | reached_on
        t1         | wpc    | candidate  | 2021-12-01
        t1         | wpc    | instructed | 2022-01-10
        t1         | wpc    | certified  | 2022-06-09
        t1         | qm     | certified  | 2023-01-10
        t2         | wpc    | instructed | 2022-03-01
        t2         | wpc    | certified  | 2024-12-01
        t3         | -      | expert     | 2023-05-05
        t4         | wpc    | certified  | 2022-01-01
        t4         | wpc    | instructed | 2022-02-01
        t4         | lean   | instructed | 2022-04-01
        t5         | wpc    | candidate  | 2024-01-01
        t6         | wpc    | certified  | 2023-05-31
        """,
    # s1 has two trainers, s3 is to come, s4 was never confirmed, nobody came to s6, s8's day has not come.
    "sessions": """
        session_id | kind      | module | project_id | iso3 | enterprise_id | starts_on  | planned | participants | partner_id
        s1         | classroom | wpc    | p1         | KEN  | -             | 2024-01-15 | no      | 4            | a1
        s2         | visit     | qm     | -          | -    | e1            | 2024-02-10 | no      | -            | a1
        s3         | classroom | wpc    | p1         | KEN  | -             | 2024-12-01 | yes     | -            | a1
        s4         | classroom | wpc    | p1         | KEN  | -             | 2023-02-01 | yes     | -            | a1
        s5         | tot       | wpc    | -          | KEN  | -             | 2023-05-01 | no      | 2            | a2
        s6         | online    | wpc    | -          | -    | -             | 2024-03-01 | no      | 0            | -
        s7         | classroom | lean   | -          | UGA  | -             | 2022-05-01 | no      | 5            | a3
        s8         | classroom | wpc    | -          | UGA  | -             | 2024-10-01 | no      | 9            | a3
        """,
    "session_trainers": """
        session_id | trainer_id
        s1         | t1
        s1         | t2
        s2         | t1
        s3         | t2
        s4         | t2
        s5         | t3
        s6         | t6
        s7         | t4
        s8         | t4
        """,
    "attendances": """
        attendance_id | session_id | trainer_id | person_id | sex  | role
        w1            | s5         | t6         | sam       | male | trainer
        """,
    "engagements": """
        engagement_id | enterprise_id | module | project_id | partner_id | enrolled_on | classroom_on | status
        g1            | e1            | wpc    | p1         | a1         | 2022-01-01  | 2022-02-01   | trained
        g2            | e2            | qm     | -          | a1         | 2023-01-01  | 2023-02-01   | trained
        g3            | e1            | qm     | -          | a1         | 2024-01-01  | 2024-02-01   | trained
        g4            | e2            | wpc    | -          | a2         | 2022-01-01  | 2022-03-01   | trained
        g5            | e3            | lean   | -          | -          | 2022-01-01  | 2022-05-01   | trained
        g6            | e4            | wpc    | -          | -          | 2024-01-01  | -            | enrolled
        g7            | e3            | qm     | -          | -          | 2024-01-01  | -            | enrolled
        """,
    # g3 has one cost in a year without a rate, g4 cost nothing, g5 has no costs, g6 has not reached the workshop.
    "engagement_costs": """
        engagement_id | payer      | amount | currency | year
        g1            | donor      | 60     | USD      | 2022
        g1            | enterprise | 40     | USD      | 2022
        g2            | ILO        | 50     | USD      | 2023
        g2            | buyer      | 50     | USD      | 2023
        g3            | enterprise | 500    | KES      | 2024
        g3            | donor      | 10     | KES      | 2023
        g4            | enterprise | 0      | USD      | 2022
        g6            | enterprise | 900    | USD      | 2023
        """,
    # Of Alpha's two embeddings both are in force; m3's last day is the as-of day; m4 is signed after it.
    "agreements": """
        agreement_id | partner_id | iso3 | kind       | signed_on  | ends_on
        m1           | a1         | KEN  | memorandum | 2020-01-01 | 2022-12-31
        m2           | a1         | KEN  | embedding  | 2021-05-01 | -
        m3           | a3         | UGA  | licence    | 2023-01-01 | 2024-08-31
        m4           | a2         | KEN  | embedding  | 2024-10-01 | -
        m5           | a1         | KEN  | embedding  | 2022-02-02 | 2030-01-01
        """,
}


def rows(name: str, key: str | list[str], filters: Filters = Filters(), **given: Any) -> pd.DataFrame:  # noqa: B008
    return ask(f"training/{name}", filters, **given).frame.set_index(key)
