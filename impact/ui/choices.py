"""The only maker of choices: codes that no language changes, kept in the link, defaults left out of it."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import streamlit as st

from impact import text
from impact.ui import opened, reader


def choice(
    name: str,
    label: str,
    options: Mapping[str, str],
    *,
    default: str = "",
    form: Literal["select", "side by side", "segments"] = "select",
    help: str | None = None,
    none: str = "",
) -> str:
    """One of `options` (code: label); returns its code. With an empty default, nothing need be chosen.

    `none` is how that is called; all, if it is not said.
    """
    codes = ([""] if not default else []) + list(options)
    chosen = reader.offer(name) or default
    if chosen not in codes:
        reader.ignore(name, chosen)
        reader.put(name, None)
        chosen = default
    key = _remember(name, chosen)
    common: dict[str, Any] = {
        "key": key,
        "help": help,
        "format_func": lambda code: options.get(code, none or text.t("All")),
        "on_change": _put_one,
        "args": (name, key, default),
        "disabled": opened.is_fixed(name),
    }
    if form == "side by side":
        st.radio(label, codes, horizontal=True, **common)
    elif form == "segments":
        # Streamlit writes the chosen one in the accent upon a tint of it, too faint on dark; the link colour is not.
        common["format_func"] = lambda code: f":blue[{options[code]}]" if code == chosen else options[code]
        st.segmented_control(label, codes, required=True, label_visibility="collapsed", **common)
    else:
        st.selectbox(label, codes, **common)
    return chosen


def choices(name: str, label: str, options: Mapping[str, str], *, placeholder: str) -> list[str]:
    """Any number of `options` (code: label); returns their codes."""
    chosen = [code for code in (reader.offer(name) or "").split(",") if code in options]
    key = _remember(name, chosen)
    st.multiselect(
        label,
        list(options),
        key=key,
        format_func=lambda code: options[code],
        placeholder=placeholder,
        on_change=_put_many,
        args=(name, key),
        disabled=opened.is_fixed(name),
    )
    return chosen


def years(name: str, first_label: str, last_label: str, first: int, last: int) -> None:
    """The first and last of a span of calendar years; the whole span is the default."""
    said = [int(part) for part in (reader.offer(name) or "").split("-") if part.isdigit()] or [first, last]
    low = min(max(said[0], first), last)
    high = min(max(said[-1], low), last)
    all_years = list(range(first, last + 1))
    keys = (_remember(f"{name}_first", low), _remember(f"{name}_last", high))
    given: dict[str, Any] = {"on_change": _put_years, "args": (name, keys, first, last)}
    given["disabled"] = opened.is_fixed(name)
    for column, label, key in zip(st.columns(2), (first_label, last_label), keys, strict=True):
        column.selectbox(label, all_years, key=key, **given)


def search(name: str, label: str, placeholder: str) -> str:
    """Words that the reader looks for."""
    chosen = (reader.offer(name) or "")[:80]
    key = _remember(name, chosen)
    given: dict[str, Any] = {"on_change": _put_one, "args": (name, key, ""), "disabled": opened.is_fixed(name)}
    st.text_input(label, key=key, placeholder=placeholder, max_chars=80, **given)
    return chosen


def button(label: str, icon: str, key: str, on_click: Callable[..., None], *args: Any) -> None:
    """A quiet button that changes choices."""
    st.button(label, icon=icon, key=key, type="tertiary", on_click=on_click, args=args)


def _remember(name: str, value: Any) -> str:
    # The language is part of a widget's identity: values travel as labels, which change with it.
    key = f"choice_{name}_{text.language()}"
    st.session_state[key] = value
    return key


def _put_one(name: str, key: str, default: str) -> None:
    value = st.session_state[key]
    reader.put(name, None if value == default else value)


def _put_many(name: str, key: str) -> None:
    reader.put(name, ",".join(st.session_state[key]))


def _put_years(name: str, keys: tuple[str, str], first: int, last: int) -> None:
    low, high = sorted(st.session_state[key] for key in keys)
    whole = (low, high) == (first, last)
    reader.put(name, None if whole else (str(low) if low == high else f"{low}-{high}"))
