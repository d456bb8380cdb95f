"""What every page, and every file that is sent on, must say besides its numbers."""

from datetime import date

from impact.text import day, t


def adaptation() -> str:
    """The notice that the sources ask for."""
    return t(
        "This is not a product of the International Labour Organization (ILO). Where it adapts ILO material under "
        "CC BY 4.0, changes were made; the adaptation was not prepared, reviewed or endorsed by the ILO."
    )


def demonstration() -> str:
    """The mark of files made from invented data."""
    return t("Demonstration data: invented, not results of the programme.")


def origin(export_id: str, snapshot_id: str, as_of: date) -> str:
    """Which export a file's numbers come from."""
    return t(
        "Export {export}, snapshot {snapshot}, as of {day}.", export=export_id, snapshot=snapshot_id, day=day(as_of)
    )


def before_and_after() -> str:
    """What stands wherever a change is shown."""
    return t("Before and after is not impact: other things change, too.")
