"""Who may look: the one person who owns the files, until there is sign-in."""

from dataclasses import dataclass

from impact.access import OWNER, Viewer

OWNER_ID = "owner"


@dataclass(frozen=True)
class Identity:
    """A person by id, with the rights that this person has now."""

    id: str
    viewer: Viewer


def rights_of(viewer_id: str) -> Viewer | None:
    """The rights that a viewer has now; None for who is no viewer (any more)."""
    return OWNER if viewer_id == OWNER_ID else None
