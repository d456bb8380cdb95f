"""What stands in a file in the place of each number: in its texts, its fields and its charts."""

import re
from collections.abc import Iterator
from typing import Any

from impact.reports.receipt import MARK, Figure, Text
from impact.reports.standing import Standing

# What stands in the place of a number: one, or any other short text.
NUMBER = r"([-+]?\d[\d.,’']*%?|.{1,40}?)"

State = tuple[str, str, str]  # of a number: its id, what became of it, what is seen in its place


def alike(first: Any, second: Any) -> bool:
    """Are two cells the same, but for how a file keeps a number?"""
    if isinstance(first, int | float) and isinstance(second, int | float):
        return abs(first - second) <= 1e-9 * max(abs(first), abs(second), 1.0)
    return bool(first == second)


def in_texts(file: Standing, now: dict[str, Figure]) -> Iterator[State]:
    """Texts that hold other numbers than they should: first the whole text is looked for."""
    for one in file.receipt.texts:
        ids = MARK.findall(one.template)
        said = file.texts.get(one.place)
        if said is None:
            yield from ((name, "gone", "") for name in ids)
            continue
        right = _bare(MARK.sub(lambda mark: now[mark[1]].said, one.template))
        if _stands(right, said, whole=bool(one.place)):
            continue
        yield from _altered(one, ids, _bare(said), now)


def _altered(one: Text, ids: list[str], said: str, now: dict[str, Figure]) -> Iterator[State]:
    """Which numbers of a text are others: a lone one, the rest being right, or all that do not fit."""
    parts = MARK.split(_bare(one.template))
    for wrong in range(1, len(parts), 2):
        exact = [_bare(now[part].said) if n % 2 else part for n, part in enumerate(parts)]
        pattern = "".join(NUMBER if n == wrong else re.escape(part) for n, part in enumerate(exact))
        if (match := re.search(pattern, said)) and match[1] != exact[wrong]:
            yield parts[wrong], "altered", match[1]
            return
    loose = "".join(NUMBER if n % 2 else re.escape(part) for n, part in enumerate(parts))
    match = re.search(loose, said)
    for n, name in enumerate(ids):
        seen = match[n + 1] if match else ""
        if seen != _bare(now[name].said):
            yield name, "altered" if match else "gone", seen


def _bare(said: str) -> str:
    return re.sub(r"\s", "", said)


def _stands(right: str, said: str, *, whole: bool) -> bool:
    """Does a text stand in another, whatever the line breaks, and not as a part of longer numbers?"""
    places = [n for n, sign in enumerate(said) if not sign.isspace()]
    bare = "".join(said[n] for n in places)
    if whole:
        return bare == right
    start = bare.find(right)
    while start >= 0:
        end = start + len(right)
        before = said[places[start] - 1 : places[start]] if start else ""
        after = said[places[end - 1] + 1 : places[end - 1] + 2] if right else ""
        if not (before.isdigit() and right[0].isdigit()) and not (after.isdigit() and right[-1].isdigit()):
            return True
        start = bare.find(right, start + 1)
    return False


def in_fields(file: Standing, now: dict[str, Figure]) -> Iterator[State]:
    """Fields of a document; one that an editor took out says nothing wrong."""
    for name, seen in file.fields.items():
        if name in now:
            wrong = [said for said in seen if said != now[name].said]
            if wrong:
                yield name, "altered", wrong[0]


def in_charts(file: Standing, now: dict[str, Figure]) -> Iterator[State]:
    """Native charts: the numbers that they draw, and those in the sheet behind them."""
    for one in file.receipt.charts:
        drawn = file.charts.get(one.place)
        for s, ids in enumerate(one.series):
            for n, name in enumerate(ids):
                if drawn is None:
                    yield name, "gone", ""
                    continue
                for series in drawn:
                    seen = series[s][n] if s < len(series) and n < len(series[s]) else None
                    if not alike(seen, now[name].value):
                        yield name, "altered", str(seen)
