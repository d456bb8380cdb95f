"""What a reader saw last: the snapshot before the present one, for "since your last visit"."""

from impact import questions, state


def note(who: str, snapshot_id: str) -> None:
    """Note that a reader sees a snapshot; seeing the same again changes nothing."""
    with state.opened(patience=state.HURRIED) as file:
        file.execute(questions.read("state/visits_note"), {"who": who, "snapshot_id": snapshot_id})


def before(who: str) -> str | None:
    """The snapshot that a reader saw before the present one, or None."""
    if not state.path().is_file():
        return None
    with state.opened(patience=state.HURRIED) as file:
        rows = file.execute(questions.read("state/visits_before"), {"who": who}).fetchall()
    return rows[0][0] if rows else None
