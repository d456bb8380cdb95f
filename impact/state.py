"""What readers leave behind, in a file of its own beside the snapshots: answers, the audit, shared links."""

import os
import sqlite3
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from impact import questions
from impact.settings import settings

LONGEST = 1000
PATIENCE = 20.0  # seconds that one process waits for another's writing
HURRIED = 2.0  # seconds that a page waits, before it goes on without
# Signs that turn the direction of all text after them: they could make an answer read as something else.
_TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


class StateError(Exception):
    """What cannot be kept, or a file of it that cannot be read; the message says why."""


@dataclass(frozen=True)
class Reply:
    """What an enterprise answered: plain text that nobody has checked.

    `kpi` is empty where it is about the enterprise as a whole, `by` the role of who wrote it down, `shown` the
    figure in words as it stood then, and `snapshot_id` the snapshot that it stood in.
    """

    enterprise_id: str
    kpi: str
    text: str
    by: str
    on: date
    snapshot_id: str
    shown: str = ""


def path() -> Path:
    """The file: `IMPACT_STATE`, or `state.sqlite` in the store's folder."""
    chosen = settings()
    return chosen.state or chosen.store / "state.sqlite"


def add_reply(enterprise_id: str, kpi: str, text: str, by: str, on: date, snapshot_id: str, shown: str = "") -> None:
    """Keep an answer; raises StateError for one that is empty or longer than LONGEST."""
    said = clean(text)
    if not said:
        raise StateError("The answer is empty. Write what the enterprise says.")
    if len(said) > LONGEST:
        raise StateError(f"The answer has {len(said)} characters; {LONGEST} at most are kept. Shorten it.")
    row = {
        "enterprise_id": enterprise_id,
        "kpi": kpi,
        "reply": said,
        "given_by": by,
        "given_on": on.isoformat(),
        "snapshot_id": snapshot_id,
        "shown": clean(shown)[:LONGEST],
    }
    with opened() as file:
        file.execute(questions.read("state/add_reply"), row)


def replies(enterprise_ids: list[str]) -> list[Reply]:
    """The answers of these enterprises, each one's newest first."""
    if not enterprise_ids or not path().is_file():
        return []
    statement = questions.read("state/replies")
    with opened() as file:
        rows = [row for one in enterprise_ids for row in file.execute(statement, {"enterprise_id": one})]
    return [
        Reply(enterprise, kpi, text, by, date.fromisoformat(on), snapshot, shown)
        for enterprise, kpi, text, by, on, snapshot, shown in rows
    ]


def answerers() -> list[str]:
    """The enterprises that have answered, by id."""
    if not path().is_file():
        return []
    with opened() as file:
        return [enterprise for (enterprise,) in file.execute(questions.read("state/answerers"))]


def erase_replies(enterprise_id: str) -> None:
    """Remove what an enterprise answered."""
    if path().is_file():
        with opened() as file:
            file.execute(questions.read("state/replies_erase"), {"enterprise_id": enterprise_id})


def clean(text: str) -> str:
    """Text as it is kept: its lines, without control signs and without signs that turn its direction."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    kept = ("".join(c for c in line if unicodedata.category(c) != "Cc" and c not in _TURNING) for line in lines)
    return "\n".join(line.strip() for line in kept).strip()


def now() -> datetime:
    """This moment, to the second: the clock of all that is kept."""
    return datetime.now(UTC).replace(microsecond=0)


def stamp(moment: datetime) -> str:
    """A moment as it is kept: texts of moments are in their order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """A moment that was kept."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


@contextmanager
def opened(patience: float = PATIENCE) -> Iterator[sqlite3.Connection]:
    """The file, made or brought up to date; what happens within is kept whole, or not at all.

    `patience` is how many seconds another's writing is waited for.
    """
    place = path()
    try:
        _touch(place)
        connection = sqlite3.connect(place, timeout=patience, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise StateError(
            f"{place} cannot be opened ({error}). Check IMPACT_STATE and the rights to its folder."
        ) from error
    try:
        _write_ahead(connection, patience)
        connection.execute("pragma foreign_keys = on")
        # What is erased leaves no trace in the file.
        connection.execute("pragma secure_delete = on")
        _bring_up_to_date(connection)
        connection.execute("begin immediate")
        yield connection
        connection.execute("commit")
    except sqlite3.Error as error:
        raise StateError(f"{place} cannot be used ({error}). Restore it from a copy, or set IMPACT_STATE.") from error
    finally:
        connection.close()  # what was not committed is undone


def _write_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Let readers and writers be at once. Where several make a new file so, SQLite refuses without waiting."""
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError as error:
            # The low byte is the kind of refusal, the rest why.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _touch(place: Path) -> None:
    """Answers are read through the gate only, so their file is for its owner alone."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        os.close(os.open(place, os.O_CREAT | os.O_RDWR, 0o600))


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    connection.execute(questions.read("state/begin"))
    files = questions.files("state/schema")
    if _applied(connection) >= {file.stem for file in files}:
        return
    connection.execute("begin immediate")
    made = _applied(connection)  # by another process, perhaps, since it was looked at
    for file in files:
        if file.stem not in made:
            connection.execute(file.read_text(encoding="utf-8"))
            connection.execute(questions.read("state/mark"), {"step": file.stem})
    connection.execute("commit")


def _applied(connection: sqlite3.Connection) -> set[str]:
    return {step for (step,) in connection.execute(questions.read("state/applied"))}
