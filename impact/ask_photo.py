"""Photos as the gate gives them: to who may see the row, where the enterprise agreed, and only the picture."""

from typing import Literal

from impact import photos, store
from impact.access import OWNER, Viewer
from impact.ask import ask
from impact.photos import PhotoError


def photo(
    improvement: str, which: Literal["before", "after"], viewer: Viewer = OWNER, snapshot_id: str | None = None
) -> bytes:
    """One photo of an improvement project as a clean JPEG, for a viewer who may see its row.

    Raises AccessError for who may not see enterprises one by one, and PhotoError where the row is not in the viewer's
    scope, the enterprise has not agreed by the as-of day, or there is no such picture.
    """
    rows = ask("enterprises/photos", viewer=viewer, snapshot_id=snapshot_id, improvement=improvement)
    if not improvement or rows.empty:
        raise PhotoError("hidden", "There is no photo of this improvement project among those that you may see.")
    row = rows.frame.iloc[0]
    if not row["may_show"]:
        raise PhotoError("consent", "The enterprise has not agreed to its photos being shown.")
    named = row["photo_before" if which == "before" else "photo_after"]
    name = f"export/photos/{photos.checked_name(named if isinstance(named, str) else None)}"
    if name not in store.snapshot(rows.snapshot_id).files:
        raise PhotoError("absent", f"The export names the photo '{named}' and does not hold it.")
    return photos.clean(store.file_of(rows.snapshot_id, name))
