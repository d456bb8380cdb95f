"""What every file prints besides its numbers: filters in words, definitions, sources, how to check it."""

from collections.abc import Iterable

import pandas as pd

from impact import notice, text
from impact.access import Viewer
from impact.ask import options
from impact.catalogue import indicator
from impact.filters import Filters
from impact.reports.ledger import Ledger
from impact.text import alphabetical, day, t


def filter_titles() -> dict[str, str]:
    """The shared filters' names."""
    return {
        "period": t("Period"),
        "country": t("Country"),
        "donor": t("Donor"),
        "project": t("Project"),
        "module": t("Module"),
        "sector": t("Sector"),
        "size": t("Size"),
        "women_led": t("Led by women"),
    }


def titles_said(names: Iterable[str]) -> str:
    """Filters by their names, as one reads them."""
    titles = filter_titles()
    return ", ".join(titles[name] for name in names)


class Names:
    """What codes of filters are called, as a viewer may know them."""

    def __init__(self, viewer: Viewer, snapshot_id: str) -> None:
        frame: pd.DataFrame = options(viewer, snapshot_id)
        rows = frame[["filter", "code", "label"]].itertuples(index=False)
        self._known = {(str(name), str(code)): str(label) for name, code, label in rows}

    def of(self, name: str, code: str) -> str:
        """The name of a filter's code in the reader's language, or as the export has it; else the code itself."""
        label = self._known.get((name, code), "")
        if name == "country":
            return text.country(code, label) if label else text.region(code)
        if name == "women_led":
            return {"yes": t("yes"), "no": t("no")}.get(code, code)
        return size_said(code) if name == "size" else t(label or code)

    def said(self, filters: Filters) -> str:
        """Filters in one line of words."""
        titles = filter_titles()
        parts = []
        for name, value in filters.link().items():
            codes = [value] if name == "period" else value.split(",")
            shown = ", ".join(self.of(name, code) for code in codes)
            parts.append(t("{name}: {value}", name=titles[name], value=shown))
        return t("; ").join(parts) or t("none")


def told_in(frame: pd.DataFrame) -> pd.DataFrame:
    """An answer's rows as a sheet shows them: countries and titles in the reader's language, all else as it is."""
    if text.language() == "en":
        return frame
    titles = [name for name in frame if name == "label" or name.endswith("title")]
    shown = frame.assign(**{name: [t(v) if isinstance(v, str) else v for v in frame[name]] for name in titles})
    if not {"iso3", "country"} <= set(frame):
        return shown
    pairs = zip(frame["iso3"], frame["country"], strict=True)
    return shown.assign(country=[text.country(i, c) if isinstance(c, str) else c for i, c in pairs])


def countries_said(rows: pd.DataFrame) -> str:
    """The countries of rows with `iso3` and `country`, in the order of their names in the reader's language."""
    names = [text.country(iso3, name) for iso3, name in zip(rows["iso3"], rows["country"], strict=True)]
    return ", ".join(sorted(names, key=alphabetical))


def size_said(size: str) -> str:
    """A size band in words."""
    return {
        "micro": t("Micro (under 10)"),
        "small": t("Small (10 to 49)"),
        "medium": t("Medium (50 to 249)"),
        "large": t("Large (250 and more)"),
    }.get(size, t("Size not known"))


def role_said(role: str) -> str:
    """Who wrote an answer down, as a role."""
    return {
        "owner": t("the dashboard's owner"),
        "administrator": t("an administrator"),
        "global": t("the global team"),
        "coordinator": t("a country coordinator"),
        "trainer": t("a trainer"),
    }.get(role, role)


def period_said(filters: Filters) -> str:
    """The period in view in words."""
    if not filters.period:
        return t("since the programme began")
    first, last = filters.period
    return str(first) if first == last else t("{first} to {last}", first=first, last=last)


def definitions(ledger: Ledger, codes: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """The indicators that a file shows, with their definitions and versions."""
    used = [code for code in (codes or ledger.definitions) if code in ledger.definitions]
    return [
        (t(indicator(code).label), f"{t(indicator(code).definition)} ({version_said(indicator(code).version)})")
        for code in sorted(used, key=lambda code: (indicator(code).position, code))
    ]


def version_said(version: int) -> str:
    """The version of a definition."""
    return t("definition version {version}", version=version)


def origin(ledger: Ledger) -> str:
    """Whence the numbers are."""
    return notice.origin(ledger.snapshot.export_id, ledger.snapshot.id, ledger.snapshot.as_of)


def rights(viewer: Viewer) -> str:
    """With whose rights a file was made."""
    return t(
        "Made with the rights of: {role}.",
        role={
            "owner": t("owner"),
            "administrator": t("administrator"),
            "global": t("global team"),
            "coordinator": t("coordinator"),
            "trainer": t("trainer"),
            "donor": t("donor"),
            "public": t("the public"),
        }[viewer.role],
    )


def check_said() -> str:
    """How a file's numbers are checked."""
    return t("This file holds a receipt: `python -m impact verify FILE` asks for every number in it once more.")


def as_of(ledger: Ledger) -> str:
    """The day that the numbers are of."""
    return t("as of {day}", day=day(ledger.snapshot.as_of))
