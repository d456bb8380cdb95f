"""Text that a spreadsheet would run: told apart, and defused by an apostrophe in front."""

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def is_formula(value: object) -> bool:
    """Would a spreadsheet take the text for a formula, or a blank before it for the end of a cell?"""
    return isinstance(value, str) and (value[:1].isspace() or value.startswith(FORMULA))


def defused(value: object) -> object:
    """The value as a spreadsheet shows it."""
    return f"'{value}" if is_formula(value) else value
