"""Who did what, and when: entries are added and never changed, each chained to the one before by a hash.

The chain takes a salted hash of the viewer's id, not the id: an id can be erased, and the chain still holds.
"""

import hashlib
import json
import logging
import re
import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, get_args

from impact import questions, state
from impact.access import OWNER, AccessError, Viewer
from impact.settings import SettingsError, settings
from impact.state import StateError

What = Literal[
    "opened", "asked", "exported", "published", "answered", "viewed_as", "shared", "revoked", "erased", "rotated"
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(What)
READERS = ("owner", "administrator")
HURRIED = 2.0  # seconds that a page waits for another's writing, before it goes without its entry
LONGEST = 500
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entry:
    """One entry: `who` is a viewer's id, `link:ID` for whoever opened a shared link, or a pseudonym."""

    entry_id: int
    at: datetime
    what: str
    who: str
    about: str
    snapshot_id: str


@dataclass(frozen=True)
class Verified:
    """What the chain says: how many entries hold together, the mark of the last one, and what is wrong."""

    count: int
    mark: str
    faults: tuple[str, ...]


def note(what: What, who: str, about: str = "", snapshot_id: str = "", *, patience: float = state.PATIENCE) -> None:
    """Add an entry; raises StateError where it cannot be kept."""
    with state.opened(patience) as file:
        rotate(file)
        append(file, what, who, about, snapshot_id)


def noted(what: What, who: str, about: str = "", snapshot_id: str = "", *, patience: float = HURRIED) -> bool:
    """Add an entry, and say whether that went well: what is noted goes on without it."""
    try:
        note(what, who, about, snapshot_id, patience=patience)
    except (StateError, SettingsError, OSError) as error:
        _log.warning("Not in the audit: %s %s (%s)", what, about, error)
        return False
    return True


def entries(
    who: str = "", what: str = "", since: date | None = None, most: int = -1, viewer: Viewer = OWNER
) -> list[Entry]:
    """The entries by one viewer, of one kind, from one day on (UTC), the newest first; for administrators only."""
    if viewer.role not in READERS:
        raise AccessError(f"The audit is for administrators; the role '{viewer.role}' may not see it.")
    if not state.path().is_file():
        return []
    first = state.stamp(datetime.combine(since, time(), UTC)) if since else ""
    given = {"who": who, "what": what, "since": first, "most": most}
    with state.opened() as file:
        rows = file.execute(questions.read("state/audit_entries"), given).fetchall()
    return [Entry(number, state.moment(at), *rest) for number, at, *rest in rows]


def verify(mark: str = "") -> Verified:
    """Follow the chain from its beginning to its end; `mark` is that of an earlier verification, if one was noted."""
    if not state.path().is_file():
        return Verified(0, "", ("there is no audit",) if mark else ())
    with state.opened() as file:
        rows = [_Row(*row) for row in file.execute(questions.read("state/audit_chain"))]
        head = _head(file)
    faults = [*_cut(rows, head), *_broken(rows), *_foreign(rows)]
    if mark and mark not in {_mark(row.entry_id, row.chain) for row in rows} | {_mark(*_start(rows))}:
        faults.append(f"the entry of the mark {mark} was removed or changed, or has outlived its time")
    return Verified(len(rows), _mark(*head), tuple(faults))


def erase(who: str, by: str) -> tuple[str, int]:
    """Put a pseudonym in the place of a viewer's id, and end the links shared under it.

    Returns the pseudonym and how many entries it stands in.
    """
    pseudonym = f"erased-{secrets.token_hex(4)}"
    given = {"who": who, "pseudonym": pseudonym, "revoked_at": state.stamp(state.now())}
    with state.opened() as file:
        file.execute(questions.read("state/links_erase"), given)
        file.execute(questions.read("state/visits_erase"), {"who": who})
        count = file.execute(questions.read("state/audit_erase"), given).rowcount
        append(file, "erased", by, f"{pseudonym} {count}")
    return pseudonym, count


@dataclass(frozen=True)
class _Row:
    entry_id: int
    noted_at: str
    what: str
    who: str
    salt: str
    who_hash: str
    about: str
    snapshot_id: str
    chain: str

    def chained(self, before: str) -> str:
        """The hash that the entry must bear after one whose hash is `before`."""
        said = [before, self.entry_id, self.noted_at, self.what, self.who_hash, self.about, self.snapshot_id]
        return _hash(json.dumps(said, ensure_ascii=False))


def append(file: sqlite3.Connection, what: What, who: str, about: str = "", snapshot_id: str = "") -> None:
    """Add an entry to the open file, as part of what else is written there."""
    last, before = _head(file)
    salt = secrets.token_hex(16)
    who, said = _writable(who), _writable(about)[:LONGEST]
    row = _Row(last + 1, state.stamp(state.now()), what, who, salt, _hash(salt + who), said, snapshot_id, "")
    chain = row.chained(before)
    file.execute(questions.read("state/audit_add"), {**row.__dict__, "chain": chain})
    file.execute(questions.read("state/audit_set_head"), {"entry_id": row.entry_id, "chain": chain})


def rotate(file: sqlite3.Connection) -> None:
    """Once a day at most, remove what has outlived its time, and note up to where: the chain is followed from there."""
    days, now = settings().audit_days, state.now()
    oldest = file.execute(questions.read("state/audit_oldest")).fetchone()
    if oldest is None or oldest[0] >= state.stamp(now - timedelta(days=days + 1)):
        return
    before = state.stamp(now - timedelta(days=days))
    number, chain = file.execute(questions.read("state/audit_outlived"), {"before": before}).fetchone()
    file.execute(questions.read("state/audit_remove"), {"entry_id": number})
    append(file, "rotated", "", f"{number} {chain}")


def _head(file: sqlite3.Connection) -> tuple[int, str]:
    found = file.execute(questions.read("state/audit_head")).fetchone()
    return found or (0, "")


def _start(rows: Sequence[_Row]) -> tuple[int, str]:
    """Number and hash of the entry before the first one that is left, as the last rotation noted them."""
    rotations = [row for row in rows if row.what == "rotated"]
    if not rotations:
        return 0, ""
    number, _, chain = rotations[-1].about.partition(" ")
    return (int(number), chain) if number.isdigit() else (0, "")


def _cut(rows: Sequence[_Row], head: tuple[int, str]) -> list[str]:
    """Entries that are missing at the beginning or at the end."""
    faults = []
    before, _ = _start(rows)
    if rows and rows[0].entry_id != before + 1:
        faults.append(f"entries are missing before {rows[0].entry_id}, and no rotation removed them")
    last = rows[-1].entry_id if rows else 0
    if last != head[0]:
        faults.append(f"entries are missing after {last}; the last one was {head[0]}")
    elif rows and rows[-1].chain != head[1]:
        faults.append(f"entry {last} is not the one that was noted as the last")
    return faults


def _broken(rows: Sequence[_Row]) -> list[str]:
    """Entries that do not follow from the one before, or bear another id than the chain took."""
    faults = []
    number, chain = _start(rows)
    for position, row in enumerate(rows):
        if position and row.entry_id != number + 1:
            faults.append(f"entries are missing between {number} and {row.entry_id}")
        elif row.chain != row.chained(chain):
            faults.append(f"entry {row.entry_id} was changed, or does not follow the one before")
        if row.salt and row.who_hash != _hash(row.salt + row.who):
            faults.append(f"entry {row.entry_id} bears another viewer's id than it was noted with")
        number, chain = row.entry_id, row.chain
    return faults


def _foreign(rows: Sequence[_Row]) -> list[str]:
    """Pseudonyms that no erasure gave, or not as often."""
    erasures = [re.fullmatch(r"(erased-\w+) (\d+)", row.about) for row in rows if row.what == "erased"]
    given = {erasure[1]: int(erasure[2]) for erasure in erasures if erasure}
    found: dict[str, list[int]] = {}
    for row in rows:
        if not row.salt:
            found.setdefault(row.who, []).append(row.entry_id)
    return [
        f"entry {numbers[-1]} bears the pseudonym '{name}', which no erasure gave it"
        for name, numbers in found.items()
        if len(numbers) > given.get(name, 0)
    ]


def _writable(text: str) -> str:
    """Text on one line that every file can hold."""
    return " ".join(state.clean(text.encode("utf-8", "replace").decode()).split())


def _mark(number: int, chain: str) -> str:
    return f"{number}:{chain[:16]}" if number else ""


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
