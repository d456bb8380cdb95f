"""The exports that the pages are tried on: small, with tables left out, empty, and with hostile names."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from impact.contract import tables
from impact.manifest import write_manifest
from tests import drawn

OPTIONAL = tuple(name for name, table in tables().items() if not table.required)

SMALL = {
    "modules": """
        module | title
        wpc    | MODULE
        """,
    "enterprises": """
        enterprise_id | name       | iso3 | isic | women_led | latitude | longitude
        e1            | ENTERPRISE | KEN  | 14   | yes       | -1.2     | 36.8
        e2            | Two        | KEN  | 10   | no        | -        | -
        e3            | Three      | NAM  | 14   | -         | -        | -
        """,
    "projects": """
        project_id | title
        p1         | PROJECT
        """,
    "donors": """
        donor_id | name
        d1       | DONOR
        """,
    "project_donors": """
        project_id | donor_id | share
        p1         | d1       | 1
        """,
    "partners": """
        partner_id | name    | iso3 | kind
        a1         | PARTNER | KEN  | private
        """,
    "engagements": """
        engagement_id | enterprise_id | module | project_id | enrolled_on | classroom_on | completed_on | status
        g1            | e1            | wpc    | p1         | 2022-01-01  | 2022-02-01   | 2022-09-01   | completed
        g2            | e2            | wpc    | p1         | 2023-01-05  | 2023-03-01   | -            | trained
        """,
    "sessions": """
        session_id | kind      | module | project_id | iso3 | starts_on  | planned | participants | partner_id
        s1         | classroom | wpc    | p1         | KEN  | 2022-02-01 | no      | 4            | a1
        """,
    "attendances": """
        attendance_id | session_id | engagement_id | enterprise_id | person_id | sex     | role    | satisfaction
        w1            | s1         | g1            | e1            | anna      | female  | worker  | 5
        w2            | s1         | g1            | e1            | ben       | male    | manager | 3
        """,
    "stories": """
        story_id | iso3 | text  | consent_on
        y1       | KEN  | STORY | 2023-01-01
        """,
}
# The places of SMALL that hold a name, and names that Markdown, HTML, LaTeX or a spreadsheet would act on.
HOSTILE = {
    "MODULE": "**bold** :red[x] $x^2$ `code`",
    "ENTERPRISE": "<img src=x onerror=alert(1)>",
    "PROJECT": "[a](http://example.org) <b>x</b> ~~gone~~",
    "DONOR": "=SUM(1) a | b",
    "PARTNER": "+1 :material/bug_report: <script>alert(1)</script>",
    "STORY": "# Big\n- list\n> quote :smile: ![p](http://example.org/p.png) $y$ {braces} %s",
    "drawn": "`e` **export** <b>1</b>",
    "drawn in a test": "_source_ $z$ <i>2</i>",
}


def small(folder: Path, *, leave_out: tuple[str, ...] = ()) -> Path:
    """Two countries with a little of everything, or without the tables of `leave_out`."""
    return drawn.export(folder, leave_out=leave_out, **{n: t for n, t in SMALL.items() if n not in leave_out})


def hostile(folder: Path, names: Mapping[str, str] = HOSTILE) -> Path:
    """The small export with every name replaced by a hostile one."""
    small(folder)
    for path in folder.glob("*.parquet"):
        table = pq.read_table(path)
        for column, field in enumerate(table.schema):
            if pa.types.is_string(field.type):
                values = table.column(column).to_pylist()
                table = table.set_column(column, field, pa.array([names.get(v, v) for v in values], field.type))
        pq.write_table(table, path)
    write_manifest(folder, names["drawn"], drawn.EXPORTED_AT, names["drawn in a test"], synthetic=False)
    return folder
