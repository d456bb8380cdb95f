"""Who may look: the operator's table of viewers, and whom of it the claims of a sign-in stand for."""

import csv
import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from impact import access
from impact.access import OWNER, AccessError, Role, Viewer
from impact.settings import settings

OWNER_ID = "owner"
COLUMNS = ["who", "role", "scope"]
GROUP = "group:"
ADDRESS = re.compile(r"(?!group:)[^@\s]+@[^@\s]+")
ROLES = tuple(role for role in get_args(Role) if role not in ("owner", "public"))
_log = logging.getLogger(__name__)


class ViewersError(Exception):
    """A table of viewers that cannot be used; the message is for the operator, and names file, row and column."""


@dataclass(frozen=True)
class Identity:
    """Who looks: an e-mail address (or `owner`, `public`), and the rights that this one has."""

    id: str
    viewer: Viewer


class Closed(Enum):
    """Why somebody is let see nothing."""

    NOBODY = "nobody is signed in"
    ENDED = "the sign-in has ended"
    UNVERIFIED = "the sign-in service does not say that the address is the reader's own"
    UNKNOWN = "the table of viewers has no right for this one"
    BROKEN = "the table of viewers cannot be used"


def look_up(claims: Mapping[str, Any], audience: str = "") -> Identity | Closed:
    """Who the claims of a sign-in stand for, by the settings and the table as they are now; or why nobody.

    `audience` is the dashboard's own name at the sign-in service, for which the claims must be meant.
    """
    if settings().auth == "off":
        return Identity(OWNER_ID, OWNER)
    if claims.get("is_logged_in") is not True or not _is_meant_for(claims.get("aud"), audience):
        return Identity("public", Viewer("public")) if settings().public == "yes" else Closed.NOBODY
    if not _is_running(claims.get("exp")):
        return Closed.ENDED
    address = _verified(claims)
    if not address:
        return Closed.UNVERIFIED
    try:
        viewer = _match(table(), address, _groups(claims))
    except ViewersError as error:
        _tell(str(error))
        return Closed.BROKEN
    return Identity(address, viewer) if viewer else Closed.UNKNOWN


def viewer_of(claims: Mapping[str, Any]) -> Viewer | None:
    """The rights that the claims of a sign-in give now; None for nothing at all."""
    found = look_up(claims)
    return found.viewer if isinstance(found, Identity) else None


def rights_of(viewer_id: str) -> Viewer | None:
    """The rights that a viewer has now, without being asked for; None for who is no viewer (any more).

    Rights by a group are known only while somebody is signed in, so they are none here.
    """
    if settings().auth == "off":
        return OWNER if viewer_id == OWNER_ID else None
    try:
        return table().get(viewer_id) if ADDRESS.fullmatch(viewer_id) else None
    except ViewersError as error:
        _tell(str(error))
        return None


def table() -> dict[str, Viewer]:
    """The table of viewers by address or `group:NAME`, read anew when its file has changed."""
    path = settings().viewers
    if path is None:
        raise ViewersError("IMPACT_VIEWERS is not set. Name the CSV file that says who may look, in which role.")
    try:
        file = path.stat()
        return _read(path, (file.st_mtime_ns, file.st_size, file.st_ino))
    except OSError as error:
        raise ViewersError(f"{path}: {error.strerror}. IMPACT_VIEWERS must name a file that can be read.") from None


@lru_cache(maxsize=4)
def _read(path: Path, _state: tuple[int, ...]) -> dict[str, Viewer]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if reader.fieldnames != COLUMNS:
                raise ViewersError(f"{path}, row 1: the columns are not {','.join(COLUMNS)}. Write exactly this line.")
            found: dict[str, Viewer] = {}
            for row in reader:
                who, viewer = _row(row, f"{path}, row {reader.line_num}")
                before = found.get(who, viewer)
                if before.role != viewer.role:
                    raise ViewersError(
                        f"{path}, row {reader.line_num}, column role: '{who}' has the role '{before.role}' in a row "
                        "above. Leave one of the two."
                    )
                found[who] = _united([before, viewer])
            return found
    except (csv.Error, UnicodeDecodeError) as error:
        raise ViewersError(f"{path} is no CSV file in UTF-8: {error}. Save it as one.") from None


def _row(row: dict[Any, Any], place: str) -> tuple[str, Viewer]:
    if None in row or None in row.values():
        raise ViewersError(f"{place}: not three cells. Part the column scope by spaces or semicolons, not by commas.")
    who, role, scope = (row[name].strip() for name in COLUMNS)
    if not (ADDRESS.fullmatch(who) or re.fullmatch(rf"{GROUP}\S.*", who)):
        raise ViewersError(f"{place}, column who: '{who}' is neither an e-mail address nor {GROUP}NAME. Write one.")
    if role not in ROLES:
        raise ViewersError(f"{place}, column role: '{role}' cannot be given. Write one of {', '.join(ROLES)}.")
    try:
        return _folded(who), access.viewer(role, re.split(r"[\s;]+", scope))
    except AccessError as error:
        raise ViewersError(
            f"{place}, column scope: {error} Write country codes, trainer ids or project ids for a coordinator, "
            "trainer or donor, and nothing for the others."
        ) from None


def _folded(who: str) -> str:
    # Only plain letters are folded: among the others some fold into plain ones, and two people would be one.
    return who.lower() if who.isascii() and not who.startswith(GROUP) else who


def _match(rows: Mapping[str, Viewer], address: str, groups: list[str]) -> Viewer | None:
    if address in rows:
        return rows[address]
    found = {group: rows[GROUP + group] for group in groups if GROUP + group in rows}
    if len({viewer.role for viewer in found.values()}) > 1:
        said = ", ".join(f"{group} ({viewer.role})" for group, viewer in sorted(found.items()))
        _tell(f"{address} is in groups of different roles and sees nothing: {said}. Give the address a row of its own.")
        return None
    return _united(list(found.values())) if found else None


def _united(viewers: list[Viewer]) -> Viewer:
    return Viewer(viewers[0].role, tuple(sorted({part for viewer in viewers for part in viewer.scope})))


def _verified(claims: Mapping[str, Any]) -> str:
    email = str(claims.get("email", "")).strip()
    return _folded(email) if claims.get("email_verified") is True and ADDRESS.fullmatch(email) else ""


def _groups(claims: Mapping[str, Any]) -> list[str]:
    groups = claims.get("groups") or []
    listed = groups if isinstance(groups, list) else [groups]
    return [group for group in listed if isinstance(group, str)]


def _is_running(exp: Any) -> bool:
    return isinstance(exp, int | float) and not isinstance(exp, bool) and exp > time.time()


def _is_meant_for(aud: Any, audience: str) -> bool:
    return not audience or audience in (aud if isinstance(aud, list) else [aud])


@lru_cache(maxsize=1000)
def _tell(message: str) -> None:
    """Tell the operator's log, once for each message."""
    _log.warning(message)
