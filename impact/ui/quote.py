"""Quote a number: a sentence with all that it rests on, and what became of it when its link is opened."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from impact import store
from impact.ask import Answer
from impact.catalogue import Indicator, indicators
from impact.store import StoreError
from impact.text import compact, day, listing, t
from impact.ui import cards, filterbar, opened, reader
from impact.ui.safe import plain

QUOTED = "quoted"
FORM = re.compile(r"([a-z_]+)\.([0-9a-f]{16})")


def quote_button(row: Any, measure: Indicator, headline: Answer) -> None:
    """Offer the sentence about one row of `results/overview`; a shared page shows its numbers, and no more."""
    if opened.link() is not None or row["status"] != "shown":
        return
    with st.popover(t("Quote"), icon=":material/format_quote:", type="tertiary", key=f"quote_{measure.code}"):
        st.code(sentence(row, measure, headline), language=None, wrap_lines=True)
        st.caption(t("Who opens the link sees the number as it was then and as it is now, with the own rights."))


def sentence(row: Any, measure: Indicator, headline: Answer) -> str:
    """The number with its period, filters, n, caveat, definition version, snapshot and link."""
    chosen = headline.filters
    period = t("since the programme began")
    if chosen.period:
        first, last = chosen.period
        period = str(first) if first == last else t("{first} to {last}", first=first, last=last)
    parts = [t("{label}: {value}, {period}.", label=t(measure.label), value=_value(row, measure), period=period)]
    if narrowed := [name for name in chosen.set_names() if name != "period"]:
        said = [f"{filterbar.filter_titles([name])}: {chosen.link()[name]}" for name in narrowed]
        parts.append(t("Filters: {filters}", filters=listing(said)) + ".")
    parts.append("; ".join(cards.n_and_coverage(row, measure)) + ".")
    if measure.privacy == "results" and measure.level == "outcome":
        parts.append(t("Before and after is not impact: other things change, too."))
    if headline.synthetic:
        parts.append(t("Demonstration data: invented, not results of the programme."))
    origin = t(
        "SCORE Impact, snapshot {snapshot}, as of {day}, definition version {version}:",
        snapshot=headline.snapshot_id,
        day=day(headline.as_of),
        version=measure.version,
    )
    return " ".join([*parts, origin, _link(measure, headline)])


def then_and_now(headline: Answer, codes: Sequence[str]) -> None:
    """Where the link quotes a number of these tiles: what it was in the snapshot of then, and what it is now."""
    given = reader.offer(QUOTED)
    if not given:
        return
    match = FORM.fullmatch(given)
    if match is None or match[1] not in indicators():
        reader.ignore(QUOTED, given)
        reader.put(QUOTED, None)
        return
    measure, snapshot_id = indicators()[match[1]], match[2]
    if measure.code not in codes:
        return
    now = _row(headline, measure)
    label = t(measure.label)
    said = t("{label} is {value} now, as of {day}.", label=label, value=_value(now, measure), day=day(headline.as_of))
    try:
        old = store.snapshot(snapshot_id)
        then = reader.ask_then(old.id, headline.question.name, headline.filters)
    except StoreError:
        st.info(
            t("The number that was quoted is of snapshot {snapshot}, which is not kept any more.", snapshot=snapshot_id)
            + " " + plain(said),
            title=t("Quoted number"),
            icon=":material/format_quote:",
        )  # fmt: skip
        return
    was = t(
        "{label} was {value} in snapshot {snapshot}, as of {day}.",
        label=label,
        value=_value(_row(then, measure), measure),
        snapshot=old.id,
        day=day(old.as_of),
    )
    st.info(plain(f"{was} {said}"), title=t("Quoted number"), icon=":material/format_quote:")


def _row(answer: Answer, measure: Indicator) -> Any:
    return answer.frame.set_index("indicator").loc[measure.code]


def _value(row: Any, measure: Indicator) -> str:
    return compact(row["value"], measure.unit) if row["status"] == "shown" else t("not told")


def _link(measure: Indicator, headline: Answer) -> str:
    address = urlsplit(st.context.url or "")
    chosen = {**reader.shared_link(), QUOTED: f"{measure.code}.{headline.snapshot_id}"}
    return urlunsplit((address.scheme, address.netloc, address.path, urlencode(chosen), ""))
