"""One enterprise: found by words and chosen, and what stands at the head of its page."""

from typing import Any

import pandas as pd
import streamlit as st

from impact.access import AccessError
from impact.ask import Answer
from impact.rows import records
from impact.text import day, number, t, tn
from impact.ui import charts, choices, filterbar, journey, navigation, notices, reader
from impact.ui.cards import card
from impact.ui.safe import plain

ENTERPRISE = "enterprise"


def choose_enterprise() -> str:
    """Search for an enterprise and choose one, which the link keeps as `enterprise`; returns its id, or an empty text.

    Only enterprises that the reader may see are found; a link to another is ignored, with a notice. With none to find,
    the page says why and ends; to whom enterprises are not shown one by one, that is said.
    """
    words = (reader.choices().get("find") or "")[:80]
    try:
        answer = reader.ask("enterprises/find", words=words)
    except AccessError:
        st.caption(t("Your role sees enterprises together, not one by one."))
        return ""
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        choices.search("find", t("Find an enterprise"), t("Name, country, sector, trainer or id"))
    wanted = reader.offer(ENTERPRISE)
    if not words and not wanted:
        notices.stop_if_empty(answer)
    found = answer.frame
    options = {row.enterprise_id: _label(row) for row in records(found)}
    if wanted and wanted not in options:
        # What the link names is kept, also where the words find others.
        chosen = profile(wanted).frame
        options = {**{row.enterprise_id: _label(row) for row in records(chosen)}, **options}
    with right:
        enterprise = choices.choice(ENTERPRISE, t("Enterprise"), options, none=t("None chosen"))
    st.caption(_found(found, words))
    return enterprise


def profile(enterprise: str) -> Answer:
    """The answer of `enterprises/profile`; the shared filters leave it as it is."""
    return reader.ask("enterprises/profile", filtered=False, enterprise=enterprise)


def _label(row: Any) -> str:
    """A name with its place; options of a choice show text as it is."""
    return " · ".join(str(part) for part in (row.name, row.sector, row.country) if pd.notna(part))


def _found(found: pd.DataFrame, words: str) -> str:
    if found.empty:
        return t("No enterprise has these words in its name, place, country, sector, trainer, partner or id.")
    count, shown = int(found["found"].iloc[0]), len(found)
    if count > shown:
        said = t(
            "{count} enterprises fit; the list holds the first {shown}. More words find fewer.",
            count=number(count),
            shown=number(shown),
        )
    else:
        said = tn("{count} enterprise fits.", "{count} enterprises fit.", count)
    where = t("Looked for in names, places, countries, sectors, trainers, partners and ids.")
    return f"{said} {where}" if words else said


def profile_card(about: Answer) -> None:
    """Who the enterprise of `enterprises/profile` is, and which modules it took."""
    row: Any = records(about.frame)[0]
    modules = reader.ask("enterprises/profile_modules", filtered=False, enterprise=row.enterprise_id)
    trained = int(modules.frame["trained"].sum())
    with card(
        tn("{name}: trained in {count} module", "{name}: trained in {count} modules", trained, name=row.name),
        modules,
        subtitle=t("The enterprise, and the modules that it enrolled in, the first one first"),
        key="profile",
    ):
        facts = [f"**{label}** {said}" for label, said in _facts(row)]
        half = -(-len(facts) // 2)
        for column, part in zip(st.columns(2), (facts[:half], facts[half:]), strict=True):
            column.markdown("  \n".join(part))
        notices.absent(about, "improvement_teams")
        charts.table(
            _modules(modules.frame),
            {
                "title": st.column_config.TextColumn(t("Module"), pinned=True),
                "classroom_on": t("Workshop"),
                "endline_on": t("Endline"),
                "state": t("State"),
                "trainer_id": t("Trainer"),
                "project": t("Project"),
                "baseline_on": t("Baseline"),
                "visited_on": t("First visit"),
            },
            t("The modules of the enterprise with their dates, trainer and project"),
            key="profile_modules",
        )


def enterprise_links(enterprise: str) -> None:
    """From the trends of one enterprise to its peers, and to those of all enterprises."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        navigation.link(
            "enterprises/peer_benchmarks", t("Among its peers"), ":material/social_leaderboard:", enterprise=enterprise
        )
        choices.button(t("All enterprises together"), ":material/public:", "all", reader.put, ENTERPRISE, None)


def _modules(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(
        title=[t(str(title)) for title in frame["title"]],
        state=[journey.status_name(status) for status in frame["status"]],
        project=[t("no project") if pd.isna(project) else project for project in frame["project"]],
    )


def _facts(row: Any) -> list[tuple[str, str]]:
    """What is known of an enterprise as (label, words), the words made harmless for Markdown."""
    place = ", ".join(plain(part) for part in (row.region, row.country) if pd.notna(part))
    since = day(row.joined_on) if row.closed_on is None else f"{day(row.joined_on)} – {day(row.closed_on)}"
    return [
        (t("Sector"), plain(t(row.sector))),
        (t("Place"), place),
        (t("Size"), filterbar.sizes().get(row.size, row.size)),
        (t("Workforce"), _people(row.women, row.men, row.workforce_on)),
        (t("Improvement team"), _people(row.team_women, row.team_men, row.team_on)),
        (t("Led by a woman"), _yes(row.women_led)),
        (t("In the programme"), since),
        (t("Trainers"), _listed(row.trainers)),
        (t("Partners"), _listed(row.partners)),
        (t("Projects"), _listed(row.projects)),
        (t("Compared with peers"), t("agreed") if row.consents else t("not agreed: it is nobody's peer")),
    ]


def _people(women: Any, men: Any, on: Any) -> str:
    if pd.isna(women) and pd.isna(men):
        return t("not recorded")
    said = t("{women} women, {men} men", women=number(_count(women)), men=number(_count(men)))
    return said if pd.isna(on) else t("{said} ({day})", said=said, day=day(on, "MMM yyyy"))


def _count(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _listed(names: Any) -> str:
    return t("none recorded") if pd.isna(names) or not names else plain(names)


def _yes(value: Any) -> str:
    return t("not recorded") if pd.isna(value) else filterbar.yes_no()["yes" if value else "no"]
