"""Commands of the command line that have a file of their own."""


class UsageError(Exception):
    """A command that was not given what it needs."""
