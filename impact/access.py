"""Who is looking, and what that viewer may see row by row."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["owner", "administrator", "global", "coordinator", "trainer", "donor", "public"]
SCOPED = ("coordinator", "trainer", "donor")
# Who sees enterprises in groups only, never one by one.
ONLY_GROUPS = ("donor", "public")
SMALLEST_GROUP: dict[str, int] = {"donor": 5, "trainer": 5, "coordinator": 5, "public": 10}


class AccessError(Exception):
    """A viewer who may not, or who is not described as a viewer."""


@dataclass(frozen=True)
class Viewer:
    """A role and its scope: countries of a coordinator, trainer ids of a trainer, project ids of a donor."""

    role: Role = "owner"
    scope: tuple[str, ...] = ()

    @property
    def sees_everything(self) -> bool:
        """Are all rows in scope, and results shown whatever the size of the group?"""
        return self.role in ("owner", "administrator", "global")

    @property
    def only_groups(self) -> bool:
        """Are enterprises shown together only, never one by one?"""
        return self.role in ONLY_GROUPS

    @property
    def smallest_group(self) -> int:
        """k: results about fewer than k enterprises or people are withheld; 0 withholds nothing."""
        return SMALLEST_GROUP.get(self.role, 0)

    def sees_all_of(self, countries: Collection[str]) -> bool:
        """Are these countries (one or more, by code) the viewer's own, so that nothing of them is withheld?"""
        return bool(countries) and set(countries) <= set(self.countries)

    @property
    def countries(self) -> list[str]:
        """Countries whose enterprises the viewer sees row by row."""
        return list(self.scope) if self.role == "coordinator" else []

    @property
    def trainers(self) -> list[str]:
        """Trainers whose enterprises the viewer sees row by row."""
        return list(self.scope) if self.role == "trainer" else []

    @property
    def projects(self) -> list[str]:
        """Projects of which a donor sees budget, spending, targets and results."""
        return list(self.scope) if self.role == "donor" else []

    @property
    def sees_promises(self) -> bool:
        """Are there targets that the viewer may see: a donor's own, a coordinator's countries', or all?"""
        return self.sees_everything or self.role == "coordinator" or bool(self.projects)


OWNER = Viewer()

# As whom administrators may look, to see what others see: never as somebody with wider rights.
LOOKS_AS: dict[str, tuple[Role, ...]] = {
    "owner": ("administrator", "global", "coordinator", "trainer", "donor", "public"),
    "administrator": ("global", "coordinator", "trainer", "donor", "public"),
}


def may_look_as(viewer: Viewer, other: Viewer) -> bool:
    """May the viewer look at the dashboard with the rights of the other, which must be described as a viewer is?"""
    return other.role in LOOKS_AS.get(viewer.role, ()) and (other.role in SCOPED) == bool(other.scope)


def parse(text: str) -> Viewer:
    """A viewer from `ROLE` or `ROLE:SCOPE[,SCOPE]`, as the command line takes it."""
    role, _, scope = text.partition(":")
    return viewer(role, scope.split(","))


def viewer(role: str, scope: Iterable[str]) -> Viewer:
    """A viewer of a role and the parts of its scope, once the two fit each other."""
    if role not in get_args(Role):
        raise AccessError(f"There is no role '{role}'. Those there are: {', '.join(get_args(Role))}.")
    parts = tuple(sorted({p for p in scope if p}))
    if (role in SCOPED) != bool(parts):
        need = f"needs a scope, as in {role}:ID" if role in SCOPED else "takes no scope"
        raise AccessError(f"The role '{role}' {need}.")
    if role == "coordinator" and (bad := [p for p in parts if not re.fullmatch(r"[A-Z]{3}", p)]):
        raise AccessError(f"'{bad[0]}' is not a country code of three capital letters, such as KEN.")
    return Viewer(role, parts)  # type: ignore[arg-type]  # checked against the literal above
