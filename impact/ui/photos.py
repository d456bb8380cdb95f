"""Photos of before and after: one picture with a slider, or both side by side; for who may see them."""

from collections import Counter
from typing import Any, Literal

import pandas as pd
import streamlit as st

from impact import ask_photo, photos
from impact.access import Viewer
from impact.photos import PhotoError
from impact.text import day, number, t, tn
from impact.ui import choices, reader
from impact.ui.cards import card
from impact.ui.safe import plain

MOST = 300


def photos_card() -> None:
    """One improvement project's photos, which the reader chooses among those in view; nothing where there are none."""
    if not reader.one_by_one():
        return
    answer = reader.ask("enterprises/photos")
    if answer.empty:
        return
    shown = answer.frame[answer.frame["may_show"].astype(bool)]
    kept = len(answer.frame) - len(shown)
    title = tn(
        "{count} workplace photographed before and after",
        "{count} workplaces photographed before and after",
        len(shown),
    )
    facts = [t("n = {n} improvement projects with photos", n=number(len(answer.frame)))]
    if kept:
        facts.append(t("not shown, as the enterprise has not agreed: {count}", count=number(kept)))
    said = t("5S and visual measurement. Photos are made smaller and freed of what a camera notes, such as the place")
    with card(title, answer, subtitle=said, facts=facts, key="photos"):
        if shown.empty:
            st.caption(t("No enterprise here has agreed to its photos being shown."))
            return
        _chosen(shown.head(MOST).to_dict("records"))


def _chosen(rows: list[dict[str, Any]]) -> None:
    known = {str(row["improvement_id"]): row for row in rows}
    # Enterprises with several photographed workplaces are told apart by the improvement project's id.
    count = Counter(row["enterprise"] for row in rows)
    names = {
        code: row["enterprise"] if count[row["enterprise"]] == 1 else f"{row['enterprise']} · {code}"
        for code, row in known.items()
    }
    forms = {"slider": t("Slider"), "both": t("Side by side")}
    code = choices.choice("photo", t("Improvement project"), names, default=next(iter(names)))
    form = choices.choice("photo_as", t("Shown as"), forms, default="slider", form="segments")
    row = known[code]
    what = str(row["category"] if pd.isna(row["title"]) else row["title"])
    found = {"before": _photo(code, "before"), "after": _photo(code, "after")}
    if form == "slider" and None not in found.values():
        _slider(code, what, found["before"] or b"", found["after"] or b"")
    else:
        _both(what, found)
    said = [plain(what), *([plain(row["country"])] if pd.notna(row["country"]) else [])]
    if row["completed_on"]:
        said.append(t("completed {completed}", completed=day(row["completed_on"])))
    agreed = t("the enterprise agreed to the photos on {agreed}", agreed=day(row["photo_consent_on"]))
    st.caption(" · ".join([*said, agreed]))


def _photo(code: str, which: Literal["before", "after"]) -> bytes | None:
    try:
        return _given(code, which)
    except PhotoError as error:
        names = {"before": t("The photo of before"), "after": t("The photo of after")}
        why = _reasons().get(error.reason, "")
        st.info(t("{photo} cannot be shown. {why}", photo=names[which], why=why), icon=":material/no_photography:")
        return None


def _reasons() -> dict[str, str]:
    return {
        "unnamed": t("The export names none."),
        "name": t("Its name in the export is not the plain name of a file."),
        "absent": t("The export names it and does not hold it."),
        "consent": t("The enterprise has not agreed to it."),
        "hidden": t("It is not among those that you may see."),
        "large": t("It is too large to open safely."),
        "format": t("It is not a JPEG, PNG or WebP picture."),
        "damaged": t("Its file is damaged."),
    }


@st.fragment
def _slider(code: str, what: str, before: bytes, after: bytes) -> None:
    # This part runs by itself when the line is moved, and whoever looks may have lost the right to since.
    if not reader.one_by_one():
        st.rerun()
    share = st.slider(
        t("Left: before. Right: after. Move the line:"), 0, 100, 50, 5, format="%d %%", key=f"photo_line_{code}"
    )
    alt = t(
        "{what}: the left {share} of the picture is before, the rest after", what=what, share=number(share, "percent")
    )
    st.image(photos.as_link(photos.compared(before, after, share)), width="stretch", alt=alt)


def _both(what: str, found: dict[str, bytes | None]) -> None:
    names = {"before": t("Before"), "after": t("After")}
    for column, (which, photo) in zip(st.columns(2), found.items(), strict=True):
        if photo:
            alt = f"{what}: {names[which].lower()}"
            column.image(photos.as_link(photo), caption=names[which], width="stretch", alt=alt)


def _given(improvement: str, which: Literal["before", "after"]) -> bytes:
    """A photo of an improvement project as the gate gives it to this reader; kept until the snapshot changes."""
    who = reader.viewer()
    return _kept_photo(reader.snapshot().id, who.role, who.scope, improvement, which, who)


@st.cache_data(max_entries=60, show_spinner=False)
def _kept_photo(
    snapshot: str,
    role: str,
    scope: tuple[str, ...],
    improvement: str,
    which: Literal["before", "after"],
    _viewer: Viewer,
) -> bytes:
    return ask_photo.photo(improvement, which, _viewer, snapshot)
