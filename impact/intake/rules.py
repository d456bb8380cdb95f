"""The catalogue of checks: what each rule says when it finds something, why it matters, and what to do."""

from functools import cache
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from impact.settings import QUERIES

FOLDER = QUERIES / "checks"
PLAUSIBLE = "checks/plausibility"


class Rule(BaseModel):
    """One rule. `says` and `advice` may name {table}, {column}, {value} and {expected}.

    A plausibility rule is the twin of a SQL file of its name, which finds the rows; `table` is where they lie, `needs`
    the further tables without rows of which it has nothing to say, and `each_kpi` whether it reads `kpi_rows`.
    """

    model_config = ConfigDict(extra="forbid")

    code: str
    severity: Literal["blocks", "warns", "informs"]
    says: str
    advice: str
    reason: str = ""
    position: int = 0
    table: str = ""
    column: str = ""
    needs: list[str] = []
    each_kpi: bool = False


@cache
def rules() -> dict[str, Rule]:
    """All rules by code: those of structure first, then those of plausibility in their order."""
    given = yaml.safe_load((FOLDER / "structure.yaml").read_text(encoding="utf-8"))
    structural = [Rule(code=code, **fields) for code, fields in given.items()]
    return {r.code: r for r in structural + plausible()}


@cache
def plausible() -> list[Rule]:
    """The plausibility rules, each the twin of a SQL file of its name, in their order."""
    read = []
    for path in (FOLDER / "plausibility").glob("*.yaml"):
        read.append(Rule(code=path.stem, **yaml.safe_load(path.read_text(encoding="utf-8"))))
    return sorted(read, key=lambda r: (r.position, r.code))


def rule(code: str) -> Rule:
    """The rule of that code."""
    return rules()[code]
