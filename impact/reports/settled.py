"""What a page says, with the numbers in their places, in letters that its fonts have."""

import unicodedata
from typing import Any

from impact.reports import charts
from impact.reports.ledger import Ledger, marked
from impact.reports.receipt import MARK, Text

LETTERS = ("LATIN", "GREEK", "CYRILLIC", "DIGIT", "COMBINING", "MODIFIER")
UNKNOWN_LETTER = "□"


def settled(ledger: Ledger, data: Any) -> Any:
    """The same data with the numbers in their places.

    What a reader reads in one go (a tile, a row, a paragraph, a drawing) is written down whole, so that a number can be
    found by the words around it.
    """
    if isinstance(data, dict) and "svg" in data:
        ledger.texts.append(Text(template=charts.texts(data["svg"])))
        rest = settled(ledger, {key: value for key, value in data.items() if key not in ("svg", "alt")})
        return {
            **rest,
            "svg": ledger.said(data["svg"], keep=False),
            "alt": ledger.said(data.get("alt", ""), keep=False),
        }
    if isinstance(data, dict) and set(data) == {"label", "value", "facts"}:
        return dict(zip(data, settled(ledger, list(data.values())), strict=True))
    if isinstance(data, dict):
        return {key: settled(ledger, value) for key, value in data.items()}
    if isinstance(data, list) and all(isinstance(one, str) for one in data):
        ledger.said("".join(map(tidy, data)))
        return [ledger.said(tidy(one), keep=False) for one in data]
    if isinstance(data, list):
        return [settled(ledger, value) for value in data]
    return ledger.said(tidy(data)) if isinstance(data, str) else data


def tidy(template: str) -> str:
    """A text whose letters the file's fonts have, with its marks."""
    parts = MARK.split(template)
    return "".join(marked(part) if n % 2 else legible(part) for n, part in enumerate(parts))


def short(said: str, longest: int) -> str:
    """Text on one line, cut where it is too long for its place."""
    line = " ".join(said.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def legible(data: Any) -> Any:
    """The same data with letters that the file's fonts do not have shown as an empty square, which says so honestly."""
    if isinstance(data, dict):
        return {key: legible(value) for key, value in data.items()}
    if isinstance(data, list):
        return [legible(value) for value in data]
    return "".join(map(_letter, data)) if isinstance(data, str) else data


def _letter(sign: str) -> str:
    if ord(sign) < 0x250:
        return sign if sign.isprintable() or sign in "\n\xa0" else " "
    category = unicodedata.category(sign)
    if category[0] in "LMN":
        return sign if unicodedata.name(sign, "").startswith(LETTERS) else UNKNOWN_LETTER
    if category in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return ""
    return sign if 0x2000 <= ord(sign) < 0x2200 or sign == UNKNOWN_LETTER else UNKNOWN_LETTER
