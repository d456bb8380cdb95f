"""SCORE Impact: an honest dashboard over the programme's exported M&E data."""

__version__ = "0.1.0"
