"""A movement of one value, split into the steps that lead from the old one to the new; the parts sum to the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

# The order in which the old export becomes the new one. For shares and distinct counts another order gives other parts.
STEPS = ("definition", "removed", "revised", "late", "new")


@dataclass(frozen=True)
class Movement:
    """The old value, the new one, and what each step added; no parts where there is no value to begin or end with."""

    old: float | None
    new: float | None
    parts: dict[str, float]

    @property
    def status(self) -> str:
        """Whether the value moved, stayed, is there for the first time, or no longer."""
        if self.old is None or self.new is None:
            return "none" if self.old is self.new else "appeared" if self.old is None else "vanished"
        return "moved" if any(self.parts.values()) else "same"


def split(values: Sequence[float | None], last: float | None) -> Movement:
    """Split by the values after each step: of the old snapshot, and then after definition, removed, revised, late, new.

    `last` is the value that the new snapshot itself shows; where today's definition gives another, the rest of the
    movement is of the definition too. A step after which there is no value hands its movement to the next that has one.
    """
    old, *after = values
    if old is None or last is None:
        return Movement(old, last, {})
    parts = {}
    before = old
    for name, value in zip(STEPS, after, strict=True):
        now = before if value is None else value
        parts[name] = now - before
        before = now
    parts["definition"] += last - before
    return Movement(old, last, parts)
