"""Who is signed in: the dashboard serves the person who owns the files, on that person's own machine."""

from impact.access import OWNER
from impact.viewers import OWNER_ID, Identity


def signed_in() -> Identity | None:
    """Who is looking; None where nobody is signed in."""
    return Identity(OWNER_ID, OWNER)
