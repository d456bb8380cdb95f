"""The shared filters: one place to set them, badges that keep them in view, one click to clear them."""

import streamlit as st

from impact.filters import SIZES, Filters
from impact.text import listing, t
from impact.ui import choices, opened, reader
from impact.ui.safe import plain

FIRST_YEAR = 2009
# An export that ends early has years to choose from, too.
FEWEST_YEARS = 10


def filter_bar(last_year: int) -> None:
    """Draw the bar above every page: the filters behind a button, and a badge for each that is set.

    Those of a shared link are shown, and nothing can be done to them.
    """
    options = reader.options()
    chosen = reader.filters()
    if opened.link():
        _locked(options, chosen)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="filter_bar"):
        with st.popover(t("Filters"), icon=":material/tune:"):
            _widgets(options, last_year)
        for name in chosen.set_names():
            label = f"{_title(name)}: {_said(name, chosen, options)}"
            choices.button(plain(label), ":material/close:", f"clear_{name}", reader.put, name, None)
        if len(chosen.set_names()) > 1:
            choices.button(t("Clear all"), ":material/filter_alt_off:", "clear_all", _clear_all)


def _locked(options: dict[str, dict[str, str]], chosen: Filters) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="filter_bar"):
        for name in chosen.set_names():
            label = f"{_title(name)}: {_said(name, chosen, options)}"
            st.badge(plain(label), icon=":material/lock:", color="gray")
        if not chosen.set_names():
            st.badge(t("No filter is set"), icon=":material/lock:", color="gray")


def tell_ignored() -> None:
    """Say what of the link was ignored."""
    for name, value in reader.notes():
        shown = plain(value[:60])
        st.warning(
            t(
                "The link asked for {name} = {value}, which is not known here. It was ignored.",
                name=plain(name[:30]),
                value=shown,
            )
        )


def _widgets(options: dict[str, dict[str, str]], last_year: int) -> None:
    st.caption(t("Filters apply to every page and are kept in the link. Years are calendar years."))
    choices.years("period", t("From year"), t("To year"), min(FIRST_YEAR, last_year - FEWEST_YEARS), last_year)
    regions = {code: t("Region: {name}", name=name) for code, name in options["region"].items()}
    everything = {"country": {**regions, **options.get("country", {})}}
    for name in ("country", "donor", "project", "module", "sector"):
        known = everything.get(name, options.get(name, {}))
        choices.choices(name, _title(name), known, placeholder=t("All"))
    choices.choices("size", _title("size"), sizes(), placeholder=t("All"))
    choices.choice("women_led", _title("women_led"), yes_no())


def sizes() -> dict[str, str]:
    """Size bands by code, with their limits."""
    labels = (
        t("Micro (under 10)"),
        t("Small (10 to 49)"),
        t("Medium (50 to 249)"),
        t("Large (250 and more)"),
        t("Size not known"),
    )
    return dict(zip(SIZES, labels, strict=True))


def yes_no() -> dict[str, str]:
    """Answers by code."""
    return {"yes": t("Yes"), "no": t("No")}


def _title(name: str) -> str:
    return {
        "period": t("Period"),
        "country": t("Country or region"),
        "donor": t("Donor"),
        "project": t("Project"),
        "module": t("Module"),
        "sector": t("Sector"),
        "size": t("Size"),
        "women_led": t("Led by a woman"),
    }[name]


def filter_titles(names: list[str]) -> str:
    """The filters' names as a sentence lists them."""
    return listing([_title(name).lower() for name in names])


def _said(name: str, chosen: Filters, options: dict[str, dict[str, str]]) -> str:
    codes = chosen.link()[name].split(",")
    labels = {
        "country": {**options.get("region", {}), **options.get("country", {})},
        "size": sizes(),
        "women_led": yes_no(),
    }.get(name, options.get(name, {}))
    words = [labels.get(code, code) for code in codes]
    return ", ".join(words[:2]) + (f" +{len(words) - 2}" if len(words) > 2 else "")


def _clear_all() -> None:
    for name in Filters.__dataclass_fields__:
        reader.put(name, None)
